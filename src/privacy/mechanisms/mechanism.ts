// What a mechanism is: one record, from which command line, descriptions of noise, statements, model files and studies read.

import type { NoiseFamily } from "../../distributions/index.ts";
import type { Random } from "../../numerics/index.ts";
import type { RandomSource, Rational } from "../exact/index.ts";
import type { ScaleKind } from "./noise-theory.ts";
import type { Sensitivity } from "./sensitivity.ts";

/** What a release asks of a mechanism. */
export interface MechanismRequest {
  readonly mechanism: string;
  readonly epsilon: number;
  readonly delta?: number;
}

/** A guarantee as descriptions state it, with the sensitivity in the norm of the mechanism and the unit of the column. */
export interface StatedGuarantee {
  readonly epsilon: number;
  readonly delta: number | undefined;
  readonly sensitivity: number;
}

export interface MechanismRecord<Request extends MechanismRequest = MechanismRequest, Noise extends string = string> {
  /** What a release asks for; also the name of its continuous noise in descriptions. */
  readonly name: Request["mechanism"] & Noise;
  /** In sentences: "Laplace". */
  readonly title: string;
  /** For help and hints, after the name and a colon. */
  readonly describe: string;
  /** Whether it needs a delta; otherwise its delta is 0 and none can be asked for. */
  readonly needsDelta: boolean;
  /** Kinds of its noise as descriptions name them, in words. */
  readonly noises: Readonly<Record<Noise, string>>;
  /** The kind that a release draws: on whole multiples of the granularity. */
  readonly drawn: Noise;
  /** What its scale is, and in a sentence. */
  readonly scaleKind: ScaleKind;
  readonly scaleWords: string;
  /** Norm of the sensitivity that the scale follows from. */
  readonly norm: "L1" | "L2";
  /** How the scale varies with epsilon: "in proportion to 1 / epsilon". */
  readonly growth: string;
  /** Density with a scale of the same kind that a model takes its noise for. */
  readonly modeledAs: NoiseFamily;
  /** What is to be asked for where the ledger adds up rho. */
  readonly underZcdp: (request: Request) => Request;
  /** Scale in steps of the lattice (exact) and cost in zCDP (rounded upwards) that make whole-number cells private. */
  readonly calibrate: (
    request: Request,
    sensitivity: Sensitivity,
  ) => { readonly scale: Rational; readonly rho: number };
  /** Draws noise of this scale on whole numbers from true randomness. */
  readonly draw: (scale: Rational) => (source: RandomSource) => bigint;
  /** The scale that a stated guarantee asks for; undefined where it does not say. */
  readonly scaleFor: (guarantee: StatedGuarantee) => number | undefined;
  /** Where a stated scale contradicts the one that follows, beyond a relative tolerance: "b =", to stand before that; else undefined. */
  readonly contradiction: (
    scale: number,
    follows: number,
    guarantee: StatedGuarantee,
    tolerance: number,
  ) => string | undefined;
  /** Noise of scale 1 from seeded random numbers: for studies of synthetic tables, and no protection. */
  readonly simulated: (random: Random) => number;
}
