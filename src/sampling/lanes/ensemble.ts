// The lanes of an engine as chains of a Markov kernel: one trajectory of every lane, accepted or rejected by energies in float64.

import { identityMetrics, type LaneEngine } from "../../compile/index.ts";
import type { LogDensity } from "../density.ts";
import type { LaneMove } from "./adaptation.ts";
import { addDifference, type EnergyNoise } from "./energy-noise.ts";
import { kineticEnergy, type LaneMetric, momentumOf } from "./lane-metric.ts";

/** What the host must know of a fit to move its lanes. */
export interface EnsembleFit {
  readonly density: LogDensity;
  /** Standard normals of one of the fit's chains for its momentum, and a uniform for its acceptance, of this transition. */
  fillNormals(chain: number, normals: Float64Array): void;
  uniform(chain: number): number;
}

/** How a fit's lanes move next; undefined for a fit whose lanes stand still. */
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
  /** Hands metrics over. */
  setMetrics(metrics: readonly (LaneMetric | undefined)[]): void;
  /**
   * One trajectory of every lane that has a plan. With `commit` false the chains stay where they are, and only what happened is told:
   * that is how a step size is searched for.
   */
  transition(plans: readonly (LanePlan | undefined)[], commit: boolean): Promise<void>;
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
  const startEnergy = new Float64Array(count);
  const hostEvaluations = new Float64Array(fits.length);
  const noise = fits.map((): EnergyNoise => ({ count: 0, squares: 0 }));
  const endGradient = new Float64Array(dimension);
  const scratch = new Float64Array(dimension);
  const inverseMasses = identityMetrics(engine);
  const lanes = fits.map(() => Array.from({ length: lanesPerFit }, () => newLane(dimension)));

  const eachLane = (visit: (lane: Lane, fit: number, chain: number, index: number) => void): void => {
    lanes.forEach((chains, fit) => chains.forEach((lane, chain) => visit(lane, fit, chain, fit * lanesPerFit + chain)));
  };

  /** Writes the momentum float32 holds, for the engine and as the host sees it, and the energy at the start. */
  const begin = (
    lane: Lane,
    { metric, stepSize, steps }: LanePlan,
    fit: number,
    chain: number,
    index: number,
  ): void => {
    fits[fit].fillNormals(chain, lane.momentum);
    momentumOf(metric, lane.momentum, lane.momentum);
    for (let i = 0; i < dimension; i++) {
      lane.momentum[i] = Math.fround(lane.momentum[i]);
      trajectories.momentum[index * dimension + i] = lane.momentum[i];
    }
    lane.start.set(lane.position);
    startEnergy[index] = kineticEnergy(metric, lane.momentum, scratch) - lane.logDensity;
    trajectories.stepSize[index] = stepSize;
    trajectories.steps[index] = steps;
  };

  const finish = (
    lane: Lane,
    { metric, energies }: LanePlan,
    fit: number,
    chain: number,
    index: number,
    commit: boolean,
  ): void => {
    const offset = index * dimension;
    let finite = true;
    for (let i = 0; i < dimension; i++) {
      lane.end[i] = trajectories.position[offset + i];
      lane.momentum[i] = trajectories.momentum[offset + i];
      finite &&= Number.isFinite(lane.end[i]) && Number.isFinite(lane.momentum[i]);
    }
    const change = trajectories.logDensity[index] - current.logDensity[index];
    let logDensity = Number.NaN;
    if (energies === "engine") {
      logDensity = lane.logDensity + change;
    } else if (finite) {
      logDensity = fits[fit].density.evaluate(lane.end, endGradient);
      hostEvaluations[fit]++;
    }
    const energy = kineticEnergy(metric, lane.momentum, scratch) - logDensity;
    const error = energy - startEnergy[index];
    // The engine's gradient must be finite as well: the next trajectory begins with it.
    const usable =
      trajectories.logDensity[index] > brokenBelow &&
      (energies === "engine" || endGradient.every(Number.isFinite)) &&
      finiteFrom(trajectories.gradient, offset, dimension);
    lane.divergent = !(finite && usable && Number.isFinite(error) && error <= maxEnergyError);
    if (energies === "compared" && !lane.divergent) addDifference(noise[fit], logDensity - lane.logDensity - change);
    lane.acceptance = lane.divergent ? 0 : Math.min(1, Math.exp(-error));
    lane.accepted = fits[fit].uniform(chain) < lane.acceptance && commit;
    lane.energy = lane.accepted ? energy : startEnergy[index];
    if (!lane.accepted) return;
    lane.position.set(lane.end);
    if (energies !== "engine") lane.gradient.set(endGradient);
    lane.logDensity = logDensity;
    current.position.set(trajectories.position.subarray(offset, offset + dimension), offset);
    current.gradient.set(trajectories.gradient.subarray(offset, offset + dimension), offset);
    current.logDensity[index] = trajectories.logDensity[index];
  };

  return {
    lanes,
    hostEvaluations,
    noise,
    place(fit, positions) {
      positions.forEach((position, chain) => {
        const lane = lanes[fit][chain];
        lane.position.set(position);
        lane.logDensity = fits[fit].density.evaluate(lane.position, lane.gradient);
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
    setMetrics(metrics) {
      metrics.forEach((metric, fit) => {
        if (metric) inverseMasses.set(metric.inverseMass, fit * dimension * dimension);
      });
      engine.setMetric(inverseMasses);
    },
    async transition(plans, commit) {
      trajectories.position.set(current.position);
      trajectories.gradient.set(current.gradient);
      trajectories.momentum.fill(0);
      trajectories.steps.fill(0);
      eachLane((lane, fit, chain, index) => {
        const plan = plans[fit];
        if (plan) begin(lane, plan, fit, chain, index);
      });
      await engine.integrate(trajectories);
      eachLane((lane, fit, chain, index) => {
        const plan = plans[fit];
        if (plan) finish(lane, plan, fit, chain, index, commit);
      });
    },
  };
}

function finiteFrom(values: Float32Array, offset: number, count: number): boolean {
  for (let i = offset; i < offset + count; i++) if (!Number.isFinite(values[i])) return false;
  return true;
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
