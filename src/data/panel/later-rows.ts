// What rows after the last one of a table are called.

import { dayNumber, dayText } from "../../numerics/index.ts";
import { cadences } from "./cadence.ts";
import type { MediaData } from "./media-data.ts";
import { monthsLater } from "./regular-days.ts";
import { isNumbered } from "./rows-between.ts";

/** Label of the row that lies `later` rows after the last one, from 1 on: its date, or its number where the table numbers its rows. */
export function laterRow({ dates, cadence }: Pick<MediaData, "dates" | "cadence">, later: number): string {
  const last = dates[dates.length - 1];
  if (isNumbered(dates)) return String(Number(last) + later);
  const [year, month, day] = last.split("-").map(Number);
  const from = dayNumber(year, month, day) as number;
  if (cadence === "daily") return dayText(from + later);
  if (cadence === "weekly") return dayText(from + 7 * later);
  return dayText(monthsLater(from, (later * 12) / cadences[cadence].year));
}
