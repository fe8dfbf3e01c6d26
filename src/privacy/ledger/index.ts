// What other folders take from privacy/ledger.

export { type Answers, answerThroughLedger } from "./answer.ts";
export {
  accountKey,
  claimTable,
  marksOf,
  otherLedgers,
  rememberEvents,
  sampleSize,
  type TableMarks,
} from "./claims.ts";
export { disk, type Disk } from "./disk.ts";
export { type Budget, declareLost, declareSeparate, type LedgerState, readLedger } from "./ledger.ts";
export { createLedgerOf, defaultLedger, ledgerOf, placeForLedger } from "./location.ts";
