// What other folders take from decisions/advice.

export { type Advice, type ChannelAdvice } from "./advice.ts";
export { type Action, actionWords } from "./frames.ts";
export { analyze, type Analysis, type AnalysisOptions, type GeoFigures } from "./analysis.ts";
