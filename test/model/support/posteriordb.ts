// The posteriors of posteriordb that lie beside the repository: their data, reference summaries, and models in our own builder.

import { readFileSync } from "node:fs";
import type { Summary } from "../../../src/diagnostics/index.ts";
import { type Model, ModelBuilder } from "../../../src/model/index.ts";
import * as models from "./posteriordb-models.ts";
import { sharedData } from "../../support/optional.ts";

const { url: folder, present } = sharedData("third-party/posteriordb/");

export interface ReferenceSummary {
  readonly mean: number;
  readonly sd: number;
  readonly mcse_mean: number;
  readonly mcse_sd: number;
}

export interface ReferencePosterior {
  readonly name: string;
  readonly model: Model;
  readonly data: Readonly<Record<string, ArrayLike<number>>>;
  readonly reference: Readonly<Record<string, ReferenceSummary>>;
}

/** Values of the data and extents, as posteriordb's files have them. */
export type Json = Readonly<Record<string, number | readonly number[] | readonly (readonly number[])[]>>;

/** A model for extents of data, and of the data what it declares. */
export function modelFor(
  write: (m: ModelBuilder, extents: models.Extents) => void,
  raw: Json,
): Pick<ReferencePosterior, "model" | "data"> {
  const m = new ModelBuilder();
  write(m, raw as models.Extents);
  const model = m.build();
  const flat = (value: Json[string]): number[] => [value].flat(2) as number[];
  return { model, data: Object.fromEntries(model.data.map(({ name }) => [name, flat(raw[name])])) };
}

const known = {
  "eight_schools-eight_schools_noncentered": models.eight_schools_noncentered,
  "eight_schools-eight_schools_centered": models.eight_schools_centered,
  "kidiq-kidscore_momhsiq": models.kidscore_momhsiq,
  "arK-arK": models.arK,
  "sblri-blr": models.blr,
  "low_dim_gauss_mix-low_dim_gauss_mix": models.low_dim_gauss_mix,
  "hudson_lynx_hare-lotka_volterra": models.lotka_volterra,
  "hmm_example-hmm_example": models.hmm_example,
  "gp_pois_regr-gp_regr": models.gp_regr,
};

/** The posteriors; none when the folder is absent. */
export function referencePosteriors(): ReferencePosterior[] {
  if (!present) return [];
  const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), "utf8"));
  return Object.entries(known).map(([name, write]) => {
    const { summary } = read(`${name}/reference_summary.json`) as { summary: Record<string, ReferenceSummary> };
    return { name, ...modelFor(write, read(`${name}/data.json`) as Json), reference: summary };
  });
}

/** Those that are sampled on lanes too: equations are not solved there, and the others of this kind would take long and say nothing new. */
export function posteriorsForLanes(): ReferencePosterior[] {
  return referencePosteriors().filter(({ name }) => !/^(hudson|hmm|gp_pois|low_dim)/.test(name));
}

/** Four standard errors, of the draws and of the reference together. */
export function disagreements(summaries: ReadonlyMap<string, Summary>, { reference }: ReferencePosterior): string[] {
  return Object.entries(reference).flatMap(([name, expected]) => {
    const ours = summaries.get(name)!;
    const ofMean = 4 * Math.hypot(ours.mcse_mean, expected.mcse_mean);
    const ofSd = 4 * Math.hypot(ours.mcse_sd / ours.sd, expected.mcse_sd / expected.sd);
    const found: string[] = [];
    if (!(Math.abs(ours.mean - expected.mean) <= ofMean))
      found.push(`mean of ${name}: ${ours.mean}, not ${expected.mean}`);
    if (!(Math.abs(Math.log(ours.sd / expected.sd)) <= ofSd))
      found.push(`sd of ${name}: ${ours.sd}, not ${expected.sd}`);
    if (!(ours.ess_bulk >= 1000)) found.push(`${name} has ${ours.ess_bulk} effective draws`);
    return found;
  });
}
