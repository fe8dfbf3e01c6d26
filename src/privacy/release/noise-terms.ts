// What a description of noise speaks of: mechanisms and releases.

import type { KnownNoise, ScaleKind } from "../mechanisms/index.ts";
import type { protectionSettings, ValueOf } from "../../settings/index.ts";

/** What one change of the data is. */
export type PrivacyUnit = ValueOf<typeof protectionSettings.unit>;

/** Stands in noise.json. */
export const noiseVersion = "carryover/noise/2";

/** What noise is drawn from; "unknown": there is noise, and nobody says how much. */
export type NoiseMechanism = KnownNoise | "none" | "unknown";

/** The noise of one column. */
export interface ColumnNoiseDescription {
  readonly column: string;
  readonly mechanism: NoiseMechanism;
  /**
   * Scale of the noise in one summed cell, in the unit of the column; undefined for "none", and for "unknown" unless a guess is given.
   */
  readonly scale: number | undefined;
  /** What the scale is: `b` of a Laplace (standard deviation b sqrt(2)) or `sigma`, the standard deviation. */
  readonly scaleKind: ScaleKind;
  /** Values are whole multiples of this; undefined for continuous noise. */
  readonly granularity: number | undefined;
  /** The privacy unit. */
  readonly unit: PrivacyUnit | "unknown";
  /** Noised values beyond these were set to them; undefined when nothing was clipped. */
  readonly clip: { readonly lower?: number | undefined; readonly upper?: number | undefined } | undefined;
  /** Cells with a noised value below this are missing. */
  readonly suppressedBelow: number | undefined;
  /** Independently noised cells in one value of the table: the variance is that many times that of the scale. */
  readonly cellsSummed: number;
  readonly epsilon: number | undefined;
  /** 0 for Laplace noise without suppression; undefined where it is not known. */
  readonly delta: number | undefined;
  /** Before rescaling. */
  readonly sensitivity: { readonly norm: "L1" | "L2"; readonly value: number } | undefined;
  /** Most that one unit adds to a cell, and to all cells of the release. */
  readonly bounds: { readonly cap: number; readonly total: number } | undefined;
  /** The column is the released value times this. The scale has it in it already. */
  readonly rescale: number;
  /** Columns of the same release share one charge of epsilon. */
  readonly release: string | undefined;
  readonly source: string;
}

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
