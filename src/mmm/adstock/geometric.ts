// Geometric adstock: every week a share of the stock is carried over, forever or up to a window of lags.

import {
  add,
  concatenate,
  constant,
  convolve,
  divide,
  exp,
  expand,
  log,
  multiply,
  type Node,
  type Operand,
  recurrence,
  slice,
  subtract,
} from "../../graph/index.ts";
import { columnOf, type TransformSettings } from "../transforms/index.ts";
import type { AdstockKind } from "./adstock-kind.ts";
import { normalize, windowOrInfinite } from "./settings.ts";
import { lagsTo, laterWithin, meanLagWithin } from "./windowed.ts";

const windowOf = ({ window }: TransformSettings): number | "infinite" => window as number | "infinite";

/** decay^lag, [channels, lags]. */
function weights(lags: readonly number[], decay: Node): Node {
  const at = constant(lags);
  return exp(multiply(expand(log(decay), 1), at));
}

/** Without a window 1 / (1 - decay). */
function total(decay: Node, window: number | "infinite"): Node {
  if (window === "infinite") return divide(1, subtract(1, decay));
  let sum: Node = add(1, decay);
  let weight: Node = decay;
  for (let lag = 2; lag <= window; lag++) {
    weight = multiply(weight, decay);
    sum = add(sum, weight);
  }
  return sum;
}

/** Stock by recurrence: a[t] = x[t] + decay a[t-1], from the stock before the first week. */
function infiniteStock(spend: Node, decay: Node, state: Node | undefined): Node {
  const rate = columnOf(decay, spend);
  if (state === undefined) return recurrence(rate, spend, -1);
  const time = spend.shape.length - 1;
  const first = add(slice(spend, time, 0, 1), multiply(rate, state));
  const weeks = spend.shape[time] as number;
  const fed = weeks === 1 ? first : concatenate([first, slice(spend, time, 1, weeks)], time);
  return recurrence(rate, fed, -1);
}

/** Weights decay^lag for lags 0 to `window`. Constant shares of the stock are left from week to week. */
export const geometric: AdstockKind = {
  name: "geometric",
  summary: "weight decay^lag",
  settings: { normalize, window: windowOrInfinite },
  parameters: [
    {
      name: "decay",
      domain: [0, 1],
      meaning: "share of the advertising stock carried over to the next period",
      shown: "decay: share of the adstock that is carried into the next period",
      prior: "beta(2, 2)",
      reason:
        "anything from no to long carry-over; 90% between 0.14 and 0.86, the two extremes are given little weight",
    },
  ],
  window: windowOf,
  carry(spend, { decay }, settings, state) {
    const window = windowOf(settings);
    if (window === "infinite") {
      return { stock: infiniteStock(spend, decay, state), factor: settings.normalize ? subtract(1, decay) : 1 };
    }
    const lagWeights: Operand[] = [1];
    let weight: Node = decay;
    for (let lag = 1; lag <= window; lag++) {
      lagWeights.push(columnOf(weight, spend));
      weight = multiply(weight, decay);
    }
    return {
      stock: convolve(spend, lagWeights, -1),
      factor: settings.normalize ? divide(1, total(decay, window)) : 1,
    };
  },
  states: (settings) => (windowOf(settings) === "infinite" ? 1 : 0),
  stateAfter(spend, { decay }) {
    const time = spend.shape.length - 1;
    const weeks = spend.shape[time] as number;
    return slice(infiniteStock(spend, decay, undefined), time, weeks - 1, weeks);
  },
  weights: (last, { decay }) => weights(lagsTo(last), decay),
  later(lags, { decay }, settings) {
    const window = windowOf(settings);
    if (window !== "infinite") return laterWithin(lags, weights(lagsTo(window), decay));
    return weights(
      lags.map((lag) => lag + 1),
      decay,
    );
  },
  total: ({ decay }, settings) => total(decay, windowOf(settings)),
  steady: ({ decay }, settings) => (settings.normalize ? 1 : total(decay, windowOf(settings))),
  meanLag({ decay }, settings) {
    const window = windowOf(settings);
    if (window !== "infinite") return meanLagWithin(weights(lagsTo(window), decay));
    return divide(decay, subtract(1, decay));
  },
  halfLife: ({ decay }) => divide(Math.log(0.5), log(decay)),
};
