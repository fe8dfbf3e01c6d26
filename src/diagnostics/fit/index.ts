// What any fit is, whatever its model: draws as columns with axes, sampler statistics, summary, diagnostics.

export {
  elementAt,
  labelsOfElements,
  type NamedAxis,
  namesOfElements,
  type PlaceOnAxes,
  shapeOfAxes,
  sizeOfAxes,
} from "./axes.ts";
export { drawsOf, type DrawsColumn, elementDraws, elementsOf, type NamedDraws } from "./columns.ts";
export { withCompleteness } from "./completeness.ts";
export { completedDraws, describeChains, type DescribedChains, type ElementRow, type FitTimes } from "./describe.ts";
export type {
  Diagnostics,
  EarlierAttempt,
  FitSummary,
  QuantityColumn,
  Resampled,
  SampledFit,
  SamplerDraws,
  SummaryRow,
} from "./types.ts";
export { columnUnits, unitsOfElements } from "./units.ts";
export { checkLines, summaryColumns, timeLines, verdictLines } from "./lines.ts";
export { columnOfArray, type DrawsArray, drawsArray } from "./draws-array.ts";
