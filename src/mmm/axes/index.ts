// What other folders take from mmm/axes, with what is known of axes of any kind.

export { elementName } from "../../model/naming/index.ts";
export { type Axis, type AxisName, axisNames, nation, type Place } from "./axes.ts";
export { along, mapped, meanOver, minus, type OnAxes, onAxes, plus, sumOver, times, unionOf } from "./on-axes.ts";
export {
  drawsOf,
  type DrawsColumn,
  elementAt,
  elementDraws,
  elementsOf,
  labelsOfElements,
  type NamedDraws,
  namesOfElements,
  shapeOfAxes,
  sizeOfAxes,
} from "../../diagnostics/fit/index.ts";
