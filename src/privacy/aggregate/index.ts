// Aggregation of raw events: what the package makes public. Nothing here takes a seed or a salt.

export {
  type AggregateOptions,
  aggregateEvents,
  type BoundedTable,
  memoryDefault,
  parseMemory,
} from "./aggregate-events.ts";
export { boundsOf, isSealedWith, notYetPrivate, readBounds } from "./bounds.ts";
export type { BoundedGroup } from "./bounds-document.ts";
export { boundsDocument, type TableBounds } from "./bounds-document.ts";
export { parsePrivacyFile, type PrivacyDocument, readPrivacyFile } from "./document.ts";
export { type AggregateSpecification, type Measure, specificationOf } from "./specification.ts";
export { boundedTablePaths, checkFree, writeBoundedTable, type WrittenTable } from "./write-table.ts";
