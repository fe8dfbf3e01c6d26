// What other folders take from privacy/ledger.

export { answerThroughLedger } from "./answer.ts";
export { disk, type Disk } from "./disk.ts";
export { type Budget, type LedgerState, readLedger } from "./ledger.ts";
export { createLedgerOf, defaultLedger, ledgerOf } from "./location.ts";
