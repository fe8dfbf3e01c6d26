// What seems to be missing from a model: tests of its residuals for spend that follows sales, carry-over or curves of another shape,
// effects that change, steps of the level, outliers and heavy tails. A model can fit well and be wrong in each of these ways.

import { geosOf } from "../../data/panel/index.ts";
import { firstWeekday, namedDays, weekdays } from "../../mmm/terms/baseline/index.ts";
import { dot, randomPurposes, randomStream, sum } from "../../numerics/index.ts";
import { drivingCells, type FittedModel, type MeanResponse } from "../draws/index.ts";
import { type Unexplained, unexplained } from "./misfit-residuals.ts";
import {
  addedVariables,
  alsoExplained,
  type Extreme,
  extremes,
  kurtosis,
  largestStep,
  type Outlier,
  outliersOf,
  persistence,
  stepsOf,
} from "./misfit-tests.ts";
import { atCells, cellNames, type CellSeries, type Predictions, targetOf } from "../predictions/index.ts";
import { perHead } from "./rows-of-geos.ts";

/** One question asked of one channel. */
export interface ChannelMisfit {
  readonly channel: string;
  /** Of the F test. */
  readonly pValue: number;
  /** Share of the unexplained variance that the added variables would explain. */
  readonly explained: number;
}

export interface Misfit {
  /** Rows less directions in which the model follows the data: what tests have to go by. */
  readonly degrees: number;
  /**
   * Spend of later weeks, added to the model. What was sold cannot be the effect of spend that is still to come: if it explains the
   * residuals, sales move spend, or something else moves both (strict exogeneity: Wooldridge 2010, section 10.7).
   */
  readonly laterSpend: readonly ChannelMisfit[];
  /** Spend of earlier weeks: carry-over has another shape. */
  readonly earlierSpend: readonly ChannelMisfit[];
  /** Bends of the adstock: the curve has another shape. */
  readonly curve: readonly ChannelMisfit[];
  /** The contribution times the week, beside a trend of the base: the effect changes. */
  readonly change: readonly (ChannelMisfit & { readonly direction: "rises" | "falls" })[];
  /** Of a daily table: a level for each day of the week, beside what the model has of it. */
  readonly weekday?: {
    /** Of the F test. */
    readonly pValue: number;
    /** Share of the unexplained variance that the levels would explain. */
    readonly explained: number;
    /** Days whose residuals are highest and lowest on average; "day 1" and so on where the table has no dates. */
    readonly highest: string;
    readonly lowest: string;
  };
  /** Residuals of neighboring rows that err alike, against noise with the same directions taken off (`persistence`). */
  readonly persistence: Extreme;
  /** The step of the level that explains most of the residuals, its size in units of the target; undefined where none can be seen. */
  readonly step:
    | { readonly row: number; readonly date: string; readonly size: number; readonly pValue: number }
    | undefined;
  /** Where the noise is taken for normal. */
  readonly tails?: {
    readonly kurtosis: number;
    readonly pValue: number;
    /** Rows that are outliers with a probability of at most 5% for the whole table, farthest first. */
    readonly outliers: readonly (Outlier & { readonly date: string })[];
    /** Smallest p value of a row. */
    readonly outlierP: number;
  };
}

/** P value for a row to be called an outlier. */
const outlierLevel = 0.05;

/** Averages of these later rows, from and to. */
const laterRows = [
  [1, 1],
  [2, 4],
] as const;
/** Averages of these earlier rows: near, middling and far carry-over. */
const earlierRows = [
  [1, 2],
  [3, 5],
  [6, 12],
] as const;
/** The curve may bend at these shares of the rows, by adstock. */
const bends = [1 / 3, 2 / 3];

/**
 * Everything that is tested.
 * @param transforms probability integral transform of each row
 */
export function misfit(
  model: FittedModel,
  predictions: Predictions,
  transforms: readonly number[],
  response: MeanResponse,
): Misfit {
  const { spec, data } = model;
  const { weeks } = predictions;
  const { series } = predictions;
  const rest = unexplained(model, predictions, targetOf(data, series), transforms);
  const cells = response.adstock.length / spec.channels.length;
  const own = (values: Float64Array, c: number): Float64Array =>
    atCells(values.subarray(c * cells, (c + 1) * cells), series, data.rows);
  const contribution = perHead(model, response.contribution);
  const channels = spec.channels.map(({ name }, c) => {
    const spend = perHead(model, drivingCells(model, c));
    return {
      name,
      averagedSpend: (from: number, to: number) => averaged(spend, data, series, from, to),
      adstock: own(response.adstock, c),
      contribution: own(contribution, c),
    };
  });
  const ask = (
    variables: (channel: (typeof channels)[number]) => readonly Float64Array[],
    left: Unexplained = rest,
  ): ChannelMisfit[] =>
    channels.map((channel) => {
      const { pValue, explained } = addedVariables(left, variables(channel));
      return { channel: channel.name, pValue, explained };
    });
  // A trend of the base that the model lacks is no change of an effect.
  const besideTrend = alsoExplained(rest, overTime(new Float64Array(weeks).fill(1), series));
  const change = ask(({ contribution }) => [overTime(contribution, series)], besideTrend);
  return {
    degrees: rest.degrees,
    laterSpend: ask(({ averagedSpend }) => laterRows.map(([from, to]) => averagedSpend(-to, -from))),
    earlierSpend: ask(({ averagedSpend }) => earlierRows.map(([from, to]) => averagedSpend(from, to))),
    curve: ask(({ adstock }) => bent(adstock)),
    change: change.map((each, c) => ({
      ...each,
      direction: correlates(besideTrend, overTime(channels[c].contribution, series)) ? "rises" : "falls",
    })),
    ...(data.cadence === "daily" ? { weekday: daysOf(model, rest) } : {}),
    ...stepAndTails(model, rest),
  };
}

/** What is left of the residuals by day of the week. */
function daysOf({ data }: FittedModel, rest: Unexplained): NonNullable<Misfit["weekday"]> {
  const first = firstWeekday(data);
  const days = rest.series.flatMap(({ rows }) => Array.from(rows, (t) => (first + t) % weekdays.length));
  const indicators = weekdays.map((_, day) => Float64Array.from(days, (own) => (own === day ? 1 : 0)));
  const { pValue, explained } = addedVariables(rest, indicators);
  const means = indicators.map((own) => dot(own, rest.residuals) / sum(own));
  const names = namedDays(data);
  return {
    pValue,
    explained,
    highest: names[means.indexOf(Math.max(...means))],
    lowest: names[means.indexOf(Math.min(...means))],
  };
}

/** Mean of the values [geo][week] `from` to `to` rows before each row, of what its geo has; the mean of all of the geo where there is nothing. */
function averaged(
  values: Float64Array,
  data: FittedModel["data"],
  series: readonly CellSeries[],
  from: number,
  to: number,
): Float64Array {
  return Float64Array.from(
    series.flatMap(({ index, rows }) => {
      const { first, end } = geosOf(data)[index];
      const spend = values.subarray(index * data.rows + first, index * data.rows + end);
      const mean = sum(spend) / spend.length;
      return Array.from(rows, (row) => {
        const t = row - first;
        const own = spend.subarray(Math.max(0, t - to), Math.max(0, t - from + 1));
        return own.length === 0 ? mean : sum(own) / own.length;
      });
    }),
  );
}

/** A line with bends: adstock, and what of it is above each bend. */
function bent(adstock: Float64Array): readonly Float64Array[] {
  const sorted = adstock.slice().sort();
  const places = bends.map((share) => sorted[Math.floor(share * sorted.length)]);
  return [adstock.slice(), ...places.map((place) => adstock.map((value) => Math.max(0, value - place)))];
}

/** A contribution times time, from -1/2 to 1/2 in each series. */
function overTime(contribution: Float64Array, series: readonly CellSeries[]): Float64Array {
  const product = new Float64Array(contribution.length);
  for (const { from, rows } of series) {
    const [first, last] = [rows[0], rows[rows.length - 1]];
    rows.forEach((t, k) => {
      product[from + k] = contribution[from + k] * ((t - first) / (last - first || 1) - 0.5);
    });
  }
  return product;
}

function correlates({ residuals, weight }: Unexplained, variable: Float64Array): boolean {
  // Residuals are orthogonal to everything that the model explains, so the variable needs no adjustment.
  return residuals.reduce((sum, value, t) => sum + value * variable[t] * (weight?.[t] ?? 1), 0) > 0;
}

function stepAndTails(model: FittedModel, rest: Unexplained): Pick<Misfit, "persistence" | "step" | "tails"> {
  const { data, spec } = model;
  const steps = stepsOf(rest);
  const random = randomStream([spec.sampling.seed, randomPurposes.misfit]);
  const explainedByStep = (residuals: Float64Array): number => (largestStep(steps, residuals)?.product ?? 0) ** 2;
  const lastingIn = (residuals: Float64Array): number => persistence(residuals, rest.series);
  const [step, tails, lasting] = extremes(rest, [explainedByStep, kurtosis, lastingIn], random);
  const nameOf = cellNames(data, rest.series);
  const found = largestStep(steps, rest.residuals);
  const outliers = outliersOf(rest);
  return {
    persistence: lasting,
    step: found && {
      row: found.step.row,
      date: nameOf(found.step.row),
      size: (found.product / found.step.length) * lengthAt(rest, found.step.row),
      pValue: step.pValue,
    },
    ...(rest.normal
      ? {
          tails: {
            kurtosis: tails.statistic,
            pValue: tails.pValue,
            outliers: outliers
              .filter(({ pValue }) => pValue <= outlierLevel)
              .map((outlier) => ({ ...outlier, date: nameOf(outlier.row) })),
            outlierP: outliers[0]?.pValue ?? 1,
          },
        }
      : {}),
  };
}

/** Length of the residuals together, in units of the target of a row: noise differs between geos. */
function lengthAt({ length, deviation }: Unexplained, row: number): number {
  return deviation === undefined ? length : length * deviation[row];
}
