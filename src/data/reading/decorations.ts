// What stands around the digits of a number: signs, parentheses of bookkeeping, currencies, percent signs, the dash that stands for zero.

/** A cell taken apart. */
export interface Peeled {
  /** Digits with their marks; empty for the dash that bookkeeping writes for zero. */
  readonly body: string;
  readonly negative: boolean;
  /** The currency sign or code as it is written. */
  readonly currency?: string;
  readonly percent: boolean;
  /** Negative because it stands in parentheses. */
  readonly parentheses: boolean;
  /** Negative by a minus that stands last, or is no hyphen. */
  readonly unusualMinus: boolean;
}

const blanks = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const invisible = /[\u200b-\u200f\u2060\ufeff]/g;
/** Hyphen, true minus, full-width and small hyphens; the en dash, which word processors put in place of a hyphen. */
const minusSigns = "\\-\u2212\u2010\u2011\u2013\uff0d\ufe63";
const dash = /^[-\u2010-\u2015\u2212\uff0d\ufe63]{1,3}$/;
/** Codes of ISO 4217 that tables of advertising are likely to hold; other letters are no currency. */
const codes =
  "aed|ars|aud|bgn|brl|cad|chf|clp|cny|rmb|cop|czk|dkk|egp|eur|gbp|hkd|huf|idr|ils|inr|isk|jpy|krw|kzt|mad|mxn|myr|ngn|nok|" +
  "nzd|pen|php|pkr|pln|ron|rsd|rub|sar|sek|sgd|thb|try|twd|uah|usd|vnd|zar";
const signs = "(?:us|ca|c|au|a|nz|hk|sg|s|r|mx|nt)?\\$|[\\p{Sc}]";
const words = "euros?|dollars?|pounds?|kr\\.?|k\u010d|z\u0142|ft|lei|s?fr\\.|rs\\.?";
const currencyFirst = new RegExp(`^(?:${signs}|(?:${codes}|${words})(?![\\p{L}]))\\s*`, "iu");
const currencyLast = new RegExp(`\\s*(?:${signs}|(?<![\\p{L}])(?:${codes}|${words}))$`, "iu");
const signFirst = new RegExp(`^([+${minusSigns}])\\s*`);
/** Ledgers of SAP write the minus last. */
const signLast = new RegExp(`(?<=[\\d.,])\\s*([${minusSigns}])$`);

/** Takes a cell apart; undefined when something stands twice, or nothing is left that could be a number. */
export function peel(cell: string): Peeled | undefined {
  let text = cell.replace(invisible, "").replace(blanks, " ").trim();
  // Spreadsheets keep numbers as text as '123 and ="123".
  text = /^="([^"]*)"$/.exec(text)?.[1] ?? text.replace(/^['\u2019](?=[\d.,])/, "");
  let sign: string | undefined;
  let currency: string | undefined;
  let percent = false;
  let parentheses = false;
  let unusualMinus = false;
  for (;;) {
    const before = text;
    if (currency === undefined) {
      const found = currencyFirst.exec(text) ?? currencyLast.exec(text);
      if (found !== null) {
        currency = found[0].trim();
        text = (found.index === 0 ? text.slice(found[0].length) : text.slice(0, found.index)).trim();
      }
    }
    if (sign === undefined && !parentheses && !dash.test(text)) {
      const found = signFirst.exec(text) ?? signLast.exec(text);
      if (found !== null) {
        sign = found[1];
        unusualMinus = sign !== "+" && (sign !== "-" || found.index > 0);
        text = found.index === 0 ? text.slice(found[0].length) : text.slice(0, found.index);
      }
    }
    if (!percent && /\s*%$/.test(text)) {
      percent = true;
      text = text.replace(/\s*%$/, "");
    }
    if (!parentheses && sign === undefined && /^\(.*\)$/.test(text)) {
      parentheses = true;
      text = text.slice(1, -1).trim();
    }
    if (text === before) break;
  }
  if (dash.test(text)) text = "";
  else if (!/^[\d.,]/.test(text)) return undefined;
  const negative = parentheses || (sign !== undefined && sign !== "+");
  return { body: text, negative, percent, parentheses, unusualMinus, ...(currency === undefined ? {} : { currency }) };
}

/** One spelling for the same currency: signs as they are, codes in capitals; `kr.` like `kr`. */
export function currencyName(written: string): string {
  const name = written.replace(/\.$/, "").toUpperCase();
  return currencyNames.get(name) ?? name;
}

const currencyNames: ReadonlyMap<string, string> = new Map([
  ...["EUR", "EURO", "EUROS"].map((name) => [name, "\u20ac"] as const),
  ...["USD", "US$", "DOLLAR", "DOLLARS"].map((name) => [name, "$"] as const),
  ...["GBP", "POUND", "POUNDS"].map((name) => [name, "\u00a3"] as const),
  ["JPY", "\u00a5"],
]);
