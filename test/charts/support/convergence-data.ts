// Draws for the tests of convergence and review charts, from generators with fixed seeds.

import type { Draws } from "../../../src/diagnostics/draws.ts";
import { summarize, type Summary } from "../../../src/diagnostics/summarize.ts";
import { autoregressive } from "../../diagnostics/support/simulate.ts";

export interface Parameter {
  readonly name: string;
  readonly draws: Draws;
}

export interface ParameterOptions {
  readonly chains?: number;
  readonly draws?: number;
  readonly sick?: number;
  readonly kinds?: readonly string[];
}

/** `decay of <channel>` and so on: well mixed chains, but for the parameters named as sick, whose first chain stands apart. */
export function parametersOf(channels: readonly string[], options: ParameterOptions = {}): Parameter[] {
  const { chains = 4, draws = 500, sick = 0, kinds = ["decay", "slope", "half-saturation"] } = options;
  return kinds.flatMap((kind, k) =>
    channels.map((channel, c) => {
      const place = k * channels.length + c;
      const own = autoregressive(chains, draws, place < sick ? 0.95 : 0.3, 100 + place);
      const values = own.values.map((value, i) => Math.exp(0.3 * (place < sick && i < draws ? value + 1.6 : value)));
      return { name: `${kind} of ${channel}`, draws: { ...own, values } };
    }),
  );
}

export const summaries = (parameters: readonly Parameter[]): (Summary & { name: string })[] =>
  parameters.map(({ name, draws }) => ({ name, ...summarize(draws) }));

/** 1 at every `every`-th draw, else 0; none for 0. */
export function divergentDraws(chains: number, draws: number, every: number): Draws {
  const values = Float64Array.from({ length: chains * draws }, (_, i) => (every > 0 && i % every === 7 ? 1 : 0));
  return { chains, draws, values };
}
