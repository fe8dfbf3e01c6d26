// What a kind of saturation is: everything that the model, its predictions, plans, charts and reports ask of one.

import type { Node } from "../../graph/index.ts";
import type { Carried } from "../adstock/index.ts";
import type { TransformSettings, TransformParameter, TransformSetting, Values } from "../transforms/index.ts";

/** Sums over weeks of a curve whose spend is multiplied by each of several factors, and their derivatives by the factor, [factors]. */
export interface ScaledCurve {
  readonly total: Node;
  readonly slope: Node;
}

/**
 * A kind of saturation: how the effect of a week's adstock (or of its spend, with `order: saturation_first`) grows with it. A channel's
 * contribution is its coefficient times the curve.
 *
 * Curves are written with graph operations, so that they can be differentiated and compiled. The stock is [channels, ..., time]: the
 * first axis is channels, the last is time, and there may be others between. `values` has the kind's parameters by name, each a
 * vector [channels]; `alongTime(vector, stock)` gives it the axes to be multiplied with the stock. `settings` has the kind's settings. The stock is never exactly zero
 * (a week without spend has 1e-300), so that it has a logarithm.
 */
export interface SaturationKind {
  /** In snake_case, as in `saturation: { kind: name }`. */
  readonly name: string;
  /** The formula, for documentation: `x / (half_saturation + x)`. */
  readonly summary: string;
  /** What may be written beside `kind`, in the order it is printed; default nothing. */
  readonly settings?: Readonly<Record<string, TransformSetting>>;
  /** In the order in which they are sampled. */
  readonly parameters: readonly TransformParameter[];
  /**
   * The curve at the stock `stock * factor`, in scaled spend; 0 at no stock and growing. With a ceiling it grows towards 1, and the
   * coefficient is the ceiling of the effect; without one it should be 1 at a stock of 1 for any parameters, so that the coefficient
   * is the effect of one unit of scaled spend and its default prior means the same for every kind.
   */
  readonly curve: (carried: Carried, values: Values, settings: TransformSettings) => Node;
  /** Whether the curve has a ceiling, which is then 1. */
  readonly ceiling: boolean;
  /** Stock at which the curve is at half of its ceiling, [channels]; where there is a ceiling. */
  readonly half?: (values: Values, settings: TransformSettings) => Node;
  /** Slope of the curve at no stock, for one draw of one channel; may be infinite. */
  readonly slopeAtZero: (values: Readonly<Record<string, number>>, settings: TransformSettings) => number;
  /**
   * Where the curve is a power of the stock at every level: its exponent, [channels]. As the stock fades, the effect then fades by this
   * power of it, so that effects are counted for longer than the stock itself would ask for.
   */
  readonly exponent?: (values: Values, settings: TransformSettings) => Node;
  /**
   * The curve at the stock of one channel [1, time] multiplied by each of `factors`, summed over time, and the derivative by the
   * factor. Left out, both follow from `curve`; written out, it can spare work in every week.
   */
  readonly scaled?: (carried: Carried, values: Values, factors: Node, settings: TransformSettings) => ScaledCurve;
}
