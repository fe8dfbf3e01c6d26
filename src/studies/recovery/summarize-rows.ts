// What many fits say of one number, and of a number's family: bias, z-scores, widths, coverage, and what was learned.

import { mean, standardDeviation } from "../../diagnostics/index.ts";
import { type Coverage, coverageOf, pooledCoverage } from "./coverage.ts";
import { type FittedSet, levels, reportedLevel, type SetRow, type StudiedGroup } from "./recovery-set.ts";

/** Figures over the fits that count. Relative figures are per mean absolute truth; they do not exist where that is 0. */
export interface RowSummary {
  readonly group: StudiedGroup;
  readonly name: string;
  /** Family: the name without its member. */
  readonly of: string;
  /** Channel, control or number in the season; absent where there is but one. */
  readonly member?: string;
  /** The geo that it is of; absent of what is of all geos together. */
  readonly geo?: string;
  readonly unit: string;
  readonly fits: number;
  readonly truth: { readonly mean: number; readonly least: number; readonly most: number };
  /** Mean of posterior mean less truth, and its Monte Carlo standard error. */
  readonly bias: number;
  readonly biasError: number;
  readonly relativeBias: number;
  readonly rmse: number;
  readonly relativeRmse: number;
  /** Of (posterior mean - truth) / posterior standard deviation. Of right fits to draws of the prior: mean 0, root mean square 1. */
  readonly z: { readonly mean: number; readonly sd: number; readonly rms: number };
  /** Mean width of the 90% intervals. */
  readonly width: number;
  readonly relativeWidth: number;
  /** In the order of `levels`. */
  readonly coverage: readonly Coverage[];
  /** Mean over the fits of 1 - posterior variance / prior variance. */
  readonly learned: number;
  /** Mean over the fits of 1 - posterior spread / prior spread: how much narrower than the prior; both finite whatever the prior. */
  readonly narrowed: number;
}

/** A family over its members. Figures with units are left out, where they cannot be pooled. */
export interface FamilySummary {
  readonly group: StudiedGroup;
  readonly of: string;
  readonly members: number;
  readonly fits: number;
  readonly relativeBias: number;
  readonly relativeRmse: number;
  readonly relativeWidth: number;
  readonly z: RowSummary["z"];
  readonly coverage: readonly Coverage[];
  readonly learned: number;
  readonly narrowed: number;
}

/** One summary for each number that the fits have, in their order. */
export function summarizeRows(sets: readonly FittedSet[]): readonly RowSummary[] {
  const byName = new Map<string, SetRow[]>();
  for (const { rows } of sets) {
    for (const row of rows) {
      const key = `${row.group} ${row.name}`;
      const own = byName.get(key);
      if (own === undefined) byName.set(key, [row]);
      else own.push(row);
    }
  }
  return [...byName.values()].map(summarize);
}

/** Family and member of a name: `decay[TV]` is the `decay` of `TV`. */
export function partsOf(name: string): { readonly of: string; readonly member?: string } {
  const [, of, member] = /^(.*?)(?:\[(.*)\])?$/.exec(name)!;
  return member === undefined ? { of } : { of, member };
}

/**
 * Whether a quantity says over again, in other units, what another number says: the half-life the decay, half-saturation in units the
 * parameter, a return the contribution. Such are told, but judged once.
 */
export function isRepeated(group: StudiedGroup, name: string): boolean {
  return group === "quantity" && repeated.has(partsOf(name).of);
}
const repeated: ReadonlySet<string> = new Set(["half_life", "half_saturation", "roi", "roi_by_geo"]);

/** Whether the interval of a level holds the truth. */
export function holds({ lower, upper, truth }: SetRow, level: number): boolean {
  return lower[level] <= truth && truth <= upper[level];
}

function summarize(rows: readonly SetRow[]): RowSummary {
  const [{ group, name, geo, unit }] = rows;
  const column = (pick: (row: SetRow) => number): Float64Array => Float64Array.from(rows, pick);
  const truths = column(({ truth }) => truth);
  const errors = column(({ mean: estimate, truth }) => estimate - truth);
  const scores = column(({ mean: estimate, truth, sd }) => (estimate - truth) / sd);
  const bias = mean(errors);
  const rmse = Math.sqrt(mean(errors.map((error) => error * error)));
  const width = mean(column(({ lower, upper }) => upper[reportedLevel] - lower[reportedLevel]));
  const size = mean(truths.map(Math.abs));
  const perTruth = (value: number): number => (size > 0 ? value / size : Number.NaN);
  return {
    group,
    name,
    ...partsOf(name),
    ...(geo === undefined ? {} : { geo }),
    unit,
    fits: rows.length,
    truth: { mean: mean(truths), least: Math.min(...truths), most: Math.max(...truths) },
    bias,
    biasError: standardDeviation(errors) / Math.sqrt(rows.length),
    relativeBias: perTruth(bias),
    rmse,
    relativeRmse: perTruth(rmse),
    z: zOf(scores),
    width,
    relativeWidth: perTruth(width),
    coverage: levels.map((level, k) => coverageOf(level, rows.filter((row) => holds(row, k)).length, rows.length)),
    learned: mean(column(({ sd, prior }) => 1 - (sd / prior.sd) ** 2)),
    narrowed: mean(column(({ spread, prior }) => 1 - spread / prior.spread)),
  };
}

function zOf(scores: Float64Array): RowSummary["z"] {
  return { mean: mean(scores), sd: standardDeviation(scores), rms: Math.sqrt(mean(scores.map((z) => z * z))) };
}

/** One summary for each family of more than one member. */
export function summarizeFamilies(sets: readonly FittedSet[], rows: readonly RowSummary[]): readonly FamilySummary[] {
  const families = new Map<string, RowSummary[]>();
  for (const row of rows) {
    if (row.member === undefined) continue;
    const key = `${row.group} ${row.of}`;
    families.set(key, [...(families.get(key) ?? []), row]);
  }
  return [...families.values()].filter(({ length }) => length > 1).map((members) => familyOf(sets, members));
}

function familyOf(sets: readonly FittedSet[], members: readonly RowSummary[]): FamilySummary {
  const [{ group, of }] = members;
  const names = new Set(members.map(({ name }) => name));
  // A control that never varied is missing in some tables: a fit counts where it has the whole family.
  const fits = sets
    .map(({ rows }) => rows.filter((row) => row.group === group && names.has(row.name)))
    .filter(({ length }) => length === members.length);
  const scores = Float64Array.from(fits.flat(), ({ mean: estimate, truth, sd }) => (estimate - truth) / sd);
  const over = (pick: (row: RowSummary) => number): number => mean(members.map(pick));
  return {
    group,
    of,
    members: members.length,
    fits: fits.length,
    relativeBias: over(({ relativeBias }) => relativeBias),
    relativeRmse: Math.sqrt(over(({ relativeRmse }) => relativeRmse ** 2)),
    relativeWidth: over(({ relativeWidth }) => relativeWidth),
    z: zOf(scores),
    coverage: levels.map((level, k) =>
      pooledCoverage(
        level,
        fits.map((rows) => rows.filter((row) => holds(row, k)).length),
        members.length,
      ),
    ),
    learned: over(({ learned }) => learned),
    narrowed: over(({ narrowed }) => narrowed),
  };
}
