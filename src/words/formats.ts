// The formats of a chart in its language.

import { percentTicks, ticks } from "./axes.ts";
import { day, month } from "./dates.ts";
import type { Locale } from "./locale.ts";
import { type Estimated, estimated } from "./estimates.ts";
import { interval, range } from "./intervals.ts";
import { type Alike, fixed, type Print, signed } from "./numbers.ts";
import { percentIn, probability } from "./percent.ts";
import { shortIn, shorts } from "./short.ts";

export interface NumberFormats {
  /** Three significant digits and a sign for thousands: 940, 1.2k, 12.3k, 1.25M. */
  readonly short: Print;
  /** A share in percent: 12%, 5.7%. */
  readonly percent: Print;
  /** A probability in percent that never says 0 or 100: 97%, >99%. */
  readonly probability: Print;
  /** A change in percent with its sign: +12%. */
  readonly change: Print;
  /** Two decimals, fewer for large values: 0.84, 12.3. */
  readonly ratio: Print;
  /** The number with as many decimals as it has, at most three. */
  readonly plain: Print;
  /** The ends of an interval, alike: 1.2k to 3.4k. */
  range(lower: number, upper: number, alike?: Alike): string;
  /** An estimate and its interval: 2.1k (1.2k to 3.4k). */
  interval(center: number, lower: number, upper: number, alike?: Alike): string;
  /** An uncertain number and its interval, marked where it is a median: 2.1k (1.2k to 3.4k). */
  estimated(of: Estimated, alike?: Alike): string;
  /** A format in which the ticks of one axis look alike: 0, 0.5M, 1.0M. */
  ticks(values: readonly number[]): Print;
  percentTicks(values: readonly number[]): Print;
  /** A month with its year: Jan 2024. */
  month(date: Date): string;
  /** A day without its year: Jul 3. */
  day(date: Date): string;
}

export function numberFormats(locale: Locale): NumberFormats {
  const inShort: Print = (value) => shortIn(value, locale);
  return {
    short: inShort,
    percent: (value) => percentIn(value, locale),
    probability: (value) => probability(value, 100, locale),
    change: signed((value) => percentIn(value, locale)),
    ratio: (value) => fixed(value, Math.abs(value) >= 99.5 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2, locale),
    plain: (value) => fixed(value, 3, locale).replace(/[.,]?0+$/, ""),
    range: (lower, upper, alike = shorts) => range(lower, upper, (values) => alike(values, locale)),
    interval: (center, lower, upper, alike = shorts) =>
      interval(center, lower, upper, (values) => alike(values, locale)),
    estimated: (of, alike = shorts) => estimated(of, (values) => alike(values, locale)),
    ticks: (values) => ticks(values, locale),
    percentTicks: (values) => percentTicks(values, locale),
    month: (date) => month(date, locale),
    day: (date) => day(date, locale),
  };
}
