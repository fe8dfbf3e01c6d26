// Warm-up with overlapping, growing windows and metrics from gradients (schedule of nuts-rs: adapt_strategy.rs, used by nutpie).

import type { LogDensity } from "../density.ts";
import { metricOf } from "../hamiltonian/index.ts";
import type { Random } from "../../numerics/index.ts";
import {
  averagedStepSize,
  dualAveraging,
  restartDualAveraging,
  searchStepSize,
  updateDualAveraging,
} from "../step-size.ts";
import type { Matrices } from "../matrices.ts";
import type { ChainPoint, Transition, TransitionPlan } from "../transition.ts";
import type { Settings } from "../settings.ts";
import type { Adaptation, AdaptationState, GrowingMemory, WindowMoments } from "./adaptation.ts";
import { scaleFromGradient, scaleFromMoments } from "./fisher-diagonal.ts";
import { eigenvalueCutoff, lowRankFromDraws } from "./fisher-low-rank.ts";
import { inRequestedForm } from "./metric-form.ts";
import { addToVariance, copyVariance, resetMoments, runningVariance } from "./moments.ts";

export type GrowingAdaptationSettings = Pick<Settings, "warmup" | "metric" | "targetAccept" | "maxDepth">;

/** Share of the warm-up with short windows, and share at its end that adapts the step size alone. */
const earlyShare = 0.3;
const finalShare = 0.15;
/** Length of early windows, of the first main window, and growth from one main window to the next. */
const earlyWindow = 10;
const firstMainWindow = 80;
const windowGrowth = 1.5;
/** Doublings allowed in the early phase: far from the typical set long trajectories are not worth their gradients. */
const earlyMaxDepth = 8;
/** Draws before a metric is computed from them. */
const fewestDraws = 3;
/** Most draws the low-rank metric is computed from; above this they are the latest ones. */
const mostDraws = 200;
const initialStepSize = 0.1;
/** Draws in a row that do not move before the metric is given up. */
const stuckDraws = 10;

export function growingAdaptation(
  density: LogDensity,
  settings: GrowingAdaptationSettings,
  matrices: Matrices,
  resume?: AdaptationState,
): Adaptation {
  const { dimension } = density;
  const { warmup } = settings;
  const earlyEnd = Math.floor(earlyShare * warmup);
  const metricEnd = warmup - Math.floor(finalShare * warmup);
  const keepsDraws = settings.metric !== "diagonal";
  const capacity = keepsDraws ? metricEnd * dimension : 0;
  const averaging = resume ? { ...resume.averaging } : dualAveraging(settings.targetAccept, initialStepSize);
  const memory =
    resume?.memory.kind === "nutpie" ? restored(resume.memory, capacity) : emptyMemory(dimension, capacity);
  const plan: TransitionPlan = {
    metric: metricOf(
      resume ? structuredClone(resume.metric) : { kind: "diagonal", scale: new Float64Array(dimension).fill(1) },
    ),
    stepSize: resume?.stepSize ?? initialStepSize,
    maxDepth: resume?.maxDepth ?? (earlyEnd > 0 ? Math.min(earlyMaxDepth, settings.maxDepth) : settings.maxDepth),
  };

  /** Adds a draw to both windows unless the trajectory hardly moved: such draws would pull the variances down. */
  const addDraw = (point: ChainPoint, info: Transition): void => {
    const good = info.divergent ? Math.abs(info.offset) > 4 : info.offset !== 0;
    if (!good) return;
    for (const window of [memory.foreground, memory.background]) {
      addToVariance(window.positions, point.position);
      addToVariance(window.gradients, point.gradient);
    }
    if (keepsDraws) {
      memory.positions.set(point.position, memory.kept * dimension);
      memory.gradients.set(point.gradient, memory.kept * dimension);
    }
    memory.kept++;
  };

  const switchWindows = (): void => {
    copyVariance(memory.background.positions, memory.foreground.positions);
    copyVariance(memory.background.gradients, memory.foreground.gradients);
    resetMoments(memory.background.positions);
    resetMoments(memory.background.gradients);
    memory.foregroundStart = memory.backgroundStart;
    memory.backgroundStart = memory.kept;
  };

  /** Recomputes the metric from the foreground window; false when it has too few draws or nothing new to say. */
  const updateMetric = (switched: boolean): boolean => {
    const count = memory.kept - memory.foregroundStart;
    if (count < fewestDraws) return false;
    if (keepsDraws && count >= earlyWindow) {
      // Costs a decomposition: after a switch, and when the window has grown by half.
      if (!switched && count < 1.5 * memory.usedDraws) return false;
      const found = lowRankFromDraws(
        {
          positions: memory.positions,
          gradients: memory.gradients,
          from: Math.max(memory.foregroundStart, memory.kept - mostDraws),
          to: memory.kept,
        },
        dimension,
        matrices,
        settings.metric === "dense" ? 1 : eigenvalueCutoff,
      );
      if (found) {
        memory.usedDraws = count;
        plan.metric = metricOf(inRequestedForm(found, settings.metric));
        return true;
      }
    }
    const state = plan.metric.state;
    if (state.kind !== "diagonal") return false;
    scaleFromMoments(memory.foreground.positions, memory.foreground.gradients, state.scale);
    return true;
  };

  /** Where draw after draw is stuck the metric is to blame: back to a diagonal one, from the gradient at the current point. */
  const leaveStuckMetric = (point: ChainPoint, info: Transition): boolean => {
    memory.stuck = info.offset === 0 ? memory.stuck + 1 : 0;
    if (memory.stuck < stuckDraws) return false;
    memory.stuck = 0;
    for (const window of [memory.foreground, memory.background]) {
      resetMoments(window.positions);
      resetMoments(window.gradients);
    }
    memory.foregroundStart = memory.kept;
    memory.backgroundStart = memory.kept;
    memory.usedDraws = 0;
    const scale = new Float64Array(dimension);
    scaleFromGradient(point.gradient, scale);
    plan.metric = metricOf({ kind: "diagonal", scale });
    return true;
  };

  const searchFrom = (point: ChainPoint, random: Random, stepSize: number): number => {
    const found = searchStepSize(density, plan.metric, point, random, stepSize);
    plan.stepSize = found.stepSize;
    restartDualAveraging(averaging, found.stepSize);
    return found.gradients;
  };

  return {
    plan,
    start(point, random) {
      const scale = new Float64Array(dimension);
      scaleFromGradient(point.gradient, scale);
      plan.metric = metricOf({ kind: "diagonal", scale });
      return searchFrom(point, random, initialStepSize);
    },

    learn(iteration, point, info, random) {
      const early = iteration < earlyEnd;
      plan.maxDepth = iteration + 1 < earlyEnd ? Math.min(earlyMaxDepth, settings.maxDepth) : settings.maxDepth;
      let late = true;
      let changed = false;
      if (iteration < metricEnd) {
        addDraw(point, info);
        const held = memory.background.positions.count;
        const switchAfter = early ? earlyWindow : Math.max(memory.switchAfter, firstMainWindow);
        late = iteration + switchAfter > metricEnd;
        const switched = held >= switchAfter && !late;
        if (switched) {
          switchWindows();
          if (!early) memory.switchAfter = Math.floor(Math.max(switchAfter, held) * windowGrowth);
        }
        changed = updateMetric(switched);
      }
      let gradients = 0;
      if (iteration < metricEnd && leaveStuckMetric(point, info)) {
        gradients = searchFrom(point, random, initialStepSize);
      } else if (changed && memory.initialMetric) {
        memory.initialMetric = false;
        gradients = searchFrom(point, random, plan.stepSize);
      } else {
        // Toward the end the statistic that minds energy errors of either sign: acceptance alone counts half of them, since
        // trajectories begin in places where errors are large as often as they end there. On posteriors with narrow corners (media
        // mix models: a curve that may saturate) the step is then short enough for these too, at the same target.
        plan.stepSize = updateDualAveraging(averaging, late ? info.symmetricAcceptance : info.acceptance);
      }
      if (iteration === warmup - 1) {
        plan.stepSize = averagedStepSize(averaging);
        memory.kept = 0;
      }
      return gradients;
    },

    snapshot: () => ({
      metric: structuredClone(plan.metric.state),
      stepSize: plan.stepSize,
      maxDepth: plan.maxDepth,
      averaging: { ...averaging },
      memory: trimmed(memory, keepsDraws ? dimension : 0),
    }),
  };
}

function emptyMemory(dimension: number, capacity: number): GrowingMemory {
  const moments = (): WindowMoments => ({
    positions: runningVariance(dimension),
    gradients: runningVariance(dimension),
  });
  return {
    kind: "nutpie",
    foreground: moments(),
    background: moments(),
    positions: new Float64Array(capacity),
    gradients: new Float64Array(capacity),
    kept: 0,
    foregroundStart: 0,
    backgroundStart: 0,
    switchAfter: 0,
    usedDraws: 0,
    stuck: 0,
    initialMetric: true,
  };
}

/** A copy that holds no more than the draws kept. */
function trimmed(memory: GrowingMemory, dimension: number): GrowingMemory {
  const length = memory.kept * dimension;
  return {
    ...structuredClone({ ...memory, positions: undefined, gradients: undefined }),
    positions: memory.positions.slice(0, length),
    gradients: memory.gradients.slice(0, length),
  };
}

function restored(memory: GrowingMemory, capacity: number): GrowingMemory {
  const grown = (values: Float64Array): Float64Array => {
    const all = new Float64Array(capacity);
    all.set(values);
    return all;
  };
  return { ...structuredClone(memory), positions: grown(memory.positions), gradients: grown(memory.gradients) };
}
