// Trends that are random walks: piecewise linear between knots, and a level that moves every row. After the last knot or row both stay
// where they are on average, and how far they may be grows as it did before.

import { sumOver, times } from "../../axes/index.ts";
import { positiveLine, realLine } from "../../parameters/index.ts";
import type { Continuation, Term, TermModel } from "./term.ts";
import { trendOf } from "./trend-kinds.ts";

const spreadPrior = {
  domain: positiveLine,
  prior: "half_normal(1)",
  reason: "from a flat baseline to one that moves by up to about two scaled units over the table",
};

/** Steps of normal size: what the walk moves by in a row has the variance spread^2 / rows of the walk. */
function walkOn(spread: string, rowsOf: (model: TermModel) => number): NonNullable<Continuation["draw"]> {
  return ({ last, values, count, model, normal }) => {
    const step = values[spread][0] / Math.sqrt(rowsOf(model));
    const later = new Float64Array(count);
    let level = last;
    for (let t = 0; t < count; t++) {
      level += step * normal();
      later[t] = level;
    }
    return later;
  };
}

const knotsOf = (model: Pick<TermModel, "trend">): readonly number[] => trendOf(model, "knots")?.knots ?? [];

const rowsOfKnots = (model: TermModel): number => {
  const own = knotsOf(model);
  return own[own.length - 1] - own[0];
};

/** Weights of the knots in each row: it lies on the line between its two knots, and outside of them at the nearest. */
export function hatFunctions(knots: readonly number[], rows: number): readonly Float64Array[] {
  const hats = knots.map(() => new Float64Array(rows));
  const last = knots.length - 1;
  for (let t = 0; t < rows; t++) {
    const row = Math.min(Math.max(t + 1, knots[0]), knots[last]);
    const after = Math.max(
      1,
      knots.findIndex((knot) => knot >= row),
    );
    const weight = (row - knots[after - 1]) / (knots[after] - knots[after - 1]);
    hats[after - 1][t] += 1 - weight;
    hats[after][t] += weight;
  }
  return hats;
}

/** Without one of them, because together they are constant. */
const exceptFirst = (hats: readonly Float64Array[]): readonly Float64Array[] => hats.slice(1);

export const knots: Term = {
  name: "knots",
  parameters: [
    {
      ...spreadPrior,
      name: "knot_spread",
      axes: [],
      meaning:
        "standard deviation of the change of the baseline over the whole table before the data, in scaled target",
      needs: "trend: { kind: knots }",
      assumes: ["target"],
    },
    {
      name: "knot",
      axes: ["knot"],
      domain: realLine,
      meaning:
        "level of the baseline at a knot against the mean of the knots, in scaled target; straight lines between",
      needs: "trend: { kind: knots }",
      reason: "",
      spread: "knot_spread",
      walk: (model) => {
        const own = knotsOf(model as TermModel);
        return own.slice(1).map((knot, k) => knot - own[k]);
      },
    },
  ],
  present: (model) => trendOf(model, "knots") !== undefined,
  labels: (model) => ({ knot: knotsOf(model).map(String) }),
  rowAxes: ["knot", "time"],
  rows: ({ rows }, model) => {
    const hats = hatFunctions(knotsOf(model), rows);
    const values = new Float64Array(hats.length * rows);
    hats.forEach((hat, k) => values.set(hat, k * rows));
    return { weeks: rows, values };
  },
  effect: ({ knot }, rows) => sumOver(times(knot, rows), "knot"),
  regressors: (model, { weeks }) => exceptFirst(hatFunctions(knotsOf(model), weeks)),
  beyond: {
    reach: (model) => knotsOf(model).at(-1) ?? 0,
    draw: walkOn("knot_spread", rowsOfKnots),
    says: "stays at its last level on average, and may be further from it the longer it goes on",
  },
  parts: () => [{ name: "trend", kind: "trend" }],
};

/** Rows between two bends of what stands for a local level in models without priors, where a level for each row would explain everything. */
const rowsPerBend = 6;

const periodsOf = ({ periods = 0 }: { readonly periods?: number }): number => periods;

export const localLevel: Term = {
  name: "local_level",
  parameters: [
    {
      ...spreadPrior,
      name: "local_level_spread",
      axes: [],
      meaning:
        "standard deviation of the change of the baseline over the whole table before the data, in scaled target",
      needs: "trend: { kind: local_level }",
      assumes: ["target"],
    },
    {
      name: "local_level",
      axes: ["time"],
      domain: realLine,
      meaning: "level of the baseline in a row against the mean of the rows, in scaled target",
      needs: "trend: { kind: local_level }",
      reason: "",
      spread: "local_level_spread",
      walk: (model) => new Array<number>(periodsOf(model) - 1).fill(1),
    },
  ],
  present: (model) => trendOf(model, "local_level") !== undefined,
  labels: (model) => ({ time: Array.from({ length: periodsOf(model) }, (_, t) => String(t + 1)) }),
  rowAxes: ["time"],
  rows: ({ rows }) => ({ weeks: rows, values: new Float64Array(rows).fill(1) }),
  withoutRows: true,
  centered: true,
  effect: ({ local_level: level }) => level,
  regressors: (model, { weeks }) => {
    const count = Math.max(2, Math.round(periodsOf(model) / rowsPerBend));
    return exceptFirst(hatFunctions(evenKnots(count, periodsOf(model)), weeks));
  },
  beyond: {
    reach: periodsOf,
    draw: walkOn("local_level_spread", (model) => periodsOf(model) - 1),
    says: "stays at its last level on average, and may be further from it the longer it goes on",
  },
  parts: () => [{ name: "trend", kind: "trend" }],
};

/** So many knots at even distances, from the first row (1) to the last. */
export function evenKnots(count: number, rows: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => 1 + Math.floor((k * (rows - 1)) / (count - 1)));
}
