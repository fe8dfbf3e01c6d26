// Numbers in the sentences and tables of the report.

import { english, numberFormats } from "../../charts/frame/index.ts";
import type { Interval } from "../../decisions/draws/index.ts";

const formats = numberFormats(english);

type Print = (value: number) => string;

/** Numbers that may be missing: a figure that does not exist prints as a dash, one without a bound says so. */
const finite =
  (print: Print): Print =>
  (value) =>
    Number.isFinite(value) ? print(value) : value === Number.POSITIVE_INFINITY ? "no bound" : "–";

/** The charts' own formats, with the per cent sign set off as in all sentences of the report. */
export const numbers: {
  readonly short: Print;
  readonly ratio: Print;
  readonly percent: Print;
  readonly change: Print;
  readonly digits: (value: number, significant: number) => string;
} = {
  short: finite(formats.short),
  ratio: finite((value) => (Math.abs(value) < 0.1 && value !== 0 ? formats.short(value) : formats.ratio(value))),
  percent: finite((value) => formats.percent(value).replace("%", " %")),
  change: finite((value) => formats.change(value).replace("%", " %")),
  digits: (value, significant) => finite((each) => each.toPrecision(significant))(value),
};

/** `1.2k (0.9k to 1.6k)`; without the ends where they are one, because priors fix the figure. */
export function withInterval(
  { median, lower, upper }: Pick<Interval, "median" | "lower" | "upper">,
  print: Print = numbers.short,
): string {
  if (Number.isNaN(median)) return "–";
  return lower === upper ? `${print(median)} (fixed)` : `${print(median)} (${print(lower)} to ${print(upper)})`;
}

/** `1 week`, `3 weeks` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
