// The terms of the baseline at draws: what each adds to the expected target, from the same records that the sampled model is built of.

import { type OnAxes, onAxes, shapeOfAxes, sizeOfAxes } from "../axes/index.ts";
import * as g from "../../graph/index.ts";
import { CarryoverError } from "../../problems/problem.ts";
import { termEnds } from "../../problems/trend-problems.ts";
import type { Design } from "../fit/index.ts";
import { axesOf, type ResolvedSpec } from "../specification/index.ts";
import { effectOf, elementAxes, rowAxesOf, type Term, termsOf } from "../terms/baseline/index.ts";
import { type ParameterMatrix, placeOf } from "./natural-parameters.ts";
import { executableOf } from "./over-draws.ts";

/** One addend of a linear term: an element of its parameter times a known row. */
export interface TermPiece {
  /** Which element along the axes that the term sums over. */
  readonly element: number;
  /** Position of the parameter's element in a row of the matrix. */
  readonly position: number;
  /** Position of the only geo that it is of; absent for one that all geos have. */
  readonly geo?: number;
  /** [week] of that geo, or [geo][week]; scaled. */
  readonly row: Float64Array;
}

type Blocks = Pick<ParameterMatrix, "blocks">;

/** The addends of a linear term, element after element. */
export function termPieces(term: Term, spec: ResolvedSpec, design: Design, matrix: Blocks): readonly TermPiece[] {
  const { name } = term.parameters[0];
  const { start } = placeOf(matrix, name);
  const axes = axesOf(name, spec);
  const byGeo = axes.some((axis) => axis.name === "geo");
  const count = sizeOfAxes(axes.filter((axis) => elementAxes([axis.name]).length > 0));
  const rows = elementRows(term, design);
  return Array.from({ length: count }, (_, element) => {
    const row = rows[element];
    if (!byGeo) return [{ element, position: start + element, row }];
    return design.geos.map((_geo, k) => ({
      element,
      position: start + element * design.geos.length + k,
      geo: k,
      row: row.subarray(k * design.weeks, (k + 1) * design.weeks),
    }));
  }).flat();
}

/** [element][geo][week] The rows of a term, in scaled units; a row that is the same for all geos is repeated. */
export function elementRows(term: Term, { terms, weeks, geos }: Design): readonly Float64Array[] {
  const { values } = terms[term.name];
  const own = term.rowAxes.includes("geo") ? weeks * geos.length : weeks;
  return Array.from({ length: values.length / own }, (_, element) => {
    const row = values.subarray(element * own, (element + 1) * own);
    if (own === weeks * geos.length) return row;
    return forGeos(row, { weeks, geos });
  });
}

/** A row of weeks, for each geo. */
function forGeos(row: Float64Array, { weeks, geos }: Pick<Design, "weeks" | "geos">): Float64Array {
  const repeated = new Float64Array(weeks * geos.length);
  geos.forEach((_geo, k) => {
    repeated.set(row, k * weeks);
  });
  return repeated;
}

/** Adds what a term brings at the parameters of `row` to `sum` [geo][week], in scaled target. */
export type AddTerm = (row: Float64Array, sum: Float64Array) => void;

/** Gives standard normal numbers. */
type Normal = () => number;

/**
 * @param normal for rows after those that the parameters are about, where the term goes on at random; by default it goes on as it does on average
 * @throws CarryoverError for such rows of a term that does not go on
 */
export function termAdder(
  term: Term,
  spec: ResolvedSpec,
  design: Design,
  matrix: Blocks,
  normal: Normal = () => 0,
): AddTerm {
  if (term.effect !== undefined) return effectAdder(term, spec, design, matrix, normal);
  const pieces = termPieces(term, spec, design, matrix);
  return (row, sum) => {
    for (const piece of pieces) {
      const weight = row[piece.position];
      const { row: known, geo = 0 } = piece;
      const start = geo * design.weeks;
      for (let t = 0; t < known.length; t++) sum[start + t] += weight * known[t];
    }
  };
}

/** A term that is not linear, through its graph. */
function effectAdder(term: Term, spec: ResolvedSpec, design: Design, matrix: Blocks, normal: Normal): AddTerm {
  const { beyond, withoutRows = false } = term;
  const reach = Math.min(beyond?.reach(spec) ?? design.weeks, design.weeks);
  if (reach < design.weeks && beyond?.draw === undefined) {
    throw new CarryoverError([termEnds(term.name, beyond?.says ?? "ends", reach, design.weeks)]);
  }
  const weeks = withoutRows ? reach : design.weeks;
  const places = term.parameters.map(({ name }) => placeOf(matrix, name));
  const values = Object.fromEntries(
    term.parameters.map(({ name }): [string, OnAxes] => {
      const axes = axesOf(name, spec);
      return [
        name,
        onAxes(
          g.parameterInput(name, shapeOfAxes(axes)),
          axes.map((axis) => axis.name),
        ),
      ];
    }),
  );
  const rows = g.dataInput("rows", shapeOfAxes(rowAxesOf(term, spec, weeks)));
  const { node, axes } = effectOf(term, values, onAxes(rows, term.rowAxes), spec);
  const byGeo = axes.includes("geo");
  const executable = executableOf({
    parameters: Object.values(values).map((value) => value.node),
    data: [rows],
    outputs: [{ name: "effect", node }],
  });
  executable.setData({ rows: withoutRows ? new Float64Array(weeks).fill(1) : design.terms[term.name].values });
  const effect = executable.output("effect");
  const own = new Float64Array(byGeo ? design.geos.length * design.weeks : design.weeks);
  return (row, sum) => {
    let at = 0;
    for (const { start, size } of places) {
      for (let k = 0; k < size; k++) executable.parameters[at++] = row[start + k];
    }
    executable.run();
    own.set(effect);
    if (reach < design.weeks) {
      const given = Object.fromEntries(
        places.map(({ start, size }, k) => [term.parameters[k].name, row.subarray(start, start + size)]),
      );
      const count = design.weeks - reach;
      own.set(beyond?.draw?.({ last: own[reach - 1], values: given, count, model: spec, normal }) ?? [], reach);
    }
    for (let t = 0; t < sum.length; t++) sum[t] += own[byGeo ? t : t % design.weeks];
  };
}

/** Sets `sum` [geo][week] to the whole baseline at the parameters of `row`, in scaled target. @param normal as of `termAdder` */
export function baselineAdder(spec: ResolvedSpec, design: Design, matrix: Blocks, normal?: Normal): AddTerm {
  const adders = termsOf(spec).map((term) => termAdder(term, spec, design, matrix, normal));
  return (row, sum) => {
    sum.fill(0);
    for (const add of adders) add(row, sum);
  };
}

/** [row][geo][week] Everything that terms of the baseline are made from but the base, as regressors. */
export function baselineRegressors(spec: ResolvedSpec, design: Design): readonly Float64Array[] {
  const [, ...rest] = termsOf(spec);
  return rest.flatMap((term) => {
    const own = term.regressors?.(spec, design.terms[term.name]);
    return own?.map((row) => forGeos(row, design)) ?? elementRows(term, design);
  });
}
