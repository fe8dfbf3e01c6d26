// What other folders take from services/documents.

export { aggregateDocument, chargeRows, ledgerDocument } from "./of-privacy.ts";
