// Media whose unit price rises with spend: what spend buys, and the response of a model to spend instead of to media at today's price.

import type { PriceResponse } from "./plan-constraints.ts";
import type { ObservedSpend } from "./plan.ts";
import type { PlanResponse } from "./plan-response.ts";

/** Below this part of the reference the price falls no further in proportion: without a floor it would be nothing for the first cent. */
const floor = 0.05;

/**
 * What a period's spend buys, in spend at the price of the reference, and its derivative. At price (spend / reference)^elasticity it is
 * reference * (spend / reference)^(1 - elasticity); below the floor a parabola through zero with the same value and slope there.
 */
export function mediaBought(
  spend: number,
  elasticity: number,
  reference: number,
): { readonly media: number; readonly slope: number } {
  const at = (x: number): { readonly media: number; readonly slope: number } => {
    const share = (x / reference) ** -elasticity;
    return { media: x * share, slope: (1 - elasticity) * share };
  };
  const least = floor * reference;
  if (spend >= least) return at(spend);
  const { media, slope } = at(least);
  const bend = (slope - media / least) / least;
  const first = 2 * (media / least) - slope;
  return { media: first * spend + bend * spend * spend, slope: first + 2 * bend * spend };
}

/** Prices of lines that have one, by position; the reference is a period's spend above 0. */
export type LinePrices = readonly (Required<PriceResponse> | undefined)[];

/** The prices of every line; the reference is its run rate where none is given. */
export function linePrices(
  observed: readonly ObservedSpend[],
  prices: Readonly<Record<string, PriceResponse>> = {},
): LinePrices {
  return observed.map(({ name, runRate, largest }) => {
    if (!Object.hasOwn(prices, name)) return undefined;
    const { elasticity, reference = runRate > 0 ? runRate : largest } = prices[name];
    return reference > 0 ? { elasticity, reference } : undefined;
  });
}

/** The same response as a function of spend at these prices. */
export function pricedResponse(response: PlanResponse, prices: LinePrices): PlanResponse {
  if (prices.every((price) => price === undefined || price.elasticity === 0)) return response;
  const { horizon, channels, draws } = response;
  const cells = channels.length * horizon;
  const media = new Float64Array(cells);
  const slopes = new Float64Array(cells);
  return {
    ...response,
    run(spend, revenue, gradient) {
      for (let i = 0; i < cells; i++) {
        const price = prices[Math.floor(i / horizon)];
        const bought =
          price === undefined
            ? { media: spend[i], slope: 1 }
            : mediaBought(spend[i], price.elasticity, price.reference);
        media[i] = bought.media;
        slopes[i] = bought.slope;
      }
      response.run(media, revenue, gradient);
      if (gradient === undefined) return;
      for (let draw = 0; draw < draws; draw++) {
        const start = draw * cells;
        for (let i = 0; i < cells; i++) gradient[start + i] *= slopes[i];
      }
    },
    thinned: (fewer) => pricedResponse(response.thinned(fewer), prices),
  };
}
