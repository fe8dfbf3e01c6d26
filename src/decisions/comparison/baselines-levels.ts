// Levels of geos and weeks as regressors, for regressions on panels that have no priors.

import type { Design } from "../../mmm/fit/index.ts";
import type { ResolvedSpec } from "../../mmm/specification/index.ts";

/**
 * [regressor][geo][week] A level for each geo but the first and, where the model has week effects, for each fitted week but the first, less its mean
 * over the fitted rows: weeks that were not fitted have the level of an average one. None for a national table.
 * @param like design of the rows that are fitted
 */
export function levelRegressors(
  { geos, week_effects: effects }: ResolvedSpec,
  { weeks }: Pick<Design, "weeks">,
  like: Design,
): readonly Float64Array[] {
  const { panel } = like;
  if (geos === undefined || panel === undefined) return [];
  const cells = geos.length * weeks;
  const of = (isIn: (geo: number, week: number) => boolean, isFitted: (week: number) => boolean): Float64Array => {
    let [inside, all] = [0, 0];
    panel.hasTarget.forEach((known, cell) => {
      if (known === 0) return;
      all++;
      if (isIn(Math.floor(cell / like.weeks), cell % like.weeks)) inside++;
    });
    return Float64Array.from({ length: cells }, (_, cell) => {
      const [geo, week] = [Math.floor(cell / weeks), cell % weeks];
      return isFitted(week) ? (isIn(geo, week) ? 1 : 0) - inside / all : 0;
    });
  };
  const ofGeos = geos.slice(1).map((_, k) =>
    of(
      (geo) => geo === k + 1,
      () => true,
    ),
  );
  if (effects !== "independent") return ofGeos;
  const ofWeeks = Array.from({ length: like.weeks - 1 }, (_, k) =>
    of(
      (_geo, week) => week === k + 1,
      (week) => week < like.weeks,
    ),
  );
  return [...ofGeos, ...ofWeeks];
}
