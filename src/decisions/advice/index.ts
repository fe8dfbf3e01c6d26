// What other folders take from decisions/advice.

export { actionWords, type Advice, type ChannelAdvice } from "./advice.ts";
export { analyze, type Analysis, type AnalysisOptions } from "./analysis.ts";
