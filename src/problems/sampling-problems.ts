// Problems of sampling: densities that cannot be sampled, starting points, runs that cannot be resumed, fits on lanes.

import { count, figure, given, listed, nameList, quote } from "../words/index.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

export const improperPosterior = (largestStep: number): Problem => ({
  code: "improper-posterior",
  message: "The posterior is improper: the step size grew without bound.",
  received: `a step size above ${given(largestStep)}`,
  hint: "Check that every parameter has a proper prior or enters the likelihood.",
});

/** @param hint for the device at hand */
export const noStepSize = (hint: string, smallestStep?: number): Problem => ({
  code: "no-step-size",
  message: "No step size is accepted at the starting point.",
  ...(smallestStep === undefined ? {} : { received: `a step size below ${figure(smallestStep)}` }),
  hint,
});

/** @param broken names of the coordinates whose gradient is not finite */
export const noStartingPoint = (tries: number, broken: readonly string[], logDensity: number): Problem => ({
  code: "no-starting-point",
  message:
    broken.length > 0
      ? `No starting point with a finite gradient was found in ${tries} tries. In the last try, the gradient was not finite for ${listed(broken, 8)}.`
      : `No starting point with a finite log density was found in ${tries} tries.`,
  received: `log density ${logDensity}`,
  hint: "Check the priors of these parameters and the scale of the data, or give a starting point.",
});

/** @param names of the unconstrained coordinates, and where the trajectory was last with a gradient */
export const gradientNotANumber = (names: readonly string[], near: readonly number[], logDensity: number): Problem => ({
  code: "gradient-not-a-number",
  message: `The gradient of ${listed(names, 8)} is NaN at a finite density, so the sampler cannot go there and its draws would leave out that part of the posterior.`,
  received: `log density ${figure(logDensity)} near ${listed(
    names.map((name, i) => `${name} = ${figure(near[i])} (unconstrained)`),
    8,
  )}`,
  hint: "Write the model so that no part of it is infinite or undefined there: the square root or logarithm of something that can be negative or zero, 0 / 0, infinity minus infinity.",
});

/** @param bad a value that is not finite */
export const wrongCenter = (dimension: number, received: number, bad: number | undefined): Problem => ({
  code: "wrong-start",
  message: `The center of the starting points is one finite number for each of ${count(dimension, "unconstrained coordinate")}.`,
  where: "initialCenter",
  received: bad === undefined ? count(received, "number") : String(bad),
  hint: "posterior.unconstrain(values) makes one from values of the parameters.",
});

export interface SettingChange {
  readonly name: string;
  readonly before: unknown;
  readonly now: unknown;
}

export const resumeWithOtherSettings = (changes: readonly SettingChange[]): Problem => ({
  code: "cannot-resume",
  message: `The run to be resumed had different settings: ${listed(changes.map(({ name }) => name))}.`,
  received: changes.map(({ name, before, now }) => `${name} ${String(now)} instead of ${String(before)}`).join(", "),
  hint: resumeHint,
});

export const resumeWithOtherModel = (now: number, before: number): Problem => ({
  code: "cannot-resume",
  message: "The run to be resumed had a different number of parameters.",
  received: `${now} instead of ${before}`,
  hint: resumeHint,
});

export const resumeWithoutState = (chain: number): Problem => ({
  code: "cannot-resume",
  message: `Chain ${chain + 1} of the run to be resumed has draws, but not the state to go on from. Runs on lanes or a GPU cannot be continued.`,
  hint: "Start a new run with as many draws as you need.",
});

export const unknownWatched = (name: string, known: readonly string[]): Problem => ({
  code: "unknown-quantity",
  message: "The run has no coordinate of this name.",
  where: `watchConvergence.quantities, ${quote(name)}`,
  hint: `${didYouMean(name, known)}It has: ${nameList(known)}. With \`posterior\`, parameters are watched in their own units.`,
});

export const wrongInterval = (received: string): Problem => ({
  code: "wrong-setting",
  message: "every must be a number of milliseconds of at least 0.",
  where: "watchConvergence.every",
  received,
  hint: "The default is 1500.",
});

const resumeHint = "Resume with the settings and the model of the first run (only draws may grow), or start a new run.";

export const canceledBeforeDraws = (): Problem => ({
  code: "no-draws",
  message: "The fit was canceled before its first draw.",
  hint: "Run it again.",
});

/** What makes draws on lanes not good enough; by the name of the check that fails. */
export const laneProblems = {
  divergences: (count: number, transitions: number): Problem =>
    laneProblem("divergences", "There were divergences after warm-up.", `${count} of ${transitions}`),
  stuck: (count: number, chains: number): Problem =>
    laneProblem("stuck-chains", "Some chains never moved.", `${count} of ${chains}`),
  rhat: (limit: number, worst: string): Problem => laneProblem("r-hat", `R-hat is not below ${limit}.`, worst),
  ess: (wanted: number, worst: string): Problem =>
    laneProblem("bulk-ess", `The bulk effective sample size is below ${wanted}.`, worst),
  energyNoise: (most: number, received: string): Problem =>
    laneProblem(
      "device-energies",
      `The device computes changes of the log density with an error above ${most}, too much to accept draws by.`,
      received,
    ),
} as const;

function laneProblem(code: string, message: string, received: string): Problem {
  return { code, message, received, hint: "Sample this fit with NUTS on the CPU." };
}

/** How a fit is sampled, as far as its size depends on it. */
interface Sampled {
  readonly chains: number;
  readonly draws: number;
  readonly warmup: number;
}

export const fitTooLarge = (needed: string, free: string, { chains, draws, warmup }: Sampled): Problem => ({
  code: "fit-too-large",
  message: `The fit needs about ${needed} of memory: ${count(chains, "chain")} of ${count(warmup, "warm-up iteration")} and ${count(draws, "draw")}.`,
  received: `${free} that it may take`,
  hint: "Ask for fewer with --draws, --warmup or --chains, or allow more memory with --memory (in MiB).",
});

export const runTooLarge = (needed: string, most: string, { chains, draws }: Sampled): Problem => ({
  code: "run-too-large",
  message: `A run folder holds less than ${most} of draws; this one would have about ${needed}.`,
  received: `${count(chains, "chain")} of ${count(draws, "draw")}`,
  hint: "Ask for fewer with --draws or --chains; a few thousand draws in all are enough for every figure.",
});
