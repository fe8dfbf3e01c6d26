// Parameter recovery and calibration: the public names. A source of data sets, `recover` on the threads of a batch, `recoveryOf` their results.

import type { Recovery } from "./recovery/index.ts";
import type { ScenarioStudy } from "./failing-worlds/index.ts";

export {
  type Coverage,
  type EarlierFit,
  posteriorSets,
  priorSets,
  presetSets,
  type Recovery,
  recoveryOf,
  type Selection,
  type StudySettings,
  type SetSource,
  recover,
  type Study,
  type StudyOptions,
} from "./recovery/index.ts";
export { runScenarios, type ScenarioOptions, type ScenarioStudy } from "./failing-worlds/index.ts";

/**
 * One HTML page that loads nothing. Libraries for drawing are loaded when it is called; its document keeps the process alive until
 * `closeSvgDocument` of `carryover/report` is called.
 * @param version of the package, for the foot of the page
 */
export async function recoveryPage(recovery: Recovery, version: string): Promise<string> {
  return (await import("./recovery/recovery-page.ts")).recoveryPage(recovery, version);
}

/** One HTML page of worlds in which models fail; it loads nothing, and keeps nothing open. */
export async function scenariosPage(scenarios: ScenarioStudy, version: string): Promise<string> {
  return (await import("./failing-worlds/scenarios-page.ts")).scenariosPage(scenarios, version);
}
