// The draws of a run as one tidy table: a row for each draw of each chain.

import { elementName } from "../../mmm/axes/index.ts";
import type { StoredRun } from "../run/index.ts";
import { posteriorVariables, type Variable } from "./variables.ts";

export interface ExportedColumn {
  readonly name: string;
  /** Which numbers the column can hold. */
  readonly type: "whole" | "boolean" | "number";
  readonly unit?: string;
  /** One for each row, chain after chain. */
  readonly values: Float64Array;
}

/** The first columns of every table, in order; a CSV file that starts with them is one of ours. */
export const leadingColumns: readonly string[] = [
  "chain",
  "draw",
  "log_density",
  "energy",
  "acceptance",
  "tree_depth",
  "leapfrogs",
  "divergent",
];

/**
 * chain and draw (both counted from 1), the sampler's statistics, parameters (scaled units), quantities (with units), and the log
 * likelihood of every row where the run has it, as `log_likelihood[<date>]`.
 */
export function drawsTable(run: StoredRun): readonly ExportedColumn[] {
  const { chains, draws, sampler, pointwise } = run.draws;
  const rows = chains * draws;
  const counted = (of: (row: number) => number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => of(row));
  const leading: readonly Omit<ExportedColumn, "name">[] = [
    { type: "whole", values: counted((row) => Math.floor(row / draws) + 1) },
    { type: "whole", values: counted((row) => (row % draws) + 1) },
    { type: "number", values: sampler.logDensity.values },
    { type: "number", values: sampler.energy.values },
    { type: "number", values: sampler.acceptance.values },
    { type: "whole", values: sampler.treeDepth.values },
    { type: "whole", values: sampler.leapfrogs.values },
    { type: "boolean", values: sampler.divergent.values },
  ];
  const observations = pointwise === undefined ? [] : run.data.dates;
  return [
    ...leading.map((column, index): ExportedColumn => ({ name: leadingColumns[index], ...column })),
    ...posteriorVariables(run).flatMap(elements),
    ...observations.map((date, row): ExportedColumn => {
      const values = counted((draw) => pointwise!.values[draw * observations.length + row]);
      return { name: elementName("log_likelihood", [date]), type: "number", values };
    }),
  ];
}

function elements({ name, unit, dimension, columns }: Variable): readonly ExportedColumn[] {
  return columns.map((values, index): ExportedColumn => {
    const own = elementName(name, dimension === undefined ? [] : [dimension.labels[index]]);
    return { name: own, type: "number", values, ...(unit === undefined ? {} : { unit }) };
  });
}
