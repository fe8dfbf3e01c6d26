// What other folders take from privacy/release.

export {
  type NoiseDescription,
  completeDescription,
  noiseDocument,
  parseNoiseDescription,
  readNoiseDescription,
} from "./noise-description.ts";
export type { ColumnNoiseDescription, NoiseMechanism, PrivacyUnit, ReleaseStatement } from "./noise-terms.ts";
export { privacyRecord, type PrivacyRecord } from "./privacy-record.ts";
export { privacyStatement } from "./privacy-statement.ts";
export { contentOf } from "./table-content.ts";
export {
  type NoisedGroup,
  type PrivateTable,
  relativeErrorOfTotal,
  type Release,
  type ReleaseRequest,
  releaseTable,
} from "./release.ts";
