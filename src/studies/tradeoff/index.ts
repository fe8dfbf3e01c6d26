// What other folders take from studies/tradeoff.

export { releaseNoise, type TradeoffRelease } from "./tradeoff-noise.ts";
export {
  type Band,
  measures,
  summarizeTradeoff,
  type Tradeoff,
  tradeoffDocument,
  type TradeoffPoint,
} from "./tradeoff-summary.ts";
export { type PublicShape, worldsOfPreset, worldsOfShape, type WorldSource } from "./tradeoff-world.ts";
export { studyTradeoff, type TradeoffProgress } from "./tradeoff.ts";
