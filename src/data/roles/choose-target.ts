// Which column is the target, and whether it is money or a count: from its name and from what it holds.

import { median } from "../../numerics/index.ts";
import type { TargetKind } from "../../settings/index.ts";
import { quote } from "../../words/index.ts";
import { areEqual, isSumOf, type TableView } from "./table-view.ts";
import type { Meaning, NamedMeaning } from "./meaning.ts";
import type { Confidence } from "./role.ts";

export interface TargetChoice {
  readonly column: string;
  readonly kind: TargetKind;
  readonly confidence: Confidence;
  readonly reason: string;
  /** Other columns that a model could explain, the likeliest first. */
  readonly alternatives: readonly string[];
}

/** Whole numbers that are mostly smaller than this, in a column whose name does not say what it is, are a count. */
const smallCount = 1000;

/** What names may say of a target, the likeliest first, and what is counted. */
const ranks: Readonly<Partial<Record<Meaning, number>>> = { revenue: 0, target: 1, count: 2, attributed: 4, funnel: 5 };
/** Of names with the same meaning, these are meant first. */
const preferred = ["revenue", "sales", "conversions", "orders", "purchases", "transactions", "units", "quantity"];

/**
 * Columns that could be the target, the likeliest first; those of the first group cannot be told apart. Where nothing else could be,
 * columns that only their name speaks for are among them: what is wrong with them is told then.
 */
export function targetCandidates(looked: TableView, taken: readonly string[]): readonly (readonly string[])[] {
  const groups = candidatesOf(looked, taken, mayBeTarget);
  return groups.length > 0 ? groups : candidatesOf(looked, taken, isNamedTarget);
}

type Judge = (looked: TableView, column: string, named: NamedMeaning) => boolean;

function candidatesOf(looked: TableView, taken: readonly string[], mayBe: Judge): readonly (readonly string[])[] {
  const groups = new Map<number, string[]>();
  for (const column of looked.names) {
    const named = looked.meaning(column);
    const rank = ranks[named.meaning];
    if (rank === undefined || taken.includes(column) || !mayBe(looked, column, named)) continue;
    const favorite = named.extra > 0 ? preferred.length : preferredRank(named);
    const score = 1000 * rank + 20 * Math.min(named.extra, 40) + favorite;
    groups.set(score, [...(groups.get(score) ?? []), column]);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, columns]) => columns);
}

/** The target as far as it can be told; several columns where it cannot. */
export function chooseTarget(
  looked: TableView,
  taken: readonly string[],
): TargetChoice | { readonly ambiguous: readonly string[] } | undefined {
  const groups = targetCandidates(looked, taken);
  if (groups.length === 0) return undefined;
  // Beside numbers, text of such a name is no rival.
  const numbers = groups[0].filter((column) => !["text", "dates"].includes(looked.contents(column).kind));
  const first = numbers.length > 0 ? numbers : groups[0];
  const settled = settle(looked, first);
  if (settled === undefined) return { ambiguous: first };
  const alternatives = groups.flat().filter((column) => column !== settled.column);
  return { ...settled, kind: targetKindOf(looked, settled.column), alternatives };
}

/** Whether a target is money or a count. */
export function targetKindOf(looked: TableView, column: string): TargetKind {
  const { meaning } = looked.meaning(column);
  if (/conversions/i.test(column) || meaning === "count" || meaning === "funnel") return "conversions";
  const contents = looked.contents(column);
  const vague = meaning !== "revenue" || /^sales$/i.test(column);
  if (!vague || contents.kind !== "numbers") return "revenue";
  const { values, shape } = contents;
  return shape.whole && !shape.negative && median(values) < smallCount ? "conversions" : "revenue";
}

function settle(
  looked: TableView,
  group: readonly string[],
): Pick<TargetChoice, "column" | "confidence" | "reason"> | undefined {
  const [column] = group;
  if (group.length === 1) {
    const { meaning, extra } = looked.meaning(column);
    const sure = meaning !== "attributed" && meaning !== "funnel";
    const confidence = sure ? (extra === 0 ? "high" : "medium") : "low";
    return { column, confidence, reason: `its name says ${says[meaning] ?? "what is to be explained"}` };
  }
  const total = group.find((candidate) =>
    isSumOf(
      looked,
      candidate,
      group.filter((other) => other !== candidate),
    ),
  );
  if (total !== undefined) {
    return { column: total, confidence: "medium", reason: "it is the sum of the other candidates" };
  }
  if (group.slice(1).every((other) => areEqual(looked, column, other))) {
    return { column, confidence: "medium", reason: `it holds the same as ${quote(group[1])}` };
  }
  return undefined;
}

const says: Readonly<Partial<Record<Meaning, string>>> = {
  revenue: "revenue",
  count: "a count of responses",
  target: "that it is the target",
  attributed: "a result, though one that a channel claims",
  funnel: "a response",
};

/** A plain name is the target whatever its cells, so that what is wrong with them is told. */
function mayBeTarget(looked: TableView, column: string, named: NamedMeaning): boolean {
  if (named.extra === 0 && namesTarget(named)) return true;
  const contents = looked.contents(column);
  if (contents.kind === "unreadable") return looked.isPanel && contents.gaps;
  return contents.kind === "numbers" && !contents.shape.constant && !contents.shape.binary;
}

/** Whether the name is that of a target, and the cells are none of a flag, a date or a word for each row. */
function isNamedTarget(looked: TableView, column: string, named: NamedMeaning): boolean {
  const contents = looked.contents(column);
  const isFlag =
    contents.kind === "numbers" && contents.shape.binary && contents.values.every((v) => v === 0 || v === 1);
  return namesTarget(named) && !isFlag && contents.kind !== "dates" && contents.kind !== "text";
}

function namesTarget({ meaning }: NamedMeaning): boolean {
  return meaning === "revenue" || meaning === "count" || meaning === "target";
}

function preferredRank({ name }: NamedMeaning): number {
  const texts = name.words.map(({ text }) => text);
  const rank = preferred.findIndex((word) => texts.includes(word) || texts.includes(word.replace(/s$/, "")));
  return rank < 0 ? preferred.length : rank;
}
