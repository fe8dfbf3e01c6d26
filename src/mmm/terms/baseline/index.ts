// What other folders take from mmm/terms/baseline.

export { intercept } from "./intercept.ts";
export { type Fourier, harmonicLabels, type Seasonality, seasonsOf } from "./seasonality.ts";
export {
  type BaselineKind,
  type Continuation,
  effectOf,
  elementAxes,
  type Term,
  type TermModel,
  type TermPart,
  type TermRows,
  type TermValues,
} from "./term.ts";
export {
  type BentTrend,
  type TrendKernel,
  kindOfTrend,
  type KnotsTrend,
  type LocalLevelTrend,
  type SmoothTrend,
  type Trend,
  type TrendKind,
  trendOf,
} from "./trend-kinds.ts";
export { automaticKnots, type KnotCriterion } from "./automatic-knots.ts";
export { smoothTrendFor, trendOfRows } from "./hsgp.ts";
export { spendOfGeos } from "./mundlak.ts";
export { evenKnots, hatFunctions, knots, localLevel } from "./walks.ts";
export { weekEffects } from "./week-effects.ts";
export { firstWeekday, namedDays, weekdays } from "./weekday.ts";
export { addedTerms, hasTerm, labelsAlong, rowAxesOf, terms, termsBesideBase, termsOf } from "./terms.ts";
