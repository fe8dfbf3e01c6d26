// Mechanisms as settings: what is asked for on the command line, and what noise a model file may name.

import type { ChoiceSetting, TextSetting } from "../../settings/index.ts";
import { type KnownNoise, knownNoises, type MechanismName, mechanismNames, mechanisms } from "./mechanisms.ts";

export const mechanismSetting: ChoiceSetting & {
  readonly choices: readonly MechanismName[];
  readonly default: MechanismName;
} = {
  kind: "choice",
  choices: mechanismNames,
  describe: mechanisms.map(({ name, describe }) => `${name}: ${describe}`).join("; "),
  default: "laplace",
};

/** `mechanism` in the noise of a column of a model file. */
export const noiseSetting: ChoiceSetting & { readonly choices: readonly (KnownNoise | "none")[] } = {
  kind: "choice",
  choices: [...knownNoises, "none"],
  describe: "What the noise was drawn from",
  hint: "It is what the noise was drawn from.",
};

/** `delta` of a release: one, or one for each column. */
export const releaseDelta: TextSetting = {
  kind: "text",
  what: "a number between 0 and 1, or one for each column",
  describe: `With --mechanism ${mechanisms
    .filter(({ needsDelta }) => needsDelta)
    .map(({ name }) => name)
    .join(" or ")}: the delta of (epsilon, delta)-privacy; well below 1 / number of users`,
};
