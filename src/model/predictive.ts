// Draws of what is observed, given values of the parameters of its distribution.

import { arraySampler } from "../distributions/index.ts";
import type { Executable } from "../compile/index.ts";
import { sizeOf } from "../graph/index.ts";
import type { Random } from "../numerics/index.ts";
import type { Model } from "./model.ts";
import { observationOutput } from "./program.ts";

/** Draws of observed arrays: by observation, [count x elements] in row-major order. */
export interface ObservedDraws {
  readonly count: number;
  readonly observations: readonly {
    readonly name: string;
    /** Elements of one draw. */
    readonly size: number;
    readonly values: Float64Array;
  }[];
}

export interface ObservationSampler {
  readonly draws: ObservedDraws;
  /** Draws all observations from the distribution parameters that `executable` holds, as draw number `index`. */
  draw(executable: Executable, random: Random, index: number): void;
}

export function observationSampler(model: Model, count: number): ObservationSampler {
  const observations = model.observations.map(({ name, node }) => {
    const size = sizeOf(node.shape);
    return { name, size, values: new Float64Array(size * count) };
  });
  const samplers = model.observations.map(({ distribution, node }) => arraySampler(distribution, node.shape));
  return {
    draws: { count, observations },
    draw(executable, random, index) {
      model.observations.forEach(({ name, distribution }, i) => {
        const parameters = distribution.parameters.map((p) => executable.output(observationOutput(name, p.name)));
        const { size, values } = observations[i];
        samplers[i](random, parameters, values.subarray(index * size, (index + 1) * size));
      });
    },
  };
}
