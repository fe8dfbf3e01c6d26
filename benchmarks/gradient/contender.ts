// What is timed: something that evaluates blocks of log densities with gradients at 64 positions around a point.

import type { LogDensity } from "../../src/sampling/density.ts";

export interface Contender {
  readonly name: string;
  /** Value and gradient at the point itself. */
  atPoint(): { readonly value: number; readonly gradient: readonly number[] };
  /** Microseconds per evaluation: the median of `blocks` blocks of `evaluations` evaluations each. */
  time(blocks: number, evaluations: number): number;
}

/** Coordinate i of position j is off by 0.001 * (((31 j + 17 i) mod 64) / 64 - 0.5), as in baseline.c. */
export function positionsAround(point: Float64Array): Float64Array[] {
  return Array.from({ length: 64 }, (_, j) =>
    point.map((value, i) => value + 1e-3 * (((31 * j + 17 * i) % 64) / 64 - 0.5)),
  );
}

export function inProcess(name: string, density: LogDensity, point: Float64Array): Contender {
  const positions = positionsAround(point);
  const gradient = new Float64Array(density.dimension);
  return {
    name,
    atPoint: () => {
      const value = density.evaluate(point, gradient);
      return { value, gradient: [...gradient] };
    },
    time: (blocks, evaluations) => {
      const times = new Float64Array(blocks);
      let total = 0;
      for (let block = 0; block < blocks; block++) {
        const start = performance.now();
        for (let j = 0; j < evaluations; j++) {
          total += density.evaluate(positions[j % 64], gradient);
          total += gradient[0];
        }
        times[block] = ((performance.now() - start) * 1000) / evaluations;
      }
      if (!Number.isFinite(total)) throw new Error(`${name}: a log density or gradient was not finite.`);
      return times.sort()[blocks >> 1];
    },
  };
}

/** Evaluations that take about `milliseconds`, found by running for ten times as long, which also lets compilers settle. */
export function calibrate(contender: Contender, milliseconds: number): number {
  let evaluations = 1;
  let spent = 0;
  for (;;) {
    const block = (contender.time(1, evaluations) * evaluations) / 1000;
    spent += block;
    if (spent > 10 * milliseconds) return Math.max(1, Math.round((evaluations * milliseconds) / block));
    if (block < milliseconds / 2) evaluations *= 2;
  }
}
