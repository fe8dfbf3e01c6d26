// The lanes of an engine as chains of a Markov kernel: one trajectory of every lane, accepted or rejected by energies in float64.

import { identityMetrics, type LaneEngine } from "../../compile/index.ts";
import type { LaneMove } from "./adaptation.ts";
import { addDifference, type EnergyNoise } from "./energy-noise.ts";
import { kineticEnergy, type LaneMetric, momentumOf } from "./lane-metric.ts";

/** What the host must know of a fit to move its lanes. */
export interface EnsembleFit {
  /** The log density in float64, of which the draws are. */
  energy(position: Float64Array): number;
  /** Standard normals of one of the fit's chains for its momentum, and a uniform for its acceptance, of this transition. */
  fillNormals(chain: number, normals: Float64Array): void;
  uniform(chain: number): number;
}

/** How a fit's lanes move next. */
export interface LanePlan {
  readonly metric: LaneMetric;
  readonly stepSize: number;
  readonly steps: number;
  /**
   * Log densities of the host in float64, or of the engine, whose rounding then is part of what is sampled. "compared": the host's,
   * with the engine's held against them.
   */
  readonly energies: "host" | "compared" | "engine";
}

/** A chain's state and what happened to it in the last transition. Arrays are the lane's own and are written in place. */
export interface Lane extends LaneMove {
  acceptance: number;
  accepted: boolean;
  divergent: boolean;
  /** Log density at `position`, in float64; with the engine's energies, the last one of the host and the engine's changes since. */
  logDensity: number;
  /** Energy of the new state, with the momentum it was reached with. */
  energy: number;
}

/** An engine's log density at or below this, or not a number, says that something broke (see LaneTrajectories). */
const brokenBelow = -1e30;

/**
 * Leapfrog steps that lanes take in one call of the engine. Fits whose trajectories end begin their next ones before the next call, so that
 * none waits for the longest trajectory of the others: a fit wastes half of this on average, and the engine is called the less often the
 * larger it is. It is a constant, so that where trajectories are interrupted depends on no other fit. A fit alone on its engine has nobody
 * to wait for and takes whole trajectories.
 */
const stepsAtOnce = 4;

export interface Ensemble {
  /** [fit][chain]. */
  readonly lanes: readonly (readonly Lane[])[];
  /** Evaluations of float64 densities on the host. */
  readonly hostEvaluations: Float64Array;
  /** Of each fit, from the trajectories that were compared. */
  readonly noise: readonly EnergyNoise[];
  /** Puts the lanes of a fit at these positions, which float32 must represent; `settle` then makes them a state. */
  place(fit: number, positions: readonly Float64Array[]): void;
  /** Evaluates the engine's gradients where the lanes are. */
  settle(): Promise<void>;
  /** Begins a trajectory of every lane of a fit, whose lanes stand still. */
  begin(fit: number, plan: LanePlan): void;
  /** Moves the lanes of all fits that are on their way, by `stepsAtOnce` at most. Gives the steps of the longest way. */
  advance(): Promise<number>;
  /** Whether the lanes of a fit are on their way. */
  moving(fit: number): boolean;
  /**
   * Accepts or rejects the trajectories of a fit, which have come to their ends. With `commit` false the chains stay where they are, and
   * only what happened is told: that is how a step size is searched for.
   */
  finish(fit: number, commit: boolean): void;
}

/**
 * The Metropolis step is exact for the float64 density at positions that float32 represents, whatever the engine's rounding, as long as
 * the engine's map from (position, momentum) to (position, momentum) is reversible and preserves volume. With gradients that are rounded
 * functions of the position alone it is both, but for the rounding of the sums that leapfrog steps are made of: a relative 6e-8 each.
 * The gradient a trajectory begins with is therefore the engine's own from the end of the one before, and never the host's.
 */
export function ensemble(engine: LaneEngine, fits: readonly EnsembleFit[], maxEnergyError: number): Ensemble {
  const { dimension, lanesPerFit } = engine;
  const count = fits.length * lanesPerFit;
  /** Where the lanes are, as the engine has it. */
  const current = {
    position: new Float32Array(count * dimension),
    gradient: new Float32Array(count * dimension),
    logDensity: new Float32Array(count),
  };
  const trajectories = {
    position: new Float32Array(count * dimension),
    momentum: new Float32Array(count * dimension),
    gradient: new Float32Array(count * dimension),
    logDensity: new Float32Array(count),
    stepSize: new Float32Array(count),
    steps: new Uint32Array(count),
  };
  /** Of lanes on their way: trajectories that failed, which the engine might start anew. */
  const broken = new Uint8Array(count);
  const plans: (LanePlan | undefined)[] = fits.map(() => undefined);
  /** Steps that are left to the lanes of a fit. */
  const left = new Uint32Array(fits.length);
  const startEnergy = new Float64Array(count);
  const hostEvaluations = new Float64Array(fits.length);
  const noise = fits.map((): EnergyNoise => ({ count: 0, squares: 0 }));
  const scratch = new Float64Array(dimension);
  const inverseMasses = identityMetrics(engine);
  /** Metrics as they stand in `inverseMasses`, and whether the engine has them. */
  const metrics: (LaneMetric | undefined)[] = fits.map(() => undefined);
  let metricsSent = true;
  const atOnce = fits.length === 1 ? Number.POSITIVE_INFINITY : stepsAtOnce;
  const lanes = fits.map(() => Array.from({ length: lanesPerFit }, () => newLane(dimension)));

  /** Writes the momentum float32 holds, for the engine and as the host sees it, and the energy at the start. */
  const beginLane = (lane: Lane, plan: LanePlan, fit: number, chain: number): void => {
    const index = fit * lanesPerFit + chain;
    const offset = index * dimension;
    const { momentum, start, position } = lane;
    fits[fit].fillNormals(chain, momentum);
    momentumOf(plan.metric, momentum, momentum);
    for (let i = 0; i < dimension; i++) {
      trajectories.momentum[offset + i] = momentum[i];
      momentum[i] = trajectories.momentum[offset + i];
      trajectories.position[offset + i] = current.position[offset + i];
      trajectories.gradient[offset + i] = current.gradient[offset + i];
      start[i] = position[i];
    }
    startEnergy[index] = kineticEnergy(plan.metric, momentum, scratch) - lane.logDensity;
    trajectories.stepSize[index] = plan.stepSize;
    broken[index] = 0;
  };

  const finishLane = (lane: Lane, plan: LanePlan, fit: number, chain: number, commit: boolean): void => {
    const index = fit * lanesPerFit + chain;
    const offset = index * dimension;
    const { end, momentum, position, gradient } = lane;
    // The engine's gradient must be finite as well: the next trajectory begins with it. A sum of squares is finite where all are.
    let size = 0;
    for (let i = 0; i < dimension; i++) {
      end[i] = trajectories.position[offset + i];
      momentum[i] = trajectories.momentum[offset + i];
      const slope = trajectories.gradient[offset + i];
      size += end[i] * end[i] + momentum[i] * momentum[i] + slope * slope;
    }
    const sound = broken[index] === 0 && size < Number.POSITIVE_INFINITY;
    const change = trajectories.logDensity[index] - current.logDensity[index];
    let logDensity = Number.NaN;
    if (plan.energies === "engine") {
      logDensity = lane.logDensity + change;
    } else if (sound) {
      logDensity = fits[fit].energy(end);
      hostEvaluations[fit]++;
    }
    const energy = kineticEnergy(plan.metric, momentum, scratch) - logDensity;
    const error = energy - startEnergy[index];
    lane.divergent = !(sound && Number.isFinite(error) && error <= maxEnergyError);
    if (plan.energies === "compared" && !lane.divergent)
      addDifference(noise[fit], logDensity - lane.logDensity - change);
    lane.acceptance = lane.divergent ? 0 : Math.min(1, Math.exp(-error));
    lane.accepted = fits[fit].uniform(chain) < lane.acceptance && commit;
    lane.energy = lane.accepted ? energy : startEnergy[index];
    if (!lane.accepted) return;
    lane.logDensity = logDensity;
    current.logDensity[index] = trajectories.logDensity[index];
    for (let i = 0; i < dimension; i++) {
      position[i] = end[i];
      current.position[offset + i] = end[i];
      gradient[i] = trajectories.gradient[offset + i];
      current.gradient[offset + i] = gradient[i];
    }
  };

  return {
    lanes,
    hostEvaluations,
    noise,
    place(fit, positions) {
      positions.forEach((position, chain) => {
        const lane = lanes[fit][chain];
        lane.position.set(position);
        lane.logDensity = fits[fit].energy(lane.position);
        hostEvaluations[fit]++;
        current.position.set(position, (fit * lanesPerFit + chain) * dimension);
      });
    },
    async settle() {
      trajectories.position.set(current.position);
      trajectories.momentum.fill(0);
      trajectories.steps.fill(0);
      await engine.integrate(trajectories);
      current.gradient.set(trajectories.gradient);
      current.logDensity.set(trajectories.logDensity);
    },
    begin(fit, plan) {
      if (metrics[fit] !== plan.metric) {
        metrics[fit] = plan.metric;
        inverseMasses.set(plan.metric.inverseMass, fit * dimension * dimension);
        metricsSent = false;
      }
      plans[fit] = plan;
      left[fit] = plan.steps;
      for (let chain = 0; chain < lanesPerFit; chain++) beginLane(lanes[fit][chain], plan, fit, chain);
    },
    async advance() {
      if (!metricsSent) engine.setMetric(inverseMasses);
      metricsSent = true;
      const { steps, logDensity } = trajectories;
      let longest = 0;
      for (let fit = 0; fit < fits.length; fit++) {
        const taken = Math.min(left[fit], atOnce);
        left[fit] -= taken;
        longest = Math.max(longest, taken);
        for (let index = fit * lanesPerFit; index < (fit + 1) * lanesPerFit; index++) {
          steps[index] = broken[index] === 1 ? 0 : taken;
        }
      }
      await engine.integrate(trajectories);
      for (let index = 0; index < count; index++) {
        if (steps[index] > 0 && !(logDensity[index] > brokenBelow)) broken[index] = 1;
      }
      return longest;
    },
    moving: (fit) => left[fit] > 0,
    finish(fit, commit) {
      const plan = plans[fit]!;
      for (let chain = 0; chain < lanesPerFit; chain++) finishLane(lanes[fit][chain], plan, fit, chain, commit);
    },
  };
}

function newLane(dimension: number): Lane {
  const vector = (): Float64Array => new Float64Array(dimension);
  return {
    acceptance: 0,
    accepted: false,
    divergent: false,
    logDensity: 0,
    energy: 0,
    start: vector(),
    end: vector(),
    momentum: vector(),
    position: vector(),
    gradient: vector(),
  };
}
