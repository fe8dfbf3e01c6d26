// Initial value problems: steps whose error is held below a tolerance, and which end at every time that is asked for.

import { exp, log } from "../special/index.ts";
import { errorWeights, firstStep, stages, stageTimes, stageWeights, stepControl } from "./dormand-prince.ts";

/** How many numbers there are, how exact they shall be, and where they lie in a memory. */
export interface OdeProblem {
  readonly states: number;
  readonly times: number;
  readonly relativeTolerance: number;
  readonly absoluteTolerance: number;
  readonly maxSteps: number;
  /** First element of the workspace; see `workspaceOf`. */
  readonly workspace: number;
  /** First element of the solution, [times, states]. */
  readonly solution: number;
  /** Two counters: solutions that were given up, and those of them at the greatest number of steps. */
  readonly failures: number;
}

/** Where everything is in a workspace, in elements from its start. */
export interface OdeWorkspace {
  /** Time and state that the right-hand side reads, and the derivative that it writes. */
  readonly time: number;
  readonly state: number;
  readonly derivative: number;
  /** The state at the end of the last step that was taken; at first, the initial state. */
  readonly current: number;
  /** Derivatives of the stages. */
  readonly slopes: number;
  readonly startTime: number;
  readonly times: number;
  readonly size: number;
}

export function workspaceOf({ states, times }: Pick<OdeProblem, "states" | "times">): OdeWorkspace {
  const current = 1 + 2 * states;
  const slopes = current + states;
  const startTime = slopes + stages * states;
  return {
    time: 0,
    state: 1,
    derivative: 1 + states,
    current,
    slopes,
    startTime,
    times: startTime + 1,
    size: startTime + 1 + times,
  };
}

/**
 * Solves a problem whose initial state, its time and the times of the solution stand in the workspace; times ascend from the initial one. `derive` computes
 * the derivative from time and state, all in the workspace. Every step holds the largest error of all states, each in units of absolute
 * tolerance plus relative tolerance times the state, below one. A solution that takes more than `maxSteps` steps, or meets what is not a
 * number, is NaN from there on: whoever samples rejects it.
 */
export function solveOde(memory: Float64Array, problem: OdeProblem, derive: () => void): void {
  const { states: n, times: count, relativeTolerance, absoluteTolerance, maxSteps, workspace, solution } = problem;
  const { failures } = problem;
  const places = workspaceOf(problem);
  const state = workspace + places.state;
  const derivative = workspace + places.derivative;
  const current = workspace + places.current;
  const slopes = workspace + places.slopes;
  const times = workspace + places.times;
  let time = memory[workspace + places.startTime]!;
  const slope = (stage: number): void => {
    derive();
    memory.copyWithin(slopes + stage * n, derivative, derivative + n);
  };

  memory.copyWithin(state, current, current + n);
  memory[workspace] = time;
  slope(0);
  let [size, speed] = [0, 0];
  for (let i = 0; i < n; i++) {
    const scale = absoluteTolerance + relativeTolerance * Math.abs(memory[current + i]!);
    size = Math.max(size, Math.abs(memory[current + i]!) / scale);
    speed = Math.max(speed, Math.abs(memory[slopes + i]!) / scale);
  }
  const known = size > firstStep.negligible && speed > firstStep.negligible;
  let proposed = known ? (firstStep.share * size) / speed : firstStep.smallest;
  let steps = 0;
  const giveUp = (at: number): void => {
    memory.fill(Number.NaN, solution + at * n, solution + count * n);
    memory[failures]!++;
    if (steps > maxSteps) memory[failures + 1]!++;
  };
  for (let at = 0; at < count; at++) {
    const end = memory[times + at]!;
    while (time < end) {
      const left = end - time;
      const last = proposed >= left;
      const step = last ? left : proposed;
      if (++steps > maxSteps || !(time + step > time)) {
        giveUp(at);
        return;
      }
      for (let stage = 1; stage < stages; stage++) {
        const weights = stageWeights[stage - 1]!;
        for (let i = 0; i < n; i++) {
          let total = weights[0]! * memory[slopes + i]!;
          for (let j = 1; j < stage; j++) {
            if (weights[j] !== 0) total += weights[j]! * memory[slopes + j * n + i]!;
          }
          memory[state + i] = memory[current + i]! + step * total;
        }
        memory[workspace] = time + stageTimes[stage - 1]! * step;
        slope(stage);
      }
      let error = 0;
      for (let i = 0; i < n; i++) {
        let total = errorWeights[0]! * memory[slopes + i]!;
        for (let j = 2; j < stages; j++) total += errorWeights[j]! * memory[slopes + j * n + i]!;
        const largest = Math.max(Math.abs(memory[current + i]!), Math.abs(memory[state + i]!));
        error = Math.max(error, Math.abs(step * total) / (absoluteTolerance + relativeTolerance * largest));
      }
      const wanted = stepControl.safety * exp(stepControl.exponent * log(error));
      // What is not a number shortens the step as much as an error can.
      const factor = wanted >= stepControl.least ? Math.min(wanted, stepControl.most) : stepControl.least;
      if (!(error <= 1)) {
        proposed = step * Math.min(1, factor);
        continue;
      }
      time = last ? end : time + step;
      memory.copyWithin(current, state, state + n);
      memory.copyWithin(slopes, slopes + (stages - 1) * n, slopes + stages * n);
      // A step that was cut short to end at a time says little about how long it could have been.
      proposed = last ? Math.max(proposed, step * factor) : step * factor;
    }
    if (time > end) {
      giveUp(at);
      return;
    }
    memory.copyWithin(solution + at * n, current, current + n);
  }
}
