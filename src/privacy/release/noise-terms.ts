// What a description of noise speaks of: mechanisms and releases.

import type { KnownNoise } from "../mechanisms/index.ts";
import type { protectionSettings, ValueOf } from "../../settings/index.ts";

/** What one change of the data is. */
export type PrivacyUnit = ValueOf<typeof protectionSettings.unit>;

/** Stands in noise.json. */
export const noiseVersion = "carryover/noise/2";

/** What noise is drawn from; "unknown": there is noise, and nobody says how much. */
export type NoiseMechanism = KnownNoise | "none" | "unknown";

/** What is to be known of the ledger that a release was charged to. */
export interface CountingLedger {
  /** Its identity, which its copies and backups have too. */
  readonly id: string;
  /** The version of the table that was released, from 1. */
  readonly version: number;
  /** How often charges were found that it did not know: it was restored from a backup, or copied before they were made. */
  readonly restores: number;
  /** Identities of other ledgers that count releases of the same table or events, which its budget does not hold. */
  readonly separate: readonly string[];
}

/** What the release as a whole guarantees. */
export interface ReleaseStatement {
  /** What is protected: "user". */
  readonly unit: string;
  /** Which data sets are told apart no better than epsilon says: "adding or removing one user". */
  readonly neighbors: string;
  readonly epsilon: number;
  readonly delta: number;
  /** For "user-week": epsilon (at the same delta) of a user who appears in every week of the table. */
  readonly wholeUserEpsilon?: number | undefined;
  readonly composition: string;
  /** What all releases from the same ledger can add up to. */
  readonly budget?: { readonly epsilon: number; readonly delta: number; readonly accounting: string } | undefined;
  /** The ledger that counts these releases; absent in statements of earlier versions. */
  readonly ledger?: CountingLedger | undefined;
  /** "csprng": noise from the operating system's cryptographic generator. */
  readonly randomness?: string | undefined;
  readonly notProtected: readonly { readonly column: string; readonly reason: string }[];
  /** Weeks and channels that are published whatever happened in them. */
  readonly grid?: string | undefined;
  /** What the guarantee does not promise, in sentences. */
  readonly limits?: readonly string[] | undefined;
}
