// The table and the model of a job, read in the thread that fits it.

import { fromHere, type Input, readTableWithModel } from "../../mmm/fit/index.ts";
import { type ModelDocument, readModelFile, tablePath } from "../../mmm/specification/index.ts";
import type { FitJob } from "./fit-job.ts";

/** Kept for all fits of this thread; a model file is taken to be the same throughout a batch. */
const documents = new Map<string, Promise<ModelDocument>>();

/** @throws CarryoverError with what is wrong with table or model */
export async function readJob({ table, model, reading, sampling }: FitJob): Promise<Input> {
  const flags = { ...sampling, reading };
  if (model === undefined) return readTableWithModel(table as string, undefined, flags);
  let document = documents.get(model);
  if (document === undefined) {
    document = readModelFile(model);
    documents.set(model, document);
  }
  const read = await document;
  return readTableWithModel(table ?? fromHere(tablePath(read)), read, flags);
}
