// What controls have to do with the target, with spend, and with trend and season: regressions that show which are none.

import type { ControlFinding } from "../../problems/data-notices.ts";
import { adjusted, basisOf, bestFew, correlation, explained } from "./regression.ts";
import { shapeOf } from "./contents.ts";
import type { Confidence, Role } from "./role.ts";

export interface JudgedSeries {
  readonly column: string;
  /** In order of time. */
  readonly values: Float64Array;
}

export interface JudgedTable {
  readonly target: JudgedSeries;
  readonly channels: readonly (JudgedSeries & { readonly name: string })[];
  /** Those that the user listed are warned of and stay; those whose names say that they are controls are left out for less reason. */
  readonly controls: readonly (JudgedSeries & { readonly confidence: Confidence })[];
  /** Weeks since the first row. */
  readonly weeks: Float64Array;
  readonly daily: boolean;
}

/** A finding that makes a control none (`role`), or one to be warned of. */
export interface JudgedControl {
  readonly columns: readonly string[];
  readonly finding: ControlFinding;
  /** What the columns are instead; absent where they may stay. */
  readonly role?: Role;
  /** Share of variance explained, 0 to 1. */
  readonly share: number;
  /** The channel, or the columns that explain. */
  readonly by: readonly string[];
}

/** Share of the target's variance, adjusted for the number of controls, above which these are made of it. */
const madeOfTarget = 0.98;
/** Above this share of the target's variance little is left for media. */
const muchOfTarget = 0.9;
/** Above this a column of numbers follows the spend of one channel as its exposure does. */
const exposureShare = 0.9;
/** Above this the effect of a control and of a channel are hard to tell apart. */
const followsShare = 0.64;
/** Above this nothing is left of a control beside trend and season. */
const seasonShare = 0.999;
/** Above this little is. */
const muchOfSeason = 0.9;
/** Products and copies that went through rounding keep this much. */
const exactShare = 0.999;
const weeksInYear = 52.1775;

/** Judges the controls; each column is in at most one finding that leaves it out, the gravest first. */
export function judgeControls(table: JudgedTable): readonly JudgedControl[] {
  const found: JudgedControl[] = [];
  const gone = new Set<string>();
  const stated = new Set(table.controls.flatMap(({ column, confidence }) => (confidence === "stated" ? [column] : [])));
  const add = ({ role, ...judged }: JudgedControl): void => {
    const leaves = role !== undefined && !judged.columns.some((column) => stated.has(column));
    found.push(leaves ? { ...judged, role } : judged);
    for (const column of judged.columns) gone.add(column);
  };
  // What one finding names is not named again.
  const left = (): JudgedTable["controls"] => table.controls.filter(({ column }) => !gone.has(column));
  for (const control of left()) for (const judged of ofTarget(control, table)) add(judged);
  for (const judged of products(left(), table)) add(judged);
  for (const control of left()) for (const judged of ofSpend(control, table)) add(judged);
  const time = timeBasis(table);
  for (const control of left()) for (const judged of ofTime(control, time)) add(judged);
  for (const judged of together(left(), table)) add(judged);
  return found;
}

/** A control that is the target itself, or the target some weeks before. */
function ofTarget(control: JudgedTable["controls"][number], { target, daily }: JudgedTable): JudgedControl[] {
  const rows = target.values.length;
  for (const lag of daily ? [0, 1, 7, 28, 364, 365] : [0, 1, 2, 4, 52]) {
    if (rows - lag < 10) continue;
    const share = correlation(control.values.subarray(lag), target.values.subarray(0, rows - lag)) ** 2;
    if (share < exactShare) continue;
    const finding = lag === 0 ? "explains-target" : "lag-of-target";
    return [{ columns: [control.column], finding, role: "result", share, by: [target.column] }];
  }
  return [];
}

/** Two controls whose product is the target, as price and quantity: the count goes, and so does what one is worth. */
function products(controls: JudgedTable["controls"], { target }: JudgedTable): JudgedControl[] {
  const varied = controls.filter(({ values }) => !shapeOf(values).binary && values.every((value) => value > 0));
  for (const [index, a] of varied.entries()) {
    for (const b of varied.slice(index + 1)) {
      for (const [columns, values] of [
        [[a, b], a.values.map((value, row) => value * b.values[row])],
        [[a, b], a.values.map((value, row) => value / b.values[row])],
        [[b, a], b.values.map((value, row) => value / a.values[row])],
      ] as const) {
        const share = correlation(values, target.values) ** 2;
        // Where one of the two alone does as much, the other has no part in it.
        const alone = Math.max(...columns.map((column) => correlation(column.values, target.values) ** 2));
        if (share < exactShare || alone > share - 0.01 || !isProportional(values, target.values)) continue;
        const names = columns.filter((control) => !isNamed(control)).map(({ column }) => column);
        const gone = names.length > 0 ? names : columns.map(({ column }) => column);
        return [{ columns: gone, finding: "product", role: "result", share, by: columns.map(({ column }) => column) }];
      }
    }
  }
  return [];
}

/** A product of parts goes through the origin. */
function isProportional(values: Float64Array, target: Float64Array): boolean {
  const ratios = Array.from(values, (value, row) => target[row] / value).filter(Number.isFinite);
  const sorted = ratios.toSorted((a, b) => a - b);
  const middle = sorted[sorted.length >> 1];
  return ratios.filter((ratio) => Math.abs(ratio - middle) <= 0.02 * Math.abs(middle)).length > 0.95 * values.length;
}

/** A control that follows the spend of one channel, or of all together. */
function ofSpend(control: JudgedTable["controls"][number], { channels }: JudgedTable): JudgedControl[] {
  const shares = channels.map(({ values }) => correlation(control.values, values) ** 2);
  const share = Math.max(0, ...shares);
  const { binary } = shapeOf(control.values);
  const columns = [control.column];
  if (channels.length > 1 && share < exactShare && !binary && !isNamed(control)) {
    const all = explained(control.values, basisOf(channels.map(({ values }) => values)));
    if (all >= exactShare) {
      const by = channels.map(({ name }) => name);
      return [{ columns, finding: "sum-of-spend", role: "duplicate", share: all, by }];
    }
  }
  if (share <= followsShare) return [];
  const by = [channels[shares.indexOf(share)].name];
  return share >= exposureShare && !binary && !isNamed(control)
    ? [{ columns, finding: "spend-of-channel", role: "exposure", share, by }]
    : [{ columns, finding: "follows-spend", share, by }];
}

/** A control that says again what trend and season say. */
function ofTime(control: JudgedTable["controls"][number], time: readonly Float64Array[]): JudgedControl[] {
  const share = explained(control.values, time);
  const columns = [control.column];
  if (share >= seasonShare) return [{ columns, finding: "trend-and-season", role: "calendar", share, by: [] }];
  return share > muchOfSeason ? [{ columns, finding: "follows-season", share, by: [] }] : [];
}

/** Controls that explain the target together: those that do it best are named. */
function together(controls: JudgedTable["controls"], { target }: JudgedTable): JudgedControl[] {
  const varied = controls.filter(({ values }) => !shapeOf(values).binary);
  if (varied.length === 0) return [];
  const columns = varied.map(({ values }) => values);
  const rows = target.values.length;
  const share = adjusted(explained(target.values, basisOf(columns)), rows, columns.length);
  if (share <= muchOfTarget) return [];
  // What is called a price or a temperature is one, unless the target is its exact sum with others.
  const made = share >= (varied.some(isNamed) ? exactShare : madeOfTarget);
  const few = bestFew(target.values, columns, made ? madeOfTarget : muchOfTarget).map((index) => varied[index].column);
  const finding = made ? "explains-target" : "nearly-explains-target";
  return [{ columns: few, finding, share, by: [target.column], ...(made ? { role: "result" as const } : {}) }];
}

/** Whether the name of a column says that it is a control. */
function isNamed({ confidence }: JudgedTable["controls"][number]): boolean {
  return confidence === "stated" || confidence === "high";
}

/** Trend and season as the model has them by default. */
function timeBasis({ weeks, daily }: JudgedTable): readonly Float64Array[] {
  const wave = (period: number, harmonic: number): Float64Array[] => {
    const angle = weeks.map((week) => (2 * Math.PI * harmonic * week) / period);
    return [angle.map(Math.sin), angle.map(Math.cos)];
  };
  const year = weeks.length * (daily ? 1 / 7 : 1) > 40 ? [1, 2].flatMap((harmonic) => wave(weeksInYear, harmonic)) : [];
  return basisOf([weeks, ...year, ...(daily ? [1, 2, 3].flatMap((harmonic) => wave(1, harmonic)) : [])]);
}
