// The name of a channel in results: its column without what says that it is spend.

import { isWord, meaningOf } from "./meaning.ts";
import { joiningWords } from "./vocabulary.ts";

/**
 * `spend_TV`, `TV_spend`, `tv_S` and `TV Cost ($)` name the channel TV (tv). What is left keeps its spelling; a column that names
 * nothing else is the channel itself. Depends on the column alone, so that a stored specification gives the same names again.
 */
export function channelName(column: string): string {
  const prefixed = column.replace(/^spend_(?=.)/i, "");
  if (prefixed !== column) return prefixed;
  const { name, meaning } = meaningOf(column);
  if (meaning !== "spend") return column;
  const { words } = name;
  const isSuffix = (index: number): boolean => index === words.length - 1 && words[index].written === "S";
  const drops = words.map(({ text }, index) => isWord(text, "spend") || isSuffix(index));
  let first = drops.indexOf(false);
  let last = drops.lastIndexOf(false);
  if (first < 0) return column;
  // A word for all media says no more than that it is spend, beside another: "media cost tv" is tv.
  const says = (index: number): boolean =>
    !drops[index] && !joiningWords.has(words[index].text) && !isGeneral(words[index].text);
  while (first < last && !says(first)) first++;
  while (first < last && (drops[last] || isAside(words[last].text))) last--;
  const start = words[first].at;
  const end = words[last].at + words[last].written.length;
  const kept = column.normalize("NFC").slice(start, end);
  return kept.trim() === "" ? column : kept;
}

/** Words after a channel that say how its spend was counted: "TV ad", "TV actual". */
function isAside(text: string): boolean {
  return /^(?:ad|advertising|media|marketing|actuals?|planned|plan|net|gross|total)$/.test(text);
}

function isGeneral(text: string): boolean {
  return /^(?:media|ads?|advertising|marketing|paid|amount|total)$/.test(text);
}
