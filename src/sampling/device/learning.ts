// What a fit's chains learn from a transition, on the device: the rules of src/sampling/lanes in float32, run by its first chain alone.

import { float32Literal } from "../../compile/wgsl/index.ts";
import { lengthRule, longestStep, searchAcceptance, shortestStep } from "../lanes/index.ts";
import { delay, relaxation, shrinkage } from "../step-size.ts";
import { failures, float, setFloat, whole } from "./fit-state.ts";

const { decay, learningRate, longest, shortest, smallest } = lengthRule;
const number = float32Literal;

/** Forgets the step sizes that were averaged, and aims above `size`. */
const restart = (size: string): string =>
  [
    setFloat("stepSize", size),
    setFloat("mu", `float_log(10f * ${size})`),
    setFloat("averaged", "0f"),
    setFloat("meanShortfall", "0f"),
    setFloat("meanLogStepSize", "0f"),
  ].join("\n    ");

/**
 * Functions over `state`, where the fit's words begin at `s`, and over `accepts` and `slopes`, where its chains' figures begin at `l`:
 * - `learn_start`: whether all chains have a log density and gradient where they start;
 * - `learn_try`: the search for a step size;
 * - `learn_length`, `learn_step_size`: a transition of warm-up.
 */
export function learningSource(chains: number): string {
  const each = `for (var k = 0u; k < ${chains}u; k += 1u)`;
  return `
fn learn_start(s: u32, l: u32) {
  ${whole("fresh")} = 0u;
  ${whole("gradients")} += 1u;
  ${each} {
    if (accepts[l + k] == 0f) { ${whole("failed")} = ${failures.start}u; }
  }
}

fn learn_try(s: u32, l: u32) {
  ${whole("tries")} += 1u;
  ${whole("gradients")} += 1u;
  var mean = 0f;
  ${each} { mean += accepts[l + k] * ${number(1 / chains)}; }
  let direction = select(2u, 1u, mean > ${number(searchAcceptance)});
  if (${whole("direction")} == 0u) { ${whole("direction")} = direction; }
  let tried = ${float("tried")};
  if (${whole("direction")} != direction) {
    ${whole("direction")} = 0u;
    ${whole("searching")} = 0u;
    ${restart("tried")}
    return;
  }
  let next = tried * select(0.5f, 2f, direction == 1u);
  ${setFloat("tried", "next")}
  if (next > ${number(longestStep)}) { ${whole("failed")} = ${failures.stepTooLong}u; }
  if (next < ${number(shortestStep)}) { ${whole("failed")} = ${failures.stepTooShort}u; }
}

/** Ascent on the mean slope of ChEES, weighted by acceptance. */
fn learn_length(s: u32, l: u32) {
  var total = 0f;
  var weights = 0f;
  ${each} {
    total += slopes[l + k];
    weights += accepts[l + k];
  }
  if (weights == 0f) { return; }
  let slope = total / weights;
  if (!in_range(slope)) { return; }
  let count = ${float("lengthCount")} + 1f;
  // A slope beyond the square root of the range says no more than one at it.
  let near = clamp(slope, -1e15f, 1e15f);
  let squares = ${number(decay)} * ${float("lengthSquares")} + ${number(1 - decay)} * near * near;
  let corrected = sqrt(squares / (1f - float_exp(count * ${number(Math.log(decay))})));
  let step = ${number(learningRate)} * near / (corrected + ${number(smallest)});
  let log_length = clamp(${float("lengthLog")} + step, ${number(Math.log(shortest))}, ${number(Math.log(longest))});
  let weight = 1f / sqrt(count);
  ${setFloat("lengthMeanLog", `(1f - weight) * ${float("lengthMeanLog")} + weight * log_length`)}
  ${setFloat("lengthCount", "count")}
  ${setFloat("lengthSquares", "squares")}
  ${setFloat("lengthLog", "log_length")}
}

/** Dual averaging of the harmonic mean of acceptances; the last transition of warm-up leaves what is kept. */
fn learn_step_size(s: u32, l: u32, last: bool) {
  var sum = 0f;
  ${each} { sum += 1f / max(accepts[l + k], 1e-30f); }
  let accepted = ${number(chains)} / sum;
  let count = ${float("averaged")} + 1f;
  let eta = 1f / (count + ${number(delay)});
  let shortfall = (1f - eta) * ${float("meanShortfall")} + eta * (call.target_accept - min(1f, accepted));
  let log_size = ${float("mu")} - shortfall * sqrt(count) * ${number(1 / shrinkage)};
  let weight = float_exp(${number(-relaxation)} * float_log(count));
  let mean = (1f - weight) * ${float("meanLogStepSize")} + weight * log_size;
  ${setFloat("averaged", "count")}
  ${setFloat("meanShortfall", "shortfall")}
  ${setFloat("meanLogStepSize", "mean")}
  ${setFloat("stepSize", "float_exp(select(log_size, mean, last))")}
  if (last && ${float("lengthCount")} > 0f) { ${setFloat("lengthLog", float("lengthMeanLog"))} }
}
`;
}
