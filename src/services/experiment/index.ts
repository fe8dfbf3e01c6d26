// Lift tests that are still to be chosen.

export { experiment, type ExperimentAnswer, experimentDocument, type ExperimentRequest } from "./experiment.ts";
