// The draws of a run as one tidy table: a row for each draw of each chain.

import { labelsOfElements } from "../../diagnostics/fit/index.ts";
import { elementName } from "../../model/index.ts";
import type { ExportSource } from "./source.ts";
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
 * likelihood of every observation where the fit has it, as `log_likelihood[<date>]`.
 */
export function drawsTable(source: ExportSource): readonly ExportedColumn[] {
  const { chains, draws, sampler, pointwise } = source.draws;
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
  return [
    ...leading.map((column, index): ExportedColumn => ({ name: leadingColumns[index], ...column })),
    ...posteriorVariables(source).flatMap(elements),
    ...(pointwise === undefined ? [] : termNames(source)).map(({ name, place }): ExportedColumn => {
      const values = counted(logLikelihoodOf(pointwise!, place, draws));
      return { name, type: "number", values };
    }),
  ];
}

/** Of an observation at a draw, counted chain after chain: NaN where none was kept. */
export function logLikelihoodOf(
  { observations, values, draws, every = 1 }: NonNullable<ExportSource["draws"]["pointwise"]>,
  observation: number,
  ofFit: number,
): (draw: number) => number {
  return (draw) => {
    const place = (draw % ofFit) + 1;
    const row = Math.floor(draw / ofFit) * draws + place / every - 1;
    return place % every === 0 ? values[row * observations + observation] : Number.NaN;
  };
}

/** Observations in the order of the pointwise log likelihoods, without those that were not observed: their labels, and where they stand. */
export function observedElements({ terms }: ExportSource): readonly {
  readonly term: string;
  readonly labels: readonly string[];
  readonly place: number;
}[] {
  let first = 0;
  return terms.flatMap(({ name: term, dimensions, known }) => {
    const from = first;
    const labels = labelsOfElements(dimensions);
    first += labels.length;
    return labels.flatMap((own, k) => (known?.[k] === false ? [] : [{ term, labels: own, place: from + k }]));
  });
}

/** `log_likelihood[<date>]`, of a panel `log_likelihood[<geo>,<date>]`; with the name of the term where there are several. */
function termNames(source: ExportSource): readonly { readonly name: string; readonly place: number }[] {
  return observedElements(source).map(({ term, labels, place }) => {
    const own = source.terms.length === 1 ? "log_likelihood" : `log_likelihood_${term}`;
    return { name: elementName(own, labels), place };
  });
}

function elements({ name, unit, labels, columns }: Variable): readonly ExportedColumn[] {
  return columns.map((values, index): ExportedColumn => {
    const own = elementName(name, labels[index]);
    return { name: own, type: "number", values, ...(unit === undefined ? {} : { unit }) };
  });
}
