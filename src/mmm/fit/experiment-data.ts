// What a table and a specification make of lift tests: the arrays that programs take them as.

import type { MediaData } from "../../data/panel/index.ts";
import { changeOfRow, countedError, type Experiment, isStated, sharesOfRow } from "../experiments/index.ts";
import { isValued, type ResolvedSpec } from "../specification/index.ts";
import type { Scale } from "../scaling/index.ts";
import type { PanelDesign } from "./cells-of-panel.ts";
import { experimentNames as names, type ExperimentRow, experimentRows } from "./experiment-rows.ts";

/** Of a design: what it makes of the table's spend. */
interface Given {
  readonly media: Float64Array;
  readonly mediaScales: readonly Scale[];
  readonly panel?: PanelDesign;
  readonly weeks: number;
  readonly geos: readonly string[];
}

/**
 * The data of these tests. Tests whose rows are not in the table have no weight in it: a model of such a table does not learn from them
 * (`specOfTable`).
 */
export function experimentData(
  spec: ResolvedSpec,
  experiments: readonly Experiment[],
  data: Pick<MediaData, "dates" | "target">,
  design: Given,
): Record<string, Float64Array> {
  const { weeks, geos } = design;
  const { inTable, stated, before, longest } = experimentRows(spec, experiments);
  const table = arrays(inTable.length, weeks);
  const own = arrays(stated.length, before + longest);
  const people = design.panel?.population ?? new Float64Array(geos.length).fill(1);
  const worth = isValued(spec) ? data.target.worth?.values : undefined;
  const money = moneyOf(design);

  inTable.forEach((row, k) => {
    const test = experiments[row.test];
    const { at, cooldown, counterfactual, share, metric } = test;
    const start = k * weeks;
    table.first.fill(1, start, start + weeks);
    if (isStated(at)) return;
    const span = { from: data.dates.indexOf(at.start), to: data.dates.indexOf(at.end) + 1 };
    if (span.from < 0 || span.to <= 0) return;
    const places = geosOf(test, spec);
    const spend = money.of(row.channel);
    const scale = money.scale(row) * share;
    for (let t = span.from; t < span.to; t++) {
      const shares = sharesOfRow(spend, weeks, t, places, people);
      const { factor, addend } = changeOfRow(counterfactual, t - span.from, shares[places.indexOf(row.geo)]);
      table.first[start + t] = factor;
      table.second[start + t] = addend / scale;
    }
    for (let t = span.from; t < Math.min(span.to + cooldown, weeks); t++) {
      const cell = row.geo * weeks + t;
      if (design.panel?.hasRow[cell] === 0) continue;
      const each = metric === "roi" && worth !== undefined ? worth[cell] || 0 : 1;
      table.weights[start + t] = people[row.geo] * share * each;
    }
  });

  stated.forEach((row, k) => {
    const test = experiments[row.test];
    const { at, cooldown, counterfactual, share, metric } = test;
    if (!isStated(at)) return;
    const start = k * (before + longest);
    const part = shareOfGeo(row, geosOf(test, spec), money.of(row.channel), weeks, people);
    const scale = money.scale(row) * share;
    const usual = (at.usual_spend * part) / scale;
    own.first.fill(usual, start, start + before + longest);
    own.second.fill(usual, start, start + before + longest);
    for (let t = 0; t < at.weeks; t++) {
      const { factor, addend } = changeOfRow(counterfactual, t, part);
      const spent = at.spend * part;
      own.first[start + before + t] = spent / scale;
      own.second[start + before + t] = (factor * spent + addend) / scale;
    }
    const cells = worth?.subarray(row.geo * weeks, (row.geo + 1) * weeks).filter((value) => !Number.isNaN(value));
    const average = cells === undefined ? 1 : cells.reduce((sum, value) => sum + value, 0) / cells.length;
    const each = metric === "roi" ? average : 1;
    own.weights.fill(people[row.geo] * share * each, start + before, start + before + at.weeks + cooldown);
  });

  const rows = [...inTable, ...stated];
  return {
    ...(inTable.length === 0
      ? {}
      : { [names.factors]: table.first, [names.addends]: table.second, [names.weights]: table.weights }),
    ...(stated.length === 0
      ? {}
      : { [names.statedSpend]: own.first, [names.statedWithout]: own.second, [names.statedWeights]: own.weights }),
    ...(experiments.some(({ metric }) => metric === "roi")
      ? { [names.spendUnits]: Float64Array.from(rows, (row) => money.scale(row) * experiments[row.test].share) }
      : {}),
    [names.units]: Float64Array.from(experiments, ({ coverage, conversion_value: value = 1 }) => coverage / value),
  };
}

/** The data of what was read. */
export function liftData(experiments: readonly Experiment[]): Record<string, Float64Array> {
  return {
    [names.lifts]: Float64Array.from(experiments, ({ lift }) => lift),
    [names.errors]: Float64Array.from(experiments, countedError),
    ...(experiments.some(({ bias, bias_mean: mean }) => bias > 0 || mean !== 0)
      ? {
          [names.biases]: Float64Array.from(experiments, ({ bias }) => bias),
          [names.biasMeans]: Float64Array.from(experiments, ({ bias_mean: mean }) => mean),
        }
      : {}),
  };
}

function arrays(rows: number, weeks: number): Record<"first" | "second" | "weights", Float64Array> {
  const make = (): Float64Array => new Float64Array(rows * weeks);
  return { first: make(), second: make(), weights: make() };
}

/** Positions of the geos of a test. */
function geosOf({ geos }: Experiment, { geos: all }: ResolvedSpec): readonly number[] {
  if (all === undefined) return [0];
  return geos === undefined ? all.map((_, k) => k) : geos.map((name) => all.indexOf(name));
}

/** Spend in the table's own unit, and what one of the scaled spend of a geo is of it. */
function moneyOf({ media, mediaScales, panel, weeks, geos }: Given): {
  readonly of: (channel: number) => Float64Array;
  readonly scale: (row: Pick<ExperimentRow, "channel" | "geo">) => number;
} {
  const cells = geos.length * weeks;
  const scale = ({ channel, geo }: Pick<ExperimentRow, "channel" | "geo">): number =>
    mediaScales[channel].scale * (panel?.population[geo] ?? 1);
  const of = (channel: number): Float64Array =>
    media
      .subarray(channel * cells, (channel + 1) * cells)
      .map((value, k) => value * scale({ channel, geo: Math.floor(k / weeks) }));
  return { of, scale };
}

/** The share of a geo in what the geos of a test spend over the table, or in their people where that is nothing. */
function shareOfGeo(
  { geo }: ExperimentRow,
  places: readonly number[],
  spend: Float64Array,
  weeks: number,
  people: ArrayLike<number>,
): number {
  const totals = places.map((place) =>
    spend.subarray(place * weeks, (place + 1) * weeks).reduce((sum, value) => sum + value, 0),
  );
  const all = totals.reduce((sum, value) => sum + value, 0);
  const own = places.indexOf(geo);
  if (all > 0) return totals[own] / all;
  return people[geo] / places.reduce((sum, place) => sum + people[place], 0);
}
