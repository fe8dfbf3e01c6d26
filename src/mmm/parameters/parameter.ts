// What is said once of a parameter of a media mix model, whatever part of the model it belongs to.

import type { AxisName } from "../axes/index.ts";

/** A default prior of panels alone. */
export interface PanelPrior {
  /** As it would be written in a model file. */
  readonly prior: string;
  /** What it says, in words. */
  readonly reason: string;
  /** Of panels with fewer geos than this. Default: of all. */
  readonly fewerThan?: number;
}

/** A parameter as model files, priors, draws and reports know it. */
export interface ModelParameter {
  /** In snake_case: the key under `priors` and the name in results. */
  readonly name: string;
  /** Axes it varies over; none for a single number. */
  readonly axes: readonly AxisName[];
  /** Open interval of allowed values. */
  readonly domain: readonly [lower: number, upper: number];
  /** Whether it may be fixed at the ends of that interval too; default false. */
  readonly closed?: boolean;
  /** Completes "`name` is ...". */
  readonly meaning: string;
  /** What brings it into a model, for messages. */
  readonly needs: string;
  /** The prior where the model file has none, as it would be written there: `normal(0, 1)`. */
  readonly prior: string;
  /** What the default prior says, in words. */
  readonly reason: string;
  /** What panels have instead. Default: the same. */
  readonly inPanels?: PanelPrior;
  /** The scaling without which the default prior means nothing: then it has to be written. Default none. */
  readonly assumes?: readonly ("media" | "target")[];
  /** Where it can differ between the geos of a panel, as `pooling` says under its name. Default: it is the same in all geos. */
  readonly overGeos?: OverGeos;
}

/** A parameter whose default prior follows from the table. */
export type TableParameter = Omit<ModelParameter, "prior"> & { readonly prior?: undefined };

/** A parameter whose elements are drawn around zero, with a standard deviation that is a parameter itself. */
export interface EffectParameter extends TableParameter {
  /** Name of that standard deviation. */
  readonly spread: string;
  /**
   * Sampled in spreads, which is better where the data say little of an element. Default: as they are.
   */
  readonly centered?: boolean;
  /** Whether they differ by geo, and are sampled as centered as the data of each geo are strong. Default false. */
  readonly pooled?: boolean;
  /**
   * Where they are a random walk, whose elements have the mean zero: rows of the table from each element to the next. The spread is then the
   * standard deviation of the whole walk from its first to its last element. Default: independent of each other.
   */
  readonly walk?: (model: { readonly trend: unknown; readonly periods?: number }) => readonly number[];
}

/** What relative spreads may depend on of a specification. */
export interface PooledModel {
  readonly seasonality: unknown;
}

/** What comes with a parameter whose values in the geos of a panel are drawn from one distribution (partial pooling). */
export interface OverGeos {
  /** Whether the parameter itself is normal over the geos, or its logarithm. */
  readonly family: "normal" | "lognormal";
  /** Of that distribution. Its prior is the one written for the parameter itself. */
  readonly center: Pick<ModelParameter, "name" | "meaning">;
  /** Of that distribution, on the scale of `family`. */
  readonly spread: Pick<ModelParameter, "name" | "meaning" | "prior" | "reason" | "inPanels"> & {
    /** Where it is one number for all elements: what that is multiplied by for each of them. Default: each has a spread of its own. */
    readonly shared?: (model: PooledModel) => readonly number[];
  };
  /** Where the center of a geo falls with its population (relative to the mean over geos): half of this exponent. */
  readonly size?: Pick<ModelParameter, "name" | "meaning" | "domain" | "closed" | "prior" | "reason">;
}

/** All numbers, and all positive ones. */
export const realLine: ModelParameter["domain"] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
export const positiveLine: ModelParameter["domain"] = [0, Number.POSITIVE_INFINITY];
