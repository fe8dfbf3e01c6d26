// carryover doctor: what this machine offers, and which backends work on it.

import { exitCodes } from "../../problems/problem.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "doctor",
  describe:
    "Prints versions, cores, threads and memory, and which backends work. Each backend compiles and runs a small " +
    "program. The exit code is 1 if the default backend does not work.",
  options: { json: { kind: "flag", describe: "Print JSON" } },
  examples: [
    ["doctor", "check this machine"],
    ["doctor --json", "for a bug report"],
  ],
  exits: exitLines(0, 1),
  run: async (_argument, { json }, { terminal }) => {
    const [{ doctor }, { doctorDocument }, { doctorLines }, { printResult }] = await Promise.all([
      import("../../services/machine/doctor.ts"),
      import("../../services/machine/machine.ts"),
      import("../print/doctor.ts"),
      import("../print/result.ts"),
    ]);
    const found = await doctor();
    await printResult(
      terminal,
      { json },
      {
        document: () => doctorDocument(found.machine, found.backends),
        lines: (_width, style) => doctorLines(found.machine, found.backends, style),
      },
    );
    return found.works ? exitCodes.success : exitCodes.internal;
  },
});
