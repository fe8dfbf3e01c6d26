// What other folders take from sampling/hamiltonian.

export { energyOf, leapfrog, phasePoint, type PhasePoint } from "./leapfrog.ts";
export {
  describeMetric,
  inverseMassOf,
  type LowRankMetricState,
  type Metric,
  metricOf,
  type MetricState,
  unitMetric,
} from "./metric.ts";
export { mergeTurns, pairTurns } from "./u-turn.ts";
