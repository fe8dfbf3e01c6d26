// A fit on disk: the public names.

export { type Intended, resumeProblems } from "./check-resume.ts";
export { diagnosticsDocument, summaryDocument } from "./documents.ts";
export type { StoredDraws } from "./draws-file.ts";
export { type RefreshedRun, type RunOrigin, type RunRecord, runFiles } from "./format.ts";
export { loadFigures, loadRecord, loadResumable, loadRun, specificationOf, type StoredRun } from "./load-run.ts";
export { checkRunTarget } from "./check-target.ts";
export { type SavedRun, saveRun } from "./save-run.ts";
export { carryoverVersion } from "../version.ts";
export { differences } from "./check-resume.ts";
export type { DrawsRecord, LaneRecord } from "./format.ts";
export { modelOfRun, openRun, type OpenRun } from "./open-run.ts";
export { checkOutFolder } from "./out-folder.ts";
export { replaceFolder } from "./replace-folder.ts";
export { checkRoom, type HeldFolder, holdFolder } from "./hold-folder.ts";
export { sealedReport } from "./report-seal.ts";
export { type SealOptions } from "./sealed-folder.ts";
export { sealIn, openSealed } from "./sealed-folder.ts";
export { decodeDraws } from "./draws-file.ts";
export { modelFitKind } from "./check-target.ts";
export {
  bytesIn,
  documentIn,
  restoreFigures,
  stateIn,
  storedSummary,
  understood,
  withoutSchema,
} from "./read-folder.ts";
export { runSchemas } from "./documents.ts";
export { descriptionFiles, drawsFiles, stateFiles, writeRun, type WrittenRun } from "./write-folder.ts";
