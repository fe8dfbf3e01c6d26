// What a description of noise speaks of: mechanisms and releases.

import type { KnownNoise } from "../mechanisms/index.ts";
import type { protectionSettings, ValueOf } from "../../settings/index.ts";

/** What one change of the data is. */
export type PrivacyUnit = ValueOf<typeof protectionSettings.unit>;

/** Stands in noise.json. */
export const noiseVersion = "carryover/noise/2";

/** What noise is drawn from; "unknown": there is noise, and nobody says how much. */
export type NoiseMechanism = KnownNoise | "none" | "unknown";

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
  /** "csprng": noise from the operating system's cryptographic generator. */
  readonly randomness?: string | undefined;
  readonly notProtected: readonly { readonly column: string; readonly reason: string }[];
  /** Weeks and channels that are published whatever happened in them. */
  readonly grid?: string | undefined;
  /** What the guarantee does not promise, in sentences. */
  readonly limits?: readonly string[] | undefined;
}
