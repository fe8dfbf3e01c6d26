// What the target would be without media, term by term: base, trend, season, controls, and terms of one's own.

import { columnAt, type AddTerm, termAdder, type TermPiece, termPieces } from "../../mmm/response/index.ts";
import { type BaselineKind, type Term, type TermPart, termsOf } from "../../mmm/terms/baseline/index.ts";
import { type FittedModel, peopleOfCells, type Period } from "../draws/index.ts";

/** A part of the expected target that is no media, in the target's own units. */
export interface BaselinePart {
  readonly name: string;
  readonly kind: BaselineKind;
  /** Position of a parameter in a row of the matrix, and what it is multiplied by in each week of the table, summed over the geos that have a row. */
  readonly terms: readonly { readonly position: number; readonly row: Float64Array }[];
  /** [week] What it brings whatever the parameters; absent where that is nothing. */
  readonly constant?: Float64Array;
  /** Controls: the value against which the contribution counts, in the column's own units. */
  readonly reference?: number;
  /** As of `TermPart`. */
  readonly cycle?: TermPart["cycle"];
  /** A part that is not linear in its parameters: adds what it brings, in scaled target. `terms` is then empty. */
  readonly effect?: AddTerm;
}

/**
 * Base, then the other terms; with the channels they add up to the expected target.
 *
 * What a part counts against is the term's to say (`TermPart.reference`): the base holds what it contributes there. The trend
 * counts from the middle of the table and the season around its own mean, as the model has them.
 */
export function baselineParts(model: FittedModel): readonly BaselinePart[] {
  const { spec, data, design } = model;
  const [base, ...rest] = termsOf(spec).map((term) => ({
    term,
    pieces: term.effect === undefined ? termPieces(term, spec, design, model.posterior) : undefined,
    parts: term.parts(data, spec, design.terms[term.name]),
  }));
  const moved = rest.flatMap(({ pieces = [], parts }) =>
    parts.flatMap((part) => {
      const at = part.reference?.scaled ?? 0;
      return at === 0 ? [] : linear(model, ofPart(pieces, part), () => at);
    }),
  );
  return [
    {
      name: base.parts[0].name,
      kind: base.parts[0].kind,
      constant: constantOf(model),
      terms: [...linear(model, base.pieces ?? [], (value) => value), ...moved],
    },
    ...rest.toReversed().flatMap(({ term, pieces, parts }) => parts.map((part) => partOf(model, term, pieces, part))),
  ];
}

function partOf(
  model: FittedModel,
  term: Term,
  pieces: readonly TermPiece[] | undefined,
  part: TermPart,
): BaselinePart {
  const { name, kind, reference, cycle } = part;
  const at = reference?.scaled ?? 0;
  return {
    name,
    kind,
    ...(reference === undefined ? {} : { reference: reference.value }),
    ...(cycle === undefined ? {} : { cycle }),
    ...(pieces === undefined
      ? { terms: [], effect: termAdder(term, model.spec, model.design, model.posterior) }
      : { terms: linear(model, ofPart(pieces, part), (value) => value - at) }),
  };
}

function ofPart(pieces: readonly TermPiece[], { elements }: TermPart): readonly TermPiece[] {
  return elements === undefined ? pieces : pieces.filter(({ element }) => elements.includes(element));
}

/** Pieces in the target's own units per unit of the parameter, over all geos. */
function linear(
  model: FittedModel,
  pieces: readonly TermPiece[],
  of: (value: number) => number,
): BaselinePart["terms"] {
  const { targetScale, weeks } = model.design;
  const sumOverGeos = geoSum(model);
  return pieces.map(({ position, row, geo }) => {
    const own = row.map((value) => targetScale.scale * of(value));
    return { position, row: sumOverGeos(own, geo).slice(0, weeks) };
  });
}

/** [week] What a target of scaled zero is, in all geos together. */
function constantOf(model: FittedModel): Float64Array {
  const { weeks, geos, targetScale } = model.design;
  return geoSum(model)(new Float64Array(geos.length * weeks).fill(targetScale.location));
}

/**
 * Sums values per head [geo][week] to [week]: all people of the geos that have a row. The values are overwritten.
 * With a geo the values are those of its weeks alone.
 */
function geoSum(model: FittedModel): (cells: Float64Array, geo?: number) => Float64Array {
  const { weeks } = model.design;
  if (model.design.panel === undefined) return (cells) => cells;
  const people = peopleOfCells(model);
  return (cells, geo = 0) => {
    const total = cells.subarray(0, weeks);
    const own = people.subarray(geo * weeks);
    for (let t = 0; t < weeks; t++) total[t] *= own[t];
    for (let k = weeks; k < cells.length; k++) total[k % weeks] += own[k] * cells[k];
    return total;
  };
}

/** A part in every week of a period at every draw: fills `weekly` [week][draw]. */
export function fillPart(
  model: FittedModel,
  { terms, constant, effect }: BaselinePart,
  { from, to }: Period,
  weekly: Float64Array,
): void {
  const { posterior, design } = model;
  const { count, width, values } = posterior;
  weekly.fill(0);
  if (constant !== undefined) {
    for (let t = from; t < to; t++) weekly.fill(constant[t], (t - from) * count, (t - from + 1) * count);
  }
  for (const { position, row } of terms) {
    const coefficients = columnAt(posterior, position);
    for (let t = from; t < to; t++) {
      const factor = row[t];
      if (factor === 0) continue;
      const start = (t - from) * count;
      for (let i = 0; i < count; i++) weekly[start + i] += factor * coefficients[i];
    }
  }
  if (effect === undefined) return;
  const cells = new Float64Array(design.geos.length * design.weeks);
  const sumOverGeos = geoSum(model);
  for (let i = 0; i < count; i++) {
    cells.fill(0);
    effect(values.subarray(i * width, (i + 1) * width), cells);
    const own = sumOverGeos(cells);
    for (let t = from; t < to; t++) weekly[(t - from) * count + i] += design.targetScale.scale * own[t];
  }
}
