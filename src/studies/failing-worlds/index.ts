// What other folders take from studies/failing-worlds.

export { checksText, definitions, heldText, scenarioFindings } from "./scenario-words.ts";
export { type ScenarioWorld, scenarioWorlds } from "./scenario-worlds.ts";
export {
  failingWorldsDocument,
  runScenarios,
  type ScenarioOptions,
  type ScenarioStudy,
  scenarioSampling,
  type WorldSummary,
} from "./scenarios.ts";
