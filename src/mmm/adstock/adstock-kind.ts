// What a kind of adstock is: everything that the model, its predictions, plans, charts and reports ask of one.

import type { Node, Operand } from "../../graph/index.ts";
import type { TransformSettings, TransformParameter, TransformSetting, Values } from "../transforms/index.ts";

/** What spend is carried over to. */
export interface Carried {
  /** Adstock [channels, ..., time] up to a factor that is constant in time. */
  readonly stock: Node;
  /** What `stock` is multiplied by to be the adstock: [channels], or a number. A saturation can absorb it at no cost per week. */
  readonly factor: Operand;
}

/**
 * A kind of adstock: how spend is carried over into the weeks after it. It is linear in spend: a week's adstock is the sum over lags of
 * a weight times the spend of so many weeks before.
 *
 * Everything is written with graph operations, so that it can be differentiated and compiled. Spend is [channels, ..., time]: the
 * first axis is channels, the last is time, and there may be others between. `values` has the kind's parameters by name, each a vector
 * [channels]; `alongTime(vector, spend)` gives it the axes to be multiplied with spend. `settings` has the kind's settings.
 *
 * A kind whose weights end with a window needs only a name, parameters and its weights: `windowedAdstock` makes the rest.
 */
export interface AdstockKind {
  /** In snake_case, as in `adstock: { kind: name }`. */
  readonly name: string;
  /** The weights in words, for documentation. */
  readonly summary: string;
  /** What may be written beside `kind`, in the order it is printed. */
  readonly settings: Readonly<Record<string, TransformSetting>>;
  readonly parameters: readonly TransformParameter[];
  /** The last lag that counts. */
  readonly window: (settings: TransformSettings) => number | "infinite";
  /**
   * The adstock of `spend`.
   * @param state what `stateAfter` gave for the spend before the first week, [channels, ..., states]; nothing was spent by default
   */
  readonly carry: (spend: Node, values: Values, settings: TransformSettings, state?: Node) => Carried;
  /** Numbers of a channel that stand for all spend before some week. Those of a window are 0: the spend itself is looked back on. */
  readonly states: (settings: TransformSettings) => number;
  /** The state at the end of `spend`, [channels, ..., states]. Only asked for when there are states. */
  readonly stateAfter: (spend: Node, values: Values, settings: TransformSettings) => Node;
  /** Weights before normalization at lags 0 to `last`, which is within the window, [channels, last + 1]. */
  readonly weights: (last: number, values: Values, settings: TransformSettings) => Node;
  /** Share of the sum of all weights at lags beyond each of these, [channels, lags]. */
  readonly later: (lags: readonly number[], values: Values, settings: TransformSettings) => Node;
  /** Sum of all weights before normalization, [channels] or a number. */
  readonly total: (values: Values, settings: TransformSettings) => Operand;
  /** What constant spend of one is carried to: 1 where weights are normalized. */
  readonly steady: (values: Values, settings: TransformSettings) => Operand;
  /** Mean lag over the weights, in weeks (rows of the table), [channels] or a number. */
  readonly meanLag: (values: Values, settings: TransformSettings) => Operand;
  /**
   * Weeks at the start of a table whose stock says nothing of a typical one, because spend from before the table is missing from it. Where
   * the weight of lag 0 may be next to nothing, so may be that stock, and what is sampled relative to it (the point of half effect)
   * would follow it. Default none.
   */
  readonly unsettled?: (settings: TransformSettings) => number;
  /** Weeks in which the weights halve, [channels], where that is the same at every lag. */
  readonly halfLife?: (values: Values) => Node;
}
