// Priors whose numbers are data of the model's program: those that follow from the table, so that tables of one shape share a program.

import { coefficient } from "../parameters/index.ts";
import type { NamedPriors, Prior, ResolvedPriors } from "../specification/index.ts";

/** The parameter, and the family of its default prior. Priors of other families are part of the program. */
const given = {
  parameter: coefficient.name,
  family: "joint_lognormal",
  arguments: ["location", "own", "common"],
} as const;

/** In a panel the prior that is written for the parameter is that of its median over the geos. */
const holders: ReadonlySet<string> = new Set([coefficient.name, coefficient.overGeos?.center.name ?? coefficient.name]);

/**
 * For each argument of the priors of a part of a parameter (priors of one family): the name under which a program takes it, [channels], or
 * undefined where it is part of the program.
 */
export function givenArguments(parameter: string, [first]: readonly Prior[]): readonly (string | undefined)[] {
  return holders.has(parameter) && first.distribution === given.family
    ? dataNames
    : first.parameters.map(() => undefined);
}

const dataNames = given.arguments.map((name) => `${name} of ${given.parameter}`);

/** The priors of given family by channel. */
function givenPriors(priors: ResolvedPriors): readonly (readonly [string, Prior])[] {
  return Object.entries((priors[given.parameter] ?? {}) as NamedPriors).filter(
    ([, { distribution }]) => distribution === given.family,
  );
}

/** The arguments of given priors as data by those names, one number for each channel: 1 for a channel whose prior is of another family. */
export function priorData(
  { priors }: { readonly priors: ResolvedPriors },
  channels: readonly string[],
): Readonly<Record<string, Float64Array>> {
  const own = givenPriors(priors);
  if (own.length === 0) return {};
  return Object.fromEntries(
    dataNames.map((name, k) => {
      const values = new Float64Array(channels.length).fill(1);
      for (const [channel, { parameters }] of own) values[channels.indexOf(channel)] = parameters[k];
      return [name, values];
    }),
  );
}

/** Priors without the numbers that are data: equal for fits that one program serves. */
export function priorStructure(priors: ResolvedPriors): ResolvedPriors {
  const own = givenPriors(priors);
  if (own.length === 0) return priors;
  // Nothing but a key is made of it.
  const plain = own.map(([channel, prior]) => [channel, { ...prior, parameters: dataNames }]);
  const others = priors[given.parameter] as NamedPriors;
  return { ...priors, [given.parameter]: { ...others, ...Object.fromEntries(plain) } } as unknown as ResolvedPriors;
}
