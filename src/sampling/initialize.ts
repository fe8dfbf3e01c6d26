// A starting point with a finite log density and gradient (as Stan does: uniform in a cube, up to 100 tries).

import { CarryoverError } from "../problems/problem.ts";
import type { LogDensity } from "./density.ts";
import type { Random } from "../numerics/index.ts";
import type { ChainPoint } from "./transition.ts";
import { noStartingPoint } from "../problems/sampling-problems.ts";

const mostTries = 100;

export interface InitializeOptions {
  /** Half the side of the cube. 0 starts at the center itself. */
  readonly radius: number;
  /** Center of the cube, one value per unconstrained coordinate. Default: the origin. */
  readonly center?: ArrayLike<number> | undefined;
  /** Names of the unconstrained coordinates, for the error message. Default: x[0], x[1], ... */
  readonly names?: readonly string[] | undefined;
}

/**
 * Fills `point` and returns the number of gradient evaluations. After 100 tries without success throws a CarryoverError
 * that names the coordinates whose gradient was not finite at the last one.
 */
export function initialize(density: LogDensity, point: ChainPoint, random: Random, options: InitializeOptions): number {
  const { dimension } = density;
  const tries = options.radius === 0 ? 1 : mostTries;
  for (let attempt = 1; attempt <= tries; attempt++) {
    for (let i = 0; i < dimension; i++) {
      point.position[i] = (options.center?.[i] ?? 0) + options.radius * (2 * random.uniform() - 1);
    }
    point.logDensity = density.evaluate(point.position, point.gradient);
    if (Number.isFinite(point.logDensity) && point.gradient.every(Number.isFinite)) return attempt;
  }
  const broken = Array.from(point.gradient.keys()).filter((i) => !Number.isFinite(point.gradient[i]));
  const named = broken.map((i) => options.names?.[i] ?? `x[${i}]`);
  throw new CarryoverError([noStartingPoint(tries, named, point.logDensity)]);
}
