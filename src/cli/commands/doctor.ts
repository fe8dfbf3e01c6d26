// carryover doctor: what this machine offers, and which backends work on it.

import { exitCodes } from "../../problems/problem.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "doctor",
  describe:
    "Prints versions, cores, threads and memory, and which backends are live: each is compiled for and run, not only looked for. " +
    "Ends with 1 when the default backend does not work.",
  options: { json: { kind: "flag", describe: "Print JSON" } },
  examples: [
    ["doctor", "see what works here"],
    ["doctor --json", "for a bug report"],
  ],
  exits: exitLines(0, 1),
  run: async (_argument, { json }, { terminal }) => {
    const [{ machineReport }, { backendReports }] = await Promise.all([
      import("../../services/machine/machine.ts"),
      import("../../services/machine/backends.ts"),
    ]);
    const machine = machineReport();
    const backends = await backendReports();
    const { out } = terminal;
    if (json) out.write(`${JSON.stringify({ ...machine, backends }, undefined, 2)}\n`);
    else {
      const { doctorLines } = await import("../print/doctor.ts");
      out.write(`${doctorLines(machine, backends, out.style).join("\n")}\n`);
    }
    return backends[0].live ? exitCodes.success : exitCodes.internal;
  },
});
