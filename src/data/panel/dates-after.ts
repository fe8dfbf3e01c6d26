// The days, weeks, months or quarters that follow a table, written as the table writes its own.

import { dayNumber, dayText } from "../../numerics/index.ts";
import type { MediaData } from "./media-data.ts";
import { monthsLater } from "./regular-days.ts";

/** Dates of the periods right after the table; of a table with numbers, the numbers that go on. */
export function datesAfter({ dates, cadence }: Pick<MediaData, "dates" | "cadence">, count: number): readonly string[] {
  const last = dates.at(-1) ?? "0";
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(last);
  if (found === null) {
    const step = dates.length > 1 ? Number(last) - Number(dates.at(-2)) : 1;
    return Array.from({ length: count }, (_, k) => String(Number(last) + step * (k + 1)));
  }
  const day = dayNumber(Number(found[1]), Number(found[2]), Number(found[3])) as number;
  const steps = {
    daily: (k: number) => day + k,
    weekly: (k: number) => day + 7 * k,
    monthly: (k: number) => monthsLater(day, k),
    quarterly: (k: number) => monthsLater(day, 3 * k),
  } as const;
  return Array.from({ length: count }, (_, k) => dayText(steps[cadence](k + 1)));
}
