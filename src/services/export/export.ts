// The draws of a run for other tools.

import { type Document, documentOf } from "../../documents/index.ts";
import type { Exported, ExportFormat } from "../../store/export/index.ts";
import {
  checkRequest,
  type ServiceCall,
  loadForAnswer,
  headOf,
  type RunFacts,
  type RunHead,
  type RunOpened,
} from "../call/index.ts";

export interface ExportRequest {
  /** A run folder. */
  readonly run: string;
  readonly format: ExportFormat;
  /** File to write; default beside the run folder, named after it. */
  readonly out?: string | undefined;
}

export interface ExportAnswer extends RunFacts {
  readonly exported: Exported;
}

/**
 * Writes the draws of a run, every number exactly. An earlier export of the same format is replaced.
 * @throws CarryoverError when the run cannot be read, a package is missing, or the file is in the way or cannot be written
 */
export async function exportDraws(
  request: ExportRequest,
  { onProgress }: ServiceCall<RunOpened> = {},
): Promise<ExportAnswer> {
  await checkRequest("exportDraws", request, ["run", "format", "out"], {}, ["run", "format"]);
  const { run: folder, format, out } = request;
  const [{ exportRun }, { run, facts }] = await Promise.all([
    import("../../store/export/export-run.ts"),
    loadForAnswer(folder, onProgress),
  ]);
  return { ...facts, exported: await exportRun(run, format, out) };
}

/** The answer as a document. */
export function exportDocument({
  exported,
  ...facts
}: ExportAnswer): Document<"carryover/export/1", RunHead & Exported> {
  return documentOf("carryover/export/1", { ...headOf(facts), ...exported });
}
