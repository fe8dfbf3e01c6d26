// Media at fixed transforms, for regressions that do not estimate any: what an analyst without a sampler would use.

import { sum } from "../../numerics/index.ts";
import type { Design } from "../../mmm/fit/index.ts";
import { adstockOf, type ResolvedSpec, saturationOf } from "../../mmm/specification/index.ts";

/** Carry-over that is assumed where the model has an adstock: the middle of the default prior of a geometric one. */
export const fixedDecay = 0.5;

/**
 * Fixed transforms of every channel, [channel][geo][week], in panels of spend per head. Geometric adstock: decay 0.5, normalized, over the window of the
 * specification, whatever kind that is of; x / (x + m) after it where the channel's curve has a ceiling, m its mean adstock over the
 * rows of `like` whose target is known (so half of the ceiling at average stock); a channel without adstock or ceiling in the specification has none here either.
 * @param like design of the rows that are fitted, by default `design` itself
 */
export function fixedTransforms(spec: ResolvedSpec, design: Design, like: Design = design): readonly Float64Array[] {
  return spec.channels.map(({ adstock, saturation }, c) => {
    const { weeks, geos } = design;
    const window = adstockOf(adstock).window(adstock);
    const carried = new Float64Array(geos.length * weeks);
    geos.forEach((_, geo) => {
      const start = (c * geos.length + geo) * weeks;
      const spend = design.media.subarray(start, start + weeks);
      const own = window === 0 ? spend : carriedOver(spend, window === "infinite" ? Number.POSITIVE_INFINITY : window);
      carried.set(own, geo * weeks);
    });
    if (!saturationOf(saturation).ceiling) return carried;
    const known = like.panel?.hasTarget;
    const rows = known === undefined ? like.weeks : sum(known);
    let half = 0;
    for (let geo = 0; geo < geos.length; geo++) {
      for (let t = 0; t < like.weeks; t++) {
        if (known?.[geo * like.weeks + t] !== 0) half += carried[geo * weeks + t] / rows;
      }
    }
    return Float64Array.from(carried, (stock) => stock / (stock + half));
  });
}

/** Sum over lags 0 to `window` of decay^lag times spend, divided by the sum of the weights. */
function carriedOver(spend: Float64Array, window: number): Float64Array {
  const norm = (1 - fixedDecay ** (window + 1)) / (1 - fixedDecay);
  const result = new Float64Array(spend.length);
  const leaving = fixedDecay ** (window + 1);
  let stock = 0;
  for (let t = 0; t < spend.length; t++) {
    stock = spend[t] + fixedDecay * stock;
    if (t > window) stock -= leaving * spend[t - window - 1];
    result[t] = stock / norm;
  }
  return result;
}
