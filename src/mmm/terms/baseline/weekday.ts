// The day of the week, of daily tables: each day has a level of its own, and the seven add up to zero.

import type { MediaData } from "../../../data/panel/index.ts";
import { realLine } from "../../parameters/index.ts";
import type { Term } from "./term.ts";

/** Days of the week in the order of results. */
export const weekdays: readonly string[] = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
];
const days = weekdays.length;

export const weekday: Term = {
  name: "weekday",
  parameters: [
    {
      name: "weekday",
      axes: ["weekday"],
      domain: realLine,
      meaning:
        "levels of the days of the week against their mean, in scaled target, as six coordinates: nearly the levels of Monday to Saturday, so that all seven add up to zero",
      needs: "weekday: true and a daily table",
      prior: "normal(0, 1)",
      reason: "every day of the week, alike, may lie up to about two scaled units above or below the mean of the week",
      assumes: ["target"],
    },
  ],
  present: (model) => model.weekday === true,
  labels: () => ({ weekday: weekdays.slice(0, days - 1) }),
  rowAxes: ["weekday", "time"],
  rows: (data) => {
    const weeks = data.rows;
    const first = firstWeekday(data);
    const values = new Float64Array((days - 1) * weeks);
    for (let k = 0; k < days - 1; k++) {
      for (let t = 0; t < weeks; t++) values[k * weeks + t] = levelOf((first + t) % days, k);
    }
    return { weeks, values };
  },
  parts: (data) => [
    { name: "day of the week", kind: "season", cycle: { names: namedDays(data), first: firstWeekday(data) } },
  ],
};

/** Place among `weekdays` of the first row; where a table counts its days without dates, the first of them takes the first place. */
export function firstWeekday({ dates, dayOfYear }: Pick<MediaData, "dates" | "dayOfYear">): number {
  if (dayOfYear === undefined) return 0;
  return (new Date(`${dates[0]}T00:00:00Z`).getUTCDay() + days - 1) % days;
}

/** Names of the seven days: of the calendar, or by their number where a table counts its days without dates. */
export function namedDays({ dayOfYear }: Pick<MediaData, "dayOfYear">): readonly string[] {
  return dayOfYear === undefined ? weekdays.map((_, day) => `day ${day + 1}`) : weekdays;
}

/**
 * Level of a day for one unit of a coordinate. Columns are orthogonal to each other and to the constant, and of one length, so that
 * independent coordinates of one variance are seven levels of that variance, alike for all days, that add up to zero.
 */
function levelOf(day: number, coordinate: number): number {
  const root = Math.sqrt(days);
  const whole = day === days - 1 ? -1 / root : (day === coordinate ? 1 : 0) - (1 - 1 / root) / (days - 1);
  return whole * Math.sqrt(days / (days - 1));
}
