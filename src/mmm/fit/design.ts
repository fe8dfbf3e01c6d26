// From a checked table and a specification to the arrays of the model: scaled media, target and controls, season, trend.

import { cellsWithRow, drivingSeries, type GeoData, type MediaData, observedCells } from "../../data/panel/index.ts";
import {
  type Counts,
  countsOf,
  type SpendNoise,
  spendNoise,
  type TargetNoise,
  targetNoise,
} from "../likelihood/index.ts";
import { nation } from "../axes/index.ts";
import { meanOf, perHead, perHeadSquare, type Scale, scaledRows, valuesThere } from "../scaling/index.ts";
import { asModeled, isValued, type ResolvedSpec, scalesOf } from "../specification/index.ts";
import type { PanelDesign } from "./cells-of-panel.ts";
import type { CenteredBy } from "./centering.ts";
import { isLearnedFrom } from "../experiments/index.ts";
import { experimentData, liftData } from "./experiment-data.ts";
import { returnData } from "./return-data.ts";
import { priorData } from "../priors/index.ts";
import { type TermRows, termsOf } from "../terms/baseline/index.ts";

/** Row-major arrays with time last, and geo before it. */
export interface Design {
  /** Rows of the table for each geo. */
  readonly weeks: number;
  /** A national table has one, without a name to show. */
  readonly geos: readonly string[];
  /** [channel][geo][week] What drives each channel (`drivingSeries`), scaled, in the order of the specification. Values that noise has made negative are 0. */
  readonly media: Float64Array;
  readonly mediaScales: readonly Scale[];
  /** Spend of each channel over the table, in its own unit; 0 for organic media. */
  readonly totalSpend: Float64Array;
  readonly target: Float64Array;
  readonly targetScale: Scale;
  /** Arguments of the priors that follow from the table, by the names that the model's program takes them under. */
  readonly priors: Readonly<Record<string, Float64Array>>;
  /** What priors on returns need of the table, by the names that the model's program takes it under. */
  readonly returns?: Readonly<Record<string, Float64Array>>;
  /** What the table makes of lift tests, by the names that the model's program takes it under. */
  readonly experiments?: Readonly<Record<string, Float64Array>>;
  /** What was read of those that the model learns from, in the same way. */
  readonly lifts?: Readonly<Record<string, Float64Array>>;
  /** Of a panel: what its rows stand for. */
  readonly panel?: PanelDesign;
  /** Of a panel: what says how its pooled parameters are sampled. */
  readonly centering?: CenteredBy;
  /** What each term of the baseline is made from, by its name. */
  readonly terms: Readonly<Record<string, TermRows>>;
  /** [geo][week] What one of the target is worth, where the table says it. */
  readonly worth?: Float64Array;
  /** The target as counts, where the likelihood is of counts. */
  readonly counts?: Counts;
  /** Noise in the target, where it is described. */
  readonly targetNoise?: TargetNoise;
  /** Channels whose true spend is an unknown. */
  readonly spendNoise?: SpendNoise;
}

/**
 * The arrays that `spec` makes of `data`; the names in `spec` must be in `data` (resolving it has checked that).
 * @param like a design of the table's first rows whose scales and trend are to hold here too, as those of a fit without the
 * last weeks do for all weeks; by default scales and trend are the table's own
 */
export function makeDesign(data: MediaData, spec: ResolvedSpec, like?: Design): Design {
  const weeks = data.rows;
  const channels = spec.channels.map((channel) => {
    const { column } = channel;
    return asModeled(
      named(data.channels, (each) => each.column === column, column),
      channel,
    );
  });
  const spend = channels.map((channel) => channel.spend);
  const { geos } = data;
  const panel = geos === undefined ? undefined : panelDesign(data, geos);
  const media = channels.map((channel) => perHead(drivingSeries(channel), geos));
  const target = perHead(data.target.values, geos);
  const { mediaScales, targetScale } =
    like ??
    scalesOf(spec, {
      spend: media.map((values) => valuesThere(values, panel?.hasRow)),
      target: valuesThere(target, panel?.hasTarget),
      perHead: perHeadSquare(data.target.values, geos),
    });
  const counted = spec.likelihood === "negative_binomial";
  // Counts are not per head.
  const targetOwn = counted
    ? targetNoise(spec, { location: 0, scale: 1 })
    : targetNoise(spec, targetScale, panel?.population);
  const people = panel?.population ?? Float64Array.of(1);
  const cells = panel === undefined ? { weeks, people } : { weeks, people, hasRow: panel.hasRow };
  const spendOwn = spendNoise(spec, spend, mediaScales, cells);
  const design = {
    weeks,
    geos: spec.geos ?? [nation],
    media: scaledRows(media, mediaScales).map((value) => Math.max(value, 0)),
    mediaScales,
    totalSpend: Float64Array.from(spend, (values) => meanOf(values) * values.length),
    target: scaledRows([target], [targetScale]).map((value, k) => (panel?.hasTarget[k] === 0 ? 0 : value)),
    targetScale,
    ...(spec.returns === undefined
      ? {}
      : {
          returns: returnData(spec, {
            dates: data.dates,
            spend,
            target: data.target.values,
            hasTarget: panel?.hasTarget,
          }),
        }),
    priors: priorData(
      spec,
      spec.channels.map(({ name }) => name),
    ),
    terms: Object.fromEntries(termsOf(spec).map((term) => [term.name, term.rows(data, spec, like?.terms[term.name])])),
    ...(panel === undefined ? {} : { panel }),
    ...(isValued(spec) && data.target.worth !== undefined ? { worth: data.target.worth.values } : {}),
    ...(counted ? { counts: countsOf(spec, data.target.values, weeks, like?.counts?.bend) } : {}),
    ...(targetOwn === undefined ? {} : { targetNoise: targetOwn }),
    ...(spendOwn === undefined ? {} : { spendNoise: spendOwn }),
  };
  const whole = { ...design, ...liftTests(data, spec, design) };
  return panel === undefined ? whole : { ...whole, centering: { spec, design: whole, panel } };
}

function liftTests(
  data: MediaData,
  spec: ResolvedSpec,
  design: Parameters<typeof experimentData>[3],
): Pick<Design, "experiments" | "lifts"> {
  const { experiments } = spec;
  if (experiments === undefined) return {};
  const learned = experiments.filter(isLearnedFrom);
  return {
    experiments: experimentData(spec, experiments, data, design),
    ...(learned.length === 0 ? {} : { lifts: liftData(learned) }),
  };
}

/**
 * [channel][geo][week] What drives each channel in the table's own units, as the model takes it: spend, or another column at its average price. Values
 * that noise has made negative are 0. What was published, those values included, is in the table.
 */
export function modeledSpend({
  media,
  mediaScales,
  panel,
  weeks,
}: Pick<Design, "media" | "mediaScales" | "panel" | "weeks">): Float64Array {
  const cells = media.length / mediaScales.length;
  return media.map((value, k) => {
    const { location, scale } = mediaScales[Math.floor(k / cells)];
    return (location + scale * value) * (panel?.population[Math.floor((k % cells) / weeks)] ?? 1);
  });
}

function panelDesign(data: MediaData, geos: readonly GeoData[]): PanelDesign {
  return {
    population: Float64Array.from(geos, ({ population = 1 }) => population),
    hasRow: Float64Array.from(cellsWithRow(data)),
    hasTarget: Float64Array.from(observedCells(data)),
  };
}

function named<T>(items: readonly T[], isIt: (item: T) => boolean, name: string): T {
  const found = items.find(isIt);
  if (found === undefined) throw new RangeError(`The table has no column "${name}".`);
  return found;
}
