// What carryover doctor prints.

import type { BackendReport } from "../../services/machine/index.ts";
import type { MachineReport } from "../../services/machine/index.ts";
import type { Style } from "../terminal/index.ts";

import { bytes } from "../../words/index.ts";

export function doctorLines(
  machine: MachineReport,
  backends: readonly BackendReport[],
  style: Style,
): readonly string[] {
  const { versions, memory } = machine;
  const facts: readonly (readonly [string, string])[] = [
    ["carryover", versions.carryover],
    ["node", `${versions.node} (V8 ${versions.v8})`],
    ["system", machine.system],
    ["processor", machine.processor],
    ["cores", String(machine.cores)],
    ["threads", `${machine.threads} for a fit with 4 chains`],
    ["memory", `${bytes(memory.total_bytes)}, ${bytes(memory.free_bytes)} free`],
  ];
  return [
    ...facts.map(([name, value]) => `${name.padEnd(12)}${value}`),
    "",
    style.bold("Backends"),
    ...backends.map(({ name, live, detail }) => {
      const state = (live ? "works" : "unavailable").padEnd(13);
      return `${name.padEnd(12)}${live ? style.green(state) : style.yellow(state)}${detail}`;
    }),
  ];
}
