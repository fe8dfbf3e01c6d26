// The checks of the verdict that look at the parameters: R-hat, bulk and tail effective sample size.

import { LARGEST_RELIABLE_K } from "./pareto-smooth.ts";
import { rhatLimit } from "./rhat-limit.ts";
import { ESS_PER_CHAIN, NAMED_WORST } from "./thresholds.ts";
import type { Check, JudgedParameter, SamplerStatistics } from "./check.ts";
import type { Remedies } from "../problems/remedies.ts";
import { fixed } from "../words/index.ts";

/** The worst few as "name figure, name figure and 3 more". */
export function nameWorst(items: readonly { name: string; figure: string }[]): string {
  const named = items.slice(0, NAMED_WORST).map(({ name, figure }) => `${name} ${figure}`);
  const more = items.length - named.length;
  return named.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** Undefined figures sort as the worst. */
function worstFirst(
  badness: (parameter: JudgedParameter) => number,
): (a: JudgedParameter, b: JudgedParameter) => number {
  const key = (parameter: JudgedParameter): number => {
    const value = badness(parameter);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };
  return (a, b) => (key(a) === key(b) ? 0 : key(b) - key(a));
}

/** Rounded up at the third decimal, so that a failing 1.0101 is not printed as the limit it missed. */
function rhatText(value: number): string {
  return fixed(Math.ceil(value * 1000) / 1000, 3);
}

export function checkRhat(
  parameters: readonly JudgedParameter[],
  { chains, startingPoints = chains }: Pick<SamplerStatistics, "chains" | "startingPoints">,
  remedies: Remedies,
): Check {
  const name = "r-hat";
  if (parameters.length === 0) {
    return {
      name,
      status: "fail",
      detail: "There are no parameters to check.",
      remedy: "Pass the sampled parameters.",
    };
  }
  const quantities = parameters.length;
  const limitOf = ({ summary }: JudgedParameter): number =>
    rhatLimit({ quantities, startingPoints, ess: summary.ess_bulk });
  const sorted = [...parameters].sort(worstFirst(({ summary }) => summary.rhat));
  const failing = sorted.filter((parameter) => !(parameter.summary.rhat < limitOf(parameter)));
  const strictest = Math.min(...(failing.length > 0 ? failing : sorted.slice(0, 1)).map(limitOf));
  // Rounded down, so that no figure below it seems to fail.
  const limit = fixed(Math.floor(strictest * 1000 + 1e-9) / 1000, 3).replace(/0$/, "");
  const list = nameWorst(
    (failing.length > 0 ? failing : sorted.slice(0, 1)).map((parameter) => ({
      name: parameter.name,
      figure: rhatText(parameter.summary.rhat),
    })),
  );
  if (failing.length === 0) {
    return { name, status: "pass", detail: `All R-hat values are below ${limit}; largest: ${list}.`, remedy: "" };
  }
  return {
    name,
    status: "fail",
    detail: `R-hat is not below ${limit} for ${failing.length} of ${parameters.length} parameters: ${list}. The chains disagree.`,
    remedy: remedies.rhat(),
  };
}

export function checkEss(
  part: "bulk" | "tail",
  parameters: readonly JudgedParameter[],
  { chains, drawsPerChain, startingPoints }: SamplerStatistics,
  remedies: Remedies,
): Check {
  const name = `${part}-ess`;
  // R-hat compares starting points: each must have the effective draws that make it reliable, however many chains they are of.
  const wanted = ESS_PER_CHAIN * (startingPoints ?? chains);
  const per = startingPoints === undefined ? "chain" : "starting point";
  const ess = ({ summary }: JudgedParameter): number => (part === "bulk" ? summary.ess_bulk : summary.ess_tail);
  if (parameters.length === 0) {
    return {
      name,
      status: "fail",
      detail: "There are no parameters to check.",
      remedy: "Pass the sampled parameters.",
    };
  }
  const sorted = [...parameters].sort(worstFirst((parameter) => -ess(parameter)));
  const failing = sorted.filter((parameter) => !(ess(parameter) >= wanted));
  const list = nameWorst(
    (failing.length > 0 ? failing : sorted.slice(0, 1)).map((parameter) => ({
      name: parameter.name,
      figure: fixed(Math.floor(ess(parameter)), 0),
    })),
  );
  if (failing.length === 0) {
    return { name, status: "pass", detail: `All ${part} ESS are at least ${wanted}; smallest: ${list}.`, remedy: "" };
  }
  const use = part === "bulk" ? "means and medians" : "interval ends";
  return {
    name,
    status: "fail",
    detail:
      `The ${part} effective sample size is below ${wanted} (${ESS_PER_CHAIN} per ${per}) for ${failing.length} of ` +
      `${parameters.length} parameters: ${list}. Their ${use} are imprecise.`,
    remedy: remedies.ess(drawsFor(ess(failing[0]), wanted, drawsPerChain)),
  };
}

/** Draws per chain that would be enough; undefined where only a better geometry is within reach. */
function drawsFor(smallest: number, wanted: number, drawsPerChain: number): number | undefined {
  const factor = wanted / smallest;
  if (!(factor < 10)) return undefined;
  // A fifth more than proportional, since the estimate itself is noisy; rounded up to hundreds.
  return Math.ceil((drawsPerChain * factor * 1.2) / 100) * 100;
}

/** Quantities whose tails are so heavy that their draws have no mean to report. */
export function checkTails(parameters: readonly JudgedParameter[], remedies: Remedies): Check {
  const name = "means";
  const without = parameters.filter(({ summary }) => Number.isFinite(summary.median) && Number.isNaN(summary.mean));
  if (without.length === 0) {
    return { name, status: "pass", detail: "No tail is so heavy that a mean is unreliable.", remedy: "" };
  }
  const list = nameWorst(without.map((parameter) => ({ name: parameter.name, figure: "" })))
    .replaceAll(" ,", ",")
    .trim();
  return {
    name,
    // The draws are valid; their mean is not a figure to report.
    status: "warn",
    detail: `The mean of ${list} is not given: Pareto k of the draws is above ${LARGEST_RELIABLE_K}, so it differs from run to run. The median is given instead.`,
    remedy: remedies.means(),
  };
}
