// The example draws of the R package posterior and what posterior 1.7.1 says of them (test data beside the repository).

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Draws } from "../../../src/diagnostics/draws.ts";

const folder = new URL("../../../../shared/data/third-party/posterior_example/", import.meta.url);

export interface PosteriorExample {
  /** "eight_schools/mu" and so on. */
  readonly name: string;
  readonly draws: Draws;
  readonly expected: Readonly<Record<string, number>>;
}

/** The examples; none when the folder is absent, which CI does not tolerate. */
export function posteriorExamples(): PosteriorExample[] {
  if (!existsSync(fileURLToPath(folder))) {
    const reason = `the draws of posterior are not at ${fileURLToPath(folder)}`;
    if (process.env.CI === "true") throw new Error(reason);
    console.warn(`Skipped: ${reason}.`);
    return [];
  }
  const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), "utf8"));
  const { expected } = read("expected.json") as { expected: Record<string, Record<string, number>> };
  const sets = new Map<string, Record<string, number[][]>>();
  for (const set of ["eight_schools", "multi_normal"]) {
    sets.set(set, (read(`${set}.draws.json`) as { draws: Record<string, number[][]> }).draws);
  }
  return Object.entries(expected).map(([name, values]) => {
    const slash = name.indexOf("/");
    const chains = sets.get(name.slice(0, slash))![name.slice(slash + 1)];
    return {
      name,
      draws: { chains: chains.length, draws: chains[0].length, values: Float64Array.from(chains.flat()) },
      expected: values,
    };
  });
}
