// What other folders take from services/documents.

export { problemsDocument } from "./of-problems.ts";
export { aggregateDocument, chargeRows, ledgerDocument } from "./of-privacy.ts";
