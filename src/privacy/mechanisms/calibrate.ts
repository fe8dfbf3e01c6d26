// What is done with the mechanism that a release asks for: checked, calibrated to a sensitivity, drawn from.

import {
  deltaMissing,
  deltaWithoutUse,
  noSuchDelta,
  noSuchEpsilon,
  unknownMechanism,
} from "../../problems/privacy-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import type { RandomSource, Rational } from "../exact/index.ts";
import type { MechanismRequest } from "./mechanism.ts";
import { type KnownNoise, type Mechanism, mechanismOf, mechanismOfNoise, mechanisms } from "./mechanisms.ts";
import type { Sensitivity } from "./sensitivity.ts";

/** Noise on whole numbers, and what it costs. */
export interface CalibratedNoise {
  readonly mechanism: KnownNoise;
  /** `b` or `sigma`, in steps of the lattice; exact. */
  readonly scale: Rational;
  readonly epsilon: number;
  /** 0 where the mechanism has none. */
  readonly delta: number;
  /** The cost in zCDP, rounded upwards. */
  readonly rho: number;
}

/**
 * Noise that makes whole-number cells of this sensitivity private.
 * @throws CarryoverError (wrong usage) when a parameter is out of range, or a delta is missing or of no use
 */
export function calibrate(request: Mechanism, sensitivity: Sensitivity): CalibratedNoise {
  checkMechanism(request);
  const { epsilon, delta = 0 } = request;
  const record = mechanismOf(request.mechanism);
  return { mechanism: record.drawn as KnownNoise, epsilon, delta, ...record.calibrate(request, sensitivity) };
}

/** A function that draws this noise, in steps of the lattice. Not public: a release draws from the system's randomness alone. */
export function sampler({ mechanism, scale }: CalibratedNoise): (source: RandomSource) => bigint {
  return mechanismOfNoise(mechanism).draw(scale);
}

/** The same request where the ledger adds up rho. */
export function underZcdp(request: Mechanism): Mechanism {
  return mechanismOf(request.mechanism).underZcdp(request) as Mechanism;
}

/** @throws CarryoverError (wrong usage) with everything that is wrong with a mechanism asked for */
export function checkMechanism(request: Mechanism): void {
  const problems: Problem[] = [];
  const { mechanism, epsilon, delta } = request as MechanismRequest;
  if (!(typeof epsilon === "number" && epsilon > 0 && Number.isFinite(epsilon))) {
    problems.push(noSuchEpsilon(String(epsilon)));
  }
  const record = mechanismOf(mechanism);
  const others = mechanisms.filter(({ needsDelta }) => needsDelta !== record?.needsDelta).map(({ title }) => title);
  if (record === undefined) {
    const known = mechanisms.map(({ name, describe }) => [name, describe] as const);
    problems.push(unknownMechanism(String(mechanism), known));
  } else if (!record.needsDelta) {
    if (delta !== undefined) problems.push(deltaWithoutUse(record.title, others));
  } else if (delta === undefined) problems.push(deltaMissing(record.title, others));
  else if (!(typeof delta === "number" && delta > 0 && delta < 1)) problems.push(noSuchDelta(String(delta)));
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
}
