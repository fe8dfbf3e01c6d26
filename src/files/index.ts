// What other folders take from files.

export { type CsvCell, csvCell, csvText } from "./csv.ts";
export { flushFolder, writeFlushed } from "./flush.ts";
export { sha256 } from "./hash.ts";
export { isAlive, machine } from "./processes.ts";
export { replaceFile } from "./replace-file.ts";
