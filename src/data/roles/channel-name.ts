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

interface NamedChannel {
  readonly name: string;
  readonly column: string;
}

/**
 * The channel that is meant by what somebody wrote: its name, or the column of its spend. This is how every file, option and setting
 * finds a channel; `ambiguousChannels` keeps it from having two answers.
 */
export function findChannel<T extends NamedChannel>(channels: readonly T[], written: string): T | undefined {
  return channels.find(({ name }) => name === written) ?? channels.find(({ column }) => column === written);
}

/** Channels whose name is the column of another: what that name means could not be told. */
export function ambiguousChannels(
  channels: readonly NamedChannel[],
): readonly { readonly name: string; readonly columns: readonly [string, string] }[] {
  return channels.flatMap(({ name, column }) => {
    const other = channels.find((each) => each.column === name && each.column !== column);
    return other === undefined ? [] : [{ name, columns: [column, other.column] as const }];
  });
}

/**
 * Entries of a map by channel, by the names of the channels: `found` has those of the model, `unknown` the keys of no channel, `twice`
 * the pairs of keys that mean one channel.
 */
export function entriesByChannel<T>(
  channels: readonly NamedChannel[],
  map: Readonly<Record<string, T>>,
): {
  readonly found: ReadonlyMap<string, { readonly key: string; readonly value: T }>;
  readonly unknown: readonly string[];
  readonly twice: readonly { readonly name: string; readonly keys: readonly [string, string] }[];
} {
  const found = new Map<string, { readonly key: string; readonly value: T }>();
  const unknown: string[] = [];
  const twice: { readonly name: string; readonly keys: readonly [string, string] }[] = [];
  for (const [key, value] of Object.entries(map)) {
    const name = findChannel(channels, key)?.name;
    const before = name === undefined ? undefined : found.get(name);
    if (name === undefined) unknown.push(key);
    else if (before !== undefined) twice.push({ name, keys: [before.key, key] });
    else found.set(name, { key, value });
  }
  return { found, unknown, twice };
}

/** Words after a channel that say how its spend was counted: "TV ad", "TV actual". */
function isAside(text: string): boolean {
  return /^(?:ad|advertising|media|marketing|actuals?|planned|plan|net|gross|total)$/.test(text);
}

function isGeneral(text: string): boolean {
  return /^(?:media|ads?|advertising|marketing|paid|amount|total)$/.test(text);
}
