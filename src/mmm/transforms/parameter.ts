// Parameters of a kind of adstock or saturation: one number for each channel that has the kind.

import type { Node } from "../../graph/index.ts";
import type { PositiveMap } from "../coordinates/maps/index.ts";
import type { PanelPrior } from "../parameters/index.ts";

/** A parameter as model files, priors, draws and reports know it. */
export interface TransformParameter {
  /** In snake_case: the key under `priors`, and `name[TV]` in results. Kinds that share a name share its meaning and its prior. */
  readonly name: string;
  /** Open interval of allowed values. */
  readonly domain: readonly [lower: number, upper: number];
  /** Completes "`name` is ...". */
  readonly meaning: string;
  /** The prior where the model file has none, as it would be written there: `beta(2, 2)`. */
  readonly prior: string;
  /** What the default prior says, in words. */
  readonly reason: string;
  /** What panels have instead. Default: the same. */
  readonly inPanels?: PanelPrior;
  /** The scaling without which the default prior means nothing: then it has to be written. Default none. */
  readonly assumes?: readonly ("media" | "target")[];
  /**
   * Reports and studies show the parameter under these words, such as `decay: share of the adstock that is carried into the next period`;
   * by default they list it only.
   */
  readonly shown?: string;
  /**
   * What is sampled in place of the parameter, where priors and reports speak of something that would be sampled badly: under a name
   * of its own, a map from free numbers. Only for parameters whose prior is on all positive numbers; by default, and for other
   * priors, the parameter is sampled in its support.
   */
  readonly coordinate?: { readonly name: string; readonly map: (point: SamplingPoint) => PositiveMap };
}

/** What a coordinate may be relative to; vectors over the channels that are sampled together. */
export interface SamplingPoint {
  /** Log of the stock (spend, where saturation comes first) around which the channel's curve is best described. Saturations only. */
  readonly typicalLogStock: Node;
  /** Values of the kind's parameters that stand before this one. */
  readonly values: Values;
}

/** Values of the parameters of a kind, by name, each a vector over the channels. */
export type Values = Readonly<Record<string, Node>>;
