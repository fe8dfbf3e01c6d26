// Decisions on a fit that takes spend as unknown: draw by draw they are those of a table that has that draw's spend.

import { elementsOf } from "../../../src/mmm/axes/index.ts";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { plainStyle } from "../../../src/cli/terminal/style.ts";
import { returnLines } from "../../../src/cli/print/returns.ts";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { baselines, fixedTransformsSentence } from "../../../src/decisions/comparison/baselines.ts";
import { channelDraws } from "../../../src/decisions/draws/channel-draws.ts";
import { collinearity } from "../../../src/decisions/review/collinearity.ts";
import { compareRuns } from "../../../src/decisions/comparison/compare-runs.ts";
import { responseCurves } from "../../../src/decisions/quantities/curves.ts";
import { type FittedModel, fittedModel } from "../../../src/decisions/draws/fitted-model.ts";
import { intervalOf } from "../../../src/decisions/draws/interval.ts";
import { periodOf } from "../../../src/decisions/draws/period.ts";
import { observedSpend } from "../../../src/decisions/plans/plan.ts";
import { planResponse } from "../../../src/decisions/plans/plan-response.ts";
import { predictionsOf } from "../../../src/decisions/predictions/predictive.ts";
import { priorSample } from "../../../src/decisions/predictions/predictive-prior.ts";
import { priorPosteriors } from "../../../src/decisions/predictions/prior-posterior.ts";
import { quantitiesWithDraws } from "../../../src/decisions/quantities/quantities.ts";
import { returns } from "../../../src/decisions/quantities/returns.ts";
import { dominantChannel } from "../../../src/decisions/review/checks/dominant-channel.ts";
import { implausibleReturn } from "../../../src/decisions/review/checks/implausible-return.ts";
import { signalToNoise } from "../../../src/decisions/review/checks/signal-to-noise.ts";
import { spendVariation } from "../../../src/decisions/review/checks/spend-variation.ts";
import { unseenSaturation } from "../../../src/decisions/review/checks/unseen-saturation.ts";
import { channelFacts } from "../../../src/decisions/review/review-channels.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { noisedColumns } from "../../../src/mmm/specification/noise-source.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { randomStream } from "../../../src/numerics/random.ts";
import { openRun } from "../../../src/store/run/open-run.ts";
import { saveRun } from "../../../src/store/run/save-run.ts";
import { judgedBy } from "../support/judged-checks.ts";

const weeks = 60;

const file = `data: t.csv
controls: none
seasonality: none
channels:
  spend_TV:
  spend_Radio: { adstock: { window: 4 } }
  spend_Social: { adstock: none, saturation: none }
noise:
  spend_TV: { mechanism: laplace, scale: 200 }
  spend_Radio: { mechanism: gaussian, scale: 250 }
sampling: { chains: 2, draws: 100, warmup: 300, seed: 5 }
`;

const document = await parseModelFile(file, "m.yaml");
const random = randomStream([20250517]);
const spend = (): number[] => Array.from({ length: weeks }, () => 1000 * Math.exp(0.5 * random.normal()));
const [tv, radio, social] = [spend(), spend(), spend()];
const sign = (): number => (random.uniform() < 0.5 ? -1 : 1);
const columns = {
  week: tv.map((_, t) => t + 1),
  spend_TV: tv.map((value) => value + 200 * sign() * random.exponential()),
  spend_Radio: radio.map((value) => value + 250 * random.normal()),
  spend_Social: social,
  revenue: tv.map((value, t) => 14000 + 4 * value + 3 * radio[t] + social[t] + 1000 * random.normal()),
};
const noised = noisedColumns(document, undefined);
const data = await mediaDataFromColumns(columns, { noised });
const fit = await fitMediaMix(data, resolve(document, data), { threads: 1 });
const model = fittedModel(fit);
const channels = model.spec.channels.length;
const { count } = model.posterior;
const folder = await mkdtemp(join(tmpdir(), "carryover-true-spend-"));
afterAll(() => rm(folder, { recursive: true }));

/** The model of one draw on a table that has the spend of that draw, and no noise. */
function exactTwin(draw: number): FittedModel {
  const { latentSpend, posterior, spec, design, ...rest } = model;
  const { width, values } = posterior;
  const own = model.data.channels.map((channel) => {
    const c = spec.channels.findIndex(({ column }) => column === channel.column);
    const start = (draw * channels + c) * weeks;
    return { ...channel, spend: latentSpend!.slice(start, start + weeks) };
  });
  const table = { ...model.data, channels: own };
  return {
    ...rest,
    spec,
    data: table,
    design: makeDesign(table, spec, design),
    chains: 1,
    posterior: { ...posterior, count: 1, values: values.slice(draw * width, (draw + 1) * width) },
  };
}

/** Largest difference relative to the size of the expected numbers. */
function apart(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  let [size, most] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    size = Math.max(size, Math.abs(expected[i]));
    most = Math.max(most, Math.abs(found[i] - expected[i]));
  }
  return most / size;
}

const quantity = (name: string): Float64Array =>
  fit.quantities.flatMap(elementsOf).find((each) => each.name === name)!.draws.values;
const chosen = [0, 57, 123, 199];

describe("a fit with latent spend", () => {
  it("has the contributions and returns of every draw that it reports", () => {
    const { draws, quantities } = quantitiesWithDraws(model);
    model.spec.channels.forEach(({ name }, c) => {
      const { inTable, spendDraws, spend: mean } = draws.channels[c];
      expect(apart(inTable, quantity(`contribution[${name}]`))).toBeLessThan(1e-9);
      const roi = inTable.map((value, i) => value / (spendDraws?.[i] ?? mean));
      expect(apart(roi, quantity(`roi[${name}]`))).toBeLessThan(1e-9);
      const { roi: reported } = quantities.returns.channels[c];
      expect(reported.mean).toBeCloseTo(intervalOf(quantity(`roi[${name}]`)).mean, 9);
      expect(reported.lower).toBeCloseTo(intervalOf(quantity(`roi[${name}]`)).lower, 9);
    });
    expect(draws.channels.map(({ spendDraws }) => spendDraws === undefined)).toEqual([false, false, true]);
  });

  it("has the same spend at every draw when it is opened from its folder", async () => {
    await saveRun(fit, join(folder, "run"), { command: "test", dataPath: "t.csv", backend: "wasm", threads: 1 });
    const opened = await openRun(join(folder, "run"));
    expect(apart(opened.model.latentSpend!, fit.latentSpend!)).toBeLessThan(1e-9);
    const found = quantitiesWithDraws(opened.model).draws.channels;
    found.forEach(({ inTable, name }) => {
      expect(apart(inTable, quantity(`contribution[${name}]`))).toBeLessThan(1e-9);
    });
  });

  it("cannot be decided on without its draws of it", () => {
    const { spec, parameters, diagnostics } = fit;
    expect(() => fittedModel({ spec, data, parameters, diagnostics })).toThrow(RangeError);
  });

  it("expects the target that its stored log likelihood says", () => {
    const { expected, sigma } = predictionsOf(model);
    const { values } = data.target;
    const { scale } = model.design.targetScale;
    const own = new Float64Array(weeks * count);
    for (let i = 0; i < count; i++) {
      for (let t = 0; t < weeks; t++) {
        const z = (values[t] - expected[t * count + i]) / sigma[i];
        own[i * weeks + t] = -0.5 * z * z - Math.log((sigma[i] / scale) * Math.sqrt(2 * Math.PI));
      }
    }
    expect(apart(own, fit.pointwise!.values)).toBeLessThan(1e-9);
  });
});

describe("each draw of a fit with latent spend", () => {
  it.each([undefined, { from: 20, to: 33 }, { from: 47, to: 60 }])(
    "has what its own spend brings, all of it and at the margin, in the period %o",
    (asked) => {
      const period = asked ?? periodOf(data);
      const request = { period, weekly: true, factors: [0.5, 1, 1.5], levels: () => [500, 2000] };
      const found = [...channelDraws(model, request)].map((each) => ({ ...each, weekly: each.weekly.slice() }));
      const rows = period.to - period.from;
      for (const draw of chosen) {
        const twins = [...channelDraws(exactTwin(draw), request)];
        twins.forEach((twin, c) => {
          const own = found[c];
          expect(own.contribution[draw]).toBeCloseTo(twin.contribution[0], 6);
          expect(own.inTable[draw]).toBeCloseTo(twin.inTable[0], 6);
          // The twin's tail follows its one decay, the model's the slowest of all.
          expect(Math.abs(own.withCarryOver[draw] / twin.withCarryOver[0] - 1)).toBeLessThan(2e-3);
          expect(Math.abs(own.marginal[draw] / twin.marginal[0] - 1)).toBeLessThan(2e-3);
          expect(own.spendDraws?.[draw] ?? own.spend).toBeCloseTo(twin.spend, 6);
        });
        // Matrices of the generator are reused: those of the last channel are still there.
        const last = found[channels - 1].weekly;
        const twin = twins[channels - 1].weekly;
        expect(
          apart(
            Array.from({ length: rows }, (_, t) => last[t * count + draw]),
            twin,
          ),
        ).toBeLessThan(1e-9);
      }
    },
  );

  it("has a curve at current flighting whose slope is the marginal return, over the spend of the draw", () => {
    const h = 1e-5;
    for (const each of channelDraws(model, { period: periodOf(data), weekly: false, factors: [1 - h, 1, 1 + h] })) {
      const { planned, plannedMarginal, withCarryOver, marginal, spendDraws, spend: known } = each;
      expect(apart(planned.subarray(count, 2 * count), withCarryOver)).toBeLessThan(1e-9);
      expect(apart(plannedMarginal.subarray(count, 2 * count), marginal)).toBeLessThan(1e-9);
      const slope = marginal.map(
        (_, i) => (planned[2 * count + i] - planned[i]) / (2 * h * (spendDraws?.[i] ?? known)),
      );
      expect(apart(slope, marginal)).toBeLessThan(1e-6);
    }
  });

  it("predicts from its own spend, and what comes after the table from the spend that is given", async () => {
    const longer = await mediaDataFromColumns(
      Object.fromEntries(
        Object.entries(columns).map(([name, values]) => [
          name,
          [...values, ...[1, 2, 3].map((t) => (name === "week" ? weeks + t : 700 * t))],
        ]),
      ),
      { noised },
    );
    const inside = predictionsOf(model);
    const after = predictionsOf(model, { data: longer, from: weeks });
    for (const draw of chosen) {
      const twin = exactTwin(draw);
      const ahead = {
        ...longer,
        channels: longer.channels.map((channel) => {
          const own = Float64Array.from(channel.spend);
          own.set(twin.data.channels.find(({ column }) => column === channel.column)!.spend);
          return { ...channel, spend: own };
        }),
      };
      const of = ({ expected, weeks: rows }: typeof inside): number[] =>
        Array.from({ length: rows }, (_, t) => expected[t * count + draw]);
      expect(apart(of(inside), predictionsOf(twin).expected)).toBeLessThan(1e-12);
      expect(apart(of(after), predictionsOf(twin, { data: ahead, from: weeks }).expected)).toBeLessThan(1e-12);
    }
  });

  it("carries its own past into plans, whose amounts are exact", () => {
    const horizon = 6;
    const response = planResponse(model, { horizon });
    const plan = Float64Array.from({ length: channels * horizon }, (_, k) => 300 + 100 * k);
    const [revenue, gradient] = [new Float64Array(count * channels), new Float64Array(count * channels * horizon)];
    response.run(plan, revenue, gradient);
    const thinned = response.thinned(50);
    const fewer = new Float64Array(50 * channels);
    thinned.run(plan, fewer);
    for (let k = 0; k < 50; k++) {
      const draw = Math.floor(((k + 0.5) * count) / 50);
      expect(fewer.slice(k * channels, (k + 1) * channels)).toEqual(
        revenue.slice(draw * channels, (draw + 1) * channels),
      );
    }
    for (const draw of chosen) {
      // The number of weeks after the horizon is that of all draws, so the twin gets the parameters of all.
      const twin = exactTwin(draw);
      const same = planResponse({ ...twin, posterior: model.posterior }, { horizon });
      const [own, slopes] = [new Float64Array(revenue.length), new Float64Array(gradient.length)];
      same.run(plan, own, slopes);
      const at = (from: Float64Array, size: number): Float64Array => from.subarray(draw * size, (draw + 1) * size);
      expect(apart(at(revenue, channels), at(own, channels))).toBeLessThan(1e-12);
      expect(apart(at(gradient, channels * horizon), at(slopes, channels * horizon))).toBeLessThan(1e-12);
    }
  });
});

describe("figures of spend that is unknown", () => {
  const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const total = quantity("total_spend[TV]");

  it("are posterior means, with an interval where returns are", () => {
    const [first, , third] = returns(model).channels;
    expect(first.spend).toBeCloseTo(meanOf(total), 6);
    expect(first.trueSpend!.mean).toBeCloseTo(meanOf(total), 6);
    expect(first.trueSpend!.lower).toBeCloseTo(intervalOf(total).lower, 6);
    expect(third.trueSpend).toBeUndefined();
    expect(third.spend).toBeCloseTo(
      social.reduce((sum, value) => sum + value, 0),
      6,
    );
    const [curve] = responseCurves(model).channels;
    expect(curve.position.averageSpend).toBeCloseTo(meanOf(total) / weeks, 6);
    expect(curve.steady.spend[curve.steady.current]).toBeCloseTo(meanOf(total) / weeks, 6);
    const last = Math.min(52, weeks);
    const recent = Float64Array.from({ length: count }, (_, i) => {
      const start = i * channels * weeks;
      return meanOf(fit.latentSpend!.subarray(start + weeks - last, start + weeks));
    });
    expect(observedSpend(model)[0].runRate).toBeCloseTo(meanOf(recent), 6);
  });

  it("are told of where returns are printed", () => {
    const lines = returnLines(returns(model), { marginal: false, pairs: false, draws: count }, 400, plainStyle);
    const [told] = lines.filter((each) => each.startsWith("Spend released with noise"));
    expect(told).toMatch(/\(90% credible intervals\): TV [\d,]+ to [\d,]+ and Radio [\d,]+ to [\d,]+\. ROI/);
  });

  it("weigh the returns of channels by the spend of each draw", () => {
    const { media } = returns(model);
    const brought = Float64Array.from(total, (_, i) =>
      model.spec.channels.reduce((sum, { name }) => sum + quantity(`contribution[${name}]`)[i], 0),
    );
    const paid = total.map(
      (value, i) => value + quantity("total_spend[Radio]")[i] + social.reduce((sum, each) => sum + each, 0),
    );
    expect(media.roi.mean).toBeCloseTo(meanOf(brought.map((value, i) => value / paid[i])), 9);
  });

  it("are the same in reviews, comparisons and beside the prior", () => {
    const predictions = predictionsOf(model);
    const roi = intervalOf(quantity("roi[TV]"));
    const [facts] = channelFacts(model, predictions);
    expect(facts.roi.median).toBeCloseTo(roi.median, 9);
    expect(facts.spend).toBeCloseTo(meanOf(total), 6);
    const { runs } = compareRuns([{ name: "a", model, pointwise: fit.pointwise }]);
    expect(runs[0].roi[0].roi.median).toBeCloseTo(roi.median, 9);
    const prior = priorSample(model, 200);
    const own = priorPosteriors(model, predictions, prior).find(({ name }) => name === "roi[TV]")!;
    expect(own.posterior.median).toBeCloseTo(roi.median, 9);
    const linked = collinearity(model, predictions);
    expect(linked.adstock[0][1]).not.toBeCloseTo(
      collinearity(exactTwin(0), predictionsOf(exactTwin(0))).adstock[0][1],
      9,
    );
  });

  it("leave the review without a reservation, and baselines say that they take what was published", () => {
    const predictions = predictionsOf(model);
    const facts = { model, predictions, channels: channelFacts(model, predictions) };
    for (const kind of [spendVariation, signalToNoise, unseenSaturation, dominantChannel, implausibleReturn]) {
      const check = judgedBy(kind, facts);
      expect(`${check?.finding} ${check?.advice}`).not.toContain("publish");
    }
    const simple = baselines(model, predictions);
    expect(simple.transforms).toContain(fixedTransformsSentence);
    expect(simple.transforms).toContain("spend on TV, Radio as it was published");
    const published = columns.spend_TV.reduce((sum, value) => sum + value, 0);
    expect(simple.channels[0].spend).toBeCloseTo(published, 4);
    expect(simple.channels[0].roi.posterior.median).toBeCloseTo(intervalOf(quantity("roi[TV]")).median, 9);
  });
});
