// Draws of a run for other tools.

export { type ExportAnswer, exportDocument, exportDraws, type ExportRequest } from "./export.ts";
