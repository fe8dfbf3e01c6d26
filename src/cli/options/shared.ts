// Options that more than one command has, and the meaning of the exit codes.

import type { FlagSetting } from "../../settings/index.ts";

/** Every command has these. */
export const everywhere: { readonly debug: FlagSetting; readonly help: FlagSetting } = {
  debug: { kind: "flag", describe: "Print stack traces" },
  help: { kind: "flag", describe: "Print this help (also -h)" },
};

/** Meaning of every exit code. */
export const exitMeanings = {
  0: "done; a fit: converged",
  1: "failed for another reason",
  2: "wrong usage",
  3: "bad data, model file or run folder",
  4: "written, but not converged",
  5: "no plan meets the constraints",
  130: "canceled; what was sampled is kept",
} as const;

/** Entries of `exitMeanings` for a command's help. */
export function exitLines(...codes: (keyof typeof exitMeanings)[]): readonly (readonly [number, string])[] {
  return codes.map((code) => [code, exitMeanings[code]] as const);
}
