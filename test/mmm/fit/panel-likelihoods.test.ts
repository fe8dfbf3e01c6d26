// Likelihoods of panels against the same written out in plain arithmetic: noise by geo, counts of people, Student-t, noise in the target.

import { describe, expect, it } from "vitest";
import { mediaDataFromColumns, type MediaData } from "../../../src/data/panel/index.ts";
import { latentSpendOf, makeDesign, mediaMixModel, modelData } from "../../../src/mmm/fit/index.ts";
import { parseModelFile, resolve } from "../../../src/mmm/specification/index.ts";
import { compileModel } from "../../../src/model/index.ts";
import { lgamma } from "../../../src/numerics/special/index.ts";
import { randomStream } from "../../../src/sampling/index.ts";
import { positions } from "../support/cases.ts";

const people = [4000, 1000, 2500];
const geos = ["North", "South", "West"];
const weeks = 20;

async function table(): Promise<MediaData> {
  const random = randomStream([20260302]);
  const rows = geos.flatMap((region, g) =>
    Array.from({ length: weeks }, (_, t) => ({
      region,
      week: t + 1,
      population: people[g],
      spend_TV: people[g] * random.uniform(),
      conversions: (t + g) % 7 === 5 ? "" : String(Math.round(people[g] * (0.01 + 0.02 * random.uniform()))),
    })),
  );
  const columns = Object.keys(rows[0]) as (keyof (typeof rows)[number])[];
  return mediaDataFromColumns(Object.fromEntries(columns.map((name) => [name, rows.map((row) => row[name])])) as never);
}

/** What is expected is the intercept of a geo and its coefficient times scaled spend per head. */
const plain =
  "adstock: { kind: none }\nsaturation: { kind: none }\ncontrols: none\nseasonality: none\ntrend: none\nweek_effects: none";

const logNormal = (x: number, mean: number, sd: number): number =>
  -0.5 * Math.log(2 * Math.PI) - Math.log(sd) - 0.5 * ((x - mean) / sd) ** 2;
const logStudent = (x: number, df: number, mean: number, scale: number): number =>
  lgamma((df + 1) / 2) -
  lgamma(df / 2) -
  0.5 * Math.log(df * Math.PI) -
  Math.log(scale) -
  ((df + 1) / 2) * Math.log1p(((x - mean) / scale) ** 2 / df);
const logCount = (y: number, mean: number, overdispersion: number): number => {
  const size = 1 / (overdispersion ** 2 + 1e-10);
  return (
    lgamma(y + size) -
    lgamma(size) -
    lgamma(y + 1) +
    size * Math.log(size / (size + mean)) +
    y * Math.log(mean / (size + mean))
  );
};

interface Cell {
  /** Scaled, and in the table's own unit. */
  readonly y: number;
  readonly own: number;
  readonly expected: number;
  /** Expected target of the whole geo in its own unit. */
  readonly whole: number;
  readonly people: number;
  readonly scale: number;
  readonly geo: string;
  readonly of: (name: string) => number;
}

/** Sigma or overdispersion of a geo as the file that was written says. */
const partial = (name: string, { of, geo, people: own }: Cell): number => {
  const average = people.reduce((sum, p) => sum + p, 0) / people.length;
  const size = of(`${name}_median`) * (own / average) ** (-of(`${name}_population`) / 2);
  // What is left is the geo's own: exp(spread z).
  const z = of(`${name} over geos[${geo}]`);
  return size * Math.exp(of(`${name}_spread`) * z);
};
const normalNoise = 12;

describe.each([
  ["normal", "", (cell: Cell) => logNormal(cell.y, cell.expected, partial("sigma", cell))],
  [
    "normal, one sigma",
    "pooling: { sigma: complete }",
    ({ y, expected, of }: Cell) => logNormal(y, expected, of("sigma")),
  ],
  [
    "student_t",
    "likelihood: student_t",
    (cell: Cell) => logStudent(cell.y, cell.of("degrees_of_freedom"), cell.expected, partial("sigma", cell)),
  ],
  [
    "negative_binomial",
    "likelihood: negative_binomial",
    (cell: Cell) => logCount(cell.own, cell.whole, partial("overdispersion", cell)),
  ],
  [
    "normal with noise of known size",
    `noise: { conversions: { mechanism: gaussian, scale: ${normalNoise} } }`,
    (cell: Cell) => {
      const published = normalNoise / cell.people / cell.scale;
      return logNormal(cell.y, cell.expected, Math.hypot(partial("sigma", cell), published));
    },
  ],
] as const)("The likelihood of a panel: %s", (_, file, logDensity) => {
  it("is that of every cell that has a target, around what people of its geo are expected to do", async () => {
    const data = await table();
    const likelihood = file.includes("likelihood") ? "" : "likelihood: normal\n";
    const { spec } = resolve(await parseModelFile(`data: t.csv\n${plain}\n${likelihood}${file}\n`, "m.yaml"), data);
    const design = makeDesign(data, spec);
    // With nothing known beforehand of the sigmas of geos, their coordinates are z.
    const given = modelData(design);
    for (const name of ["sigma", "overdispersion"]) given[`precision of ${name}`]?.fill(0);
    const posterior = compileModel(mediaMixModel(spec, design.weeks), given);
    const [position] = positions(posterior.dimension, 1, 0.4);
    const observed = new Float64Array(posterior.observed.length);
    const { columns, logLikelihood } = posterior.constrainDraws(position, 1, observed);
    const sampled = new Map(posterior.coordinateNames.map((name, k) => [name, position[k]]));
    const of = (name: string): number => columns.get(name)?.[0] ?? sampled.get(name) ?? Number.NaN;
    const { location, scale } = design.targetScale;
    let total = 0;
    geos.forEach((geo, g) => {
      const known = data.target.values.subarray(g * weeks, (g + 1) * weeks).filter((value) => !Number.isNaN(value));
      const bend = 0.02 * Math.max(1, known.reduce((sum, value) => sum + value, 0) / known.length);
      for (let t = 0; t < weeks; t++) {
        const k = g * weeks + t;
        const own = data.target.values[k];
        if (Number.isNaN(own)) {
          expect(Math.abs(observed[k])).toBe(0);
          continue;
        }
        const spend = data.channels[0].spend[k] / people[g] / design.mediaScales[0].scale;
        const expected = of(`intercept[${geo}]`) + of(`coefficient[TV,${geo}]`) * spend;
        const y = (own / people[g] - location) / scale;
        const inCounts = people[g] * (location + scale * expected);
        const whole = bend * Math.log1p(Math.exp(-Math.abs(inCounts / bend))) + Math.max(inCounts, 0);
        const exact = logDensity({ y, own, expected, whole, people: people[g], scale, geo, of });
        expect(Math.abs(observed[k] - exact)).toBeLessThan(1e-9 * (1 + Math.abs(exact)));
        total += exact;
      }
    });
    expect(Math.abs(logLikelihood[0] / total - 1)).toBeLessThan(1e-9);
  });
});

it("Spend of a panel that was published with noise is an unknown of every row, whose noise counts per head", async () => {
  const data = await table();
  const scale = 60;
  const file = `data: t.csv\n${plain}\nlikelihood: normal\nnoise: { spend_TV: { mechanism: gaussian, scale: ${scale} } }\nlatent_spend: { force: true }\n`;
  // One geo starts late.
  const late = { ...data, geos: data.geos!.map((geo, g) => (g === 1 ? { ...geo, first: 4 } : geo)) };
  const { spec } = resolve(await parseModelFile(file, "m.yaml"), late);
  const design = makeDesign(late, spec);
  const posterior = compileModel(mediaMixModel(spec, design.weeks), modelData(design));
  const [position] = positions(posterior.dimension, 1, 0.4);
  const observed = new Float64Array(posterior.observed.length);
  const draws = posterior.constrainDraws(position, 1, observed);
  const spend = latentSpendOf(spec, late, draws)!;
  const cells = geos.length * weeks;
  for (let k = 0; k < cells; k++) {
    const g = Math.floor(k / weeks);
    if (g === 1 && k % weeks < 4) {
      expect(Math.abs(spend[k])).toBe(0);
      expect(Math.abs(observed[cells + k])).toBe(0);
      continue;
    }
    const published = data.channels[0].spend[k];
    // Of spend per head, relative to the scale of the channel.
    const unit = people[g] * design.mediaScales[0].scale;
    const exact = logNormal(published / unit, spend[k] / unit, scale / unit);
    expect(Math.abs(observed[cells + k] - exact)).toBeLessThan(1e-9 * (1 + Math.abs(exact)));
  }
  const total = draws.columns.get("total_spend[TV]")![0];
  expect(spend.reduce((sum, value) => sum + value, 0) / total).toBeCloseTo(1, 12);
  const roi = draws.columns.get("roi[TV]")![0];
  expect(roi * total).toBeCloseTo(draws.columns.get("contribution[TV]")![0], 6);
});
