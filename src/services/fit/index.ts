// Fits: from what is to be fitted to a stored run and what follows from it.

export { compareWithTruth, type TruthRow } from "./truth-comparison.ts";
