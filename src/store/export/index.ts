// Exports of a run: the public names.

export { type Exported, type ExportedFile, type ExportFormat, exportFormats, exportRun } from "./export-run.ts";
export { writeWhole } from "./write-file.ts";
