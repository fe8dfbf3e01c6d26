// What other folders take from mmm/axes.

export { elementName } from "../../model/naming/index.ts";
export {
  type Axis,
  type AxisName,
  axisNames,
  elementAt,
  labelsOfElements,
  namesOfElements,
  nation,
  type Place,
  shapeOfAxes,
  sizeOfAxes,
} from "./axes.ts";
export { along, mapped, meanOver, minus, type OnAxes, onAxes, plus, sumOver, times, unionOf } from "./on-axes.ts";
export { drawsOf, type DrawsColumn, elementDraws, elementsOf, type NamedDraws } from "./columns.ts";
