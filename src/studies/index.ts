// Parameter recovery and calibration: the public names. A source of data sets, `recover` on the threads of a batch, `recoveryOf` their results.

import type { Recovery } from "./recovery/recovery.ts";
import type { Scenarios } from "./failing-worlds/scenarios.ts";

export type { Coverage } from "./recovery/coverage.ts";
export { type EarlierFit, posteriorSets, priorSets } from "./recovery/model-sets.ts";
export { presetSets } from "./recovery/preset-sets.ts";
export { type Recovery, recoveryOf } from "./recovery/recovery.ts";
export type { Selection } from "./recovery/study-figures.ts";
export type { StudySettings } from "./recovery/study-figures.ts";
export type { SetSource } from "./recovery/recovery-set.ts";
export { runScenarios, type ScenarioOptions, type Scenarios } from "./failing-worlds/scenarios.ts";
export { recover, type Study, type StudyOptions } from "./recovery/study.ts";

/**
 * One HTML page that loads nothing. Libraries for drawing are loaded when it is called; its document keeps the process alive until
 * `closeSvgDocument` of `carryover/report` is called.
 * @param version of the package, for the foot of the page
 */
export async function recoveryPage(recovery: Recovery, version: string): Promise<string> {
  return (await import("./recovery/recovery-page.ts")).recoveryPage(recovery, version);
}

/** The same for worlds in which models fail. */
export async function scenariosPage(scenarios: Scenarios, version: string): Promise<string> {
  return (await import("./failing-worlds/scenarios-page.ts")).scenariosPage(scenarios, version);
}
