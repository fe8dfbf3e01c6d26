// How much of what was published is noise that was added before, and what that means for the figures.

import { noiseOf, noiseVariance } from "../../../mmm/specification/index.ts";
import { variance } from "../../../numerics/index.ts";
import { listed, percent } from "../../../words/index.ts";
import type { FittedModel } from "../../draws/index.ts";
import { knownSeries, targetOf } from "../../predictions/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

/** A column with known noise. */
interface NoisedColumn {
  /** As results name it. */
  readonly name: string;
  readonly isTarget: boolean;
  /** Variance of the noise over that of the published values; noise that is all there is may have more by chance. */
  readonly share: number;
}

export const knownNoise: ReviewCheckKind = reviewCheck({
  name: "known-noise",
  title: "Published values are more than noise",
  /**
   * Our choice. From a quarter of the variance on, noise widens intervals noticeably; where it is nine tenths, fewer weeks are left than
   * one in ten, and figures are close to what was assumed.
   */
  limits: { strong: 0.25, drowned: 0.9 },
  measure: ({ model }) => {
    const columns = noisedColumns(model);
    return columns.length === 0 ? undefined : columns;
  },
  judge: (columns, { strong, drowned }) => {
    const largest = columns.reduce((most, { share }) => Math.max(most, share), 0);
    const texts = columns.map(({ name, share }) => `${percent(Math.min(1, share))} of the variance of ${name}`);
    const strongOnes = columns.filter(({ share }) => share >= strong);
    const isDrowned = strongOnes.some(({ isTarget, share }) => isTarget && share >= drowned);
    const channels = listed(strongOnes.filter(({ isTarget }) => !isTarget).map(({ name }) => name));
    const advice = [
      ...(strongOnes.some(({ isTarget }) => isTarget)
        ? [
            isDrowned
              ? "The target is nearly all noise: returns and shares are close to their priors, and say little about these data. Do not base budgets on them."
              : "The model accounts for the noise, and all intervals are wider for it.",
          ]
        : []),
      ...(channels === ""
        ? []
        : [`The true spend on ${channels} is estimated: returns there depend on that estimate, and are less certain.`]),
      "A larger epsilon, or sums over more users or longer periods, would leave more signal.",
    ];
    return {
      status: strongOnes.length > 0 ? "REVIEW" : "PASS",
      figure: largest,
      threshold: strong,
      finding: `Noise that was added before publication is ${listed(texts)}.`,
      ...(strongOnes.length > 0 && { advice: advice.join(" ") }),
    };
  },
});

function noisedColumns({ spec, data }: FittedModel): readonly NoisedColumn[] {
  const shareOf = (column: string, values: Float64Array): number | undefined => {
    const noise = noiseOf(spec, column);
    return noise === undefined ? undefined : noiseVariance(noise) / variance(values);
  };
  const columns = [
    { name: spec.target, isTarget: true, share: shareOf(spec.target, targetOf(data, knownSeries(data))) },
    ...spec.channels.map(({ column, name }) => {
      const spend = data.channels.find((channel) => channel.column === column)?.spend;
      return { name, isTarget: false, share: spend === undefined ? undefined : shareOf(column, spend) };
    }),
  ];
  return columns.flatMap(({ share, ...rest }) => (share === undefined ? [] : [{ ...rest, share }]));
}
