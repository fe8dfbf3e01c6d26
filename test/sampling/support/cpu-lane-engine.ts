// A lane engine in plain JavaScript, lane after lane: float64 densities evaluated where float32 positions are, leapfrog steps in float32.

import { identityMetrics, type LaneEngine } from "../../../src/compile/lanes.ts";
import type { LogDensity } from "../../../src/sampling/density.ts";

export function cpuLaneEngine(densities: readonly LogDensity[], lanesPerFit: number): LaneEngine {
  const { dimension } = densities[0];
  const size = dimension * dimension;
  const inverseMass = Float32Array.from(identityMetrics({ dimension, fits: densities.length }));
  const at = new Float64Array(dimension);
  const slope = new Float64Array(dimension);
  return {
    name: "reference",
    dimension,
    fits: densities.length,
    lanesPerFit,
    setMetric(given) {
      inverseMass.set(given);
    },
    async integrate({ position, momentum, gradient, logDensity, stepSize, steps }) {
      for (let lane = 0; lane < steps.length; lane++) {
        const fit = Math.floor(lane / lanesPerFit);
        const offset = lane * dimension;
        const evaluate = (): void => {
          at.set(position.subarray(offset, offset + dimension));
          logDensity[lane] = densities[fit].evaluate(at, slope);
          gradient.set(slope, offset);
        };
        const metric = inverseMass.subarray(fit * size, (fit + 1) * size);
        const half = Math.fround(0.5 * stepSize[lane]);
        const kick = (): void => {
          for (let i = offset; i < offset + dimension; i++) momentum[i] += Math.fround(half * gradient[i]);
        };
        for (let step = 0; step < steps[lane]; step++) {
          kick();
          for (let i = 0; i < dimension; i++) {
            let velocity = 0;
            for (let j = 0; j < dimension; j++) {
              velocity = Math.fround(velocity + Math.fround(metric[i * dimension + j] * momentum[offset + j]));
            }
            position[offset + i] += Math.fround(stepSize[lane] * velocity);
          }
          evaluate();
          kick();
        }
        if (steps[lane] === 0) evaluate();
      }
    },
    dispose() {},
  };
}
