// The journal of a recovery study: a line of JSON that says which study it is, then one for every data set that was fitted.

import { camelForm, documentText, isDocument } from "../../documents/index.ts";
import { appendFile, mkdir, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import {
  journalUnreadable,
  recoveryNothingToResume,
  recoveryResumeDiffers,
  recoveryUnfinished,
} from "../../problems/recovery-problems.ts";
import { type IdentityRecord, recoveryJournalDocument, recoverySetDocument, type SetRecord } from "./documents.ts";
import type { FittedSet } from "./recovery-set.ts";

/** Name of the journal in the folder of a study; it is removed when the study is complete. */
export const journalName = "recovery.ndjson";

/** What must be the same for a study to go on, by name. */
export type StudyIdentity = Readonly<Record<string, string | number | boolean>>;

export interface JournalState {
  readonly sets: readonly FittedSet[];
  /** Wall time that was spent on them. */
  readonly elapsedSeconds: number;
}

/**
 * What an unfinished study in the folder has done.
 * @throws CarryoverError (wrong usage): there is one and it is not to be resumed, there is none to resume, it is another study, or a
 *   line cannot be read
 */
export async function readJournal(path: string, identity: StudyIdentity, resume: boolean): Promise<JournalState> {
  let text: string | undefined;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  if (text === undefined) {
    if (resume) throw new CarryoverError([recoveryNothingToResume(dirname(path))], exitCodes.usage);
    return { sets: [], elapsedSeconds: 0 };
  }
  if (!resume) throw new CarryoverError([recoveryUnfinished(path)], exitCodes.usage);
  // The last line of a study that was killed may be torn; it has no line feed then.
  const lines = text.split("\n").slice(0, -1);
  const parsed = lines.map((line, i) => parse(path, line, i + 1));
  if (parsed.length === 0) return { sets: [], elapsedSeconds: 0 };
  check(path, identityIn(path, parsed[0]), identity);
  const entries = parsed.slice(1) as readonly SetRecord[];
  return { sets: entries.map(({ set }) => set), elapsedSeconds: entries.at(-1)?.elapsedSeconds ?? 0 };
}

export interface StudyJournal {
  add(set: FittedSet, elapsedSeconds: number): Promise<void>;
  /** Resolves when everything added is in the file. */
  written(): Promise<void>;
}

/** Opens the journal of a study to add to it, its folder made; a torn line that is there is taken away. */
export async function openJournal(path: string, identity: StudyIdentity): Promise<StudyJournal> {
  await mkdir(dirname(path), { recursive: true });
  const text = await readFile(path, "utf8").catch(() => "");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole !== text) await replaceText(path, whole);
  if (whole === "") await appendFile(path, documentText(recoveryJournalDocument(recordOf(identity)), 0));
  let last: Promise<void> = Promise.resolve();
  return {
    // One after another, so that lines do not run into each other.
    add: (set, elapsedSeconds) => {
      last = last.then(() => appendFile(path, documentText(recoverySetDocument({ elapsedSeconds, set }), 0)));
      return last;
    },
    written: () => last,
  };
}

export async function removeJournal(path: string): Promise<void> {
  await rm(path, { force: true });
}

async function replaceText(path: string, text: string): Promise<void> {
  await rm(path);
  if (text !== "") await appendFile(path, text);
}

/** Figures that are not finite were written as null. */
function parse(path: string, line: string, number: number): unknown {
  try {
    return camelForm(JSON.parse(line, (_key, value: unknown) => (value === null ? Number.NaN : value)));
  } catch {
    throw new CarryoverError([journalUnreadable(path, number, line)], exitCodes.badInput);
  }
}

function recordOf(identity: StudyIdentity): IdentityRecord {
  return { identity: Object.entries(identity).map(([name, value]) => ({ name, value })) };
}

/** @throws CarryoverError (wrong usage) for a first line that another version wrote */
function identityIn(path: string, first: unknown): StudyIdentity {
  const current = "carryover/recovery-journal/1";
  if (!isDocument(first, current)) {
    throw new CarryoverError([recoveryResumeDiffers(path, "its format", "another", current)], exitCodes.usage);
  }
  const { identity } = first as IdentityRecord;
  return Object.fromEntries(identity.map(({ name, value }) => [name, value]));
}

function check(path: string, before: StudyIdentity, now: StudyIdentity): void {
  for (const [what, value] of Object.entries(now)) {
    if (before[what] !== value) {
      const problem = recoveryResumeDiffers(path, what, String(before[what]), String(value));
      throw new CarryoverError([problem], exitCodes.usage);
    }
  }
}
