// A fitted panel whose draws are made up: four geos of different size, one that starts late and one that ends early, and cells without a target.

import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import type { FittedModel } from "../../../src/decisions/draws/fitted-model.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { type ParameterMatrix, parameterBlocks } from "../../../src/mmm/response/natural-parameters.ts";
import { parseModelFile, writtenColumns } from "../../../src/mmm/specification/document.ts";
import { allParameters } from "../../../src/mmm/specification/parameters.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { randomStream } from "../../../src/numerics/random.ts";

export const panelGeos = [
  { name: "North", population: 2_000_000, first: 0, end: 40 },
  { name: "South", population: 500_000, first: 0, end: 40 },
  { name: "Isles", population: 90_000, first: 9, end: 40 },
  { name: "West", population: 300_000, first: 0, end: 31 },
] as const;

export interface MadeUpPanel {
  /** Text of a model file without its `data`; default a trend. */
  readonly file?: string;
  readonly draws?: number;
  /** Whether the table has a population; default true. */
  readonly population?: boolean;
  /** Whether geos start late, end early, and lack targets; default true. */
  readonly ragged?: boolean;
  /** Whether impressions drive TV, at a price that differs; default false. */
  readonly impressions?: boolean;
  /** Whether the spend of Search is that of all geos together; default false. */
  readonly national?: boolean;
  /** Whether the target is whole conversions; default revenue. */
  readonly conversions?: boolean;
  /** What one conversion is worth in the geo with this position; default nothing is said of it. */
  readonly worth?: (geo: number) => number;
  /** Whether there is a column of emails, which `file` may name as media without spend; default false. */
  readonly emails?: boolean;
  readonly seed?: number;
}

/** Channels spend_TV and spend_Search, a price, weeks numbered from 1. */
export async function madeUpPanel(options: MadeUpPanel = {}): Promise<FittedModel> {
  const {
    file = "trend: linear",
    draws = 12,
    population = true,
    ragged = true,
    impressions = false,
    national = false,
    conversions = false,
    worth,
    emails = false,
    seed = 1,
  } = options;
  const random = randomStream([seed, 2]);
  const rows = panelGeos.flatMap(({ name, population: people, first, end }) =>
    Array.from({ length: 40 }, (_, t) => ({ name, people, t })).filter(({ t }) => !ragged || (t >= first && t < end)),
  );
  const perHead = (of: (t: number) => number): number[] =>
    rows.map(({ people, t }) => (population ? people : 500_000) * of(t));
  const tv = perHead((t) => (t % 9 < 4 ? 0.4 * Math.exp(0.4 * random.normal()) : 0));
  const document = await parseModelFile(`data: table.csv\n${file}\n`, "model.yaml");
  const columns = {
    geo: rows.map(({ name }) => name),
    week: rows.map(({ t }) => t + 1),
    ...(population ? { population: rows.map(({ people }) => people) } : {}),
    [conversions ? "conversions" : "revenue"]: perHead(() => 3 + 0.4 * random.normal()).map((value, k) => {
      if (ragged && k % 17 === 5) return null;
      return conversions ? Math.round(value / 5000) : value;
    }),
    spend_TV: tv,
    ...(impressions ? { impressions_TV: tv.map((spend) => Math.round(spend * 20 * (1 + random.uniform()))) } : {}),
    spend_Search: national
      ? rows.map(({ t }) => 400_000 * (1 + 0.5 * Math.sin(t) + 0.02 * t + 0.3 * Math.cos(t * t)))
      : perHead(() => 0.15 * Math.exp(0.4 * random.normal())),
    price: rows.map(() => 20 + random.normal()),
    ...(worth === undefined
      ? {}
      : { revenue_per_conversion: rows.map(({ name }) => worth(panelGeos.findIndex((geo) => geo.name === name))) }),
    ...(emails ? { emails: perHead(() => 0.02 * Math.exp(0.3 * random.normal())) } : {}),
  };
  const data = await mediaDataFromColumns(columns, writtenColumns(document));
  const { spec } = resolve(document, data);
  const blocks = parameterBlocks(spec);
  const width = blocks.reduce((total, { size }) => total + size, 0);
  const values = new Float64Array(draws * width);
  for (let i = 0; i < draws; i++) {
    for (const { name, start, size } of blocks) {
      const [low, high] = allParameters()[name].domain;
      for (let k = 0; k < size; k++) {
        values[i * width + start + k] =
          high === 1
            ? 0.15 + 0.7 * random.uniform()
            : low === 0
              ? Math.exp(0.4 * random.normal())
              : 0.4 * random.normal();
      }
    }
  }
  const posterior: ParameterMatrix = { blocks, width, count: draws, values };
  return { spec, data, design: makeDesign(data, spec), chains: 1, posterior, converged: true };
}
