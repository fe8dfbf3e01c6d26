// The reference model C, a panel with priors on ROI: its density in Stan's own coordinates and in ours, and its posterior, against Stan.

import { describe, expect, it } from "vitest";
import { summarize } from "../../../src/diagnostics/index.ts";
import { beta, gamma, halfNormal, logNormal, normal } from "../../../src/distributions/index.ts";
import * as g from "../../../src/graph/index.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { derivedNames, mediaMixModel, modelData } from "../../../src/mmm/fit/model.ts";
import { withWeekEffects } from "../../../src/mmm/fit/week-effect-draws.ts";
import { columnsOf } from "../../../src/model/draws.ts";
import { compileModel, type Model, ModelBuilder, type Posterior } from "../../../src/model/index.ts";
import { sample } from "../../../src/sampling/index.ts";
import { json, modelC, nameOfStan, present } from "../support/model-c.ts";
import { positions } from "../support/cases.ts";
import { expectGradient } from "../support/gradient.ts";

/** The Stan program c.stan in the public builder, statement by statement, for geos in rows. */
function inStansCoordinates(geos: number, weeks: number): Model {
  const m = new ModelBuilder();
  const column = (x: g.Node, axes: number): g.Node => g.reshape(x, [...x.shape, ...new Array<number>(axes).fill(1)]);
  const decay = m.parameter("decay", beta(2, 2), { shape: [3] });
  const slope = m.parameter("slope", gamma(4, 2), { shape: [3] });
  const half = m.parameter("half_saturation", logNormal(-0.5, 1), { shape: [3] });
  const roi = m.parameter("roi", logNormal(0.2, 0.5), { shape: [3] });
  const eta = m.parameter("coefficient_spread", halfNormal(0.5), { shape: [3] });
  const z = m.parameter("z", normal(0, 1), { shape: [geos, 3] });
  const interceptMean = m.parameter("intercept_mean", normal(0, 5));
  const interceptSpread = m.parameter("intercept_spread", halfNormal(1));
  const intercept = m.parameter("intercept", normal(interceptMean, interceptSpread), { shape: [geos] });
  const controlMean = m.parameter("control_mean", normal(0, 1));
  const controlSpread = m.parameter("control_spread", halfNormal(0.5));
  const control = m.parameter("control", normal(controlMean, controlSpread), { shape: [geos] });
  const season = m.parameter("season", normal(0, 1), { shape: [2] });
  const weekSpread = m.parameter("week_spread", halfNormal(0.5));
  const week = m.parameter("week", normal(0, weekSpread), { shape: [weeks] });
  const sigma = m.parameter("sigma", halfNormal(1));

  const people = g.multiply(column(m.data("population", [geos]), 1), m.data("rows", [geos, weeks]));
  const stock = g.multiply(
    column(g.subtract(1, decay), 2),
    g.recurrence(column(decay, 2), g.add(m.data("X", [3, geos, weeks]), 1e-300), 2),
  );
  const curve = g.logistic(g.multiply(column(slope, 2), g.subtract(g.log(stock), column(g.log(half), 2))));
  const heights = g.exp(g.multiply(column(eta, 1), g.transpose(z)));
  const people3 = g.multiply(column(heights, 1), g.multiply(people, curve));
  const brought = g.multiply(m.data("sd", [1]), g.sum(people3, [1, 2]));
  const coefficient = g.multiply(column(g.divide(g.multiply(roi, m.data("spend", [3])), brought), 1), heights);
  const media = g.sum(g.multiply(column(coefficient, 1), curve), [0]);
  const waves = g.sum(g.multiply(column(season, 1), m.data("waves", [2, weeks])), [0]);
  const others = g.add(g.multiply(column(control, 1), m.data("price", [geos, weeks])), g.add(waves, week));
  const expected = g.add(column(intercept, 1), g.add(media, others));
  const seen = m.data("seen", [geos, weeks]);
  m.potential("y", g.multiply(seen, normal(expected, sigma).logDensity(m.data("y", [geos, weeks]))), {
    pointwise: true,
  });
  return m.build();
}

/** Week effects as parameters, as Stan has them. */
const explicit = (text: string): string => `${text}\nweek_effects_form: explicit\n`;

async function twin(): Promise<{ ours: Posterior; stans: Posterior; geos: readonly string[] }> {
  const { spec, design } = await modelC(explicit);
  const { panel } = design;
  const stans = compileModel(inStansCoordinates(design.geos.length, design.weeks), {
    X: design.media,
    population: panel!.population,
    rows: panel!.hasRow,
    seen: panel!.hasTarget,
    sd: [design.targetScale.scale],
    spend: design.totalSpend,
    price: design.terms.control.values,
    waves: design.terms.season.values,
    y: design.target,
  });
  return { ours: compileModel(mediaMixModel(spec, design.weeks), modelData(design)), stans, geos: design.geos };
}

/** The parameters of a model at a position, by name. */
function valuesOf(posterior: Posterior, position: Float64Array): Record<string, readonly number[]> {
  const { blocks } = posterior.constrainDraws(position, 1);
  return Object.fromEntries(
    blocks.flatMap(({ kind, name, values }) => (kind === "parameter" ? [[name, [...values]]] : [])),
  );
}

/** The point at which c_logp.json stands, in parameters of ours, without week effects. */
function pointOfStan(
  {
    order,
    unconstrained,
    at_this_point: { coefficient },
  }: {
    order: readonly string[];
    unconstrained: readonly number[];
    at_this_point: { coefficient: readonly number[] };
  },
  geos: readonly string[],
): Record<string, readonly number[]> {
  const at = (name: string): number => unconstrained[order.indexOf(name)];
  const ofChannels = (of: (channel: string, c: number) => number): number[] => ["TV", "Search", "Social"].map(of);
  const spread = ofChannels((channel) => Math.exp(at(`log coefficient_spread[${channel}]`)));
  return {
    decay: ofChannels((channel) => 1 / (1 + Math.exp(-at(`logit decay[${channel}]`)))),
    slope: ofChannels((channel) => Math.exp(at(`log slope[${channel}]`))),
    half_saturation: ofChannels((channel) => Math.exp(at(`log half_saturation[${channel}]`))),
    coefficient_spread: spread,
    coefficient_median: coefficient,
    coefficient: ["TV", "Search", "Social"].flatMap((channel, c) =>
      geos.map((geo) => coefficient[c] * Math.exp(spread[c] * at(`z[${channel},${geo}]`))),
    ),
    intercept_mean: [at("intercept_mean")],
    intercept_spread: [Math.exp(at("log intercept_spread"))],
    intercept: geos.map((geo) => at(`intercept[${geo}]`)),
    control_mean: [at("control[price]")],
    control_spread: [Math.exp(at("log control_spread[price]"))],
    control: geos.map((geo) => at(`control[price,${geo}]`)),
    season: [at("season[1]"), at("season[2]")],
    week_spread: [Math.exp(at("log week_spread"))],
    sigma: [Math.exp(at("log sigma"))],
  };
}

describe.skipIf(!present)("model C", () => {
  it("has Stan's log density and gradient in Stan's coordinates to 1e-9", async () => {
    const { stans } = await twin();
    const reference = json("c_logp.json") as Record<"unconstrained" | "gradient", number[]> & {
      lp: number;
      constant: number;
    };
    const density = stans.density();
    const gradient = new Float64Array(density.dimension);
    const value = density.evaluate(Float64Array.from(reference.unconstrained), gradient);
    expect(Math.abs(value - reference.lp - reference.constant)).toBeLessThan(1e-9 * Math.abs(reference.lp));
    const largest = Math.max(...reference.gradient.map(Math.abs));
    reference.gradient.forEach((expected, i) =>
      expect(Math.abs(gradient[i] - expected)).toBeLessThan(1e-9 * Math.max(Math.abs(expected), 1e-3 * largest)),
    );
  });

  it("has in the engine's coordinates that density, and a gradient that is its derivative", async () => {
    const { ours, stans, geos } = await twin();
    const density = ours.density();
    for (const position of positions(ours.dimension, 3, 1)) {
      const draw = ours.constrainDraws(position, 1);
      const of = (name: string): number[] =>
        [...draw.columns].flatMap(([own, values]) => (own === name || own.startsWith(`${name}[`) ? [values[0]] : []));
      const spread = of("coefficient_spread");
      const median = of("coefficient_median");
      const values = Object.fromEntries(
        stans.program.model.parameters.flatMap(({ name }) => (name === "z" ? [] : [[name, of(name)]])),
      );
      const z = of("coefficient").map((value, k) => {
        const c = Math.floor(k / geos.length);
        return Math.log(value / median[c]) / spread[c];
      });
      values.z = geos.flatMap((_, geo) => [0, 1, 2].map((c) => z[c * geos.length + geo]));
      const theirs = stans.constrainDraws(stans.unconstrain(values), 1);
      expect(Math.abs(draw.logLikelihood[0] / theirs.logLikelihood[0] - 1)).toBeLessThan(1e-9);
      expect(Math.abs(draw.logPrior[0] / theirs.logPrior[0] - 1)).toBeLessThan(1e-9);
    }
    const [position] = positions(ours.dimension, 1, 0.5);
    expectGradient(density, position, 1e-6);
  });

  it("has, with week effects integrated out, Stan's log density without them, and that of explicit ones less what is drawn back", async () => {
    const [{ ours: sampled }, { spec, design }] = await Promise.all([twin(), modelC()]);
    expect(spec.week_effects_form).toBe("integrated");
    const integrated = compileModel(mediaMixModel(spec, design.weeks), modelData(design));
    const logNormal = (x: number, mean: number, sd: number): number =>
      -0.5 * ((x - mean) / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);
    for (const position of positions(sampled.dimension, 3, 1)) {
      const whole = sampled.constrainDraws(position, 1);
      const { week, ...values } = valuesOf(sampled, position);
      const part = integrated.constrainDraws(integrated.unconstrain(values), 1);
      const at = (name: string, t: number): number => part.columns.get(`${name}[${t + 1}]`)![0];
      const before = week.reduce((sum, value) => sum + logNormal(value, 0, values.week_spread[0]), 0);
      const after = week.reduce(
        (sum, value, t) => sum + logNormal(value, at(derivedNames.weekLocation, t), at(derivedNames.weekDeviation, t)),
        0,
      );
      const expected = whole.logLikelihood[0] + before - after;
      expect(Math.abs(part.logLikelihood[0] / expected - 1)).toBeLessThan(1e-9);
      expect(Math.abs(part.logPrior[0] / (whole.logPrior[0] - before) - 1)).toBeLessThan(1e-9);
    }
    const reference = json("c_logp.json") as {
      order: readonly string[];
      unconstrained: readonly number[];
      integrated: { prior: number; likelihood: number };
      at_this_point: { coefficient: readonly number[] };
    };
    const draw = integrated.constrainDraws(integrated.unconstrain(pointOfStan(reference, design.geos)), 1);
    expect(Math.abs(draw.logLikelihood[0] / reference.integrated.likelihood - 1)).toBeLessThan(1e-9);
    expect(Math.abs(draw.logPrior[0] / reference.integrated.prior - 1)).toBeLessThan(1e-9);
  });

  it("gives a channel with national spend the same coefficient in every geo", async () => {
    const { data, spec: own } = await modelC((text) =>
      text.replace("week_effects: independent", "week_effects: none").replace("  week_spread: half_normal(0.5)\n", ""),
    );
    const spec = { ...own, national: ["Search"] };
    const design = makeDesign(data, spec);
    const posterior = compileModel(mediaMixModel(spec, design.weeks), modelData(design));
    const [position] = positions(posterior.dimension, 1, 1);
    const { columns } = posterior.constrainDraws(position, 1);
    const of = (channel: string): number[] =>
      design.geos.map((geo) => columns.get(`coefficient[${channel},${geo}]`)![0]);
    expect(new Set(of("Search")).size).toBe(1);
    expect(new Set(of("TV")).size).toBe(6);
    const values = valuesOf(posterior, position);
    posterior.unconstrain(values).forEach((value, i) => expect(value).toBeCloseTo(position[i], 7));
  });

  it("agrees, as its file stands and sampled with the defaults, with Stan's posterior within four standard errors", async () => {
    const { spec, design } = await modelC();
    const posterior = compileModel(mediaMixModel(spec, design.weeks), modelData(design));
    const draws = 600;
    const result = await sample(posterior.density(), { seed: 3, draws });
    const shape = { chains: 4, draws };
    const sampled = Float64Array.from(result.chains.flatMap((chain) => [...chain.positions]));
    const columns = columnsOf(withWeekEffects(posterior.constrainDraws(sampled, 4 * draws).blocks, shape, 3));
    type Row = Record<"mean" | "sd" | "mcse_mean" | "mcse_sd", number> & { variable: string };
    // Marginal ROI is not among the quantities of a fit.
    const rows = (json("c_summary.json") as { summary: Row[] }).summary.filter(
      ({ variable }) => !variable.startsWith("mroi"),
    );
    expect(rows.length).toBe(155);
    const disagreeing = rows.filter(({ variable, mean, sd, mcse_mean, mcse_sd }) => {
      const own = summarize({ ...shape, values: columns.get(nameOfStan(variable))! });
      const ofMean = 4 * Math.hypot(own.mcse_mean, mcse_mean);
      const ofSd = 4 * Math.hypot(own.mcse_sd / own.sd, mcse_sd / sd);
      return !(Math.abs(own.mean - mean) <= ofMean && Math.abs(Math.log(own.sd / sd)) <= ofSd);
    });
    expect(disagreeing.map(({ variable }) => variable)).toEqual([]);
    // As written in Stan the model takes 256 leapfrogs a draw.
    const { chains } = result;
    const spent = chains.reduce((sum, { gradients, warmupGradients }) => sum + gradients - warmupGradients, 0);
    expect(spent / (4 * draws)).toBeLessThanOrEqual(30);
    expect(chains.map(({ divergences }) => divergences)).toEqual([0, 0, 0, 0]);
  });
});
