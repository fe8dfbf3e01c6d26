// Composition: what several releases cost together.

import { noSuchLoss } from "../../problems/privacy-problems.ts";
import { CarryoverError } from "../../problems/problem.ts";
import { decimalOf, sum, toDecimalNumber } from "../exact/index.ts";
import { pureToZcdp, zcdpEpsilon } from "./zcdp.ts";

/** epsilon-differential privacy. */
export interface PureLoss {
  readonly kind: "pure";
  readonly epsilon: number;
}

/** (epsilon, delta)-differential privacy. */
export interface ApproximateLoss {
  readonly kind: "approximate";
  readonly epsilon: number;
  readonly delta: number;
}

/** rho-zero-concentrated differential privacy. */
export interface ConcentratedLoss {
  readonly kind: "zcdp";
  readonly rho: number;
}

export type Loss = PureLoss | ApproximateLoss | ConcentratedLoss;

/**
 * What releases on the same units cost together, one after the other and each free to depend on the ones before. Pure losses stay pure;
 * with an (epsilon, delta) loss among them epsilons and deltas add; with a zCDP loss everything is counted in zCDP.
 * Sums of decimals are exact before they are rounded upwards to a float.
 *
 * @throws CarryoverError for zCDP together with (epsilon, delta): convert first, at a delta of your choice
 */
export function composeSequentially(losses: readonly PureLoss[]): PureLoss;
export function composeSequentially(losses: readonly (PureLoss | ApproximateLoss)[]): PureLoss | ApproximateLoss;
export function composeSequentially(losses: readonly (PureLoss | ConcentratedLoss)[]): PureLoss | ConcentratedLoss;
export function composeSequentially(losses: readonly Loss[]): Loss;
export function composeSequentially(losses: readonly Loss[]): Loss {
  const concentrated = losses.some(({ kind }) => kind === "zcdp");
  const approximate = losses.some(({ kind }) => kind === "approximate");
  if (concentrated && approximate) throw new CarryoverError([noSuchLoss("zCDP with (epsilon, delta)")]);
  const total = (value: (loss: Loss) => number): number =>
    toDecimalNumber(sum(losses.map((loss) => decimalOf(value(loss)))), "up");
  if (concentrated) return { kind: "zcdp", rho: total(rhoOf) };
  const epsilon = total((loss) => (loss.kind === "zcdp" ? 0 : loss.epsilon));
  if (!approximate) return { kind: "pure", epsilon };
  return { kind: "approximate", epsilon, delta: total((loss) => (loss.kind === "approximate" ? loss.delta : 0)) };
}

/** What makes parallel composition legitimate; the caller has to say it, because no table of sums can show it. */
export interface DisjointUnits {
  /**
   * Every privacy unit (user) appears in at most one part. Weeks are no such parts when the unit is a user: the same user comes again.
   */
  readonly eachUnitTouchesOnePart: true;
  /** Why that is so, for the record: "every user belongs to one country, by the address of the account". */
  readonly because: string;
}

/** What releases on parts of the data cost together when each unit is in one part only: the largest of them. */
export function composeInParallel(losses: readonly PureLoss[], units: DisjointUnits): PureLoss;
export function composeInParallel(losses: readonly Loss[], units: DisjointUnits): Loss;
export function composeInParallel(losses: readonly Loss[], units: DisjointUnits): Loss {
  if (units.eachUnitTouchesOnePart !== true || units.because.trim() === "") {
    throw new CarryoverError([noSuchLoss("in parallel, without a reason why each unit touches one part only")]);
  }
  const kinds = new Set(losses.map(({ kind }) => kind));
  if (kinds.has("zcdp") && kinds.has("approximate")) {
    throw new CarryoverError([noSuchLoss("zCDP with (epsilon, delta)")]);
  }
  const largest = (value: (loss: Loss) => number): number => Math.max(0, ...losses.map(value));
  if (kinds.has("zcdp")) return { kind: "zcdp", rho: largest(rhoOf) };
  const epsilon = largest((loss) => (loss.kind === "zcdp" ? 0 : loss.epsilon));
  if (!kinds.has("approximate")) return { kind: "pure", epsilon };
  return { kind: "approximate", epsilon, delta: largest((loss) => (loss.kind === "approximate" ? loss.delta : 0)) };
}

/** A loss as (epsilon, delta), at this delta where it is zCDP; rounded upwards. */
export function asApproximate(loss: Loss, delta: number): PureLoss | ApproximateLoss {
  return loss.kind === "zcdp" ? { kind: "approximate", epsilon: zcdpEpsilon(loss.rho, delta), delta } : loss;
}

/** What a loss to one unit is to a group of `size` of them, for pure and zCDP losses: size epsilon, size^2 rho. */
export function forGroup<L extends PureLoss | ConcentratedLoss>(loss: L, size: number): L {
  return loss.kind === "pure"
    ? { ...loss, epsilon: toDecimalNumber(sum(Array.from({ length: size }, () => decimalOf(loss.epsilon))), "up") }
    : { ...loss, rho: loss.rho * size * size * (1 + 2 ** -51) };
}

function rhoOf(loss: Loss): number {
  if (loss.kind === "zcdp") return loss.rho;
  return loss.kind === "pure" ? pureToZcdp(loss.epsilon) : Number.POSITIVE_INFINITY;
}
