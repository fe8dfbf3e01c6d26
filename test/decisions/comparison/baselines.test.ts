import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { columnsByName } from "../../../src/data/worlds/generate.ts";
import { linearProblem, ridgeFit } from "../../../src/decisions/comparison/baselines-linear.ts";
import { mapPoint } from "../../../src/decisions/comparison/baselines-map.ts";
import { fixedTransforms } from "../../../src/decisions/comparison/baselines-transforms.ts";
import { baselines } from "../../../src/decisions/comparison/baselines.ts";
import { fittedModel } from "../../../src/decisions/draws/fitted-model.ts";
import { predictionsOf } from "../../../src/decisions/predictions/predictive.ts";
import { compileModel } from "../../../src/model/index.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import { mediaMixModel, modelData } from "../../../src/mmm/fit/model.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";

// Golden numbers: R 4.2.2 with m = cbind(x1, x2, x3).
const x1 = [1, 2, 3, 4, 5, 6, 7, 8];
const x2 = [2, 1, 4, 3, 6, 5, 9, 7];
const x3 = [1, 0, 0, 1, 1, 0, 1, 0];
const y = [3.1, 2.9, 6.2, 6.8, 10.1, 9.7, 14.2, 12.9];
const problem = linearProblem([x1, x2, x3], y);

describe("least squares", () => {
  it("has the coefficients of lm and the leave-one-out error of its hat matrix", () => {
    // coef(lm(y ~ m)); sqrt(mean((resid(f) / (1 - hatvalues(f)))^2))
    const fit = problem.fit(0);
    expect(fit.intercept).toBeCloseTo(0.27681243926141841, 11);
    [0.9032069970845481, 0.79010689990281824, 0.48402332361515987].forEach((value, j) =>
      expect(fit.coefficients[j]).toBeCloseTo(value, 11),
    );
    expect(fit.looRmse).toBeCloseTo(0.17122580746270735, 11);
    expect(fit.effectiveParameters).toBeCloseTo(4, 12);
  });

  it("gives no weight to a regressor that is constant, and shares it among equal ones", () => {
    const doubled = linearProblem([x1, x1, x1.map(() => 3)], y);
    const single = linearProblem([x1], y).fit(0);
    const { coefficients, intercept } = doubled.fit(0);
    expect(doubled.rankDeficient).toBe(true);
    expect(problem.rankDeficient).toBe(false);
    expect(coefficients[0]).toBeCloseTo(single.coefficients[0] / 2, 10);
    expect(coefficients[1]).toBeCloseTo(single.coefficients[0] / 2, 10);
    expect(coefficients[2]).toBe(0);
    expect(intercept).toBeCloseTo(single.intercept, 10);
  });
});

describe("ridge regression", () => {
  it("solves its normal equations, with the leave-one-out error of refits", () => {
    // z standardized (divisor 8), k = 0.3: solve(t(z) %*% z / 8 + k * diag(3), t(z) %*% (y - mean(y)) / 8) / s
    const fit = problem.fit(0.3);
    [0.7592136497747326, 0.70038617909881717, 0.36870553120250227].forEach((value, j) =>
      expect(fit.coefficients[j]).toBeCloseTo(value, 11),
    );
    expect(fit.intercept).toBeCloseTo(1.3973997320804239, 11);
    // Eight fits without one row each, with the same standardization and penalty.
    expect(fit.looRmse).toBeCloseTo(0.95792271132114559, 11);
  });

  it("is least squares without penalty and the mean with an endless one", () => {
    const none = problem.fit(1e-12);
    problem.fit(0).coefficients.forEach((value, j) => expect(none.coefficients[j]).toBeCloseTo(value, 8));
    const all = problem.fit(1e12);
    for (const value of all.coefficients) expect(Math.abs(value)).toBeLessThan(1e-10);
    expect(all.intercept).toBeCloseTo(y.reduce((sum, value) => sum + value, 0) / 8, 9);
  });

  it("takes the penalty with the smallest leave-one-out error", () => {
    const chosen = ridgeFit(problem);
    for (const penalty of [1e-6, 1e-4, 0.01, 1, 100]) {
      expect(chosen.looRmse).toBeLessThanOrEqual(problem.fit(penalty).looRmse);
    }
  });
});

const weeks = 80;
const simulation = simulate("ecommerce", { weeks, seed: 5 });
const data = await mediaDataFromColumns(columnsByName(simulation.columns));
const [first, second, third] = data.channels;
const document = await parseModelFile(
  `
data: table.csv
channels:
  ${first.column}: {}
  ${second.column}: { adstock: { kind: geometric, window: 3 }, saturation: { kind: none } }
  ${third.column}: { adstock: { kind: none }, saturation: { kind: logistic } }
priors: { decay: { ${first.name}: fixed(0.4) } }
sampling: { chains: 2, warmup: 250, draws: 150 }
`,
  "model.yaml",
);

describe("simpler models beside a fit", async () => {
  const fit = await fitMediaMix(data, resolve(document, data), { threads: 1 });
  const model = fittedModel(fit);

  it("take media at the transforms that are stated", () => {
    const [a, b, c] = fixedTransforms(model.spec, model.design);
    const spend = (channel: number, t: number): number => (t < 0 ? 0 : model.design.media[channel * weeks + t]);
    const carried = Array.from({ length: weeks }, (_, t) => {
      let stock = 0;
      for (let lag = 0; lag <= t; lag++) stock += 0.5 ** lag * spend(0, t - lag);
      return stock / 2;
    });
    const half = carried.reduce((sum, value) => sum + value, 0) / weeks;
    for (const t of [0, 3, 40, 79]) {
      expect(a[t]).toBeCloseTo(carried[t] / (carried[t] + half), 12);
      const windowed =
        [0, 1, 2, 3].reduce((sum, lag) => sum + 0.5 ** lag * spend(1, t - lag), 0) / (1 + 0.5 + 0.25 + 0.125);
      expect(b[t]).toBeCloseTo(windowed, 12);
      // Scaled by the mean, spend without carry-over is at half effect at 1.
      expect(c[t]).toBeCloseTo(spend(2, t) / (spend(2, t) + 1), 12);
    }
  });

  it("find the mode of the reported parameters: no draw and no step around it has a higher density", () => {
    const map = mapPoint(model)!;
    expect(map.settled).toBe(true);
    const posterior = compileModel(mediaMixModel(model.spec, weeks), modelData(model.design));
    const { logPrior, logLikelihood } = posterior.constrainDraws(fit.positions, model.posterior.count);
    const best = Math.max(...logPrior.map((value, i) => value + logLikelihood[i]));
    expect(map.logDensity).toBeGreaterThan(best);
    // A step of 1% in any reported parameter lowers log prior plus log likelihood.
    const { values, blocks } = map.model.posterior;
    const named = (row: Float64Array): Record<string, Float64Array> =>
      Object.fromEntries(
        blocks.map(({ name, axes, start, size }) => {
          const positions = Array.from({ length: size }, (_, k) => start + k);
          const free = positions.filter(
            (position) => !(name === "decay" && axes[0]?.labels[position - start] === first.name),
          );
          return [name, Float64Array.from(free, (position) => row[position])];
        }),
      );
    const densityAt = (row: Float64Array): number => {
      const at = posterior.constrainDraws(posterior.unconstrain(named(row)), 1);
      return at.logPrior[0] + at.logLikelihood[0];
    };
    expect(densityAt(values)).toBeCloseTo(map.logDensity, 8);
    const fixed = blocks.find(({ name }) => name === "decay")!.start;
    values.forEach((value, position) => {
      if (position === fixed) return;
      for (const step of [0.01, -0.01]) {
        const moved = values.slice();
        moved[position] = value * (1 + step);
        // A coefficient whose mode is zero is only approached: what is left to gain is of the order of its own size.
        expect(densityAt(moved)).toBeLessThan(map.logDensity + 1e-6);
      }
    });
  });

  it("stand in one table with the posterior, by channel and with scores", () => {
    const predictions = predictionsOf(model);
    const table = baselines(model, predictions);
    expect(table.channels.map(({ channel }) => channel)).toEqual(data.channels.map(({ name }) => name));
    for (const { spend, contribution, roi } of table.channels) {
      expect(roi.ridge).toBeCloseTo(contribution.ridge / spend, 12);
      expect(roi.posterior.median).toBeCloseTo(contribution.posterior.median / spend, 10);
    }
    expect(table.scores.map(({ method }) => method)).toEqual([
      "least squares",
      "ridge",
      "maximum a posteriori",
      "posterior",
    ]);
    const [squares, ridge] = table.scores;
    // Least squares has the smallest error in sample of all that are linear in the same regressors.
    expect(squares.inSample.rmse).toBeLessThanOrEqual(ridge.inSample.rmse + 1e-9);
    expect(table.details.looRmse.ridge).toBeLessThanOrEqual(table.details.looRmse.leastSquares);
    expect(squares.holdout).toBeUndefined();
  });
});
