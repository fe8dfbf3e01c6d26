// What a prior holds possible of media's share of the target, from draws of the model's own prior.

import type { MediaData } from "../../../src/data/panel/media-data.ts";
import { priorColumn, priorSample } from "../../../src/decisions/predictions/predictive-prior.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import type { ResolvedSpec } from "../../../src/mmm/specification/resolved-spec.ts";
import { quantile } from "../../../src/numerics/index.ts";

export interface PriorShares {
  /** Quantiles of the share of all media, at 0.025, 0.5 and 0.975. */
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  /** Medians of the shares of single channels. */
  readonly channels: readonly number[];
}

/** @param level what shares are taken of, by default the mean of the target */
export function priorShares(data: MediaData, spec: ResolvedSpec, draws: number, level?: number): PriorShares {
  const total = (level ?? data.target.values.reduce((sum, value) => sum + value, 0) / data.rows) * data.rows;
  const sample = priorSample({ spec, design: makeDesign(data, spec), data }, draws);
  const channels = spec.channels.map(({ name }) => {
    const column = priorColumn(sample, "contribution", [name]);
    if (column === undefined) throw new Error(`There is no contribution of ${name}.`);
    return column.map((value) => value / total);
  });
  const all = Float64Array.from({ length: draws }, (_, i) => channels.reduce((sum, own) => sum + own[i], 0));
  return {
    lower: quantile(all, 0.025),
    median: quantile(all, 0.5),
    upper: quantile(all, 0.975),
    channels: channels.map((own) => quantile(own, 0.5)),
  };
}
