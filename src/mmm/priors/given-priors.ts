// Priors whose numbers are data of the model's program: those that follow from the table, so that tables of one shape share a program.

import type { NamedPriors, Prior, ResolvedPriors } from "../specification/index.ts";

/** The parameter, and the family of its default prior. Priors of other families are part of the program. */
const given = { parameter: "coefficient", family: "lognormal", arguments: ["location", "scale"] } as const;

/**
 * For each argument of the priors of a part of a parameter (given-priors of one family): the name under which a program takes it,
 * [channels], or undefined where it is part of the program. That is also an argument that all of several members agree in, as where a model
 * file has one prior for all channels.
 */
export function givenArguments(parameter: string, priors: readonly Prior[]): readonly (string | undefined)[] {
  const [first] = priors;
  if (parameter !== given.parameter || first.distribution !== given.family)
    return first.parameters.map(() => undefined);
  return given.arguments.map((name, k) =>
    priors.every(({ parameters }) => parameters[k] === first.parameters[k]) ? undefined : `${name} of ${parameter}`,
  );
}

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
  const data: Record<string, Float64Array> = {};
  if (own.length === 0) return data;
  const names = givenArguments(
    given.parameter,
    own.map(([, prior]) => prior),
  );
  names.forEach((name, k) => {
    if (name === undefined) return;
    data[name] = new Float64Array(channels.length).fill(1);
    for (const [channel, { parameters }] of own) data[name][channels.indexOf(channel)] = parameters[k];
  });
  return data;
}

/** Priors without the numbers that are data: equal for fits that one program serves. */
export function priorStructure(priors: ResolvedPriors): ResolvedPriors {
  const own = givenPriors(priors);
  if (own.length === 0) return priors;
  const names = givenArguments(
    given.parameter,
    own.map(([, prior]) => prior),
  );
  // A name in place of a number: nothing but a key is made of it.
  const plain = own.map(([channel, prior]) => [
    channel,
    { ...prior, parameters: prior.parameters.map((value, k) => names[k] ?? value) },
  ]);
  const others = priors[given.parameter] as NamedPriors;
  return { ...priors, [given.parameter]: { ...others, ...Object.fromEntries(plain) } };
}
