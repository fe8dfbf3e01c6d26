// One run of one system on the example table, and what its draws are worth.

import type { Draws } from "../../src/diagnostics/draws.ts";
import { library } from "../harness/shipped.ts";
import type { SystemRun } from "../harness/system-run.ts";

export interface Estimate {
  readonly mean: number;
  readonly mcse: number;
}

export interface MarketingRun extends SystemRun {
  /** Wall time of a second fit in the same process, by the call that a user makes. */
  readonly againSeconds: number | undefined;
  /** Effective draws per 1000 gradients after warm-up, of the slowest parameter. */
  readonly essPer1000Gradients: number;
  readonly estimates: Readonly<Record<string, Estimate>>;
}

export type Worth = Pick<
  MarketingRun,
  "minEssBulk" | "minEssName" | "maxRhat" | "estimates" | "essPer1000Gradients" | "draws"
>;

/** One implementation for every system. */
export function worthOf(draws: ReadonlyMap<string, Draws>, leapfrogsPerDraw: number): Worth {
  const rows = [...draws].map(([name, values]) => ({ name, ...library.diagnostics.summarize(values) }));
  const least = rows.reduce((worst, row) => (row.ess_bulk < worst.ess_bulk ? row : worst));
  const [first] = draws.values();
  return {
    draws: first.draws,
    minEssBulk: least.ess_bulk,
    minEssName: least.name,
    maxRhat: Math.max(...rows.map(({ rhat }) => rhat)),
    essPer1000Gradients: (1000 * least.ess_bulk) / (leapfrogsPerDraw * first.chains * first.draws),
    estimates: Object.fromEntries(rows.map(({ name, mean, mcse_mean }) => [name, { mean, mcse: mcse_mean }])),
  };
}

/** Largest difference of means in Monte Carlo errors, over the parameters of both. */
export function meanErrors(one: MarketingRun, other: MarketingRun): number {
  const shared = Object.keys(one.estimates).filter((name) => name in other.estimates);
  return Math.max(
    ...shared.map((name) => {
      const [a, b] = [one.estimates[name], other.estimates[name]];
      return Math.abs(a.mean - b.mean) / Math.hypot(a.mcse, b.mcse);
    }),
  );
}
