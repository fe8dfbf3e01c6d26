// Adstock over a window of lags, from its weights alone.

import {
  add,
  concatenate,
  constant,
  convolve,
  divide,
  expand,
  gather,
  multiply,
  type Node,
  type Operand,
  recurrence,
  reshape,
  slice,
  sum,
} from "../../graph/index.ts";
import {
  expandedValues,
  type TransformSettings,
  type TransformParameter,
  type TransformSetting,
  type Values,
} from "../transforms/index.ts";
import type { AdstockKind } from "./adstock-kind.ts";
import { normalize, window } from "./settings.ts";

/** What a kind with a window is made from. */
export interface WindowedAdstock {
  /** As in `AdstockKind`. */
  readonly name: string;
  readonly summary: string;
  readonly parameters: readonly TransformParameter[];
  /** TransformSettings beside `normalize` and `window`. */
  readonly settings?: Readonly<Record<string, TransformSetting>>;
  /** Whether the weight of lag 0 may be next to nothing, so that the first weeks of a table have next to no stock; default false. */
  readonly startsEmpty?: boolean;
  /**
   * Weight at each lag before normalization, zero or more and not all zero.
   * @param lag [lags], the lags from 0 on
   * @param values parameters by name, each [channels, 1]
   * @returns [channels, lags], or what broadcasts to it
   */
  readonly weights: (lag: Node, values: Values, window: number, settings: TransformSettings) => Node;
}

/** Weights may be too small to write down; this much is added to each, and to the stock of each week, so that both have a logarithm. */
const leastWeight = 1e-300;

/**
 * A kind of adstock whose weights count up to a window of lags, with the settings `normalize` and `window`.
 *
 * The stock of a week is the sum over lags of weight times spend; normalized, weights are divided by their sum over the whole window,
 * in the first weeks of a table too.
 */
export function windowedAdstock({
  name,
  summary,
  parameters,
  settings: own,
  startsEmpty = false,
  weights,
}: WindowedAdstock): AdstockKind {
  const windowOf = (settings: TransformSettings): number => settings.window as number;
  const upTo = (last: number, values: Values, settings: TransformSettings): Node => {
    const found = add(
      weights(constant(lagsTo(last)), expandedValues(values), windowOf(settings), settings),
      leastWeight,
    );
    return found.shape.length === 1 ? expand(found, 0) : found;
  };
  const all = (values: Values, settings: TransformSettings): Node => upTo(windowOf(settings), values, settings);
  const total = (values: Values, settings: TransformSettings): Node => sum(all(values, settings), [1]);
  return {
    name,
    summary,
    settings: { normalize, window, ...own },
    parameters,
    window: windowOf,
    carry(spend, values, settings) {
      const weight = all(values, settings);
      const ofLag = lagsTo(windowOf(settings)).map((lag): Operand => {
        const column = slice(weight, 1, lag, lag + 1);
        return reshape(column, [column.shape[0] as number, ...spend.shape.slice(1).map(() => 1)]);
      });
      const stock = add(convolve(spend, ofLag, -1), leastWeight);
      return { stock, factor: settings.normalize ? divide(1, sum(weight, [1])) : 1 };
    },
    ...(startsEmpty ? { unsettled: windowOf } : {}),
    states: () => 0,
    stateAfter: (spend) => spend,
    weights: upTo,
    later: (lags, values, settings) => laterWithin(lags, all(values, settings)),
    total,
    steady: (values, settings) => (settings.normalize ? 1 : total(values, settings)),
    meanLag: (values, settings) => meanLagWithin(all(values, settings)),
  };
}

/** Lags 0 to the last. */
export function lagsTo(last: number): readonly number[] {
  return Array.from({ length: last + 1 }, (_, lag) => lag);
}

/** Share of `weights` [channels, lags] at lags beyond each of `lags`, in the same shape. */
export function laterWithin(lags: readonly number[], weights: Node): Node {
  const from = recurrence(1, weights, 1, true);
  const first = slice(from, 1, 0, 1);
  const ended = concatenate([from, multiply(first, 0)], 1);
  const window = (weights.shape[1] as number) - 1;
  const beyond = gather(
    ended,
    lags.map((lag) => Math.min(lag, window) + 1),
    1,
  );
  return divide(beyond, first);
}

/** Mean lag of `weights` [channels, lags]. */
export function meanLagWithin(weights: Node): Node {
  const lags = constant(lagsTo((weights.shape[1] as number) - 1));
  return divide(sum(multiply(weights, lags), [1]), sum(weights, [1]));
}
