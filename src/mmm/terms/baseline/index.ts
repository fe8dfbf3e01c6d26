// What other folders take from mmm/terms/baseline.

export { intercept } from "./intercept.ts";
export { type Fourier, harmonicLabels, type Seasonality, seasonsOf } from "./seasonality.ts";
export {
  type BaselineKind,
  effectOf,
  elementAxes,
  type Term,
  type TermModel,
  type TermPart,
  type TermRows,
  type TermValues,
} from "./term.ts";
export { weekEffects } from "./week-effects.ts";
export { firstWeekday, namedDays, weekdays } from "./weekday.ts";
export { addedTerms, hasTerm, labelsAlong, rowAxesOf, terms, termsBesideBase, termsOf } from "./terms.ts";
