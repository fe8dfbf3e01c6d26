// The draws of a run as variables with named dimensions: `decay[TV]`, `decay[Radio]` become `decay` over the channels.

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
  const parameters = grouped(draws.parameters.map((each) => ({ name: each.name, values: each.draws.values })));
  const quantities = grouped(
    draws.quantities.map((each) => ({ name: each.name, unit: each.unit, values: each.draws.values })),
  );
  const taken = new Set(parameters.map(({ name }) => name));
  const finished = (group: Group, kind: "parameter" | "quantity"): Variable => {
    const name = kind === "quantity" && taken.has(group.name) ? `${group.name}_original_scale` : group.name;
    return withDimension({ ...group, name }, kind, data);
  };
  return [
    ...parameters.map((group) => finished(group, "parameter")),
    ...quantities.map((group) => finished(group, "quantity")),
  ];
}

/** The coordinates that were sampled, which are unconstrained, under their own names. */
export function coordinateVariables({ draws, data }: Members): readonly Variable[] {
  const width = draws.coordinateNames.length;
  const rows = draws.chains * draws.draws;
  const columns = draws.coordinateNames.map((name, coordinate) => {
    const values = new Float64Array(rows);
    for (let row = 0; row < rows; row++) values[row] = draws.positions[row * width + coordinate];
    return { name, values };
  });
  return grouped(columns).map((group) => withDimension(group, "coordinate", data));
}

interface Group {
  readonly name: string;
  readonly unit?: string;
  /** Undefined for a scalar. */
  readonly labels: readonly string[] | undefined;
  readonly columnNames: readonly string[];
  readonly columns: readonly Float64Array[];
}

interface Column {
  readonly name: string;
  readonly unit?: string;
  readonly values: Float64Array;
}

/** Columns by the name before the bracket, in order of first appearance. */
function grouped(columns: readonly Column[]): readonly Group[] {
  const groups = new Map<string, { name: string; label: string | undefined; column: Column }[]>();
  for (const column of columns) {
    const match = /^([^[]+)\[(.*)\]$/s.exec(column.name);
    const name = match?.[1] ?? column.name;
    const members = groups.get(name) ?? [];
    members.push({ name, label: match?.[2], column });
    groups.set(name, members);
  }
  return [...groups.values()].map((members): Group => {
    const { name, label, column } = members[0];
    return {
      name,
      ...(column.unit === undefined ? {} : { unit: column.unit }),
      labels: label === undefined ? undefined : members.map((member) => member.label ?? ""),
      columnNames: members.map((member) => member.column.name),
      columns: members.map((member) => member.column.values),
    };
  });
}

function withDimension({ labels, ...group }: Group, kind: Variable["kind"], data: StoredRun["data"]): Variable {
  if (labels === undefined) return { ...group, kind };
  return { ...group, kind, dimension: { name: dimensionName(group.name, labels, data), labels } };
}

function dimensionName(variable: string, labels: readonly string[], { channels, controls }: StoredRun["data"]): string {
  const equal = (names: readonly string[]): boolean =>
    names.length === labels.length && names.every((name, index) => name === labels[index]);
  const within = (names: readonly string[]): boolean => labels.every((label) => names.includes(label));
  const channelNames = channels.map(({ name }) => name);
  const controlNames = controls.map(({ name }) => name);
  if (/^control\b/.test(variable)) return equal(controlNames) ? "control_column" : `${variable}_column`;
  if (equal(channelNames)) return "channel";
  if (within(channelNames)) return `${variable}_channel`;
  return `${variable}_term`;
}
