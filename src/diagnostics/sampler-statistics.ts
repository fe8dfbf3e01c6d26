// What the verdict asks of the sampler, from the result of a run.

import { mean, sum, variance } from "../numerics/index.ts";
import type { SampleResult } from "../sampling/index.ts";
import type { SamplerStatistics, StartSpread } from "./check.ts";
import { ebfmi } from "./ebfmi.ts";

/**
 * Counts and figures of the draws that all chains have completed.
 * @param names of the unconstrained coordinates (`Posterior.coordinateNames`); default x[0], x[1], ...
 */
export function samplerStatistics(result: SampleResult, names?: readonly string[]): SamplerStatistics {
  const { chains, settings, superchains } = result;
  const draws = Math.min(...chains.map((chain) => chain.draws));
  const first = <T extends ArrayLike<number> & { subarray(from: number, to: number): T }>(values: T): T =>
    values.subarray(0, draws);
  const spread = startSpread(result, draws, names);
  return {
    chains: chains.length,
    drawsPerChain: draws,
    ...(superchains === undefined ? {} : { startingPoints: new Set(superchains).size }),
    divergences: chains.map(({ divergent }) => sum(first(divergent))),
    treeDepthHits: sum(chains.map(({ treeDepth }) => first(treeDepth).filter((d) => d >= settings.maxDepth).length)),
    maxTreeDepth: settings.maxDepth,
    ...(settings.algorithm === "nuts" ? {} : { withoutTrees: true }),
    ebfmi: chains.map(({ energy }) =>
      draws === 0 ? Number.NaN : ebfmi({ chains: 1, draws, values: first(energy) })[0],
    ),
    acceptance: chains.map(({ acceptance }) => (draws === 0 ? Number.NaN : mean(first(acceptance)))),
    targetAccept: settings.targetAccept,
    ...unsolvedOf(result),
    ...(spread === undefined ? {} : { startSpread: spread }),
  };
}

function unsolvedOf({ chains }: SampleResult): Pick<SamplerStatistics, "unsolved"> {
  const found = chains.flatMap(({ unsolved }) => (unsolved === undefined ? [] : [unsolved]));
  if (found.length === 0) return {};
  const total = (of: "solutions" | "atMostSteps"): number => sum(found.map((each) => each[of]));
  return { unsolved: { solutions: total("solutions"), atMostSteps: total("atMostSteps") } };
}

/** The coordinate in which the chains started closest together, by the standard deviation of its draws; undefined where that is not known. */
function startSpread(
  { chains, dimension }: SampleResult,
  draws: number,
  names?: readonly string[],
): StartSpread | undefined {
  if (draws < 2 || chains.length < 2 || chains.some(({ start }) => start === undefined)) return undefined;
  let closest: StartSpread | undefined;
  const values = new Float64Array(chains.length * draws);
  for (let i = 0; i < dimension; i++) {
    chains.forEach(({ positions }, chain) => {
      for (let k = 0; k < draws; k++) values[chain * draws + k] = positions[k * dimension + i];
    });
    const starts = chains.map(({ start }) => start![i]);
    const spread = (Math.max(...starts) - Math.min(...starts)) / Math.sqrt(variance(values));
    if (Number.isFinite(spread) && !(spread >= (closest?.deviations ?? Number.POSITIVE_INFINITY))) {
      closest = { name: names?.[i] ?? `x[${i}]`, deviations: spread };
    }
  }
  return closest;
}
