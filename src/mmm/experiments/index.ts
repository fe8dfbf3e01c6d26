// What other folders take from mmm/experiments.

export { changeOfRow, type SpendChange, sharesOfRow, spendWithout } from "./counterfactual.ts";
export {
  type BiasUnit,
  type Counterfactual,
  countedError,
  type Experiment,
  type ExperimentMetric,
  type ExperimentUse,
  isLearnedFrom,
  isStated,
  type StatedSpend,
  type TestRows,
} from "./experiment.ts";
export { readTests } from "./simulated.ts";
