// Draws of several priors together, without a model.

import { constant } from "../../../graph/index.ts";
import type { Random } from "../../../numerics/index.ts";
import { distributionOf, familyOf, fixed } from "./families.ts";

/** [prior][draw] Of the priors of a parameter of several channels, in their order: those of a joint family depend on each other. */
export function drawsOfPriors(
  priors: readonly Parameters<typeof distributionOf>[0][],
  count: number,
  random: Random,
): readonly Float64Array[] {
  const result = priors.map(() => new Float64Array(count));
  const together = new Map<string, number[]>();
  priors.forEach((prior, i) => {
    const { distribution, parameters } = prior;
    if (distribution === fixed) result[i].fill(parameters[0]);
    else if (familyOf(prior).joint !== undefined)
      together.set(distribution, [...(together.get(distribution) ?? []), i]);
    else {
      const own = distributionOf(prior);
      for (let k = 0; k < count; k++) result[i][k] = own.draw(random, parameters);
    }
  });
  for (const members of together.values()) {
    const [first] = members.map((i) => priors[i]);
    const vectors = first.parameters.map((_, place) => members.map((i) => priors[i].parameters[place]));
    const joint = familyOf(first).joint?.(members.length, ...vectors.map((values) => constant(values)));
    const drawn = new Float64Array(members.length);
    for (let k = 0; k < count; k++) {
      joint?.drawArray(random, vectors, drawn);
      members.forEach((i, place) => (result[i][k] = drawn[place]));
    }
  }
  return result;
}
