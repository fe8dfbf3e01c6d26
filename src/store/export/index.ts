// Exports of a run: the public names.

export { type Exported, type ExportedFile, exportFormats, exportRun } from "./export-run.ts";
export { probe, writeTogether, writeWhole } from "./write-file.ts";
export { type ExportFormat, type ExportFormatRecord } from "./export-format.ts";
