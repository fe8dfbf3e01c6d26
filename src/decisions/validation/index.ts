// What other folders take from decisions/validation.

export {
  type Backtest,
  type BacktestChannel,
  type BacktestHorizon,
  backtestOf,
  backtestOrigins,
  defaultOrigins,
  type OriginScores,
  scoreOrigin,
} from "./backtest.ts";
