// Whether days make a calendar: one row for each day, week, month or quarter.

import { dayNumber } from "../../numerics/index.ts";

/** Months since year 0 of a day since 1970-01-01. */
export function monthIndex(day: number): number {
  const date = new Date(day * 86_400_000);
  return 12 * date.getUTCFullYear() + date.getUTCMonth();
}

/** Whether months are a cadence of these days: in order, never two in a month, on one day of the month or on its last days. */
export function inMonths(sorted: ArrayLike<number>): boolean {
  const days = Array.from(sorted);
  const ofMonth = days.map((day) => new Date(day * 86_400_000).getUTCDate());
  const [first] = ofMonth;
  const alike = ofMonth.every((day) => day === first);
  const isLast = (day: number): boolean => new Date((day + 1) * 86_400_000).getUTCDate() === 1;
  // The 29th to the 31st fall back to the last day of shorter months.
  const late = ofMonth.every((day, i) => day === Math.max(...ofMonth) || isLast(days[i]));
  return (alike || late) && days.every((day, i) => i === 0 || monthIndex(day) > monthIndex(days[i - 1]));
}

/**
 * Whether every step is the shortest one or a multiple of it, and that is a day, a week, a month or a quarter. Days may be in any order
 * and repeat; what is asked is whether they can be a calendar at all.
 */
export function isRegular(days: ArrayLike<number>): boolean {
  const sorted = [...new Set(Array.from(days))].sort((a, b) => a - b);
  if (sorted.length < 2) return false;
  const steps = sorted.slice(1).map((day, i) => day - sorted[i]);
  const shortest = Math.min(...steps);
  // Days with gaps as long as those of months in between are no daily table.
  if (shortest === 1) return sorted.at(-1)! - sorted[0] + 1 <= 2 * sorted.length;
  if (shortest === 7) return steps.every((step) => step % 7 === 0) && sorted.at(-1)! - sorted[0] <= 14 * sorted.length;
  return shortest >= 28 && inMonths(sorted) && monthIndex(sorted.at(-1)!) - monthIndex(sorted[0]) < 6 * sorted.length;
}

/** The first day of the month that lies so many months after that of a day, on the same day of the month where it has one. */
export function monthsLater(day: number, months: number): number {
  const date = new Date(day * 86_400_000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const last = (dayNumber(year + Math.floor((month + 1) / 12), ((((month + 1) % 12) + 12) % 12) + 1, 1) as number) - 1;
  const wanted = dayNumber(year + Math.floor(month / 12), (((month % 12) + 12) % 12) + 1, 1) as number;
  return Math.min(wanted + date.getUTCDate() - 1, last);
}
