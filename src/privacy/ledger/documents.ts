// The files of a ledger as documents, each with the checksum of its own content.

import { sha256 } from "../../files/index.ts";
import { asIs, type AsIs, type Document, documentOf } from "../../documents/index.ts";
import type { ChargeEntry, Entry } from "./entry.ts";

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

/** An entry of a ledger: its budget, what was charged to it, what was found to be missing, or other ledgers of the same events. */
export function ledgerEntryDocument(
  entry: NumberedEntry,
): Document<"carryover/ledger-entry/3", NumberedEntry & Sealed> {
  return withChecksum(documentOf("carryover/ledger-entry/3", entry));
}

/** A charge as this account remembers it, apart from the ledger. */
export interface RememberedCharge {
  /** Identity of the ledger. */
  readonly ledger: string;
  readonly charge: ChargeEntry;
}

/** A charge in the state folder of this account, by which a ledger is recognized that was restored from a backup. */
export function rememberedChargeDocument(
  remembered: RememberedCharge,
): Document<"carryover/remembered-charge/1", RememberedCharge & Sealed> {
  return withChecksum(documentOf("carryover/remembered-charge/1", remembered));
}

/** What a ledger counts, as this account remembers it: by keyed hashes, under a key that only this account has. */
export interface Claim {
  /** Identity of the ledger. */
  readonly ledger: string;
  /** Path of its folder when it was claimed. */
  readonly path: string;
  /** Keyed hash of the whole table. */
  readonly table: string;
  /** Fingerprint of the events that the table was made from; empty where they are not known. */
  readonly events: readonly string[];
}

/** What a ledger counts, in the state folder of this account. */
export function claimDocument(claim: Claim): Document<"carryover/claim/1", Claim & Sealed> {
  return withChecksum(documentOf("carryover/claim/1", claim));
}

/** The events of an aggregation, as this account remembers them. */
export interface EventsFingerprint {
  /** Random identity of the aggregation, as in its bounds.json. */
  readonly aggregation: string;
  /** Smallest keyed hashes of pairs of user and day: a sample by which overlapping sets of events are recognized. */
  readonly events: readonly string[];
}

/** A fingerprint of events, in the state folder of this account. */
export function eventsFingerprintDocument(
  fingerprint: EventsFingerprint,
): Document<"carryover/events-fingerprint/1", EventsFingerprint & Sealed> {
  return withChecksum(documentOf("carryover/events-fingerprint/1", fingerprint));
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
  /** Its identity, by which it is recognized where it was moved; absent in notes of earlier versions. */
  readonly id?: string | undefined;
}

/** DATA.ledger beside a table whose ledger is elsewhere. */
export function ledgerNoteDocument(note: LedgerNote): Document<"carryover/ledger-note/1", LedgerNote & Sealed> {
  return withChecksum(documentOf("carryover/ledger-note/1", note));
}
