// What the name of a column says it is. What the column holds has the last word: `classify.ts`.

import { type ColumnName, nameWords } from "./name-words.ts";
import { vocabulary, type WordMeaning } from "./vocabulary.ts";

/**
 * - `spend`: the name says spend of a channel; `medium`: it names a medium and nothing else; `medium-part`: a medium among other words.
 * - `exposure`: how often advertising was seen; `organic`: media without spend; `ad-rate`: a ratio of advertising and its result.
 * - `revenue`, `count`, `target`: what a model may explain; `attributed`: as claimed by a medium; `funnel`: what lies between the two.
 * - `order-value`, `cost-of-sales`, `past`, `forecast`: made of the target.
 * - `calendar`, `control`: as they say. `anonymous`: `x1`. `unknown`: the name says nothing.
 */
export type Meaning =
  | "spend"
  | "medium"
  | "medium-part"
  | "exposure"
  | "organic"
  | "ad-rate"
  | "revenue"
  | "count"
  | "target"
  | "attributed"
  | "funnel"
  | "order-value"
  | "cost-of-sales"
  | "past"
  | "forecast"
  | "calendar"
  | "control"
  | "anonymous"
  | "unknown";

/** The name and what it means. */
export interface NamedMeaning {
  readonly name: ColumnName;
  readonly meaning: Meaning;
  /** Words that the meaning does not account for: of several targets, the one with the fewest is the plainest. */
  readonly extra: number;
  /** Whether a medium or a platform is named, whatever else is. */
  readonly ofMedium: boolean;
}

export function meaningOf(column: string): NamedMeaning {
  const name = nameWords(column);
  const texts = name.words.map(({ text }) => text);
  const is = (text: string, what: WordMeaning): boolean => isWord(text, what);
  const has = (what: WordMeaning): boolean => texts.some((text) => is(text, what));
  const among = (...kinds: readonly WordMeaning[]): boolean =>
    texts.length > 0 && texts.every((text) => isNumber(text) || kinds.some((kind) => is(text, kind)));
  const made = (meaning: Meaning, ...kinds: readonly WordMeaning[]): NamedMeaning => {
    const isAll = (text: string): boolean => /^(?:total|overall|gesamt|all)$/.test(text);
    const extra = texts.filter((text) => !isAll(text) && !kinds.some((kind) => is(text, kind))).length;
    return { name, meaning, extra, ofMedium: has("medium") };
  };
  const ofTarget = has("revenue") || has("count") || has("target");
  // The head of an English name comes last: "store_sales" are sales, "sales_promotion" is a promotion.
  const headed = (head: readonly WordMeaning[], other: WordMeaning): boolean =>
    texts.findLastIndex((text) => head.some((kind) => is(text, kind))) > texts.findLastIndex((text) => is(text, other));
  const targetHead = ofTarget && headed(["revenue", "count", "target"], "control");
  const robyn = /_([SIPGRC])$/.exec(column)?.[1];

  if (texts.length === 0) return made("unknown");
  if (texts[0] === "chiffre" && texts.some((text) => /^affaires?$/.test(text))) return { ...made("revenue"), extra: 0 };
  if (texts.some((text) => ["control", "ctrl", "covariate"].includes(text)) || has("rival")) return made("control");
  if (has("past") && (ofTarget || has("orderValue"))) return made("past");
  // Without a medium, cpi is the index of consumer prices.
  const isRate = texts.some((text) => is(text, "adRate") && (text !== "cpi" || has("medium")));
  // "Cost / conv." is a ratio; "Radio / TV spend" is spend.
  const slash = /\p{L}\.?\s*\/\s*\p{L}/u.test(column);
  const isOver = texts.includes("per") || (slash && (has("count") || has("exposure")));
  // The form that the documentation asks for, whatever the channel is called.
  if (/^spend_(?=.)/i.test(column) && !isOver && !isIndex(texts)) return made("spend", "spend", "medium", "qualifier");
  if (texts.includes("cogs") || (texts.includes("goods") && texts.includes("sold"))) return made("cost-of-sales");
  if (followsSales(texts)) return made("cost-of-sales");
  if (isRate || (has("spend") && isOver && (slash || !ofTarget))) return made("ad-rate");
  if (texts.includes("cost") && (texts.includes("per") || texts.includes("acquisition"))) return made("ad-rate");
  if (texts.some((text) => text === "rate" || text === "quote") && has("rateOf")) return made("ad-rate");
  if (has("orderValue")) return made("order-value");
  if (has("funnel") && averages(texts)) return made("order-value");
  if (ofTarget && (isOver || texts.includes("pro") || averages(texts))) return made("order-value");
  if (has("forecast") && ofTarget && !has("medium")) return made("forecast");
  if (has("spend") && !has("otherCost") && !isIndex(texts)) return made("spend", "spend", "medium", "qualifier");
  if (has("spend") && has("otherCost")) return made("control");
  if (robyn === "S" && !ofTarget) return made("spend", "medium", "qualifier");
  if (robyn !== undefined && robyn !== "S" && has("medium")) return made("exposure");
  if (has("exposure") && isOfSite(texts)) return made("funnel");
  if (has("organic")) return made("organic");
  const seen = has("exposure") || (has("medium") && texts.some((text) => /^ratings?$/.test(text)));
  if (seen && (!ofTarget || has("medium")) && !isIndex(texts) && !isOfStore(texts)) return made("exposure");
  if (texts.includes("search") && texts.includes("volume")) return made("control");
  if (targetHead && has("medium")) return made("attributed");
  if (targetHead) {
    // "sales_units" and "sales_volume" are counted; "conversion_value" and "order_value" are money.
    const money = texts.includes("value") || texts.includes("amount") || texts.includes("wert");
    const counted = has("count") && !money && !texts.includes("volume") ? true : texts.at(-1) === "volume";
    const kinds = ["revenue", "count", "target"] as const;
    if (has("target") && !has("revenue") && !has("count")) return made("target", ...kinds);
    if (has("revenue") && !counted) return made("revenue", ...kinds);
    if (money) return made("revenue", ...kinds);
    return made("count", ...kinds);
  }
  if (has("funnel")) return made("funnel", "funnel");
  if (among("calendar")) return made("calendar");
  if (has("medium") && !has("control")) {
    return made(among("medium", "qualifier") ? "medium" : "medium-part", "medium", "qualifier");
  }
  if (texts.length === 2 && /^(?:channel|kanal|canal|ch)$/.test(texts[0]) && isNumber(texts[1])) return made("medium");
  if (has("control") || has("otherCost")) return made("control");
  if (/^x_?\d*$/i.test(column)) return made("anonymous");
  return made("unknown");
}

/** Whether a word, or its singular, has a meaning. */
export function isWord(text: string, what: WordMeaning): boolean {
  const known = vocabulary[what];
  if (known.has(text)) return true;
  // "seas" is short for season, and no plural of search engine advertising.
  if (text.length <= 3 || !text.endsWith("s") || text === "seas") return false;
  return known.has(text.slice(0, -1)) || (text.endsWith("ies") && known.has(`${text.slice(0, -3)}y`));
}

/** What sales bring with them, but for a tax rate or a tax holiday, which move them. */
function followsSales(texts: readonly string[]): boolean {
  return (
    texts.some((text) => /^(?:refunds?|returns|tax(?:es)?|vat|commissions?|retouren|steuern?)$/.test(text)) &&
    !texts.some((text) => ["rate", "holiday", "policy", "flag", "is", "has", "change"].includes(text))
  );
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

function averages(texts: readonly string[]): boolean {
  return texts.some((text) => vocabulary.average.has(text) && text !== "media");
}

/** "cost_of_living_index", "search_interest", "spend_trend": an index of something. */
function isIndex(texts: readonly string[]): boolean {
  return texts.some((text) => ["index", "interest", "trend", "trends", "score", "sentiment"].includes(text));
}

function isOfSite(texts: readonly string[]): boolean {
  return (
    texts.some((text) => isWord(text, "ofSite")) &&
    texts.some((text) => /^(?:page)?(?:views?|clicks?|opens?|opened)$/.test(text))
  );
}

/** "open stores", "stores_open": of a shop and not of advertising. */
function isOfStore(texts: readonly string[]): boolean {
  return texts.some((text) => isWord(text, "control") && !/^ratings?$/.test(text));
}
