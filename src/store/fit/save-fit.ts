// Writes a fit of a model of one's own as a run folder, and reads it back, by the rules of all run folders.

import type { Diagnostics } from "../../diagnostics/fit/index.ts";
import { camelForm, documentText } from "../../documents/index.ts";
import type { RunState, SampleResult } from "../../sampling/index.ts";
import {
  bytesIn,
  decodeDraws,
  descriptionFiles,
  documentIn,
  type DrawsRecord,
  drawsFiles,
  openSealed,
  restoreFigures,
  runFiles,
  runSchemas,
  stateFiles,
  stateIn,
  storedSummary,
  understood,
  withoutSchema,
  writeRun,
  type WrittenRun,
} from "../run/index.ts";
import { type FitData, type FitRecord, fitSchemas, modelDataDocument, modelFitDocument } from "./documents.ts";
import type { KeptFit, LabeledValues } from "./kept-fit.ts";

/**
 * Writes the fit to `folder` in place of an earlier run: whole or not at all, sealed, held while it is written.
 * @throws CarryoverError when the folder must not be replaced, is being written by another process, or cannot be written
 */
export async function saveFit(fit: KeptFit, folder: string): Promise<WrittenRun> {
  // Loaded already where a fit was made.
  const { withoutDraws } = await import("../../sampling/run-state.ts");
  // The draws of a whole fit are in draws.f64; those of a canceled one may be more than all chains have.
  const state = fit.complete ? withoutDraws(fit.result) : fit.result;
  return writeRun(folder, () => [
    ...drawsFiles(fit),
    ...descriptionFiles(fit.summary, fit.diagnostics),
    { name: runFiles.data, content: documentText(modelDataDocument(fit), 0) },
    { name: runFiles.spec, content: documentText(modelFitDocument(fit)) },
    ...stateFiles(state),
  ]);
}

/** A fit read from its folder. */
export interface LoadedFit extends WrittenRun {
  readonly kept: KeptFit;
}

/**
 * Reads the folder of a fit of a model of one's own, checked against its seal.
 * @throws CarryoverError: no such folder, not such a fit, another format, a file missing, one too many, cut off or changed
 */
export async function loadKeptFit(folder: string): Promise<LoadedFit> {
  const sealed = await openSealed(folder);
  const { withDraws } = await import("../../sampling/run-state.ts");
  const record = camelForm(withoutSchema(documentIn<FitRecord>(sealed, runFiles.spec, fitSchemas.fit))) as FitRecord;
  const { data, observed } = documentIn<FitData>(sealed, runFiles.data, fitSchemas.data);
  const diagnostics = documentIn<Diagnostics>(sealed, runFiles.diagnostics, runSchemas.diagnostics);
  const index = documentIn<DrawsRecord>(sealed, runFiles.drawsIndex, runSchemas.draws);
  const draws = understood(sealed, runFiles.drawsIndex, () => decodeDraws(bytesIn(sealed, runFiles.draws), index));
  const arrays = (stored: readonly LabeledValues[]): readonly LabeledValues[] =>
    understood(sealed, runFiles.data, () =>
      stored.map(({ values, ...own }) => ({ ...own, values: Float64Array.from(values) })),
    );
  const state = stateIn(sealed);
  const { parameters, quantities, sampler, positions, coordinates, pointwise } = draws;
  return {
    folder,
    seal: sealed.seal,
    kept: {
      ...record,
      parameters,
      quantities,
      sampler,
      positions,
      coordinates,
      ...(pointwise === undefined ? {} : { pointwise }),
      summary: storedSummary(sealed),
      diagnostics: restoreFigures(withoutSchema(diagnostics)),
      data: arrays(data),
      observed: arrays(observed),
      result: understood(sealed, runFiles.resumeArrays, () =>
        record.complete ? withDraws(state as RunState, draws) : (state as SampleResult),
      ),
    },
  };
}
