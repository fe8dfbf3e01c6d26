// Everything that surfaces of one run say of its quantities: (quantity, span, channel) -> values with where they were seen.

/** A number as it stands somewhere; `room` is half a unit of its last printed digit, 0 for numbers in full. */
export interface Seen {
  readonly estimate: number;
  readonly lower?: number;
  readonly upper?: number;
  readonly room: number;
  readonly where: string;
}

/** Relative difference of numbers in full that come of different programs. */
const rounding = 1e-7;

export class Figures {
  readonly seen: Map<string, Seen[]> = new Map<string, Seen[]>();
  /** What could not be told to be a quantity. */
  readonly unknown: string[] = [];

  add(quantity: string, span: string, channel: string, seen: Seen): void {
    const key = `${quantity} | ${span} | ${channel}`;
    const list = this.seen.get(key) ?? [];
    list.push(seen);
    this.seen.set(key, list);
  }

  /** Quantities with two values, in words. */
  conflicts(): readonly string[] {
    return [...this.seen].flatMap(([key, [first, ...rest]]) =>
      rest
        .filter((each) => !agree(first, each))
        .map((each) => `${key}: ${text(first)} in ${first.where}, ${text(each)} in ${each.where}`),
    );
  }

  /** Estimates that lie outside of their own interval. */
  outside(): readonly string[] {
    return [...this.seen].flatMap(([key, list]) =>
      list
        .filter(({ estimate, lower, upper, room }) => {
          const slack = 1.001 * room + rounding * (Math.abs(lower ?? 0) + Math.abs(upper ?? 0));
          return lower !== undefined && upper !== undefined && (estimate < lower - slack || estimate > upper + slack);
        })
        .map((each) => `${key}: ${text(each)} in ${each.where}`),
    );
  }

  /** Whether these three numbers, as they are printed, are the figures of some quantity of these channels. */
  knows(printed: Seen, channels: readonly string[]): boolean {
    return [...this.seen].some(
      ([key, [first]]) =>
        first.lower !== undefined &&
        channels.includes(key.split(" | ")[2]) &&
        agree(first, printed) &&
        first.room === 0,
    );
  }

  /** Surfaces on which a quantity was seen. */
  surfacesOf(quantity: string, span: string, channel: string): readonly string[] {
    return (this.seen.get(`${quantity} | ${span} | ${channel}`) ?? []).map(({ where }) => where);
  }
}

function agree(a: Seen, b: Seen): boolean {
  const room = a.room + b.room;
  const near = (x: number | undefined, y: number | undefined): boolean => {
    if (x === undefined || y === undefined) return true;
    if (Object.is(x, y) || (Number.isNaN(x) && Number.isNaN(y))) return true;
    return Math.abs(x - y) <= 1.001 * room + rounding * Math.max(Math.abs(x), Math.abs(y)) + 1e-12;
  };
  return near(a.estimate, b.estimate) && near(a.lower, b.lower) && near(a.upper, b.upper);
}

function text({ estimate, lower, upper }: Seen): string {
  return lower === undefined ? String(estimate) : `${estimate} (${lower} to ${upper})`;
}

const number = "[−+]?(?:\\d[\\d,]*(?:\\.\\d+)?(?:e−?\\d+)?|∞)[kMBT]?%?";

/** `1.23 (0.98 to 1.51)`, `1.23† (…)`, `1.23 (median; 0.98 to 1.51)`: the whole and its three numbers. */
export const estimatePattern: RegExp = new RegExp(`(${number})†? \\((?:median; )?(${number}) to (${number})\\)`, "g");

const powers: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, B: 1e9, T: 1e12, "%": 0.01 };

/** A printed number and half a unit of its last digit. @param percent of a column of percents without their sign */
export function printedNumber(printed: string, percent = false): { readonly value: number; readonly room: number } {
  if (printed.includes("∞")) return { value: Number.POSITIVE_INFINITY, room: 0 };
  const unit = (powers[printed.at(-1) ?? ""] ?? 1) * (percent ? 0.01 : 1);
  const plain = printed
    .replace(/[kMBT%]$/, "")
    .replaceAll(",", "")
    .replaceAll("−", "-")
    .replace("+", "");
  const [mantissa, exponent = "0"] = plain.split("e");
  const decimals = mantissa.split(".")[1]?.length ?? 0;
  return { value: Number(plain) * unit, room: 0.5 * 10 ** (Number(exponent) - decimals) * unit };
}

/** The estimate with its interval in a text of one quantity; undefined where there is none. */
export function printedEstimate(cell: string, where: string, percent = false): Seen | undefined {
  const [match] = [...cell.matchAll(estimatePattern)];
  if (match === undefined) return undefined;
  const [estimate, lower, upper] = match.slice(1, 4).map((each) => printedNumber(each, percent));
  const room = Math.max(estimate.room, lower.room, upper.room);
  return { estimate: estimate.value, lower: lower.value, upper: upper.value, room, where };
}
