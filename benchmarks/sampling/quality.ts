// What a set of draws of model A is worth: smallest bulk ESS, R-hat, agreement with the reference posterior. One implementation for every system.

import { readFileSync } from "node:fs";
import { places } from "../harness/places.ts";
import { library } from "../harness/shipped.ts";
import type { SystemRun } from "../harness/system-run.ts";
import type { Draws } from "../../src/diagnostics/draws.ts";

/** The 17 parameters of a.stan in its order. */
export const parameterNames: readonly string[] = [
  ...["decay", "slope", "half", "coef", "gamma"].flatMap((name) => [1, 2, 3].map((i) => `${name}[${i}]`)),
  "intercept",
  "sigma",
];

/** Draws of `parameterNames`, in that order. */
export type ModelADraws = readonly Draws[];

export interface Quality extends Pick<SystemRun, "minEssBulk" | "minEssName" | "maxRhat"> {
  /** Largest differences of means and of log standard deviations from the reference, in Monte Carlo errors. */
  readonly meanErrors: number;
  readonly sdErrors: number;
  /** Both at most 4. */
  readonly agrees: boolean;
  /** Whether there are 1000 effective draws of every parameter, which the rule of agreement asks for. */
  readonly enough: boolean;
}

/** One run of one system on model A. */
export type Run = SystemRun & Quality;

interface ReferenceRow {
  readonly variable: string;
  readonly mean: number;
  readonly sd: number;
  readonly mcse_mean: number;
  readonly mcse_sd: number;
}

export function qualityOf(draws: ModelADraws): Quality {
  const { summary } = JSON.parse(readFileSync(places.modelASummary, "utf8")) as { summary: readonly ReferenceRow[] };
  const rows = parameterNames.map((name, i) => {
    const own = library.diagnostics.summarize(draws[i]);
    const reference = summary.find(({ variable }) => variable === name);
    if (reference === undefined) throw new Error(`${places.modelASummary} has no ${name}.`);
    return {
      name,
      ...own,
      meanErrors: Math.abs(own.mean - reference.mean) / Math.hypot(own.mcse_mean, reference.mcse_mean),
      sdErrors:
        Math.abs(Math.log(own.sd / reference.sd)) / Math.hypot(own.mcse_sd / own.sd, reference.mcse_sd / reference.sd),
    };
  });
  const least = rows.reduce((worst, row) => (row.ess_bulk < worst.ess_bulk ? row : worst));
  const largest = (pick: (row: (typeof rows)[number]) => number): number => Math.max(...rows.map(pick));
  const [meanErrors, sdErrors] = [largest((row) => row.meanErrors), largest((row) => row.sdErrors)];
  return {
    minEssBulk: least.ess_bulk,
    minEssName: least.name,
    maxRhat: largest(({ rhat }) => rhat),
    meanErrors,
    sdErrors,
    agrees: meanErrors <= 4 && sdErrors <= 4,
    enough: least.ess_bulk >= 1000,
  };
}
