// What the priors of a model imply before the data: returns, shares of the target, the baseline, and how far the geos of a panel may differ.

import { geosOf, outcomeOf } from "../../data/panel/index.ts";
import { coefficient, returnParameters } from "../../mmm/parameters/index.ts";
import { columnAt, placeOf } from "../../mmm/response/index.ts";
import {
  formatWritten,
  levelOfTarget,
  priorsByName,
  type ResolvedSpec,
  type ShareDoubt,
  shareDoubts,
  isValued,
} from "../../mmm/specification/index.ts";
import { sum } from "../../numerics/index.ts";
import type { TargetKind } from "../../settings/index.ts";
import {
  addTo,
  channelDraws,
  type FittedModel,
  type Interval,
  intervalOf,
  perSpend,
  periodOf,
  probabilityAbove,
  probabilityBelow,
  spendDraws,
} from "../draws/index.ts";
import { contributionCollector, type Contributions } from "../quantities/index.ts";

/** Of one channel. Intervals are of the draws of the prior, 90%. */
export interface ImpliedChannel {
  readonly name: string;
  /** What its prior is of: "coefficient", or the return that stands in its place. */
  readonly priorOf: string;
  /** That prior as it was written. */
  readonly prior: string;
  /** First and last row whose spend the prior of a return is about, where that is not the whole table. */
  readonly window?: { readonly from: string; readonly to: string };
  /** Contribution per unit of spend over the table; absent where nothing was spent. */
  readonly roi?: Interval;
  /** Contribution over the table as a share of the target. */
  readonly share: Interval;
  /** In a panel where each geo has its own: the largest coefficient of a geo over the smallest. */
  readonly geoRatio?: Interval;
}

/** What a prior says of the table at hand. Shares are of the target of the table as it was observed, a fixed number. */
export interface PriorImplications {
  readonly draws: number;
  readonly target: string;
  readonly targetKind: TargetKind;
  /** What shares are of: the target summed over the table, or, of a target whose mean says nothing, its standard deviation in every row. */
  readonly shareOf: "target" | "standard deviation of the target";
  readonly channels: readonly ImpliedChannel[];
  /** All channels together; the probability that they bring more than the whole target. */
  readonly media: { readonly share: Interval; readonly probabilityAboveTarget: number };
  /** What is to be doubted of media's share: above the whole target too often, nearly all of it, or next to nothing. */
  readonly doubts: readonly ShareDoubt[];
  /** All that is not media; the probability that its total is below zero. */
  readonly baseline: { readonly share: Interval; readonly probabilityNegative: number };
}

/** What the draws of a prior say, and their contributions: `weekly` also week by week, with tables drawn from the prior. */
export function impliedByPrior(
  model: FittedModel,
  { weekly = false }: { readonly weekly?: boolean } = {},
): { readonly implied: PriorImplications; readonly contributions: Contributions } {
  const { data, spec, design, posterior } = model;
  const { count } = posterior;
  const level = targetTotal(model);
  const collector = contributionCollector(model, { weekly });
  const period = periodOf(data);
  const media = new Float64Array(count);
  const channels: ImpliedChannel[] = [];
  for (const draws of channelDraws(model, { period, weekly })) {
    collector.add(draws);
    const { index, name, contribution, inTable } = draws;
    const value = isValued(spec) ? inTable : contribution;
    addTo(media, contribution);
    const spent = design.totalSpend[index];
    const geoRatio = ratioOfGeos(model, name);
    channels.push({
      name,
      ...priorOfChannel(spec, name),
      ...(spent > 0 ? { roi: intervalOf(perSpend(value, spent, spendDraws(model, index, period))) } : {}),
      share: intervalOf(contribution.map((value) => value / level.value)),
      ...(geoRatio === undefined ? {} : { geoRatio: intervalOf(geoRatio) }),
    });
  }
  const contributions = collector.finish();
  const baseline = new Float64Array(count);
  for (const { kind, total } of collector.draws) if (kind !== "channel") addTo(baseline, total);
  const share = intervalOf(media.map((value) => value / level.value));
  const probabilityAboveTarget = probabilityAbove(media, level.value);
  const implied: PriorImplications = {
    draws: count,
    target: data.target.name,
    targetKind: outcomeOf(data).kind,
    shareOf: level.kind === "mean" ? "target" : "standard deviation of the target",
    channels,
    media: { share, probabilityAboveTarget },
    doubts: shareDoubts({ median: share.median, mediaAboveAll: probabilityAboveTarget }).map(({ doubt }) => doubt),
    baseline: {
      share: intervalOf(baseline.map((value) => value / level.value)),
      probabilityNegative: probabilityBelow(baseline, 0),
    },
  };
  return { implied, contributions };
}

function priorOfChannel(spec: ResolvedSpec, channel: string): Pick<ImpliedChannel, "priorOf" | "prior" | "window"> {
  const kind = spec.returns?.[channel] ?? coefficient.name;
  const window = spec.return_windows?.[channel];
  return {
    priorOf: kind,
    prior: formatWritten(priorsByName(spec, kind)[channel]),
    ...(window === undefined ? {} : { window }),
  };
}

/** The names of priors of returns, as they are said to people. */
export const priorWords: Readonly<Record<string, string>> = {
  ...Object.fromEntries(returnParameters.map(({ name }) => [name, name])),
  roi: "ROI",
  mroi: "marginal ROI",
  contribution: "share",
  [coefficient.name]: "coefficient",
};

/** The target of the table in the rows that contributions are counted in: as observed, in proportion where it is not known in some of them. */
function targetTotal({ data, spec }: FittedModel): { readonly value: number; readonly kind: "mean" | "deviation" } {
  const known = data.target.values.filter((value) => !Number.isNaN(value));
  const rows = geosOf(data).reduce((total, { first, end }) => total + end - first, 0);
  const total = (sum(known) * rows) / known.length;
  // Geos of different size are no outliers of each other.
  if (spec.geos !== undefined && total > 0) return { value: total, kind: "mean" };
  const { value, kind } = levelOfTarget(spec, known);
  return { value: value * rows, kind };
}

/** [draw] The largest coefficient of a geo over the smallest; undefined where all geos share one. */
function ratioOfGeos({ posterior, spec }: FittedModel, channel: string): Float64Array | undefined {
  const { axes, start } = placeOf(posterior, coefficient.name);
  const [channels, geos] = axes;
  if (geos?.name !== "geo" || spec.national?.includes(channel) === true) return undefined;
  const place = channels.labels.indexOf(channel);
  const columns = geos.labels.map((_, k) => columnAt(posterior, start + place * geos.labels.length + k));
  return Float64Array.from({ length: posterior.count }, (_, i) => {
    const values = columns.map((column) => column[i]);
    return Math.max(...values) / Math.min(...values);
  });
}
