// Builds dist: declarations with tsc, JavaScript with esbuild in few files, because loading 150 modules one by one takes
// longer than everything else before sampling begins. Code that names another entry by URL counts on chunks lying one
// folder below dist, like the modules themselves lie below src.

import { chmodSync, cpSync, readFileSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { build } from "esbuild";

const named = /^(import|export) \{([^}]*)\} from "(\.[^"]*)";$/gm;

/** Names in braces as [name in the other module, name here]; types are nothing that is loaded. */
function namesOf(list) {
  return list
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "" && !item.startsWith("type "))
    .map((item) => item.split(" as "))
    .map(([theirs, ours = theirs]) => [theirs, ours]);
}

/** The module that defines what `module` exports as `name`, and the name it has there; undefined where it exports no such value. */
function definition(module, name) {
  const text = readFileSync(module, "utf8");
  if (new RegExp(`^export (async )?(const|let|class|function\\*?) ${name}\\b`, "m").test(text)) return [module, name];
  for (const [, kind, list, path] of text.matchAll(named)) {
    const found = kind === "export" && namesOf(list).find(([, ours]) => ours === name);
    if (found) return definition(resolve(dirname(module), path), found[0]);
  }
  for (const [, path] of text.matchAll(/^export \* from "(\.[^"]*)";$/gm)) {
    const found = definition(resolve(dirname(module), path), name);
    if (found) return found;
  }
}

/**
 * Imports from a folder's index.ts as imports from the modules that define the names. A bundle in chunks would otherwise load with one
 * name all others of the folder that anything uses (esbuild drops what nobody uses, not what this entry does not use).
 */
const withoutFaces = {
  name: "without-faces",
  setup(made) {
    made.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      const contents = readFileSync(path, "utf8").replace(named, (whole, kind, list, from) => {
        const target = resolve(dirname(path), from);
        if (!target.endsWith("/index.ts")) return whole;
        return namesOf(list)
          .map(([theirs, ours]) => {
            const [module, name] = definition(target, theirs) ?? [target, theirs];
            return `${kind} { ${name} as ${ours} } from ${JSON.stringify(module)};`;
          })
          .join(" ");
      });
      return { contents, loader: "ts" };
    });
  },
};

if (process.argv[2] === "clean") {
  rmSync("dist", { recursive: true, force: true });
} else {
  await build({
    entryPoints: [
      "src/index.ts",
      "src/charts/index.ts",
      "src/report/index.ts",
      "src/cli/main.ts",
      "src/sampling/worker.ts",
      "src/model/density.ts",
      "src/threads/task-worker.ts",
      "src/jobs/tasks/fit-task.ts",
      "src/jobs/tasks/lane-task.ts",
      "src/studies/recovery/recover-task.ts",
      "src/studies/failing-worlds/scenario-task.ts",
    ],
    outbase: "src",
    outdir: "dist",
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20.19",
    // Fewer bytes to parse at every start; names stay, for stack traces.
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: true,
    logLevel: "warning",
    plugins: [withoutFaces],
  });
  chmodSync("dist/cli/main.js", 0o755);
  cpSync("src/charts/server/fonts", "dist/charts/server/fonts", { recursive: true });
}
