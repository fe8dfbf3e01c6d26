// A finished run without its draws: what has to be kept beside them so that it can go on.

import type { ChainResult, SampleResult } from "./result.ts";

type DrawsOfChain =
  | "logDensity"
  | "energy"
  | "acceptance"
  | "stepSize"
  | "treeDepth"
  | "leapfrogs"
  | "divergent"
  | "positions";

/** Plain data (structured clone), a few kilobytes a chain besides the log of warm-up. */
export interface RunState extends Omit<SampleResult, "chains"> {
  readonly chains: readonly Omit<ChainResult, DrawsOfChain>[];
}

/** Draws of a run as they are stored: positions [chain][draw][coordinate], each series [chain][draw]. */
export interface StoredSeries {
  readonly positions: Float64Array;
  readonly sampler: Readonly<
    Record<
      "logDensity" | "energy" | "acceptance" | "treeDepth" | "leapfrogs" | "divergent",
      { readonly values: Float64Array }
    >
  >;
}

/** Undefined for a run that cannot go on: one of lanes or a GPU. */
export function withoutDraws(result: SampleResult): RunState | undefined {
  if (result.chains.some(({ state }) => state === undefined)) return undefined;
  const chains = result.chains.map(
    ({
      logDensity: _1,
      energy: _2,
      acceptance: _3,
      stepSize: _4,
      treeDepth: _5,
      leapfrogs: _6,
      divergent: _7,
      positions: _8,
      ...kept
    }) => kept,
  );
  return { ...result, chains };
}

/** The run as it was. @throws RangeError where the draws are not those of a run of this size */
export function withDraws(run: RunState, { positions, sampler }: StoredSeries): SampleResult {
  const { dimension } = run;
  const total = run.chains.reduce((sum, { draws }) => sum + draws, 0);
  if (positions.length !== total * dimension || sampler.logDensity.values.length !== total) {
    throw new RangeError(
      `There are ${sampler.logDensity.values.length} draws, not ${total} of ${dimension} coordinates.`,
    );
  }
  let first = 0;
  const chains = run.chains.map((chain): ChainResult => {
    const { draws, state } = chain;
    const from = first;
    first += draws;
    const of = (name: keyof StoredSeries["sampler"]): Float64Array => sampler[name].values.slice(from, from + draws);
    return {
      ...chain,
      logDensity: of("logDensity"),
      energy: of("energy"),
      acceptance: of("acceptance"),
      // After warm-up it stays the same.
      stepSize: new Float64Array(draws).fill(state?.adaptation.stepSize ?? Number.NaN),
      treeDepth: Uint8Array.from(of("treeDepth")),
      leapfrogs: Int32Array.from(of("leapfrogs")),
      divergent: Uint8Array.from(of("divergent")),
      positions: positions.slice(from * dimension, (from + draws) * dimension),
    };
  });
  return { ...run, chains };
}
