// The calendar as days since 1970-01-01, in UTC.

const millisecondsPerDay = 86_400_000;

/** The day of a year, a month (from 1) and a day of the month; undefined when the calendar has no such day. */
export function dayNumber(year: number, month: number, day: number): number | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? date.getTime() / millisecondsPerDay : undefined;
}

/** `2024-01-31` of a day. */
export function dayText(day: number): string {
  return new Date(day * millisecondsPerDay).toISOString().slice(0, 10);
}

export function yearOf(day: number): number {
  return new Date(day * millisecondsPerDay).getUTCFullYear();
}

/** Day of the year, 1 to 366. */
export function dayOfYear(day: number): number {
  return day - Date.UTC(yearOf(day), 0, 1) / millisecondsPerDay + 1;
}

/** First day of the week that holds a day, for weeks that begin so many days after a Monday. */
export function weekStart(day: number, afterMonday = 0): number {
  // Day 0 was a Thursday: 3 days after a Monday.
  return day - ((((day + 3 - afterMonday) % 7) + 7) % 7);
}
