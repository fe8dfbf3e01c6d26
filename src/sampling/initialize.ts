// Where chains start: far apart in every coordinate, at a finite log density and gradient.

import { CarryoverError } from "../problems/problem.ts";
import type { LogDensity } from "./density.ts";
import { type Random, scrambledRadicalInverse } from "../numerics/index.ts";
import { type ChainPoint, chainPoint } from "./transition.ts";
import { noStartingPoint } from "../problems/sampling-problems.ts";

const mostTries = 100;
/** Tries within the whole cube; afterwards it shrinks. */
const wideTries = 10;
/** Side of the cube at the last try, as a share of its own. */
const smallestShare = 0.01;

/** Which of the chains starts, and random bits that all of them share. */
export interface StartPlace {
  readonly chain: number;
  readonly shared: Random;
}

export interface InitializeOptions {
  /** Half the side of the cube. 0 starts at the center itself. */
  readonly radius: number;
  /** Center of the cube, one value per unconstrained coordinate. Default: the origin. */
  readonly center?: ArrayLike<number> | undefined;
  /** Share of the radius in each coordinate. Default: 1. */
  readonly share?: ArrayLike<number> | undefined;
  /** Names of the unconstrained coordinates, for the error message. Default: x[0], x[1], ... */
  readonly names?: readonly string[] | undefined;
}

/**
 * Fills `point` and returns the number of gradient evaluations. The first try is one point of a set in which, in every coordinate, two chains are in
 * different halves of the cube and four in different quarters (an Owen-scrambled van der Corput sequence: independent draws
 * would all be on one side of a second mode far too often). Where the density or its gradient is not finite, up to 99 independent
 * uniform points follow: the first within the cube as Stan does, the later ones ever nearer to its center. After 100 tries without
 * success throws a CarryoverError that names the coordinates whose gradient was not finite at the last one.
 */
export function initialize(
  density: LogDensity,
  point: ChainPoint,
  random: Random,
  place: StartPlace,
  options: InitializeOptions,
): number {
  const tries = options.radius === 0 ? 1 : mostTries;
  for (let attempt = 1; attempt <= tries; attempt++) {
    const unit = (): number =>
      attempt === 1 ? scrambledRadicalInverse(place.chain, place.shared.bits()) : random.uniform();
    if (evaluateAt(density, point, shareOf(attempt), unit, options)) return attempt;
  }
  const broken = Array.from(point.gradient.keys()).filter((i) => !Number.isFinite(point.gradient[i]));
  const named = broken.map((i) => options.names?.[i] ?? `x[${i}]`);
  throw new CarryoverError([noStartingPoint(tries, named, point.logDensity)]);
}

/**
 * Fills `point` with the one of `count` uniform points of the cube that has the highest log density, and returns whether there is one with a finite
 * log density and gradient.
 */
export function bestOfCube(
  density: LogDensity,
  point: ChainPoint,
  random: Random,
  options: InitializeOptions,
  count: number,
): boolean {
  const tried = chainPoint(density.dimension);
  let best = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    if (!evaluateAt(density, tried, 1, () => random.uniform(), options) || tried.logDensity <= best) continue;
    best = tried.logDensity;
    point.position.set(tried.position);
    point.gradient.set(tried.gradient);
    point.logDensity = best;
  }
  return best > Number.NEGATIVE_INFINITY;
}

/** Fills `point` with a point of the cube's middle `share`; `unit` gives its places from 0 to 1. Returns whether all is finite there. */
function evaluateAt(
  density: LogDensity,
  point: ChainPoint,
  share: number,
  unit: () => number,
  options: InitializeOptions,
): boolean {
  const radius = options.radius * share;
  for (let i = 0; i < density.dimension; i++) {
    point.position[i] = (options.center?.[i] ?? 0) + radius * (options.share?.[i] ?? 1) * (2 * unit() - 1);
  }
  point.logDensity = density.evaluate(point.position, point.gradient);
  return Number.isFinite(point.logDensity) && point.gradient.every(Number.isFinite);
}

/** Share of the cube's side that a try takes: 1, then falling geometrically to `smallestShare`. */
function shareOf(attempt: number): number {
  return attempt <= wideTries ? 1 : smallestShare ** ((attempt - wideTries) / (mostTries - wideTries));
}
