// The example table of PyMC-Marketing (pymc-labs/pymc-marketing, data/mmm_example.csv) in the model that made it: what was put in is found again.
//
// Their names and ours; media and target are divided by their largest value in both.
// - adstock_alpha is `decay`. Their l_max = 8 counts lags 0 to 7, and our window is the last lag that counts: 7.
// - saturation_lam is `saturation_rate`: the same curve (1 - exp(-lam x)) / (1 + exp(-lam x)), per unit of scaled spend.
// - saturation_beta is `coefficient`, gamma_control is `control`, both as shares of the largest target.
// - Their trend is the fourth root of a line, fitted by them and by us with a line: its truth is the least-squares line of the root.
// - Their season is counted from every first of January; the model's period is the 365.25 / 7 weeks of a year.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readMediaData } from "../../../src/data/panel/check-table.ts";
import type { MediaData } from "../../../src/data/panel/media-data.ts";
import { contributions, fittedModel } from "../../../src/decisions/index.ts";
import * as g from "../../../src/graph/index.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import type { MediaMixFit } from "../../../src/mmm/fit/fit-types.ts";
import { channelGroups, mediaEffect, pressureOf } from "../../../src/mmm/terms/media-effects.ts";
import { parseModelFile, writtenColumns } from "../../../src/mmm/specification/document.ts";
import { type Resolution, resolve } from "../../../src/mmm/specification/resolve.ts";
import { sharedData } from "../../support/optional.ts";

const { url: folder, present } = sharedData("third-party/");
const table = fileURLToPath(new URL("pymc_mmm_example.csv", folder));

interface Truth {
  readonly alpha: readonly number[];
  readonly lam: readonly number[];
  readonly beta: readonly number[];
  readonly event: readonly number[];
  readonly intercept: number;
  readonly sigma: number;
  readonly true_contribution: Readonly<Record<string, number>>;
  readonly true_roas: Readonly<Record<string, number>>;
}

const structure = `
data: pymc_mmm_example.csv
date: date_week
target: y
channels: [x1, x2]
controls: [event_1, event_2]
adstock: { kind: geometric, normalize: true, window: 7 }
saturation: logistic
seasonality: { period: ${365.25 / 7}, harmonics: 2 }
trend: linear
`;

/** Scaling and default priors of PyMC-Marketing's MMM. */
const theirs = `
scaling: { media: max, target: max, controls: none }
priors:
  decay: beta(1, 3)
  saturation_rate: gamma(3, 1)
  coefficient: half_normal(2)
  control: normal(0, 2)
  season: laplace(0, 1)
  trend: normal(0, 2)
  intercept: normal(0, 2)
  sigma: half_normal(2)
`;

async function read(text: string): Promise<{ data: MediaData; resolution: Resolution; truth: Truth }> {
  const document = await parseModelFile(text, "example.yaml");
  const data = await readMediaData(table, writtenColumns(document));
  const truth = JSON.parse(readFileSync(new URL("pymc_mmm_example.truth.json", folder), "utf8")) as Truth;
  return { data, resolution: resolve(document, data), truth };
}

/** What each channel brought in every week, [2, weeks], by the model's own transforms at their parameters. */
function trueEffects({ channels, rows }: MediaData, { spec }: Resolution, truth: Truth): Float64Array[] {
  const media = g.constant(channels.flatMap(({ spend }) => [...spend]));
  const [group] = channelGroups(spec);
  const values = (name: string): g.Node => g.constant(name === "decay" ? truth.alpha : truth.lam);
  const pressure = pressureOf(spec, group, g.reshape(media, [2, rows]), values);
  const [curves] = g.evaluate([mediaEffect(spec, group, pressure, values)], {});
  return truth.beta.map((beta, c) => curves.slice(c * rows, (c + 1) * rows).map((value) => beta * value));
}

/** Their trend and season, in units of the target. */
function baseline({ rows, dayOfYear }: MediaData): { trend: Float64Array; season: Float64Array } {
  const trend = Float64Array.from({ length: rows }, (_, t) => 1000 * (((50 * t) / (rows - 1) + 10) ** 0.25 - 1));
  const season = dayOfYear!.map(
    (day) => 500 * (Math.cos((2 * Math.PI * day) / 365.5) - Math.sin((4 * Math.PI * day) / 365.5)),
  );
  return { trend, season };
}

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);

/** The noise that was drawn: what is left of the target without all that they put in. */
function drawnNoise(data: MediaData, effects: readonly Float64Array[], truth: Truth): Float64Array {
  const { trend, season } = baseline(data);
  return data.target.values.map((value, t) => {
    const events = sum(data.controls.map(({ values }, i) => truth.event[i] * values[t]));
    return value - truth.intercept - trend[t] - season[t] - events - effects[0][t] - effects[1][t];
  });
}

/** Level at mid-table, and change from the first to the last week, of the line closest to `values`. */
function line(values: Float64Array): { level: number; change: number } {
  const last = values.length - 1;
  const centered = values.map((_, t) => t / last - 0.5);
  return {
    level: sum(values) / values.length,
    change: sum(values.map((value, t) => value * centered[t])) / sum(centered.map((x) => x * x)),
  };
}

/** Names whose 90% interval does not hold the truth. */
function missed(fit: MediaMixFit, truth: Readonly<Record<string, number>>): string[] {
  const rows = [...fit.summary.parameters, ...fit.summary.quantities];
  return Object.keys(truth).filter((name) => {
    const { q5, q95 } = rows.find((row) => row.name === name)!;
    return !(q5 <= truth[name] && truth[name] <= q95);
  });
}

const quantities = ({ true_contribution, true_roas }: Truth): Record<string, number> => ({
  "contribution[x1]": true_contribution.x1,
  "contribution[x2]": true_contribution.x2,
  "roi[x1]": true_roas.x1,
  "roi[x2]": true_roas.x2,
});

function expectSharesNear(fit: MediaMixFit, { true_contribution }: Truth): void {
  const { components } = contributions(fittedModel(fit), { weekly: false });
  const total = sum(fit.data.target.values);
  for (const [name, brought] of Object.entries(true_contribution)) {
    const { share } = components.find((component) => component.name === name)!;
    expect(Math.abs(share.median - brought / total), name).toBeLessThan(0.02);
  }
}

describe.skipIf(!present)("PyMC-Marketing's example", () => {
  it("has their contributions at their parameters, so the transforms and the window are the same", async () => {
    const { data, resolution, truth } = await read(structure + theirs);
    const effects = trueEffects(data, resolution, truth);
    data.channels.forEach(({ name }, c) => {
      expect(Math.abs(sum(effects[c]) / truth.true_contribution[name] - 1), name).toBeLessThan(1e-12);
    });
    // 179 draws from Normal(0, 250): their mean and deviation within four standard errors.
    const noise = drawnNoise(data, effects, truth);
    const size = noise.length;
    expect(Math.abs(sum(noise) / size)).toBeLessThan((4 * truth.sigma) / Math.sqrt(size));
    const deviation = Math.sqrt(sum(noise.map((value) => value ** 2)) / size);
    expect(Math.abs(deviation / truth.sigma - 1)).toBeLessThan(4 / Math.sqrt(2 * size));
  });

  it("gives, with their priors and our sampling defaults, intervals that hold what was put in", async () => {
    const { data, resolution, truth } = await read(structure + theirs);
    const fit = await fitMediaMix(data, resolution);
    expect(fit.diagnostics.converged).toBe(true);
    expect(fit.diagnostics.divergences).toBe(0);

    const effects = trueEffects(data, resolution, truth);
    const noise = drawnNoise(data, effects, truth);
    const target = Math.max(...data.target.values);
    const spend = data.channels.map((channel) => Math.max(...channel.spend));
    const { level, change } = line(baseline(data).trend);
    const inScaledUnits: Record<string, number> = {
      sigma: truth.sigma / target,
      intercept: (truth.intercept + level) / target,
      trend: change / target,
    };
    data.channels.forEach(({ name }, c) => {
      inScaledUnits[`decay[${name}]`] = truth.alpha[c];
      inScaledUnits[`saturation_rate[${name}]`] = truth.lam[c] * spend[c];
      inScaledUnits[`coefficient[${name}]`] = truth.beta[c] / target;
    });
    // An event is one week, and what that week tells is the event and its noise together: that sum is what can be found. The
    // noise in the week of the first event is 490, twice its deviation of 250, so that no 90% interval should hold 1500.
    data.controls.forEach(({ name, values }, i) => {
      expect(sum(values)).toBe(1);
      inScaledUnits[`control[${name}]`] = (truth.event[i] + noise[values.indexOf(1)]) / target;
    });
    expect(noise[data.controls[0].values.indexOf(1)] / truth.sigma).toBeGreaterThan(1.645);

    expect(missed(fit, { ...inScaledUnits, ...quantities(truth) })).toEqual([]);
    expectSharesNear(fit, truth);
  }, 30_000);

  it("gives, with our scaling and priors, the same contributions and returns", async () => {
    const { data, resolution, truth } = await read(structure);
    const fit = await fitMediaMix(data, resolution);
    expect(fit.diagnostics.converged).toBe(true);
    expect(missed(fit, quantities(truth))).toEqual([]);
    expectSharesNear(fit, truth);
  }, 30_000);
});
