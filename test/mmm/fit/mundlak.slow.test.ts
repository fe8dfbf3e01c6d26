// Mundlak terms: with them the effect of media is the one within geos (Mundlak's theorem), whatever the levels of geos have to do with their budgets.

import { describe, expect, it } from "vitest";
import { channelDraws, fittedModel, modelOfGeo } from "../../../src/decisions/draws/index.ts";
import { baselineParts, fillPart } from "../../../src/decisions/quantities/contributions-baseline.ts";
import { predictionsOf } from "../../../src/decisions/predictions/index.ts";
import { mediaDataFromColumns, type MediaData } from "../../../src/data/panel/index.ts";
import { fitMediaMix, makeDesign, type MediaMixFit } from "../../../src/mmm/fit/index.ts";
import { parseModelFile, resolve } from "../../../src/mmm/specification/index.ts";
import { randomStream } from "../../../src/sampling/index.ts";

const [geos, weeks] = [12, 24];

/** Levels of geos go with their budgets. */
async function table(): Promise<MediaData> {
  const random = randomStream([7]);
  const rows = Array.from({ length: geos * weeks }, (_, k) => {
    const geo = Math.floor(k / weeks);
    const z = (geo - (geos - 1) / 2) / 3.45;
    const spend = 10 * Math.exp(0.5 * z) * (0.5 + random.uniform());
    return {
      region: `g${geo}`,
      week: (k % weeks) + 1,
      spend_TV: spend,
      revenue: 100 + 8 * z + 1.2 * spend + 9 * random.normal(),
    };
  });
  const columns = Object.keys(rows[0]) as (keyof (typeof rows)[number])[];
  return mediaDataFromColumns(Object.fromEntries(columns.map((name) => [name, rows.map((row) => row[name])])) as never);
}

const file = `data: t.csv
target: revenue
adstock: { kind: none }
saturation: { kind: none }
seasonality: none
week_effects: none
likelihood: normal
pooling: { coefficient: complete }
priors: { coefficient: half_normal(20) }
sampling: { seed: 3, chains: 2, draws: 400 }
`;

async function fitted(data: MediaData, more: string): Promise<MediaMixFit> {
  const resolution = resolve(await parseModelFile(`${file}${more}`, "m.yaml"), data);
  return fitMediaMix(data, resolution, { inThisThread: true });
}

const found = ({ summary }: MediaMixFit, name: string): { readonly mean: number; readonly sd: number } => {
  const own = summary.parameters.find((each) => each.name === name);
  if (own === undefined) throw new Error(`no ${name}`);
  return own;
};

/** Least squares with a level for each geo, and the standard error of that, in scaled units. */
function withinGeos({ media, target }: { media: Float64Array; target: Float64Array }): { slope: number; se: number } {
  let [xx, xy, yy] = [0, 0, 0];
  for (let geo = 0; geo < geos; geo++) {
    const own = (values: Float64Array): Float64Array => values.subarray(geo * weeks, (geo + 1) * weeks);
    const mean = (values: Float64Array): number => own(values).reduce((sum, value) => sum + value, 0) / weeks;
    const [mx, my] = [mean(media), mean(target)];
    own(media).forEach((x, t) => {
      const y = own(target)[t] - my;
      xx += (x - mx) ** 2;
      xy += (x - mx) * y;
      yy += y * y;
    });
  }
  const slope = xy / xx;
  return { slope, se: Math.sqrt((yy - slope * xy) / (geos * (weeks - 1) - 1) / xx) };
}

describe("Levels of geos that go with budgets", () => {
  it("bias the effect of media without Mundlak terms, and with them leave it what it is within geos", async () => {
    const data = await table();
    const [without, terms] = [await fitted(data, ""), await fitted(data, "mundlak: all\n")];
    const { slope, se } = withinGeos(makeDesign(data, terms.spec));
    const [off, on] = [found(without, "coefficient[TV]"), found(terms, "coefficient[TV]")];
    // 800 draws of 2 chains: a Monte Carlo error of a tenth of a standard deviation is far out.
    expect(Math.abs(on.mean - slope)).toBeLessThan(0.2 * se);
    expect(on.sd / se).toBeGreaterThan(0.85);
    expect(on.sd / se).toBeLessThan(1.15);
    expect(off.mean - slope).toBeGreaterThan(0.5 * se);
    // The regression takes up what the distribution of levels had to hold.
    expect(found(terms, "mundlak[TV]").mean).toBeGreaterThan(3 * found(terms, "mundlak[TV]").sd);
    expect(found(terms, "intercept_spread").mean).toBeLessThan(0.7 * found(without, "intercept_spread").mean);

    // What everything adds up to, of all geos and of one.
    const whole = fittedModel(terms);
    for (const model of [whole, modelOfGeo(whole, "g3")]) {
      const { count } = model.posterior;
      const total = new Float64Array(weeks * count);
      const part = new Float64Array(weeks * count);
      const period = { from: 0, to: weeks };
      const parts = baselineParts(model);
      expect(parts.map(({ name, kind }) => `${name}: ${kind}`)).toEqual(["base: base", "level with spend: base"]);
      for (const each of parts) {
        fillPart(model, each, period, part);
        for (let k = 0; k < total.length; k++) total[k] += part[k];
      }
      for (const { weekly } of channelDraws(model, { period, weekly: true })) {
        for (let k = 0; k < total.length; k++) total[k] += weekly[k];
      }
      const { expected, series } = predictionsOf(model);
      const sums = new Float64Array(weeks * count);
      for (const { from, rows } of series) {
        rows.forEach((t, row) => {
          for (let i = 0; i < count; i++) sums[t * count + i] += expected[(from + row) * count + i];
        });
      }
      for (let k = 0; k < total.length; k += 7) expect(Math.abs(total[k] / sums[k] - 1)).toBeLessThan(1e-10);
    }
  });
});

it("A longer table has the budgets of the fitted one, and a geo that starts late the mean of its own rows", async () => {
  const data = await table();
  const { spec } = resolve(await parseModelFile(`${file}mundlak: [TV]\n`, "m.yaml"), data);
  const design = makeDesign(data, spec);
  const { values } = design.terms.mundlak;
  const of = (array: Float64Array, rows: number): number[] => Array.from({ length: geos }, (_, k) => array[k * rows]);
  expect(values.every((value, k) => value === values[Math.floor(k / weeks) * weeks])).toBe(true);
  const budgets = of(values, weeks);
  expect(budgets.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
  expect(budgets.reduce((sum, value) => sum + value ** 2, 0) / geos).toBeCloseTo(1, 12);

  const first = weeks - 4;
  const shorter = (array: Float64Array): Float64Array => array.filter((_, k) => k % weeks < first);
  const start: MediaData = {
    ...data,
    rows: first,
    dates: data.dates.slice(0, first),
    weekIndex: data.weekIndex.slice(0, first),
    geos: data.geos!.map((geo) => ({ ...geo, end: first })),
    channels: data.channels.map((channel) => ({ ...channel, spend: shorter(channel.spend) })),
    target: { ...data.target, values: shorter(data.target.values) },
  };
  const early = makeDesign(start, spec);
  const known = of(early.terms.mundlak.values, first);
  expect(of(makeDesign(data, spec, early).terms.mundlak.values, weeks)).toEqual(known);
  expect(known).not.toEqual(budgets);

  // Nothing is there before it starts.
  const late = { ...data, geos: data.geos!.map((geo, k) => (k === 2 ? { ...geo, first: 9 } : geo)) };
  const spent = late.channels[0].spend;
  const emptied = {
    ...late,
    channels: [{ ...late.channels[0], spend: spent.map((x, k) => (k < 2 * weeks || k >= 2 * weeks + 9 ? x : 1e6)) }],
  };
  expect(makeDesign(emptied, spec).terms.mundlak.values).toEqual(makeDesign(late, spec).terms.mundlak.values);
});
