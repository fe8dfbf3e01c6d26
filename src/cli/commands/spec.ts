// carryover spec: the complete specification of a fit, with every default, and where each value comes from.

import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { onlyAfterSchema, schemasMissing, unknownSchema } from "../../problems/usage-problems.ts";
import { type Command, defineCommand } from "./command.ts";
import { exclusive, exitLines } from "../options/index.ts";
import { columnSettings, optionsFor, readingSettings, valuesFrom } from "../../settings/index.ts";

export const command: Command = defineCommand({
  name: "spec",
  positional: {
    name: "DATA|MODEL|schema",
    what: "a table, a model file or the word schema",
    more: { name: "[NAME]", what: "the name of a document, after the word schema", fewest: 0, most: 1 },
  },
  describe:
    "Prints the complete model file that carryover fit would use for a table or a model file. The path of the table in " +
    "it is relative to the current folder. With the word schema instead of a file, prints the JSON Schema of model " +
    "files for editors; with schema NAME, that of the JSON document whose schema is carryover/NAME/VERSION.",
  options: {
    ...optionsFor("spec", readingSettings),
    ...optionsFor("spec", columnSettings),
    explain: {
      kind: "flag",
      describe: "Print a table of every value, its source and its reason, and what the priors imply",
    },
    yaml: { kind: "flag", describe: "Print YAML (this is the default)" },
    json: { kind: "flag", describe: "Print JSON" },
  },
  examples: [
    ["spec weekly.csv --explain", "every value, its source and its reason"],
    ["spec weekly.csv > model.yaml", "a model file to start from"],
    ["spec schema > carryover.schema.json", "the JSON Schema of model files"],
    ["spec schema roi", "what carryover roi --json prints"],
  ],
  exits: exitLines(0, 3),
  run: async (path, options, { terminal, more: [name] }) => {
    const { out } = terminal;
    const { explain, yaml, json } = options;
    exclusive({ explain, yaml, json });
    if (name !== undefined) {
      if (path !== "schema") throw new CarryoverError([onlyAfterSchema(name)], exitCodes.usage);
      out.write(await documentSchema(name));
      return exitCodes.success;
    }
    if (path === "schema") {
      const { jsonSchema } = await import("../../mmm/specification/schema.ts");
      out.write(`${JSON.stringify(jsonSchema(), undefined, 2)}\n`);
      return exitCodes.success;
    }
    const { specification } = await import("../../services/fit/specification.ts");
    const answer = await specification({
      path,
      reading: valuesFrom("spec", options, readingSettings),
      columns: valuesFrom("spec", options, columnSettings),
    });
    if (explain) {
      const { explanationLines } = await import("../print/explanation.ts");
      const implied = await answer.implied();
      out.write(`${explanationLines(answer, implied, out.columns(), out.style).join("\n")}\n`);
    } else {
      const { toJson, toYaml } = await import("../../mmm/specification/print.ts");
      const { spec, dataPath } = answer;
      out.write(json ? toJson(spec, dataPath) : await toYaml(spec, dataPath));
    }
    return exitCodes.success;
  },
});

/** Text of the JSON Schema of a document. */
async function documentSchema(name: string): Promise<string> {
  const [{ readdir, readFile }, { fileURLToPath }, { schemasUrl }] = await Promise.all([
    import("node:fs/promises"),
    import("node:url"),
    import("../../package/index.ts"),
  ]);
  const folder = schemasUrl();
  const files = await readdir(folder).catch((): never => {
    throw new CarryoverError([schemasMissing(fileURLToPath(folder))], exitCodes.internal);
  });
  const known = files.map((file) => file.replace(/\.json$/, "")).toSorted();
  if (!known.includes(name)) throw new CarryoverError([unknownSchema(name, known)], exitCodes.usage);
  return readFile(new URL(`${name}.json`, folder), "utf8");
}
