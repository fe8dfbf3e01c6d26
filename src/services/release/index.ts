// Tables that protect their users: aggregated under bounds, released with noise, charged to a ledger.

export { aggregate, type AggregateRequest, type AggregateResult } from "./aggregate.ts";
export {
  type LedgerRequest,
  makeLedger,
  type NewLedgerRequest,
  readLedgerOf,
  restoreLedger,
  separateLedger,
} from "./ledger.ts";
export { privatize, type PrivatizeRequest, type PrivatizeResult } from "./privatize.ts";
export { releaseDocument, theoryOf } from "./release-document.ts";
export { readWithheld } from "./read-withheld.ts";
export { aggregateDocument, ledgerDocument } from "../documents/index.ts";
