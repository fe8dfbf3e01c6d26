// baseline.c or panel.c compiled with gcc and run as a process of its own.

import { execFileSync } from "node:child_process";
import { basename } from "node:path";
import { cached, places } from "../harness/places.ts";
import type { Contender } from "./contender.ts";

interface Printed {
  readonly microseconds: number;
  readonly log_density: number;
  readonly gradient: readonly number[];
}

/** `data` as model-a/data.ts writes it, or as panel.c reads it; `point` is a file with the coordinates. */
export function compiledC(
  flags: readonly string[],
  data: string,
  point: string,
  source: string = places.baseline,
): Contender {
  const name = `C, gcc ${flags.join(" ")}, libm`;
  const binary = cached(`${basename(source, ".c")}${flags.join("")}`);
  execFileSync("gcc", [...flags, "-o", binary, source, "-lm"], { stdio: "inherit" });
  const run = (blocks: number, evaluations: number): Printed =>
    JSON.parse(execFileSync(binary, [data, point, String(blocks), String(evaluations)], { encoding: "utf8" }));
  return {
    name,
    atPoint: () => {
      const { log_density: value, gradient } = run(1, 1);
      return { value, gradient };
    },
    time: (blocks, evaluations) => run(blocks, evaluations).microseconds,
  };
}
