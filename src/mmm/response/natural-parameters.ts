// The parameters that priors and reports speak of, of all draws, as one matrix; fixed parameters included.

import {
  type Axis,
  type DrawsColumn,
  elementAt,
  elementName,
  labelsOfElements,
  namesOfElements,
  type Place,
  sizeOfAxes,
} from "../axes/index.ts";
import {
  allParameters,
  axesOf,
  hasParameter,
  isPrior,
  type ParameterName,
  type ResolvedSpec,
} from "../specification/index.ts";

/** One parameter of the model: an array over its axes, or a single number without any. */
export interface ParameterBlock {
  readonly name: ParameterName;
  readonly axes: readonly Axis[];
  /** Position of its first element in a row of the matrix. */
  readonly start: number;
  readonly size: number;
}

/** Values in the model's scaled units, [draw][element], chain after chain. */
export interface ParameterMatrix {
  readonly blocks: readonly ParameterBlock[];
  /** Elements of a row. */
  readonly width: number;
  /** Draws of all chains. */
  readonly count: number;
  readonly values: Float64Array;
}

/** Draws that are not those of the model of a specification. */
export class MissingParameterError extends RangeError {
  /** `trend_mean`, `decay[TV]` */
  readonly parameter: string;

  constructor(parameter: string) {
    super(`The draws lack the parameter ${parameter}.`);
    this.parameter = parameter;
  }
}

/** Which parameters the model of `spec` has, in the order in which they are reported. */
export function parameterBlocks(spec: ResolvedSpec): readonly ParameterBlock[] {
  let start = 0;
  const names = Object.entries(allParameters()).flatMap(([name, { role }]) =>
    role !== "return" && hasParameter(name, spec) ? [name] : [],
  );
  return names.map((name): ParameterBlock => {
    const axes = axesOf(name, spec);
    const block = { name, axes, start, size: sizeOfAxes(axes) };
    start += block.size;
    return block;
  });
}

/** Where a parameter stands in a row; size 0 when the model has none of the name. */
export function placeOf(
  { blocks }: Pick<ParameterMatrix, "blocks">,
  name: ParameterName,
): Pick<ParameterBlock, "axes" | "start" | "size"> {
  return blocks.find((block) => block.name === name) ?? { axes: [], start: 0, size: 0 };
}

/**
 * Position in a row of one element: `positionOf(posterior, "decay", { channel: "TV" })`.
 * @throws RangeError when the model has no such element
 */
export function positionOf(matrix: Pick<ParameterMatrix, "blocks">, name: ParameterName, place: Place = {}): number {
  const { axes, start, size } = placeOf(matrix, name);
  if (size === 0) throw new RangeError(`The draws lack the parameter ${elementName(name, Object.values(place))}.`);
  return start + elementAt(name, axes, place);
}

/** [draw] One element of all draws. */
export function columnOf(matrix: ParameterMatrix, name: ParameterName, place: Place = {}): Float64Array {
  return columnAt(matrix, positionOf(matrix, name, place));
}

/** [draw] The element at a position of a row. */
export function columnAt({ count, width, values }: ParameterMatrix, position: number): Float64Array {
  const column = new Float64Array(count);
  for (let i = 0; i < count; i++) column[i] = values[i * width + position];
  return column;
}

/**
 * Draws of reported parameters (as a fit and a run folder have them) as a matrix; what is fixed is taken from the priors.
 * @throws MissingParameterError when a parameter of the model is neither among them nor fixed
 */
export function parameterMatrix(spec: ResolvedSpec, reported: readonly DrawsColumn[]): ParameterMatrix {
  const blocks = parameterBlocks(spec);
  const width = blocks.reduce((total, { size }) => total + size, 0);
  const count = reported.length === 0 ? 0 : reported[0].chains * reported[0].draws;
  const values = new Float64Array(count * width);
  for (const { name, axes, start } of blocks) {
    const column = reported.find((each) => each.name === name);
    // Fixed elements are not reported; the others keep their order.
    const names = column === undefined ? [] : namesOfElements(name, column.axes);
    labelsOfElements(axes).forEach((labels, k) => {
      const label = elementName(name, labels);
      const found = names.indexOf(label);
      const own = found < 0 ? undefined : column?.values.subarray(found * count, (found + 1) * count);
      const value = own ?? fixedValue(spec, name, labels);
      if (value === undefined) throw new MissingParameterError(label);
      for (let i = 0; i < count; i++) values[i * width + start + k] = typeof value === "number" ? value : value[i];
    });
  }
  return { blocks, width, count, values };
}

function fixedValue(spec: ResolvedSpec, name: ParameterName, labels: readonly string[]): number | undefined {
  const priors = spec.priors[name];
  if (priors === undefined) return undefined;
  const prior = isPrior(priors) ? priors : priors[labels[0]];
  return prior.distribution === "fixed" ? prior.parameters[0] : undefined;
}
