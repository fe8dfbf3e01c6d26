// The draws of a run as variables with named dimensions: `decay[TV]`, `decay[Radio]` become `decay` over the channels.

import { namesOfArray, sizeOfArray } from "../../model/index.ts";
import { type DrawsColumn, elementsOf, labelsOfElements, type NamedAxis } from "../../diagnostics/fit/index.ts";
import { nation } from "../../mmm/axes/index.ts";
import type { StoredRun } from "../run/index.ts";

/** A named axis and the labels along it. */
export interface Dimension {
  readonly name: string;
  readonly labels: readonly string[];
}

/** A scalar (no dimension) or a vector, draw by draw. */
export interface Variable {
  readonly name: string;
  readonly kind: "parameter" | "quantity" | "coordinate";
  /** Of quantities; parameters are in the model's scaled units. */
  readonly unit?: string;
  readonly dimension?: Dimension;
  /** Names of the run, one for each column: "decay[TV]". */
  readonly columnNames: readonly string[];
  /** One for each label (one in all for a scalar); each holds chains * draws numbers, chain after chain. */
  readonly columns: readonly Float64Array[];
}

/** What is needed of a run to name dimensions. */
type Members = Pick<StoredRun, "draws" | "data">;

/**
 * Parameters first, then quantities. A quantity with the name of a parameter (half_saturation, in scaled and in original units) gets
 * the ending `_original_scale`.
 *
 * Dimensions: `channel` for what every channel has, `<variable>_channel` for what only some have, `control_column` for controls
 * (netCDF allows no variable of two dimensions under the name of one of them, and the effects are called `control`), and
 * `<variable>_term` for all else, the seasonal terms among them.
 */
export function posteriorVariables({ draws, data }: Members): readonly Variable[] {
  const taken = new Set(draws.parameters.map(({ name }) => name));
  return [
    ...draws.parameters.map((column) => variableOf(column, column.name, "parameter", data)),
    ...draws.quantities.map((column) => {
      const name = taken.has(column.name) ? `${column.name}_original_scale` : column.name;
      return { ...variableOf(column, name, "quantity", data), unit: column.unit };
    }),
  ];
}

/** A column as a variable under a name. */
function variableOf(column: DrawsColumn, name: string, kind: Variable["kind"], data: StoredRun["data"]): Variable {
  const elements = elementsOf(column);
  const own = {
    name,
    kind,
    columnNames: elements.map((element) => element.name),
    columns: elements.map(({ draws }) => draws.values),
  };
  // The only geo of a national table is not shown.
  const shown = column.axes.filter(({ labels }) => labels.length !== 1 || labels[0] !== nation);
  if (shown.length === 0) return own;
  const labels = labelsOfElements(shown).map((each) => each.join(","));
  return { ...own, dimension: { name: dimensionName(name, shown, data), labels } };
}

/** The coordinates that were sampled, which are unconstrained, under their own names. */
export function coordinateVariables({ draws }: Pick<Members, "draws">): readonly Variable[] {
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
    const own = { name: array.name, kind: "coordinate", columnNames: namesOfArray(array), columns } as const;
    const shown = array.labels.filter((labels) => labels.length !== 1 || labels[0] !== nation);
    if (shown.length === 0) return own;
    const labels = namesOfArray({ name: "", labels: shown }).map((text) => text.slice(1, -1));
    return { ...own, dimension: { name: `${array.name}_element`, labels } };
  });
}

function dimensionName(
  variable: string,
  axes: readonly NamedAxis[],
  { channels, controls }: StoredRun["data"],
): string {
  const [{ name, labels }] = axes;
  const whole = (names: readonly string[]): boolean =>
    names.length === labels.length && names.every((each, index) => each === labels[index]);
  if (axes.length > 1) return `${variable}_element`;
  if (name === "control") return whole(controls.map((each) => each.name)) ? "control_column" : `${variable}_column`;
  if (name === "channel") return whole(channels.map((each) => each.name)) ? "channel" : `${variable}_channel`;
  return `${variable}_term`;
}
