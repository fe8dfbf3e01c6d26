// The draws of a fit as variables with named dimensions: `decay[TV]`, `decay[Radio]` become `decay` over the channels.

import { type DrawsColumn, elementsOf, labelsOfElements } from "../../diagnostics/fit/index.ts";
import { namesOfArray, sizeOfArray } from "../../model/index.ts";
import type { StoredDraws } from "../run/index.ts";
import type { Dimension, ExportSource } from "./source.ts";

/** A number or an array, draw by draw. */
export interface Variable {
  readonly name: string;
  readonly kind: "parameter" | "quantity" | "coordinate";
  /** Of quantities; parameters of media mix models are in the model's scaled units. */
  readonly unit?: string;
  /** None for a single number. */
  readonly dimensions: readonly Dimension[];
  /** What each column is called along the axes that it has in the run; the dimensions may have other labels, such as dates for numbered weeks. */
  readonly labels: readonly (readonly string[])[];
  /** Names of the run, one for each column: "decay[TV]". */
  readonly columnNames: readonly string[];
  /** One for each element in row-major order; each holds chains * draws numbers, chain after chain. */
  readonly columns: readonly Float64Array[];
}

/**
 * Parameters first, then quantities. A quantity with the name of a parameter (half_saturation, in scaled and in original units) gets
 * the ending `_original_scale`.
 */
export function posteriorVariables(source: ExportSource): readonly Variable[] {
  return drawnVariables(source.draws, source);
}

/** The same of any draws of the model. */
export function drawnVariables(
  { parameters, quantities }: Pick<StoredDraws, "parameters" | "quantities">,
  source: Pick<ExportSource, "dimensions">,
): readonly Variable[] {
  const taken = new Set(parameters.map(({ name }) => name));
  return [
    ...parameters.map((column) => variableOf(column, column.name, "parameter", source)),
    ...quantities.map((column) => {
      const name = taken.has(column.name) ? `${column.name}_original_scale` : column.name;
      const own = variableOf(column, name, "quantity", source);
      const { unit, units } = column;
      if (units !== undefined) {
        const each = own.labels.map((labels, k) => `${labels.join(",")}: ${units[k]}`);
        return { ...own, unit: each.join("; ") };
      }
      return unit === "" ? own : { ...own, unit };
    }),
  ];
}

/** A column as a variable under a name. */
function variableOf(
  column: DrawsColumn,
  name: string,
  kind: Variable["kind"],
  source: Pick<ExportSource, "dimensions">,
): Variable {
  const elements = elementsOf(column);
  return {
    name,
    kind,
    dimensions: source.dimensions(name, column.axes),
    labels: labelsOfElements(column.axes),
    columnNames: elements.map((element) => element.name),
    columns: elements.map(({ draws }) => draws.values),
  };
}

/** The coordinates that were sampled, which are unconstrained, under their own names. */
export function coordinateVariables({ draws, coordinateDimensions }: ExportSource): readonly Variable[] {
  const { coordinates, positions } = draws;
  const rows = draws.chains * draws.draws;
  const width = coordinates.reduce((total, array) => total + sizeOfArray(array), 0);
  let first = 0;
  return coordinates.map((array): Variable => {
    const start = first;
    first += sizeOfArray(array);
    const columns = Array.from({ length: first - start }, (_, k) =>
      Float64Array.from({ length: rows }, (__, row) => positions[row * width + start + k]),
    );
    const dimensions = coordinateDimensions(array.name, array.labels);
    const labels = labelsOfElements(dimensions);
    return { name: array.name, kind: "coordinate", dimensions, labels, columnNames: namesOfArray(array), columns };
  });
}
