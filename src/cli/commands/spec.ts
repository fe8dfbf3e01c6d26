// carryover spec: the complete specification of a fit, with every default, and where each value comes from.

import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { exclusiveOptions } from "../../problems/usage-problems.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "spec",
  positional: { name: "DATA|MODEL|schema", what: "a table, a model file or the word schema" },
  describe:
    "Prints the complete model file that carryover fit would use for a table or a model file. The path of the table in " +
    "it is relative to the current folder. With the word schema instead of a file, prints the JSON Schema of model " +
    "files for editors.",
  options: {
    explain: { kind: "flag", describe: "Print a table of every value, its source and its reason" },
    yaml: { kind: "flag", describe: "Print YAML (this is the default)" },
    json: { kind: "flag", describe: "Print JSON" },
  },
  examples: [
    ["spec weekly.csv --explain", "every value, its source and its reason"],
    ["spec weekly.csv > model.yaml", "a model file to start from"],
    ["spec schema > carryover.schema.json", "the JSON Schema"],
  ],
  exits: exitLines(0, 3),
  run: async (path, options, { terminal }) => {
    const { out } = terminal;
    const chosen = (["explain", "yaml", "json"] as const).filter((name) => options[name]);
    if (chosen.length > 1) {
      throw new CarryoverError([exclusiveOptions(chosen.map((name) => `--${name}`))], exitCodes.usage);
    }
    if (path === "schema") {
      const { jsonSchema } = await import("../../mmm/specification/schema.ts");
      out.write(`${JSON.stringify(jsonSchema(), undefined, 2)}\n`);
      return exitCodes.success;
    }
    const { readInput } = await import("../../mmm/fit/input.ts");
    const { resolution, dataPath, data } = await readInput(path);
    if (options.explain) {
      const { explanationLines } = await import("../print/explanation.ts");
      out.write(`${explanationLines(resolution.provenance, data.notices, out.columns(), out.style).join("\n")}\n`);
    } else {
      const { toJson, toYaml } = await import("../../mmm/specification/print.ts");
      out.write(options.json ? toJson(resolution.spec, dataPath) : await toYaml(resolution.spec, dataPath));
    }
    return exitCodes.success;
  },
});
