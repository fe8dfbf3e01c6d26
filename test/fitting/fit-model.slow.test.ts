import { describe, expect, it } from "vitest";
import { mean, psisLoo, rhat, summarize, watchConvergence } from "../../src/diagnostics/index.ts";
import { normal } from "../../src/distributions/index.ts";
import type { ModelFit } from "../../src/fitting/index.ts";
import { type Model, compileModel, ModelBuilder } from "../../src/model/index.ts";
import type { CarryoverError } from "../../src/problems/problem.ts";
import { sampleOnThreads } from "../../src/sampling/index.ts";
import { data, eightSchools, schools } from "./support/eight-schools.ts";

const model = eightSchools();
const settings = { chains: 4, warmup: 300, draws: 300, seed: 3 };
const here = { ...settings, inThisThread: true };
const fit = await model.fit(data, here);

describe("A fit of a model of one's own", () => {
  it("has the draws of sampleOnThreads with the same settings, bit for bit, whatever the threads", async () => {
    const posterior = compileModel(model, data);
    const result = await sampleOnThreads(posterior.densitySource(), settings);
    for (const same of [fit, await model.fit(data, { ...settings, threads: 2 })]) {
      result.chains.forEach(({ positions }, chain) => {
        const from = chain * positions.length;
        expect(same.positions.subarray(from, from + positions.length)).toEqual(Float64Array.from(positions));
      });
    }
  });

  it("gives draws by name as chains x draws x shape, elements by name and by label", () => {
    const theta = fit.draws("theta");
    expect(theta.shape).toEqual([4, 300, 8]);
    expect(theta.axes).toEqual([{ name: "theta_dim_0", labels: schools }]);
    expect(theta.elements[1]).toBe("theta[Deerfield]");
    const own = fit.draws("theta[Hotchkiss]");
    expect(own.shape).toEqual([4, 300]);
    expect(own.values).toEqual(Float64Array.from({ length: 1200 }, (_, row) => theta.values[row * 8 + 4]));
    expect(theta.at("Hotchkiss").values).toEqual(own.values);
    expect(fit.draws("tau").values.every((value) => value > 0)).toBe(true);
    expect(fit.names).toEqual(["mu", "tau", "theta", "effect"]);
    // An array with elements is no chain of draws of one number.
    expect(() => rhat(theta)).toThrow("hold 9600 values");
  });

  it("summarizes every element as diagnostics do, and prints itself as a table with estimate, error, R-hat and ESS", () => {
    const { name, ...row } = fit.summary.row("tau");
    expect(name).toBe("tau");
    expect(row).toEqual(summarize(fit.draws("tau")));
    expect(fit.summary.rows.length).toBe(18);
    const [title, ...lines] = String(fit.summary).split("\n");
    expect(title.split(/ {2,}/).map((cell) => cell.trim())).toEqual([
      "name",
      "mean",
      "sd",
      "MCSE",
      "5%",
      "95%",
      "R-hat",
      "ESS bulk",
      "ESS tail",
      "unit",
    ]);
    expect(lines).toHaveLength(18);
    expect(String(fit)).toContain("4 chains of 300 draws");
  });

  it("has leave-one-out, and replicated observations around what it expects, the same for the same seed", () => {
    const pointwise = compileModel(model, data).pointwiseLogLikelihood(fit.positions, { chains: 4, draws: 300 });
    expect(fit.pointwise).toEqual(pointwise);
    expect(fit.loo).toEqual(psisLoo(pointwise));
    const replicated = fit.predictive("score");
    expect(fit.predictive().values).toBe(replicated.values);
    expect(replicated.shape).toEqual([4, 300, 8]);
    schools.forEach((school, k) => {
      const spread = Math.hypot(data.sigma[k], fit.summary.row(`theta[${school}]`).sd);
      const apart = mean(replicated.at(school).values) - fit.summary.row(`theta[${school}]`).mean;
      expect(Math.abs(apart)).toBeLessThan((5 * spread) / Math.sqrt(1200));
    });
    expect(fit.observed).toEqual([
      { name: "score", axes: [{ name: "score_dim_0", labels: schools }], values: Float64Array.from(data.y) },
    ]);
  });

  it("goes on to the draws of a longer run, from a whole fit and from a canceled one", async () => {
    const longer = await model.fit(data, { ...here, draws: 400 });
    const continued = await fit.continue(100, { inThisThread: true });
    expect(continued.positions).toEqual(longer.positions);
    expect(continued.summary.rows).toEqual(longer.summary.rows);
    expect(fit.draws("mu").draws).toBe(300);
    const running = model.fit(data, here);
    running.cancel();
    const canceled = await running;
    expect(canceled.complete).toBe(false);
    expect(canceled.verdict.converged).toBe(false);
    expect(canceled.verdict.checks[0]).toMatchObject({
      name: "complete",
      remedy: "Go on with `await fit.continue()`.",
    });
    await expect(fit.continue()).rejects.toThrow("All chains have their 300 draws");
  });
});

describe("A mistake in plain JavaScript", () => {
  const problemsOf = async (make: () => unknown): Promise<string> => {
    try {
      await make();
    } catch (error) {
      return (error as CarryoverError).problems.map(({ message, hint }) => `${message} ${hint}`).join(" ");
    }
    return "no error";
  };
  const untyped = model as unknown as { readonly fit: (...given: unknown[]) => Promise<ModelFit> };

  it.each([
    ["an unknown setting", () => untyped.fit(data, { sed: 2 }), 'There is no setting sed. Did you mean "seed"?'],
    ["the setting of another sampler", () => untyped.fit(data, { adapt_delta: 0.9 }), 'Did you mean "targetAccept"?'],
    [
      "an unknown quantity to be watched",
      () => model.fit(data, { ...here, watch: watchConvergence({ quantities: ["taw"], onUpdate: () => undefined }) }),
      'Did you mean "tau"?',
    ],
    ["settings that are no object", () => untyped.fit(data, [1]), "Options must be an object."],
    ["a wrong name of data", () => untyped.fit({ ...data, Sigma: 1 }, {}), 'Did you mean "sigma"?'],
    ["data that are missing", () => untyped.fit({ y: data.y }, {}), "No values were given"],
    ["data without names", () => untyped.fit(data.y), "Data are given by name."],
    ["a name without draws", () => fit.draws("thta"), 'Did you mean "theta"?'],
    ["an element without draws", () => fit.draws("theta[Eton]"), "There are no draws of"],
    ["a row that is not there", () => fit.summary.row("tua"), 'Did you mean "tau"?'],
    ["an observation that is not there", () => fit.predictive("scor"), 'Did you mean "score"?'],
    ["an unknown option of continue", () => fit.continue(10, { seed: 1 } as never), "There is no setting seed."],
  ])("is told: %s", async (_, make, told) => {
    expect(await problemsOf(async () => make())).toContain(told);
  });

  it("is told where a label is not one", () => {
    expect(() => fit.draws("theta").at("Eton")).toThrow('theta has no element for the theta_dim_0 "Eton"');
    expect(() => fit.draws("theta").at()).toThrow("1 label");
  });
});

describe("Models of other forms", () => {
  const small = { chains: 2, warmup: 100, draws: 50, inThisThread: true };
  const made = (write: (m: ModelBuilder) => void): Model => {
    const m = new ModelBuilder();
    write(m);
    return m.build();
  };

  it("have no leave-one-out without pointwise values, and nothing to draw without a distribution", async () => {
    const of = made((m) => m.potential("prior", m.parameter("x", normal(0, 1)).mul(0.5)));
    const bare = await of.fit({}, small);
    expect(bare.loo).toBeUndefined();
    expect(() => bare.predictive()).toThrow("observes nothing");
    expect((await eightSchools().fit(data, { ...small, pointwise: false })).loo).toBeUndefined();
  });

  it("may observe numbers that are no data, matrices and several arrays", async () => {
    const of = made((m) => {
      const a = m.parameter("a", normal(0, 1), { shape: [2, 3] });
      m.observe("first", normal(a, 1), [
        [1, 2, 3],
        [4, 5, 6],
      ]);
      m.observe("second", normal(a.at(0, 0), 1), 0.5);
    });
    const several = await of.fit({}, small);
    expect(several.draws("a").shape).toEqual([2, 50, 2, 3]);
    expect(several.draws("a").at(2, 1).values).toEqual(several.draws("a[2,1]").values);
    expect(several.predictive("first").shape).toEqual([2, 50, 2, 3]);
    expect(several.predictive("second").shape).toEqual([2, 50]);
    expect(several.loo?.pointwise).toHaveLength(7);
    expect(several.observed.map(({ values }) => Array.from(values))).toEqual([[1, 2, 3, 4, 5, 6], [0.5]]);
    expect(() => several.predictive()).toThrow("more than one array");
  });
});
