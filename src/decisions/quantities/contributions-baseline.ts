// What the target would be without media, term by term: base, trend, season, controls, and terms of one's own.

import { columnAt, type AddTerm, termAdder, type TermPiece, termPieces } from "../../mmm/response/index.ts";
import { type BaselineKind, type Term, type TermPart, termsOf } from "../../mmm/terms/baseline/index.ts";
import type { FittedModel, Period } from "../draws/index.ts";

/** A part of the expected target that is no media, in the target's own units. */
export interface BaselinePart {
  readonly name: string;
  readonly kind: BaselineKind;
  /** Position of a parameter in a row of the matrix, and what it is multiplied by in each week of the table. */
  readonly terms: readonly { readonly position: number; readonly row: Float64Array }[];
  readonly constant: number;
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
      constant: design.targetScale.location,
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
    constant: 0,
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

/** Pieces in the target's own units per unit of the parameter. */
function linear(
  { design }: FittedModel,
  pieces: readonly TermPiece[],
  of: (value: number) => number,
): BaselinePart["terms"] {
  return pieces.map(({ position, row }) => ({
    position,
    row: row.map((value) => design.targetScale.scale * of(value)),
  }));
}

/** A part in every week of a period at every draw: fills `weekly` [week][draw]. */
export function fillPart(
  { posterior, design }: FittedModel,
  { terms, constant, effect }: BaselinePart,
  { from, to }: Period,
  weekly: Float64Array,
): void {
  const { count, width, values } = posterior;
  weekly.fill(constant);
  for (const { position, row } of terms) {
    const coefficients = columnAt(posterior, position);
    for (let t = from; t < to; t++) {
      const factor = row[t];
      const start = (t - from) * count;
      for (let i = 0; i < count; i++) weekly[start + i] += factor * coefficients[i];
    }
  }
  if (effect === undefined) return;
  const own = new Float64Array(design.weeks);
  for (let i = 0; i < count; i++) {
    own.fill(0);
    effect(values.subarray(i * width, (i + 1) * width), own);
    for (let t = from; t < to; t++) weekly[(t - from) * count + i] += design.targetScale.scale * own[t];
  }
}
