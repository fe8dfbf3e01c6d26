// What other folders take from files.

export { parseAnyKey } from "./any-key.ts";
export { type CsvCell, csvCell, csvOfColumns, csvText, nameInCsv, tableCell } from "./csv.ts";
export { flushFolder, writeFlushed } from "./flush.ts";
export { sha256 } from "./hash.ts";
export { inOrder } from "./problem-order.ts";
export { acquireLock, isLock, type Lock, type LockHolder } from "./lock.ts";
export { isAlive, machine } from "./processes.ts";
export { readBounded, readStream, standardInput } from "./read-bounded.ts";
export { readWritten } from "./read-written.ts";
export { replaceFile, replaceFiles } from "./replace-file.ts";
export { issueText, schemaProblems, type SchemaWording } from "./schema-problems.ts";
export { stateFolder } from "./state-folder.ts";
export { type DocumentPath, readSource, type SourceMap } from "./source-map.ts";
