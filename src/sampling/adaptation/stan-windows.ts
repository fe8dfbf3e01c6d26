// Stan's warm-up: windows that double in length, a regularized sample variance or covariance at the end of each
// (stan-dev/stan: windowed_adaptation.hpp, var_adaptation.hpp, covar_adaptation.hpp).

import type { LogDensity } from "../density.ts";
import { type MetricState, metricOf, unitMetric } from "../hamiltonian/index.ts";
import { cholesky } from "../../numerics/linear-algebra/index.ts";
import type { Random } from "../../numerics/index.ts";
import {
  averagedStepSize,
  dualAveraging,
  restartDualAveraging,
  searchStepSize,
  updateDualAveraging,
} from "../step-size.ts";
import type { Settings } from "../settings.ts";
import type { ChainPoint, TransitionPlan } from "../transition.ts";
import type { Adaptation, AdaptationState, StanMemory } from "./adaptation.ts";
import { addToCovariance, type RunningCovariance, runningCovariance } from "./covariance.ts";
import { addToVariance, type RunningVariance, resetMoments, runningVariance } from "./moments.ts";

export interface StanWindows {
  /** First iteration whose draw is used for the metric. */
  readonly start: number;
  /** Iterations after which the metric is updated. */
  readonly ends: readonly number[];
}

/** Windows of a warm-up of this length: buffers of 75 and 50 around slow windows of 25, 50, 100, ... */
export function stanWindows(warmup: number): StanWindows {
  if (warmup < 20) return { start: warmup, ends: [] };
  let first = 75;
  let last = 50;
  let size = 25;
  if (first + size + last > warmup) {
    first = Math.floor(0.15 * warmup);
    last = Math.floor(0.1 * warmup);
    size = warmup - first - last;
  }
  const final = warmup - last - 1;
  const ends = [first + size - 1];
  for (let end = ends[0]; end !== final; ends.push(end)) {
    size *= 2;
    end += size;
    // The last window is stretched when the one after it would not fit.
    if (end !== final && end + 2 * size >= warmup - last) end = final;
  }
  return { start: first, ends };
}

/** Metrics that are not dense are diagonal. */
export type StanAdaptationSettings = Pick<Settings, "warmup" | "targetAccept" | "maxDepth" | "metric">;

export function stanAdaptation(
  density: LogDensity,
  settings: StanAdaptationSettings,
  resume?: AdaptationState,
): Adaptation {
  const { dimension } = density;
  const windows = stanWindows(settings.warmup);
  const lastUsed = windows.ends.at(-1) ?? -1;
  const averaging = resume ? { ...resume.averaging } : dualAveraging(settings.targetAccept, 1);
  const memory: StanMemory =
    resume?.memory.kind === "stan"
      ? structuredClone(resume.memory)
      : {
          kind: "stan",
          estimator: settings.metric === "dense" ? runningCovariance(dimension) : runningVariance(dimension),
        };
  const plan: TransitionPlan = {
    metric: resume ? metricOf(structuredClone(resume.metric)) : startingMetric(settings.metric, dimension),
    stepSize: resume?.stepSize ?? 1,
    maxDepth: settings.maxDepth,
  };

  const restart = (point: ChainPoint, random: Random): number => {
    const found = searchStepSize(density, plan.metric, point, random, plan.stepSize);
    plan.stepSize = found.stepSize;
    restartDualAveraging(averaging, found.stepSize);
    return found.gradients;
  };

  return {
    plan,
    start: restart,
    learn(iteration, point, info, random) {
      plan.stepSize = updateDualAveraging(averaging, info.acceptance);
      const { estimator } = memory;
      if (iteration >= windows.start && iteration <= lastUsed) {
        if ("squares" in estimator) addToVariance(estimator, point.position);
        else addToCovariance(estimator, point.position);
      }
      let gradients = 0;
      if (windows.ends.includes(iteration)) {
        plan.metric = metricOf(
          "squares" in estimator ? regularizedVariance(estimator) : regularizedCovariance(estimator),
        );
        resetMoments(estimator);
        gradients = restart(point, random);
      }
      if (iteration === settings.warmup - 1) plan.stepSize = averagedStepSize(averaging);
      return gradients;
    },
    snapshot: () =>
      structuredClone({
        metric: plan.metric.state,
        stepSize: plan.stepSize,
        maxDepth: plan.maxDepth,
        averaging,
        memory,
      }),
  };
}

function startingMetric(kind: Settings["metric"], dimension: number): ReturnType<typeof metricOf> {
  if (kind !== "dense") return unitMetric(dimension);
  const factor = new Float64Array(dimension * dimension);
  for (let i = 0; i < dimension; i++) factor[i * dimension + i] = 1;
  return metricOf({ kind: "dense", factor });
}

/** (n / (n + 5)) variance + (5 / (n + 5)) 1e-3, as standard deviations. */
export function regularizedVariance(estimator: RunningVariance): MetricState {
  const n = estimator.count;
  const scale = estimator.squares.map((squares) =>
    Math.sqrt((n / (n + 5)) * (squares / (n - 1)) + 1e-3 * (5 / (n + 5))),
  );
  return { kind: "diagonal", scale };
}

/** (n / (n + 5)) covariance + (5 / (n + 5)) 1e-3 I, as its Cholesky factor. */
export function regularizedCovariance(estimator: RunningCovariance): MetricState {
  const n = estimator.count;
  const dimension = estimator.mean.length;
  const factor = estimator.products.map((products) => (n / (n + 5)) * (products / (n - 1)));
  for (let i = 0; i < dimension; i++) factor[i * dimension + i] += 1e-3 * (5 / (n + 5));
  if (!cholesky(factor, dimension, factor)) {
    throw new RangeError("The covariance of the warm-up draws is not positive definite.");
  }
  return { kind: "dense", factor };
}
