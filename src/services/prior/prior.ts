// The priors of a table or a model file as a page and as figures, before anything is fitted.

import type { PriorFigures } from "../../decisions/prior/index.ts";
import { type Document, documentOf } from "../../documents/index.ts";
import { type Input, readInput } from "../../mmm/fit/index.ts";
import type { PrivacyRecord } from "../../privacy/release/index.ts";
import type { Notice } from "../../problems/notice.ts";
import {
  type ColumnFlags,
  type fitSettings,
  priorSettings,
  type ReadingValues,
  type ValueOf,
} from "../../settings/index.ts";
import { checkRequest, ownRules } from "../call/index.ts";

export interface PriorRequest {
  /** A table or a model file. */
  readonly path: string;
  /** HTML file to write; none by default. */
  readonly out?: string | undefined;
  /** Draws from the prior; default 1000. */
  readonly draws?: number | undefined;
  /** Default that of the model file. */
  readonly seed?: ValueOf<typeof fitSettings.seed> | undefined;
  /** How the table is read, where its cells do not tell; wins over the model file. */
  readonly reading?: ReadingValues | undefined;
  /** Columns that win over the model file and over what is found. */
  readonly columns?: ColumnFlags | undefined;
}

export interface PriorAnswer {
  /** Path of the table, as it can be opened from here. */
  readonly data: string;
  readonly figures: PriorFigures;
  /** What stands out in the table and in the priors. */
  readonly notices: readonly Notice[];
  /** How the table was protected when it was published; absent where no column has noise. */
  readonly privacy?: PrivacyRecord;
  /** Absolute path of the page; absent where none was asked for. */
  readonly report?: string;
}

/**
 * Draws the prior.
 * @throws CarryoverError with all problems of the model file and the table, and when the page cannot be written
 */
export async function prior(request: PriorRequest): Promise<PriorAnswer> {
  const { anything } = ownRules;
  const rules = { draws: priorSettings.draws, reading: anything, columns: anything };
  await checkRequest("prior", request, ["path", "out", "seed"], rules, ["path"]);
  const { path, out, draws, seed, reading, columns } = request;
  const flags = { reading, columns, ...(seed === undefined ? {} : { seed }) };
  const { data, resolution, dataPath }: Input = await readInput(path, flags);
  const [
    { priorFigures, priorModel },
    { buildPriorReport },
    { checkLoosePath, writeLooseReport },
    { carryoverVersion },
  ] = await Promise.all([
    import("../../decisions/prior/index.ts"),
    import("../../report/prior-report.ts"),
    import("../../report/write-report.ts"),
    import("../../store/run/index.ts"),
  ]);
  if (out !== undefined) await checkLoosePath(out);
  const { spec, provenance } = resolution;
  const figures = priorFigures(priorModel(spec, data, draws));
  const { privacy } = resolution;
  const answer = { data: dataPath, figures, notices: data.notices, ...(privacy === undefined ? {} : { privacy }) };
  if (out === undefined) return answer;
  const about = { created: new Date().toISOString(), version: carryoverVersion() };
  const { html } = await buildPriorReport({ spec, data, provenance, figures, ...about });
  return { ...answer, report: await writeLooseReport(html, out) };
}

/** The answer as a document. */
export function priorDocument({
  data,
  figures,
  privacy,
  report,
}: PriorAnswer): Document<
  "carryover/prior/1",
  PriorFigures & Pick<PriorAnswer, "data" | "report"> & { readonly privacy?: readonly string[] }
> {
  return documentOf("carryover/prior/1", {
    data,
    ...figures,
    ...(privacy === undefined ? {} : { privacy: privacy.statement }),
    ...(report === undefined ? {} : { report }),
  });
}
