// Adstock over a window of lags, from its weights alone.

import {
  add,
  concatenate,
  constant,
  convolve,
  divide,
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
  /**
   * Weight at each lag before normalization, zero or more and not all zero.
   * @param lag [lags], the lags 0 to `window`
   * @param values parameters by name, each [channels, 1]
   * @returns [channels, lags], or what broadcasts to it
   */
  readonly weights: (lag: Node, values: Values, window: number, settings: TransformSettings) => Node;
}

/** Weights at lag 0 may be too small to write down; this much of the spend of one week is always there. */
const leastStock = 1e-300;

/**
 * A kind of adstock whose weights count up to a window of lags, with the settings `normalize` and `window`.
 *
 * The stock of a week is the sum over lags of weight times spend; normalized, weights are divided by their sum over the whole window,
 * in the first weeks of a table too.
 */
export function windowedAdstock({ name, summary, parameters, settings: own, weights }: WindowedAdstock): AdstockKind {
  const windowOf = (settings: TransformSettings): number => settings.window as number;
  const at = (lags: readonly number[], values: Values, settings: TransformSettings): Node =>
    weights(constant(lags), expandedValues(values), windowOf(settings), settings);
  const all = (values: Values, settings: TransformSettings): Node => at(lagsTo(windowOf(settings)), values, settings);
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
      const stock = add(convolve(spend, ofLag, -1), leastStock);
      return { stock, factor: settings.normalize ? divide(1, sum(weight, [1])) : 1 };
    },
    states: () => 0,
    stateAfter: (spend) => spend,
    weights: at,
    later: (lags, values, settings) => laterWithin(windowOf(settings), lags, (given) => at(given, values, settings)),
    total,
    steady: (values, settings) => (settings.normalize ? 1 : total(values, settings)),
    meanLag: (values, settings) => meanLagWithin(windowOf(settings), (given) => at(given, values, settings)),
  };
}

/** Lags 0 to the last. */
export function lagsTo(last: number): readonly number[] {
  return Array.from({ length: last + 1 }, (_, lag) => lag);
}

/** Share of the weights within a window at lags beyond each of `lags`, [channels, lags]. */
export function laterWithin(window: number, lags: readonly number[], weights: (lags: readonly number[]) => Node): Node {
  const all = weights(lagsTo(window));
  const from = recurrence(1, all, 1, true);
  const ended = concatenate([from, multiply(slice(from, 1, 0, 1), 0)], 1);
  const beyond = gather(
    ended,
    lags.map((lag) => Math.min(lag, window) + 1),
    1,
  );
  return divide(beyond, slice(from, 1, 0, 1));
}

/** Mean lag of the weights within a window, [channels]. */
export function meanLagWithin(window: number, weights: (lags: readonly number[]) => Node): Node {
  const lags = lagsTo(window);
  const all = weights(lags);
  return divide(sum(multiply(all, constant(lags)), [1]), sum(all, [1]));
}
