// The JSON files of a fit of a model of one's own that those of a media mix model have in another form.

import { type Document, documentOf } from "../../documents/index.ts";
import type { KeptFit } from "./kept-fit.ts";

/** Schemas of the files, with the version that is written and read. */
export const fitSchemas = {
  fit: "carryover/model-fit/1",
  data: "carryover/model-data/1",
} as const;

/** What spec.json holds. */
export type FitRecord = Pick<KeptFit, "complete" | "created" | "versions" | "backend" | "settings" | "observations">;

/** A fit of a model of one's own as spec.json has it: how it was sampled, and what the observations of its log likelihoods are. */
export function modelFitDocument({
  complete,
  created,
  versions,
  backend,
  settings,
  observations,
}: FitRecord): Document<"carryover/model-fit/1", FitRecord> {
  return documentOf(fitSchemas.fit, { complete, created, versions, backend, settings, observations });
}

/** What data.json holds. */
export type FitData = Pick<KeptFit, "data" | "observed">;

/** The data that a model was given, and what it observes, as data.json has them. Numbers come back bit for bit. */
export function modelDataDocument({ data, observed }: FitData): Document<"carryover/model-data/1", FitData> {
  return documentOf(fitSchemas.data, { data, observed });
}
