// Whether the model suits every geo of a panel.

import { listed } from "../../../words/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const fitByGeo: ReviewCheckKind = reviewCheck({
  name: "fit-by-geo",
  title: "Every geo is covered",
  /** The fewest rows inside that chance allows for any geo (1% over all of them). */
  limits: {},
  measure: ({ geos }) => (geos === undefined ? undefined : geos.fit),
  judge: (fit) => {
    const share = ({ inside, rows }: (typeof fit)[number]): number => inside / rows;
    const narrow = fit.filter(({ inside, fewestInside }) => inside < fewestInside);
    const worst = fit.reduce((least, each) => (share(each) < share(least) ? each : least));
    const shown = narrow.length > 0 ? narrow : [worst];
    return {
      status: narrow.length > 0 ? "REVIEW" : "PASS",
      figure: share(worst),
      threshold: worst.fewestInside / worst.rows,
      finding: `${narrow.length > 0 ? "Too few rows" : "The fewest rows"} lie inside their 90% predictive interval in ${listed(shown.map(({ geo, inside, rows }) => `${geo} (${inside} of ${rows})`))}.`,
      ...(narrow.length > 0 && {
        advice: `Noise is larger in ${listed(narrow.map(({ geo }) => geo))} than in the other geos, or the model lacks something there. Look at the chart of these geos, and let noise differ by geo or add a control.`,
      }),
    };
  },
});
