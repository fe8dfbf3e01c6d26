// A trade-off study in figures and plain words: utility by epsilon, what the noise is beside the table, and which epsilon to take.

import type { RowPeriod } from "../../data/panel/index.ts";
import { type Document, documentOf } from "../../documents/index.ts";
import { mechanismOf } from "../../privacy/mechanisms/index.ts";
import { quantileOfSorted } from "../../diagnostics/index.ts";
import type { TradeoffFit, TradeoffModel, TradeoffStudy } from "./tradeoff.ts";
import type { ReleaseNoise, TradeoffRelease } from "./tradeoff-noise.ts";
import type { Utility } from "./tradeoff-utility.ts";
import type { WorldSource } from "./tradeoff-world.ts";
import { figure, given, listed, percent } from "../../words/index.ts";

/** Figures whose distribution over the data sets is told. */
export const measures = ["contributionError", "roiWidth", "relativeRoiWidth", "regret", "r2", "mape"] as const;
export type TradeoffMeasure = (typeof measures)[number];

/** Median over the data sets, and what the middle 80% of them lie between. */
export interface Band {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

/** All fits of one model at one epsilon. */
export interface TradeoffPoint extends Readonly<Record<TradeoffMeasure, Band>> {
  readonly model: TradeoffModel;
  /** Absent without privacy. */
  readonly epsilon?: number;
  readonly fits: number;
  /** Refused, because the noise drowns the spend; not in any of the figures. */
  readonly refused: number;
  readonly converged: number;
  /** Share of all channels' 90% intervals, over all data sets, that hold the truth. */
  readonly contributionCoverage: number;
  readonly roiCoverage: number;
}

/** The noise of one column at one epsilon beside what is known of the column in public. */
export interface ColumnNoiseFigures extends ReleaseNoise {
  readonly column: string;
  /** Standard deviation of the noise of a row over the mean of a row; of the sum over all rows over that sum. */
  readonly ofWeek: number;
  readonly ofTotal: number;
}

export interface Tradeoff {
  readonly source: string;
  readonly target: string;
  /** Rows of each table, and what a row is. */
  readonly weeks: number;
  readonly period: RowPeriod;
  readonly channels: readonly string[];
  readonly datasets: number;
  readonly release: TradeoffRelease;
  /** What was read, what was made up, and that nothing was spent. */
  readonly statement: readonly string[];
  readonly noise: readonly ColumnNoiseFigures[];
  /** Without privacy first, then by epsilon. */
  readonly points: readonly TradeoffPoint[];
  readonly guidance: readonly string[];
  /** The smallest epsilon tried from which on ROI is known nearly as well as without privacy; absent where there is none. */
  readonly enough?: number;
}

/** What each epsilon would cost: tradeoff.json, and `carryover tradeoff --json`. */
export function tradeoffDocument(tradeoff: Tradeoff): Document<"carryover/tradeoff/2", Tradeoff> {
  return documentOf("carryover/tradeoff/2", tradeoff);
}

/** ROI intervals at most this much wider than without privacy, in the median, count as nearly as good. */
export const nearlyAsWide = 1.25;

/** Summarizes a complete study. */
export function summarizeTradeoff(worlds: WorldSource, release: TradeoffRelease, study: TradeoffStudy): Tradeoff {
  const { target, weeks, period, channels, source } = worlds;
  const datasets = new Set(study.fits.map(({ dataset }) => dataset)).size;
  const reference = study.fits.filter(({ model }) => model === "without-privacy");
  const points = [
    pointOf(reference, reference),
    ...study.noises.flatMap(({ epsilon }) =>
      (["noise-aware", "noise-ignored"] as const).flatMap((model) => {
        const fits = study.fits.filter((fit) => fit.model === model && fit.epsilon === epsilon);
        return fits.length === 0 ? [] : [pointOf(fits, reference)];
      }),
    ),
  ];
  const noise = study.noises.flatMap((each) => release.columns.map((column) => noiseFigures(worlds, column, each)));
  const aware = points.filter(({ model }) => model === "noise-aware");
  const enough = aware.find(
    (point, k) => withinReach(point) && aware.slice(k + 1).every((larger) => withinReach(larger)),
  )?.epsilon;
  return {
    source,
    target,
    weeks,
    period,
    channels,
    datasets,
    release,
    statement: [
      ...worlds.statement,
      "The noise is simulated from a seed and protects nobody; the tables contain no user data. Nothing was charged to a ledger.",
    ],
    noise,
    points,
    guidance: guidanceOf(worlds, release, { points, noise, enough, datasets }),
    ...(enough === undefined ? {} : { enough }),
  };
}

function withinReach({ relativeRoiWidth, refused }: TradeoffPoint): boolean {
  return refused === 0 && relativeRoiWidth.median <= nearlyAsWide;
}

function pointOf(fits: readonly TradeoffFit[], reference: readonly TradeoffFit[]): TradeoffPoint {
  const [{ model, epsilon }] = fits;
  const judged = fits.flatMap(({ utility, dataset }) => (utility === undefined ? [] : [{ utility, dataset }]));
  const widthWithout = new Map(reference.map(({ dataset, utility }) => [dataset, utility?.roiWidth ?? Number.NaN]));
  const band = (of: (utility: Utility, dataset: number) => number): Band =>
    bandOf(judged.map(({ utility, dataset }) => of(utility, dataset)));
  const mean = (of: (utility: Utility) => number): number =>
    judged.reduce((sum, { utility }) => sum + of(utility), 0) / judged.length;
  return {
    model,
    ...(epsilon === undefined ? {} : { epsilon }),
    fits: fits.length,
    refused: fits.length - judged.length,
    converged: judged.filter(({ utility }) => utility.converged).length,
    contributionError: band(({ contributionError }) => contributionError),
    roiWidth: band(({ roiWidth }) => roiWidth),
    relativeRoiWidth: band(({ roiWidth }, dataset) => roiWidth / widthWithout.get(dataset)!),
    regret: band(({ regret }) => regret),
    r2: band(({ r2 }) => r2),
    mape: band(({ mape }) => mape),
    contributionCoverage: mean(({ contributionCoverage }) => contributionCoverage),
    roiCoverage: mean(({ roiCoverage }) => roiCoverage),
  };
}

/** Figures that do not exist are left out. */
function bandOf(values: readonly number[]): Band {
  const sorted = Float64Array.from(values.filter((value) => Number.isFinite(value))).sort();
  if (sorted.length === 0) return { median: Number.NaN, lower: Number.NaN, upper: Number.NaN };
  const at = (share: number): number => quantileOfSorted(sorted, share);
  return { median: at(0.5), lower: at(0.1), upper: at(0.9) };
}

function noiseFigures(worlds: WorldSource, column: string, noise: ReleaseNoise): ColumnNoiseFigures {
  const c = worlds.channels.indexOf(column);
  const level = column === worlds.target ? worlds.typicalTarget : worlds.typicalSpend[c];
  const ofWeek = noise.deviation / level;
  return { ...noise, column, ofWeek, ofTotal: ofWeek / Math.sqrt(worlds.weeks) };
}

interface Findings {
  readonly points: readonly TradeoffPoint[];
  readonly noise: readonly ColumnNoiseFigures[];
  readonly enough: number | undefined;
  readonly datasets: number;
}

/** Sentences for who has to choose. */
function guidanceOf(
  worlds: WorldSource,
  { cap, total, mechanism }: TradeoffRelease,
  { points, noise, enough, datasets }: Findings,
): readonly string[] {
  const aware = points.filter(({ model }) => model === "noise-aware");
  const ignored = points.filter(({ model }) => model === "noise-ignored");
  const smallest = aware[0];
  const best = aware.at(-1)!;
  const own = noise.filter(({ column }) => column === worlds.target);
  const first = own[0] ?? noise[0];
  const refused = aware.filter((point) => point.refused > 0);
  const unsettled = points.reduce((sum, { fits, refused: without, converged }) => sum + fits - without - converged, 0);
  return [
    `Sensitivity: one user changes the released cells by at most ${given(total)} in total (${given(cap)} in one cell). At epsilon ${first.epsilon}, ${mechanism} noise on ` +
      `${first.column} has a standard deviation of ${figure(first.deviation)} a ${worlds.period}, ${percent(first.ofWeek)} of a typical ${worlds.period} and ` +
      `${percent(first.ofTotal)} of the sum over ${worlds.weeks} ${worlds.period}s; it is ${mechanismOf(mechanism).growth}. ` +
      "A smaller total reduces it as much as a larger epsilon does, but truncates the contributions of large users.",
    enough === undefined
      ? `With every epsilon tried, ROI intervals are more than ${percent(nearlyAsWide - 1)} wider than without privacy: at epsilon ${best.epsilon} they are ` +
        `${figure(best.relativeRoiWidth.median)} times as wide. Try larger values, reduce --total, or release sums over longer periods.`
      : `From epsilon ${enough} on, ROI intervals are at most ${percent(nearlyAsWide - 1)} wider than without privacy (median). Larger values ` +
        "improve accuracy only slightly.",
    ...(enough !== undefined && smallest.epsilon !== undefined && smallest.epsilon < enough
      ? [
          `At epsilon ${smallest.epsilon} they are ${figure(smallest.relativeRoiWidth.median)} times as wide, and the recommended budget brings ` +
            `${percent(smallest.regret.median)} less than the best one (${percent(points[0].regret.median)} without privacy).`,
        ]
      : []),
    ...(refused.length === 0
      ? []
      : [
          `The fit is refused because the noise exceeds the signal of spend in ${listed(refused.map((point) => `${point.refused} of ${point.fits} tables at epsilon ${point.epsilon}`))}.`,
        ]),
    `The 90% credible intervals of the model that accounts for the noise contain ${covered(aware)} of the true ROIs` +
      `${ignored.length === 0 ? "" : `; those of the model that ignores it contain ${covered(ignored)}`}. ` +
      `With ${datasets} data sets of ${worlds.channels.length} channels each, the error of such a percentage is about ` +
      `${percent(shareError(datasets * worlds.channels.length))} (90% interval).`,
    ...(unsettled === 0
      ? []
      : [
          `${unsettled} of ${points.reduce((sum, { fits }) => sum + fits, 0)} fits did not converge by the criteria of carryover fit, because they are short. They are included.`,
        ]),
    "The choice of epsilon is a policy decision about the protection of users. These figures show its cost in accuracy. A release is made, " +
      "and charged, by carryover privatize; releases at all these epsilons would cost their sum.",
  ];
}

/** Half-width of the 90% interval of a share of about 0.9 among so many, as if channels of one table were independent. */
function shareError(count: number): number {
  return 1.645 * Math.sqrt((0.9 * 0.1) / count);
}

/** "88% to 93%", over the epsilons. */
function covered(points: readonly TradeoffPoint[]): string {
  const shares = points.map(({ roiCoverage }) => roiCoverage).filter((share) => Number.isFinite(share));
  const ends = [percent(Math.min(...shares)), percent(Math.max(...shares))];
  return [...new Set(ends)].join(" to ");
}
