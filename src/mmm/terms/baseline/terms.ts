// The terms of the baseline: those that come with the package, and those that a user has added.

import { type Axis, type AxisName, nation } from "../../axes/index.ts";
import { type Registry, registry } from "../../transforms/index.ts";
import { controls } from "./controls.ts";
import { intercept } from "./intercept.ts";
import { mundlak } from "./mundlak.ts";
import { season } from "./season.ts";
import type { Term, TermModel } from "./term.ts";
import { hsgp } from "./hsgp.ts";
import { geoTrend, trend } from "./trend.ts";
import { knots, localLevel } from "./walks.ts";
import { weekEffects } from "./week-effects.ts";
import { weekday } from "./weekday.ts";

/** In the order in which they are added up; the base comes first. */
const own: readonly Term[] = [
  intercept,
  mundlak,
  controls,
  season,
  weekday,
  trend,
  knots,
  localLevel,
  hsgp,
  geoTrend,
  weekEffects,
];
const known = registry<Term>("term", own);

/** All terms by name, and where a user adds one of his own. */
export const terms: Registry<Term> = {
  ...known,
  add: (term) => {
    if (term.effect === undefined && term.parameters.length !== 1) {
      throw new RangeError(
        `The term "${term.name}" has ${term.parameters.length} parameters: a term without \`effect\` has one.`,
      );
    }
    known.add(term);
  },
};

/**
 * The terms of a model in the order in which they are added up, the base first.
 * @throws RangeError for a term that was added when the specification was made, and is not there now
 */
export function termsOf(model: TermModel): readonly Term[] {
  const wanted = (model.terms ?? []).map((name) => {
    const term = terms.find(name);
    if (term === undefined || own.includes(term))
      throw new RangeError(`There is no term "${name}": a term of your own is added before it is used.`);
    return term;
  });
  return [...own, ...wanted].filter((term) => term.present(model));
}

/** The same without the base. */
export function termsBesideBase(model: TermModel): readonly Term[] {
  return termsOf(model).filter((term) => term !== intercept);
}

/** Names of the terms that were added from outside. */
export function addedTerms(): readonly string[] {
  return terms.all().flatMap((term) => (own.includes(term) ? [] : [term.name]));
}

/** Labels along an axis of a term's parameters. */
export function labelsAlong(axis: AxisName, term: Term, model: TermModel): readonly string[] {
  const labels = term.labels?.(model)[axis] ?? (axis === "geo" ? (model.geos ?? [nation]) : undefined);
  if (labels === undefined) throw new RangeError(`The term "${term.name}" does not say what its ${axis} axis holds.`);
  return labels;
}

/** The axes of a term's rows for tables of so many weeks. */
export function rowAxesOf(term: Term, model: TermModel, weeks: number): readonly Axis[] {
  return term.rowAxes.map((name) => ({
    name,
    labels: name === "time" ? Array.from({ length: weeks }, (_, t) => String(t + 1)) : labelsAlong(name, term, model),
  }));
}

/** Whether a model has a term. */
export function hasTerm(term: Term, model: TermModel): boolean {
  return (own.includes(term) || (model.terms ?? []).includes(term.name)) && term.present(model);
}
