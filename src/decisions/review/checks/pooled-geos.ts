// Whether single geos are unlike the others that they are pooled with.

import { listed, percent } from "../../../words/index.ts";
import { farSpreads } from "../geos.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const pooledGeos: ReviewCheckKind = reviewCheck({
  name: "pooled-geos",
  title: "Geos resemble each other",
  /** Posterior probability that a geo is further from the center than two standard deviations of the distribution over the geos (our choice). */
  limits: { probability: 0.5 },
  measure: ({ geos }) => (geos === undefined || geos.pooling.length === 0 ? undefined : geos.pooling),
  judge: (pooling, { probability }) => {
    const far = pooling.filter(({ probabilityFar }) => probabilityFar > probability);
    const [first] = pooling;
    const names = listed(far.map(({ name }) => name));
    const places = listed([...new Set(far.map(({ geo }) => geo))]);
    return {
      status: far.length > 0 ? "REVIEW" : "PASS",
      figure: first.probabilityFar,
      threshold: probability,
      finding:
        far.length > 0
          ? `More than ${farSpreads} standard deviations of the geos from their center, with a probability above ${percent(probability)}: ${names}.`
          : `No geo pulls away from the others: the furthest is ${first.name}, more than ${farSpreads} standard deviations from their center with a probability of ${percent(first.probabilityFar)}.`,
      ...(far.length > 0 && {
        advice: `Check the data of ${places}. One such geo widens the distribution that all geos share, and its own values are pulled toward theirs. If it is different for a known reason, add a control for that, or write \`pooling\` as none for this parameter.`,
      }),
    };
  },
});
