// What the columns are that are neither date, target nor spend: controls, or why they are none.

import { quote } from "../../words/index.ts";
import { textReason } from "./contents.ts";
import { areEqual, type TableView } from "./table-view.ts";
import type { Meaning } from "./meaning.ts";
import { nameWords } from "./name-words.ts";
import type { ColumnRole, Confidence, Role } from "./role.ts";

/** What is settled before the rest is looked at. */
export interface Settled {
  readonly date: string | undefined;
  readonly target: string | undefined;
  readonly channels: readonly ColumnRole[];
}

/** The role of a column by its name and by what it holds; what it has to do with others is for `relations.ts`. */
export function classify(looked: TableView, column: string, settled: Settled, before: readonly string[]): ColumnRole {
  const contents = looked.contents(column);
  const role = (kind: Role, confidence: Confidence, reason: string, channel?: string): ColumnRole => ({
    column,
    role: kind,
    confidence,
    reason,
    ...(channel === undefined ? {} : { channel }),
  });
  const { meaning, ofMedium } = looked.meaning(column);
  if (contents.kind === "dates") return role("calendar", "high", dateReason(settled.date));
  if (contents.kind === "text") return role("text", "high", textReason(contents));
  // What it would be left out for comes first: nobody needs to mend cells of a column that is not used.
  const byName = leftOutByName(meaning, settled);
  const binary = contents.kind === "numbers" && contents.shape.binary;
  if (byName !== undefined && !binary) return role(byName.role, byName.confidence, byName.reason);
  if (meaning === "exposure" || (binary && ofMedium && meaning !== "organic")) {
    // What names no medium is of the channel there is, where there is one.
    const only = settled.channels.length === 1 && !ofMedium ? settled.channels[0].channel : undefined;
    const channel = channelOf(column, settled.channels) ?? only;
    const what = binary ? "says when a medium was on" : "says how often advertising was seen or clicked";
    return role("exposure", "high", channel === undefined ? `it ${what}` : `exposure of ${quote(channel)}`, channel);
  }
  if (contents.kind === "unreadable") return role("unreadable", "high", contents.first);
  const { shape, values } = contents;
  if (shape.constant) return role("constant", "high", `it is ${values[0]} in every row`);
  if (shape.progression) return role("calendar", "high", "it counts the rows, as the trend of the model does");
  if (meaning === "calendar") return role("calendar", "high", "the model has a trend and a season of its own");
  const copied = [settled.target, ...settled.channels.map((channel) => channel.column), ...before].find(
    (other) => other !== undefined && areEqual(looked, column, other),
  );
  if (copied !== undefined) return role("duplicate", "high", `it holds the same as ${quote(copied)}`);
  if (meaning === "organic") return role("control", "medium", "media without spend have no return, so it is a control");
  if (meaning === "control") return role("control", "high", "its name says so");
  if (binary) return role("control", "medium", "it has two values, as holidays and promotions do");
  return role("control", "low", "it is a column of numbers, and its name says nothing else");
}

interface LeftOut {
  readonly role: Role;
  readonly confidence: Confidence;
  readonly reason: string;
}

/** Names that no control has. */
function leftOutByName(meaning: Meaning, { target }: Settled): LeftOut | undefined {
  const goal = target === undefined ? "the target" : quote(target);
  const result = (reason: string): LeftOut => ({ role: "result", confidence: "high", reason });
  switch (meaning) {
    case "revenue":
    case "count":
    case "target":
      return result(`the target is ${goal}`);
    case "order-value":
      return result("what one response is worth is made of the target");
    case "cost-of-sales":
      return result("the cost of what was sold follows the target");
    case "past":
      return result("earlier values of the target hold the effects of media");
    case "forecast":
      return result("a forecast or a plan of the target is made of the target");
    case "attributed":
      return result("what a channel claims for itself is made of the target");
    case "ad-rate":
      return result("a ratio of advertising to its result is made of both");
    case "funnel":
      return result("visits and the like lie between media and the target, and would take their effect");
    default:
      return undefined;
  }
}

function dateReason(date: string | undefined): string {
  return date === undefined ? "it holds dates" : `${quote(date)} says which week a row is`;
}

/** The channel whose name is within that of an exposure: the longest, `search_clicks_P` is of `search`. */
export function channelOf(column: string, channels: readonly ColumnRole[]): string | undefined {
  const textsOf = (name: string): string[] => nameWords(name).words.map(({ text }) => synonyms[text] ?? text);
  const texts = textsOf(column);
  const found = channels
    .flatMap(({ channel }) => (channel === undefined ? [] : [{ channel, words: textsOf(channel) }]))
    .filter(({ words }) => words.length > 0 && words.every((word) => texts.includes(word)))
    .toSorted((a, b) => b.words.length - a.words.length);
  return found[0]?.channel;
}

const synonyms: Readonly<Record<string, string>> = {
  fb: "facebook",
  meta: "facebook",
  ig: "instagram",
  yt: "youtube",
  television: "tv",
  fernsehen: "tv",
  adwords: "google",
  gads: "google",
};
