// How the program was called, for commands to type next.

/** `npx carryover` where npx has started it, so that a command that is shown can be typed as it is. */
export function programName(environment: Readonly<Record<string, string | undefined>>): string {
  return environment.npm_command === "exec" ? "npx carryover" : "carryover";
}
