// Numbers and dates as charts print them: short, in one locale, the same on every machine (Intl differs between ICU versions).

export interface ChartLocale {
  readonly decimal: string;
  readonly thousands: string;
  /** Signs for 10³, 10⁶, 10⁹ and 10¹². */
  readonly powers: readonly [string, string, string, string];
  /** Twelve short names. */
  readonly months: readonly string[];
}

export const english: ChartLocale = {
  decimal: ".",
  thousands: ",",
  powers: ["k", "M", "B", "T"],
  months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};

export interface NumberFormats {
  /** Three significant digits and a sign for thousands: 940, 1.2k, 12.3k, 1.25M. */
  short(value: number): string;
  /** A share as per cent, 0.123 as 12 %; one decimal below 10 %. */
  percent(value: number): string;
  /** A probability in per cent that never says 0 or 100: 97%, >99%. */
  probability(value: number): string;
  /** A change as per cent with its sign: +12%. */
  change(value: number): string;
  /** Two decimals, fewer for large values: 0.84, 12.3. */
  ratio(value: number): string;
  /** The number with as many decimals as it has, at most three. */
  plain(value: number): string;
  /** `short` of the ends of an interval: 1.2k to 3.4k. */
  range(lower: number, upper: number, print?: (value: number) => string): string;
  /** A format in which the ticks of one axis look alike: 0, 0.5M, 1.0M. */
  ticks(values: readonly number[]): (value: number) => string;
  percentTicks(values: readonly number[]): (value: number) => string;
  /** A month with its year: Jan 2024. */
  month(date: Date): string;
  /** A day without its year: 3 Jul. */
  day(date: Date): string;
}

const minus = "−";

/** `decimals` digits after the mark, thousands grouped, a true minus sign, no minus before zero. */
function fixed(locale: ChartLocale, value: number, decimals: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, locale.thousands);
  const digits = fraction === undefined ? grouped : `${grouped}${locale.decimal}${fraction}`;
  return value < 0 && /[1-9]/.test(digits) ? minus + digits : digits;
}

/** The power of thousand (0 to 4) in which a number is printed. */
function powerOf(size: number): number {
  return size < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(size) / 3 + 1e-12));
}

/** Decimals needed to tell multiples of `step` apart. */
const decimalsOf = (step: number): number => Math.max(0, Math.min(8, Math.ceil(-Math.log10(step) - 1e-9)));

function stepOf(values: readonly number[]): number {
  let step = Infinity;
  for (let index = 1; index < values.length; index++) {
    const gap = Math.abs(values[index] - values[index - 1]);
    if (gap > 0) step = Math.min(step, gap);
  }
  return Number.isFinite(step) ? step : Math.abs(values[0] ?? 1) || 1;
}

/** Decimals that print the step itself exactly (0.25 needs two), up to two more than its size asks for. */
function decimalsOfStep(step: number): number {
  let decimals = decimalsOf(step);
  for (let more = 0; more < 2 && Math.abs(step * 10 ** decimals - Math.round(step * 10 ** decimals)) > 1e-6; more++)
    decimals++;
  return decimals;
}

export function numberFormats(locale: ChartLocale): NumberFormats {
  const short = (value: number): string => {
    if (!Number.isFinite(value)) return "–";
    if (value === 0) return "0";
    // Rounded first, so that 999.6 is 1k and not 1,000.
    const rounded = Number(value.toPrecision(3));
    const power = powerOf(Math.abs(rounded));
    const scaled = rounded / 1000 ** power;
    const decimals = Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(Math.abs(scaled)) + 1e-12)));
    const text = fixed(locale, scaled, decimals);
    const trimmed = decimals === 0 ? text : text.replace(/0+$/, "").replace(/[.,]$/, "");
    return trimmed + (power === 0 ? "" : locale.powers[power - 1]);
  };
  const percent = (value: number): string => {
    const size = Math.abs(value) * 100;
    return `${fixed(locale, value * 100, size >= 9.95 || size < 0.05 ? 0 : 1)}%`;
  };
  return {
    short,
    percent,
    probability: (value) => (value < 0.01 ? "<1%" : value > 0.99 ? ">99%" : `${fixed(locale, value * 100, 0)}%`),
    change: (value) => (value > 0 ? "+" : "") + `${fixed(locale, value * 100, Math.abs(value) < 0.0995 ? 1 : 0)}%`,
    ratio: (value) => fixed(locale, value, Math.abs(value) >= 99.5 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2),
    plain: (value) => fixed(locale, value, 3).replace(/[.,]?0+$/, ""),
    range: (lower, upper, print = short) => `${print(lower)} to ${print(upper)}`,
    ticks: (values) => {
      const largest = values.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
      const step = stepOf(values);
      // 2k and 4k, but 1,500 and 2,000: below ten thousand only whole thousands are short.
      const power = largest < 10_000 && (largest < 1000 || step % 1000 !== 0) ? 0 : powerOf(largest);
      const unit = 1000 ** power;
      const decimals = decimalsOfStep(step / unit);
      const sign = power === 0 ? "" : locale.powers[power - 1];
      return (value) => (value === 0 ? "0" : fixed(locale, value / unit, decimals) + sign);
    },
    percentTicks: (values) => {
      const decimals = decimalsOfStep(stepOf(values) * 100);
      return (value) => `${fixed(locale, value * 100, decimals)}%`;
    },
    month: (date) => `${locale.months[date.getUTCMonth()]} ${date.getUTCFullYear()}`,
    day: (date) => `${date.getUTCDate()} ${locale.months[date.getUTCMonth()]}`,
  };
}
