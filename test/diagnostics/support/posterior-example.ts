// The example draws of the R package posterior and what posterior 1.7.1 says of them (test data beside the repository).

import { readFileSync } from "node:fs";
import type { Draws } from "../../../src/diagnostics/draws.ts";
import { sharedData } from "../../support/optional.ts";

const { url: folder, present } = sharedData("third-party/posterior_example/");

export interface PosteriorExample {
  /** "eight_schools/mu" and so on. */
  readonly name: string;
  readonly draws: Draws;
  readonly expected: Readonly<Record<string, number>>;
}

/** The examples; none when the folder is absent. */
export function posteriorExamples(): PosteriorExample[] {
  if (!present) return [];
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
