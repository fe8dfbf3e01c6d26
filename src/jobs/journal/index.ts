// What other folders take from jobs/journal.

export { holdBatch } from "./batch-lock.ts";
export { batchFiles, checkBatchFolder, isPartOfBatch, openBatchFolder } from "./batch-folder.ts";
export { journalName, openJournal, readJournals } from "./journal.ts";
export { batchDocument, type Overview, overviewCsv, overviewOf, type OverviewRow, writeOverview } from "./overview.ts";
export { ofShard, parseShard, type Shard } from "./shard.ts";
