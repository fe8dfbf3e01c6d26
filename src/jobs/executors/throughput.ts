// Fits an hour to be expected of an executor, from what a gradient costs on it.

import { type FitShape, laneSettingsFor } from "../tasks/index.ts";

/** Gradients that NUTS takes for a transition of a media mix model, warm-up included: 15 for five channels and 104 weeks. */
const gradientsOfNuts = 15;
/** Leapfrog steps that lanes take for a transition: 11 for the same models. */
const leapfrogsOfLanes = 11;
/** Steps that a GPU's group of 128 fits waits for, those of its longest trajectory (benchmarks/results/gpu.json, groups). */
const leapfrogsOfGroup = 33;
/** Host time of a transition of one lane, in gradients: its energy, and as much again for momenta and adaptation (the same groups). */
const hostGradients = 2;
/** Seconds to report, judge and write one draw of a fit, whatever it was sampled on; 4000 draws take about 0.1 s. */
const secondsPerDraw = 25e-6;

/** Every thread makes fits of its own: threads / (transitions x gradients of one x seconds of one + what follows sampling). */
export function threadsPerHour(shape: FitShape, threads: number, gradient: number): number {
  const { chains, warmup, draws } = shape;
  const sampling = chains * (warmup + draws) * gradientsOfNuts * gradient;
  return (3600 * threads) / (sampling + secondsAfter(shape));
}

export interface LaneCost {
  /** Seconds per leapfrog step and lane. */
  readonly leapfrog: number;
  /** Whether all threads share one device; otherwise each computes on a core of its own. */
  readonly shared: boolean;
}

/**
 * Of a shared device: its time for a fit, (transitions x leapfrogs of one x seconds of one), because the threads' devices take turns on
 * it, and each thread's share of what the host does: energies, momenta, what follows sampling. Of lanes on cores: threads / the sum of all that.
 */
export function lanesPerHour(shape: FitShape, threads: number, gradient: number, cost: LaneCost): number {
  const { chains, warmup, draws } = laneSettingsFor(shape);
  const transitions = chains * (warmup + draws);
  const lanes = transitions * (cost.shared ? leapfrogsOfGroup : leapfrogsOfLanes) * cost.leapfrog;
  const host = transitions * hostGradients * gradient + secondsAfter(shape);
  return cost.shared ? 3600 / (lanes + host / threads) : (3600 * threads) / (lanes + host);
}

function secondsAfter({ chains, draws }: FitShape): number {
  return chains * draws * secondsPerDraw;
}
