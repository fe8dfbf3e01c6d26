// Priors whose numbers are data of the model's program: those that follow from the table, so that tables of one shape share a program.

import type { NamedPriors, Prior, ResolvedPriors } from "../specification/index.ts";

/** The parameter, and the family of its default prior. Priors of other families are part of the program. */
const given = { parameter: "coefficient", family: "lognormal", arguments: ["location", "scale"] } as const;

/** Names under which a program takes the arguments of the priors of a parameter, [channels] each; undefined where they are part of it. */
export function givenArguments(parameter: string, { distribution }: Prior): readonly string[] | undefined {
  if (parameter !== given.parameter || distribution !== given.family) return undefined;
  return given.arguments.map((name) => `${name} of ${parameter}`);
}

/** The arguments of given priors as data by those names, one number for each channel: 1 for a channel whose prior is of another family. */
export function priorData(
  { priors }: { readonly priors: ResolvedPriors },
  channels: readonly string[],
): Readonly<Record<string, Float64Array>> {
  const own = (priors[given.parameter] ?? {}) as NamedPriors;
  const data: Record<string, Float64Array> = {};
  channels.forEach((channel, i) => {
    const prior = own[channel];
    if (prior === undefined) return;
    givenArguments(given.parameter, prior)?.forEach((name, k) => {
      data[name] ??= new Float64Array(channels.length).fill(1);
      data[name][i] = prior.parameters[k];
    });
  });
  return data;
}

/** Priors without the numbers that are data: equal for fits that one program serves. */
export function priorStructure(priors: ResolvedPriors): ResolvedPriors {
  const own = priors[given.parameter] as NamedPriors | undefined;
  if (own === undefined) return priors;
  const plain = Object.entries(own).map(([name, prior]): [string, Prior] => [
    name,
    givenArguments(given.parameter, prior) === undefined ? prior : { ...prior, parameters: [] },
  ]);
  return { ...priors, [given.parameter]: Object.fromEntries(plain) };
}
