// A fit as a manifest, a folder or a table to be split names it, before anything of it is read.

import type { ReadingValues } from "../../settings/index.ts";
import type { SamplingFlags } from "../../mmm/specification/index.ts";
import { fitNameNoFolder, fitNameTaken } from "../../problems/batch-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import { isPartOfBatch } from "../journal/index.ts";

export interface FitEntry {
  readonly name: string;
  /** Path of the table; the one that `model` names when left out. */
  readonly table?: string;
  /** Path of a model file; that of the whole batch, if there is one, or defaults when left out. */
  readonly model?: string;
  /** What the manifest says of how the table is read. */
  readonly reading?: ReadingValues;
  /** What the manifest says of sampling. */
  readonly sampling: SamplingFlags;
  /** Where it is named, for messages. */
  readonly where: string;
}

/** File systems take 255 bytes, and temporaries are named after the folder. */
const longestName = 150;

/** Names that cannot be folders on some system that the batch may be copied to, or are not told apart from others. */
export function nameProblems(entries: readonly FitEntry[]): readonly Problem[] {
  const first = new Map<string, FitEntry>();
  return entries.flatMap((entry): Problem[] => {
    const { name, where } = entry;
    const reason = reasonAgainst(name);
    if (reason !== undefined) return [fitNameNoFolder(where, name, reason)];
    const key = name.normalize("NFC").toLowerCase();
    const other = first.get(key);
    if (other !== undefined) return [fitNameTaken(where, name, other.where)];
    first.set(key, entry);
    return [];
  });
}

function reasonAgainst(name: string): string | undefined {
  if (name === "") return "no folder has an empty name";
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const bad = /[/\\:*?"<>|\u0000-\u001f]/.exec(name)?.[0];
  if (bad !== undefined) return `a folder cannot have ${JSON.stringify(bad)} in its name on every system`;
  if (name.startsWith(".")) return "folders whose names begin with a point are hidden";
  if (/[. ]$/.test(name) || name.startsWith(" "))
    return "a folder cannot begin or end with a blank, nor end with a point";
  if (/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name)) return "Windows keeps this name for a device";
  if (Buffer.byteLength(name) > longestName) return `this one is longer than ${longestName} bytes`;
  if (isPartOfBatch(name)) return "the batch itself has a file or folder of this name";
  return undefined;
}
