// Exports of a run: the public names.

export { type Exported, type ExportedFile, exportFormats, exportRun, exportSource } from "./export-run.ts";
export { factsOf } from "./metadata.ts";
export type { DataGroup, Dimension, ExportSource, ObservedTerm, PredictiveDraws } from "./source.ts";
export { probe, writeTogether, writeWhole } from "./write-file.ts";
export { type ExportFormat, type ExportFormatRecord } from "./export-format.ts";
