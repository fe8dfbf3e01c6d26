// Summaries of what was sampled on lanes, by name of parameter, chains that began at one point counted as such.

import { type Summary, summarize } from "../../../src/diagnostics/index.ts";
import type { Posterior } from "../../../src/model/index.ts";
import type { SampleResult } from "../../../src/sampling/index.ts";

export function laneSummaries(posterior: Posterior, { chains, superchains }: SampleResult): Map<string, Summary> {
  const { draws } = chains[0];
  const positions = Float64Array.from(chains.flatMap((chain) => [...chain.positions]));
  const { columns } = posterior.constrainDraws(positions, chains.length * draws);
  return new Map(
    [...columns].map(([name, values]) => [name, summarize({ chains: chains.length, draws, values }, superchains)]),
  );
}
