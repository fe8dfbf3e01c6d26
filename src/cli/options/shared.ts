// Options that more than one command has, and the meaning of the exit codes.

import type { FlagSetting } from "../../settings/index.ts";

/** Every command has these. */
export const everywhere: { readonly debug: FlagSetting; readonly help: FlagSetting } = {
  debug: { kind: "flag", describe: "Print stack traces" },
  help: { kind: "flag", describe: "Print this help (also -h)" },
};

/** Meaning of every exit code. */
export const exitMeanings = {
  0: "success",
  1: "other error",
  2: "usage error",
  3: "invalid data, model file or run folder",
  4: "results written, but the fit has not converged",
  5: "no plan satisfies the constraints",
  7: "the output cannot be written: no space, no permission, a read-only disk",
  130: "canceled; the draws so far are kept",
} as const;

/** Entries of `exitMeanings` for a command's help. */
export function exitLines(...codes: (keyof typeof exitMeanings)[]): readonly (readonly [number, string])[] {
  return codes.map((code) => [code, exitMeanings[code]] as const);
}
