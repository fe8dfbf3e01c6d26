// A recovery study as documents: what came of it, and the lines of its journal.

import { type Document, documentOf } from "../../documents/index.ts";
import type { FittedSet } from "./recovery-set.ts";
import type { Recovery } from "./recovery.ts";

/** What came back of the truth: recovery.json, and `carryover recover --json`. */
export function recoveryDocument(recovery: Recovery): Document<"carryover/recovery/2", Recovery> {
  return documentOf("carryover/recovery/2", recovery);
}

/** What must be the same for a study to go on. */
export interface IdentityRecord {
  readonly identity: readonly { readonly name: string; readonly value: string | number | boolean }[];
}

/** Which study it is: the first line of recovery.ndjson. */
export function recoveryJournalDocument(
  record: IdentityRecord,
): Document<"carryover/recovery-journal/1", IdentityRecord> {
  return documentOf("carryover/recovery-journal/1", record);
}

export interface SetRecord {
  /** Wall time of the study until then. */
  readonly elapsedSeconds: number;
  readonly set: FittedSet;
}

/** What came of one data set: each further line of recovery.ndjson. */
export function recoverySetDocument(record: SetRecord): Document<"carryover/recovery-set/1", SetRecord> {
  return documentOf("carryover/recovery-set/1", record);
}
