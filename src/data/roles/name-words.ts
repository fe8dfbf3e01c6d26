// The name of a column taken apart: its words, without accents, units and case, each with its place in the name.

import { currencies, gluedWords, vocabulary } from "./vocabulary.ts";

export interface NameWord {
  /** Lower case, without accents. */
  readonly text: string;
  /** As written, and where it begins. */
  readonly written: string;
  readonly at: number;
}

export interface ColumnName {
  readonly column: string;
  readonly words: readonly NameWord[];
  /** ISO code of a currency that the name states: `Radio Cost ($)`, `spend_tv_eur`. */
  readonly currency?: string;
}

/** Units in brackets, which say nothing of what a column is: `($)`, `[000s]`, `(in EUR)`. */
const bracketed = /[([{]([^)\]}]{0,12})[)\]}]/g;
const signs = /(?:r|us|a|c)?\$|[€£¥₹₩₽₺]/gi;
/** Words: runs of letters or of digits, also where lower case turns to upper: `spendTV`, `TVSpend`, `x1`. */
const pieces = /\p{Lu}{2,}s(?!\p{Ll})|\p{Lu}+(?![\p{Ll}])|\p{Lu}?\p{Ll}+|[\p{Lo}]+|\d+/gu;

/** Takes a name apart. */
export function nameWords(column: string): ColumnName {
  let currency: string | undefined;
  const note = (text: string): boolean => {
    const key = text.toLowerCase().trim();
    const code = Object.hasOwn(currencies, key) ? currencies[key] : undefined;
    currency ??= code;
    return code !== undefined;
  };
  const blank = (text: string): string => " ".repeat(text.length);
  const masked = column
    .normalize("NFC")
    .replace(bracketed, (whole, inside: string) => {
      const unit = inside.replace(/^in\s+/i, "");
      return note(unit) || /^\s*(?:0{3}s?|k|m|mn|mio|tsd|thousands?|millions?|%|#)?\s*$/i.test(unit)
        ? blank(whole)
        : whole;
    })
    .replace(signs, (sign) => (note(sign), blank(sign)));
  const found = rejoined([...masked.matchAll(pieces)].flatMap(({ 0: written, index }) => unglued(written, index)));
  // A code stands alone at the end or the front of a name: `spend_tv_eur`; "try" in the middle is an English word.
  const isCode = ({ text }: NameWord, position: number): boolean =>
    text.length >= 3 &&
    found.length > 1 &&
    (position === found.length - 1 || position === 0) &&
    text !== "try" &&
    note(text);
  const words = found.filter((word, position) => !isCode(word, position));
  return { column, words, ...(currency === undefined ? {} : { currency }) };
}

/** The text in lower case without accents. */
export function plainText(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss").toLowerCase();
}

/** `YouTube` and `LinkedIn` are one word each, whatever their capitals. */
function rejoined(words: readonly NameWord[]): NameWord[] {
  const joined: NameWord[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    const whole = last === undefined || last.at + last.written.length !== word.at ? undefined : last.text + word.text;
    if (last === undefined || whole === undefined || !brands.has(whole)) joined.push(word);
    else joined[joined.length - 1] = { text: whole, written: last.written + word.written, at: last.at };
  }
  return joined;
}

const brands: ReadonlySet<string> = new Set([
  ...vocabulary.medium,
  ...vocabulary.calendar,
  ...vocabulary.organic,
  ...vocabulary.funnel,
]);
/** Words that only look glued, or are a word as they stand. */
const whole: ReadonlySet<string> = new Set([
  "reviews",
  "interviews",
  "previews",
  "overviews",
  ...vocabulary.spend,
  ...vocabulary.funnel,
]);

/** `tvspend` is two words; `spend` is one. */
function unglued(written: string, at: number): NameWord[] {
  const text = plainText(written);
  const word = (from: number, to: number): NameWord => ({
    text: plainText(written.slice(from, to)),
    written: written.slice(from, to),
    at: at + from,
  });
  for (const glued of gluedWords) {
    const rest = text.length - glued.length;
    if (rest < 2 || text.length !== written.length || whole.has(text)) continue;
    if (text.endsWith(glued)) return [word(0, rest), word(rest, text.length)];
    if (glued === "spend" && text.startsWith(glued) && !/^(?:ing|s$)/.test(text.slice(glued.length))) {
      return [word(0, glued.length), word(glued.length, text.length)];
    }
  }
  return [word(0, written.length)];
}
