// What other folders take from decisions/comparison.

export { type BaselineChannel, type BaselineMethod, baselines, type Baselines } from "./baselines.ts";
export { type NewWeeks, newWeeks } from "./new-weeks.ts";
export { type ChannelShift, type ReturnShifts, returnShifts, type Shift } from "./return-shifts.ts";
export { type ComparedRun, compareRuns, type RunComparison } from "./compare-runs.ts";
