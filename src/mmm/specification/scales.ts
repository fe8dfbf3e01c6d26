// The scales of a model and a table, made in one place: priors are stated on them, and the model is sampled in them.

import { type Scale, spendScale, targetScale } from "../scaling/index.ts";
import { addedNoise } from "./column-noise.ts";
import type { ResolvedSpec } from "./resolved-spec.ts";

/** scaled = (value - location) / scale. */
export interface Scales {
  /** By channel, in the order of the specification. */
  readonly mediaScales: readonly Scale[];
  readonly targetScale: Scale;
}

/**
 * The scales of a table under a specification, known noise of its columns taken into account.
 * @param values spend by channel in the order of the specification, and the target, each over the rows of the table in its own unit, of a panel per head;
 * `perHead`: mean square of what values are multiplied by to be that, default 1
 */
export function scalesOf(
  spec: Pick<ResolvedSpec, "scaling" | "channels" | "target" | "noise">,
  values: {
    readonly spend: readonly ArrayLike<number>[];
    readonly target: ArrayLike<number>;
    readonly perHead?: number | undefined;
  },
): Scales {
  const { scaling, channels, target } = spec;
  return {
    mediaScales: channels.map(({ column }, i) =>
      spendScale(values.spend[i], scaling.media, addedNoise(spec, column, values.perHead)),
    ),
    targetScale: targetScale(values.target, scaling.target, addedNoise(spec, target, values.perHead)),
  };
}

export { usualSpend } from "../scaling/index.ts";
