// Fits an hour to be expected of an executor, from what a gradient costs on it.

import { type FitShape, laneSettingsFor } from "../tasks/index.ts";

/** Gradients that NUTS takes for a transition of a media mix model, warm-up included: 15 for five channels and 104 weeks. */
const gradientsOfNuts = 15;
/** Leapfrog steps that lanes take for a transition: 11 for the same models. */
const leapfrogsOfLanes = 11;
/** The same where a GPU makes the transitions, each fit at its own pace and with the waiting at the end of each window: 5 and a half more. */
const leapfrogsOfDevice = 7.5;
/** Host time of a transition of one lane, in gradients: its energy, and as much again for momenta and adaptation. */
const hostGradients = 2;
/** Seconds to report, judge and write one draw of a fit, whatever it was sampled on, while all threads do so; 4000 draws take about 0.17 s. */
const secondsPerDraw = 43e-6;

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
 * Of a shared device: its time for a fit (transitions x leapfrogs of one x seconds of one), and what threads do for it: groups of fits follow one
 * another, and in batches of a few groups the two hardly overlap. Of lanes on cores: threads / the sum of that and what the host does for
 * each transition.
 */
export function lanesPerHour(shape: FitShape, threads: number, gradient: number, cost: LaneCost): number {
  const { chains, warmup, draws } = laneSettingsFor(shape);
  const transitions = chains * (warmup + draws);
  const after = secondsAfter(shape);
  if (cost.shared) return 3600 / (transitions * leapfrogsOfDevice * cost.leapfrog + after / threads);
  const lanes = transitions * leapfrogsOfLanes * cost.leapfrog;
  return (3600 * threads) / (lanes + transitions * hostGradients * gradient + after);
}

function secondsAfter({ chains, draws }: FitShape): number {
  return chains * draws * secondsPerDraw;
}
