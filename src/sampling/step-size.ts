// Step size: dual averaging (Nesterov 2009; Hoffman & Gelman 2014, section 3.2) and the search for a first value, constants as in Stan.

import { CarryoverError } from "../problems/problem.ts";
import type { LogDensity } from "./density.ts";
import { energyOf, leapfrog, phasePoint, type Metric } from "./hamiltonian/index.ts";
import type { Random } from "../numerics/index.ts";
import type { ChainPoint } from "./transition.ts";
import { improperPosterior, noStepSize } from "../problems/sampling-problems.ts";

/** Shrinkage gamma, relaxation exponent kappa and delay t0 of dual averaging. */
export const shrinkage = 0.05;
export const relaxation = 0.75;
export const delay = 10;

export interface DualAveraging {
  /** Acceptance statistic aimed at (delta). */
  readonly target: number;
  /** Value log step sizes shrink to: log(10 eps0). */
  mu: number;
  count: number;
  /** Averaged shortfall of the acceptance statistic. */
  meanShortfall: number;
  /** Averaged log step size. */
  meanLogStepSize: number;
}

export function dualAveraging(target: number, initialStepSize: number): DualAveraging {
  const state = { target, mu: 0, count: 0, meanShortfall: 0, meanLogStepSize: 0 };
  restartDualAveraging(state, initialStepSize);
  return state;
}

/** Forgets what was learned and aims above this step size, which is cheap to be wrong about. */
export function restartDualAveraging(state: DualAveraging, stepSize: number): void {
  state.mu = Math.log(10 * stepSize);
  state.count = 0;
  state.meanShortfall = 0;
  state.meanLogStepSize = 0;
}

/** Learns from the acceptance statistic of a transition and returns the step size of the next one. */
export function updateDualAveraging(state: DualAveraging, acceptance: number): number {
  state.count++;
  const eta = 1 / (state.count + delay);
  state.meanShortfall = (1 - eta) * state.meanShortfall + eta * (state.target - Math.min(1, acceptance));
  const logStepSize = state.mu - (state.meanShortfall * Math.sqrt(state.count)) / shrinkage;
  const weight = state.count ** -relaxation;
  state.meanLogStepSize = (1 - weight) * state.meanLogStepSize + weight * logStepSize;
  return Math.exp(logStepSize);
}

/** The step size to keep once adaptation ends. */
export function averagedStepSize(state: DualAveraging): number {
  return Math.exp(state.meanLogStepSize);
}

/** Step size and number of gradient evaluations spent on finding it. */
export interface StepSizeSearch {
  readonly stepSize: number;
  readonly gradients: number;
}

/** A single leapfrog step is to be accepted with about this probability. */
const searchAcceptance = 0.8;

/**
 * Doubles or halves the step size until the acceptance probability of one leapfrog step crosses 0.8, each time with a
 * fresh momentum. Throws a CarryoverError when no step is too long (the posterior is improper) or none is short enough.
 */
export function searchStepSize(
  density: LogDensity,
  metric: Metric,
  point: ChainPoint,
  random: Random,
  initial: number,
): StepSizeSearch {
  const end = phasePoint(density.dimension);
  const velocity = new Float64Array(density.dimension);
  let gradients = 0;
  const tooShort = (stepSize: number): boolean => {
    random.fillNormal(end.momentum);
    end.position.set(point.position);
    end.logDensity = point.logDensity;
    metric.force(point.gradient, end.force);
    const startEnergy = energyOf(end);
    gradients++;
    return startEnergy - leapfrog(density, metric, end, stepSize, velocity) > Math.log(searchAcceptance);
  };
  let stepSize = initial;
  const grow = tooShort(stepSize);
  while (tooShort(stepSize) === grow) {
    stepSize *= grow ? 2 : 0.5;
    if (stepSize > 1e7) {
      throw new CarryoverError([improperPosterior(1e7)]);
    }
    if (stepSize === 0) {
      throw new CarryoverError([
        noStepSize(
          "The density may be discontinuous, or its gradient wrong. Compare the gradient with finite differences.",
        ),
      ]);
    }
  }
  return { stepSize, gradients };
}
