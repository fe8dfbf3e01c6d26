// The files of a ledger as documents, each with the checksum of its own content.

import { sha256 } from "../../files/index.ts";
import { asIs, type AsIs, type Document, documentOf } from "../../documents/index.ts";
import type { Entry } from "./entry.ts";

/** An entry in the chain. */
export type NumberedEntry = Entry & {
  readonly sequence: number;
  /** Checksum of the entry before; empty for the first. */
  readonly previous: string;
};

export interface Sealed {
  /** SHA-256 of the JSON of everything before it, in hexadecimal. */
  readonly checksum: string;
}

/** The content with its checksum at its end. */
export function withChecksum<T extends object>(content: T): T & Sealed {
  return { ...content, checksum: sha256(JSON.stringify(content)) };
}

/** An entry of a ledger: its budget, or what was charged to it. */
export function ledgerEntryDocument(
  entry: NumberedEntry,
): Document<"carryover/ledger-entry/2", NumberedEntry & Sealed> {
  return withChecksum(documentOf("carryover/ledger-entry/2", entry));
}

export interface StoredRelease {
  readonly charge: string;
  readonly answers: readonly {
    /** Keyed hash of data, query and parameters, as in the entry of the charge. */
    readonly query: string;
    /** What was drawn. */
    readonly value: unknown;
  }[];
}

type ReleaseContent = Omit<StoredRelease, "answers"> & {
  readonly answers: readonly { readonly query: string; readonly value: AsIs<unknown> }[];
};

/** What was released for one charge, kept for whoever asks the same again. */
export function storedReleaseDocument({
  charge,
  answers,
}: StoredRelease): Document<"carryover/stored-release/1", ReleaseContent & Sealed> {
  const kept = answers.map(({ query, value }) => ({ query, value: asIs(value) }));
  return withChecksum(documentOf("carryover/stored-release/1", { charge, answers: kept }));
}

export interface LedgerNote {
  /** Path of the ledger's folder. */
  readonly ledger: string;
}

/** DATA.ledger beside a table whose ledger is elsewhere. */
export function ledgerNoteDocument(note: LedgerNote): Document<"carryover/ledger-note/1", LedgerNote & Sealed> {
  return withChecksum(documentOf("carryover/ledger-note/1", note));
}
