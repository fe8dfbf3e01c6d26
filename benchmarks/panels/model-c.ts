// Model C, a panel of six geos with priors on ROI: its data as Stan's programs take them, and what draws of it are worth.

import { readFileSync } from "node:fs";
import { sharedData } from "../../test/support/optional.ts";
import { type Draws, summarize } from "../../src/diagnostics/index.ts";
import { makeDesign } from "../../src/mmm/fit/design.ts";
import { readInput } from "../../src/mmm/fit/input.ts";
import type { SystemRun } from "../harness/system-run.ts";

const { path: folder, present: there } = sharedData("stan_reference/");
/** Whether this machine has the reference: ../shared/data/stan_reference. */
export const present: boolean = there;
export const reference = (name: string): string => `${folder}${name}`;

/** By row of the table, counted from 1: geo after geo. */
export async function stanData(): Promise<Readonly<Record<string, unknown>>> {
  const { data, resolution } = await readInput(reference("c.yaml"));
  const design = makeDesign(data, resolution.spec);
  const { panel, weeks, geos, media, mediaScales, terms, target, totalSpend, targetScale } = design;
  if (panel === undefined) throw new Error("Model C is of a panel.");
  const all = geos.length * weeks;
  const cells = Array.from({ length: all }, (_, k) => k).filter((k) => panel.hasRow[k] === 1);
  const seen = cells.map((k) => panel.hasTarget[k] === 1);
  const obs = cells.flatMap((_, row) => (seen[row] ? [row + 1] : []));
  return {
    N: cells.length,
    G: geos.length,
    T: weeks,
    M: mediaScales.length,
    N_obs: obs.length,
    geo: cells.map((k) => Math.floor(k / weeks) + 1),
    week: cells.map((k) => (k % weeks) + 1),
    obs,
    X: cells.map((k) => mediaScales.map((_, m) => media[m * all + k])),
    price: cells.map((k) => terms.control.values[k]),
    y: obs.map((row) => target[cells[row - 1]]),
    population: cells.map((k) => panel.population[Math.floor(k / weeks)]),
    spend: [...totalSpend],
    sd_y: targetScale.scale,
  };
}

/** A parameter that every system has: its name in Stan, in ours, and in the reference. */
export interface ComparedParameter {
  readonly stan: string;
  readonly ours: string;
  readonly reference: string;
}

/** Parameters that are compared: all but what each week has of its own, and the deviations that only some systems have. */
export async function comparedParameters(): Promise<readonly ComparedParameter[]> {
  const { data, resolution } = await readInput(reference("c.yaml"));
  const channels = resolution.spec.channels.map(({ name }) => name);
  const geos = (data.geos ?? []).map(({ name }) => name);
  const vectors: readonly (readonly [stan: string, ours: string])[] = [
    ["decay", "decay"],
    ["slope", "slope"],
    ["half", "half_saturation"],
    ["roi", "roi"],
    ["eta", "coefficient_spread"],
  ];
  const alone = (name: string): ComparedParameter => ({ stan: name, ours: name, reference: name });
  return [
    ...vectors.flatMap(([stan, ours]) =>
      channels.map((channel, m) => ({
        stan: `${stan}[${m + 1}]`,
        ours: `${ours}[${channel}]`,
        reference: `${ours}[${channel}]`,
      })),
    ),
    alone("intercept_mean"),
    alone("intercept_spread"),
    ...geos.map((geo, g) => ({
      stan: `intercept[${g + 1}]`,
      ours: `intercept[${geo}]`,
      reference: `intercept[${geo}]`,
    })),
    { stan: "control_mean", ours: "control_mean[price]", reference: "control[price]" },
    { stan: "control_spread", ours: "control_spread[price]", reference: "control_spread[price]" },
    ...geos.map((geo, g) => ({
      stan: `control[${g + 1}]`,
      ours: `control[price,${geo}]`,
      reference: `control[price,${geo}]`,
    })),
    alone("season[1]"),
    alone("season[2]"),
    alone("week_spread"),
    alone("sigma"),
  ];
}

export interface Quality extends Pick<SystemRun, "minEssBulk" | "minEssName" | "maxRhat"> {
  /** Largest difference of a mean and of a log standard deviation from the reference, in Monte Carlo errors of both. */
  readonly meanErrors: number;
  readonly sdErrors: number;
}

interface ReferenceRow {
  readonly variable: string;
  readonly mean: number;
  readonly sd: number;
  readonly mcse_mean: number;
  readonly mcse_sd: number;
}

/** One implementation for every system. */
export function qualityOf(
  parameters: readonly ComparedParameter[],
  drawsOf: (each: ComparedParameter) => Draws,
): Quality {
  const { summary } = JSON.parse(readFileSync(reference("c_summary.json"), "utf8")) as { summary: ReferenceRow[] };
  const rows = parameters.map((each) => {
    const known = summary.find(({ variable }) => variable === each.reference);
    if (known === undefined) throw new Error(`c_summary.json has no ${each.reference}.`);
    const own = summarize(drawsOf(each));
    return {
      name: each.ours,
      ...own,
      meanErrors: Math.abs(own.mean - known.mean) / Math.hypot(own.mcse_mean, known.mcse_mean),
      sdErrors: Math.abs(Math.log(own.sd / known.sd)) / Math.hypot(own.mcse_sd / own.sd, known.mcse_sd / known.sd),
    };
  });
  const least = rows.reduce((worst, row) => (row.ess_bulk < worst.ess_bulk ? row : worst));
  const largest = (pick: (row: (typeof rows)[number]) => number): number => Math.max(...rows.map(pick));
  return {
    minEssBulk: least.ess_bulk,
    minEssName: least.name,
    maxRhat: largest(({ rhat }) => rhat),
    meanErrors: largest((row) => row.meanErrors),
    sdErrors: largest((row) => row.sdErrors),
  };
}
