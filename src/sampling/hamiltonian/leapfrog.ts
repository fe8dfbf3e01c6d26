// One leapfrog step of Hamiltonian dynamics in whitened momenta (w = L'p, see metric.ts).

import type { LogDensity } from "../density.ts";
import type { Metric } from "./metric.ts";

/** A point of phase space that is moved in place. */
export interface PhasePoint {
  readonly position: Float64Array;
  /** Gradient of the log density at `position`. */
  readonly gradient: Float64Array;
  /** Whitened force L'g at `position`. */
  readonly force: Float64Array;
  /** Whitened momentum. */
  readonly momentum: Float64Array;
  logDensity: number;
}

export function phasePoint(dimension: number): PhasePoint {
  return {
    position: new Float64Array(dimension),
    gradient: new Float64Array(dimension),
    force: new Float64Array(dimension),
    momentum: new Float64Array(dimension),
    logDensity: 0,
  };
}

/** Energy H = |w|^2 / 2 - log density; +Infinity where it, or the gradient, is not finite. */
export function energyOf(point: PhasePoint): number {
  const { momentum } = point;
  let kinetic = 0;
  for (let i = 0; i < momentum.length; i++) kinetic += momentum[i] * momentum[i];
  return finiteEnergy(kinetic, point.logDensity);
}

/**
 * Moves `point` by one step (a negative step goes back in time) and returns its energy. One gradient evaluation.
 * `velocity` is scratch memory.
 */
export function leapfrog(
  density: LogDensity,
  metric: Metric,
  point: PhasePoint,
  stepSize: number,
  velocity: Float64Array,
): number {
  const { position, gradient, force, momentum } = point;
  const dimension = position.length;
  const half = 0.5 * stepSize;
  let kinetic = 0;
  if (metric.state.kind === "diagonal") {
    // The same three updates as below, with L a diagonal, fused into two loops.
    const { scale } = metric.state;
    for (let i = 0; i < dimension; i++) {
      const w = momentum[i] + half * force[i];
      momentum[i] = w;
      position[i] += stepSize * scale[i] * w;
    }
    point.logDensity = density.evaluate(position, gradient);
    for (let i = 0; i < dimension; i++) {
      const f = scale[i] * gradient[i];
      const w = momentum[i] + half * f;
      force[i] = f;
      momentum[i] = w;
      kinetic += w * w;
    }
  } else {
    for (let i = 0; i < dimension; i++) momentum[i] += half * force[i];
    metric.velocity(momentum, velocity);
    for (let i = 0; i < dimension; i++) position[i] += stepSize * velocity[i];
    point.logDensity = density.evaluate(position, gradient);
    metric.force(gradient, force);
    for (let i = 0; i < dimension; i++) {
      const w = momentum[i] + half * force[i];
      momentum[i] = w;
      kinetic += w * w;
    }
  }
  return finiteEnergy(kinetic, point.logDensity);
}

function finiteEnergy(squaredMomentum: number, logDensity: number): number {
  const energy = 0.5 * squaredMomentum - logDensity;
  return energy - energy === 0 ? energy : Number.POSITIVE_INFINITY;
}
