// What adding the geos up would hide.

import { alike, estimatedInText, figure, listed } from "../../../words/index.ts";
import { activityText } from "../review-channels.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const unevenSpend: ReviewCheckKind = reviewCheck({
  name: "uneven-spend",
  title: "Spend is even over geos",
  /** How far the contribution of evenly spread spend may be from what spend by geo brings (our choice). */
  limits: { difference: 0.2 },
  measure: ({ geos, model: { spec } }) =>
    geos === undefined || geos.aggregation.length === 0
      ? undefined
      : {
          aggregation: geos.aggregation,
          /** Those whose mean spend the levels of geos, drawn from one distribution, could go with and do not. */
          withoutTerms:
            spec.pooling?.intercept === "partial"
              ? spec.channels.flatMap(({ name }) => (spec.mundlak?.includes(name) === true ? [] : [name]))
              : [],
        },
  judge: ({ aggregation, withoutTerms }, limits) => {
    const difference = ({ evenOverActual }: (typeof aggregation)[number]): number =>
      Math.abs(evenOverActual.estimate - 1);
    const worst = aggregation.reduce((most, each) => (difference(each) > difference(most) ? each : most));
    const uneven = aggregation.filter((each) => difference(each) > limits.difference);
    const names = listed(uneven.map(({ channel }) => channel));
    const remedy = uneven.some(({ channel }) => withoutTerms.includes(channel))
      ? " If budgets are larger where more is sold anyway, or where media work better, returns of these channels may be too high: fit again with `mundlak: all`, and see whether they fall."
      : "";
    return {
      status: uneven.length > 0 ? "REVIEW" : "PASS",
      figure: difference(worst),
      threshold: limits.difference,
      finding: `Spread evenly over all people, the same ${activityText([worst])} would bring ${estimatedInText(worst.evenOverActual, alike.figures)} times as much.`,
      ...(uneven.length > 0 && {
        advice: `Curves and plans of ${names} scale all geos together, and hold for its present shares alone. Do not compare them with a model of national totals, which would be off by a factor of ${figure(worst.evenOverActual.estimate)} or so.${remedy}`,
      }),
    };
  },
});
