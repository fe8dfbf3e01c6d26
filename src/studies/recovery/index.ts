// What other folders take from studies/recovery.

export { recoveryDocument } from "./documents.ts";
export type { Coverage } from "./coverage.ts";
export { journalName, openJournal, readJournal, type StudyIdentity } from "./journal.ts";
export { type EarlierFit, posteriorSets, priorSets } from "./model-sets.ts";
export { presetSets, type RecoveredWorld } from "./preset-sets.ts";
export { recoveryPage } from "./recovery-page.ts";
export { type FittedSet, levels, type NamedTruth, type SetSource } from "./recovery-set.ts";
export { type BothCoverages, type Recovery, recoveryOf } from "./recovery.ts";
export { truthOfSimulation } from "./simulated-truth.ts";
export type { RankUniformity, Selection, StudySettings } from "./study-figures.ts";
export { recover, type Study, type StudyOptions } from "./study.ts";
export type { FamilySummary, RowSummary } from "./summarize-rows.ts";
export { inOneLine, wordsOf } from "./verdict.ts";
