// Builds dist: declarations with tsc, JavaScript with esbuild in few files, because loading 150 modules one by one takes
// longer than everything else before sampling begins. Code that names another entry by URL counts on chunks lying one
// folder below dist, like the modules themselves lie below src.

import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
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
function direct(path) {
  return readFileSync(path, "utf8").replace(named, (whole, kind, list, from) => {
    const target = resolve(dirname(path), from);
    if (!target.endsWith("/index.ts")) return whole;
    return namesOf(list)
      .map(([theirs, ours]) => {
        const [module, name] = definition(target, theirs) ?? [target, theirs];
        return `${kind} { ${name} as ${ours} } from ${JSON.stringify(module)};`;
      })
      .join(" ");
  });
}

/**
 * Modules loaded late that every fit loads, until it samples and afterwards. With all they import they make a chunk for each time, because
 * 160 files take longer to load than two of their size.
 */
const ofEveryFit = [
  [
    "src/mmm/fit/input-parts.ts",
    "src/mmm/specification/print.ts",
    "src/mmm/fit/fit.ts",
    "src/services/fit/fit.ts",
  ],
  ["src/mmm/fit/fit-results.ts", "src/store/run/save-run.ts", "src/decisions/advice/analysis.ts", "src/cli/print/fit-report.ts"],
];

/** Entries of threads, which load as little as they can. */
const ofThreads = ["src/sampling/worker.ts", "src/model/density.ts", "src/threads/task-worker.ts"];

/** The command line, whose modules are one chunk. */
const start = "src/cli/main.ts";

/** What it loads next, which is as little as can be. */
const afterStart = [
  "src/store/version.ts",
  ...["cli/commands", "cli/options"].flatMap((folder) => readdirSync(`src/${folder}`).map((file) => `src/${folder}/${file}`)),
];

/** Which modules go together, and which of the modules that something loads late or that are entries reach any of them; for each chunk. */
function grouping({ inputs }, entries) {
  const isLoaded = ({ kind, external }) => kind === "import-statement" && !external;
  const reached = (from) => {
    const found = new Set();
    const visit = (path) => {
      if (found.has(path) || !(path in inputs)) return;
      found.add(path);
      for (const each of inputs[path].imports) if (isLoaded(each)) visit(each.path);
    };
    for (const path of from) visit(path);
    return found;
  };
  const apart = reached(ofThreads);
  const needsPackage = (path) =>
    [...reached([path])].some((each) =>
      inputs[each].imports.some(({ kind, external, path: name }) => kind === "import-statement" && external && !name.startsWith("node:")),
    );
  const late = Object.values(inputs).flatMap(({ imports }) =>
    imports.filter(({ kind, external }) => kind === "dynamic-import" && !external).map(({ path }) => path),
  );
  const chunkOf = (modules) => {
    const together = modules.filter((path) => !apart.has(path) && !needsPackage(path));
    for (const path of together) apart.add(path);
    const users = [...new Set([...entries, ...late])].filter((path) => {
      const own = reached([path]);
      return together.some((each) => own.has(each));
    });
    return { together, users: new Set(users.map((each) => resolve(each))) };
  };
  const ofStart = chunkOf([...reached([start])].filter((path) => path !== start));
  for (const path of reached([start, ...afterStart])) apart.add(path);
  return [ofStart, ...ofEveryFit.map((modules) => chunkOf([...reached(modules)]))];
}

/** Modules that need any of a group load all of it, so that each group is one chunk. */
const asChunks = (groups) => ({
  name: "as-chunks",
  setup(made) {
    made.onResolve({ filter: /^together:\d+$/ }, ({ path }) => ({ path, namespace: "together" }));
    made.onLoad({ filter: /.*/, namespace: "together" }, ({ path }) => ({
      contents: groups[Number(path.split(":")[1])].together.map((each) => `import ${JSON.stringify(resolve(each))};`).join("\n"),
      resolveDir: resolve("."),
    }));
    made.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      const own = groups.flatMap(({ users }, i) => (users.has(path) ? [`import "together:${i}";`] : []));
      return { contents: [direct(path), ...own].join("\n"), loader: "ts" };
    });
  },
});

/** Packages that are loaded as one file each, of what is used of them. */
const inOne = ["yaml", "d3"];

/**
 * Packages of many files inside of the bundles, at the version of the lock file and with their licenses. Loading the seventy files of yaml takes longer
 * than reading a table and resolving its model, for every command that reads or writes a model file; loading the five hundred of d3 takes longer than
 * drawing a report. Other packages stay where npm installs them.
 */
const packagesInOne = {
  name: "packages-in-one",
  async setup(made) {
    const named = new RegExp(`^(${inOne.join("|")})$`);
    made.onResolve({ filter: named }, ({ path }) => ({ path, namespace: "in-one", sideEffects: false }));
    made.onLoad({ filter: named, namespace: "in-one" }, async ({ path }) => {
      const file = fileURLToPath(import.meta.resolve(path));
      const names = Object.keys(await import(path)).filter((name) => /^\w+$/.test(name) && name !== "default");
      const license = readFileSync(licenseOf(dirname(file)), "utf8");
      return {
        contents: `/*! ${path}\n${license}*/\nexport { ${names.join(", ")} } from ${JSON.stringify(file)};`,
        resolveDir: dirname(file),
      };
    });
    // What these packages need of others lies beside them.
    made.onResolve({ filter: /^[\w-]+$/ }, ({ path, importer, namespace }) =>
      namespace === "file" && inOne.some((name) => importer.includes(`/node_modules/${name}`)) && !isBuiltin(path)
        ? { path: fileURLToPath(import.meta.resolve(path)), sideEffects: false }
        : undefined,
    );
    // Modules of Node that CommonJS asks for, which a file of ES modules cannot.
    made.onResolve({ filter: /^(process|buffer)$/ }, ({ path }) => ({ path, namespace: "of-node" }));
    made.onLoad({ filter: /.*/, namespace: "of-node" }, ({ path }) => ({ contents: `export * from "node:${path}";` }));
  },
};

/**
 * Modules that give packages which only some commands need, and which are no dependencies: each is bundled into one file with all that its packages
 * need, and others find it by a name of package.json ("imports").
 */
const bundledPackages = readdirSync("src", { recursive: true })
  .filter((file) => file.endsWith("/packages.ts"))
  .map((file) => `src/${file}`);

const packagesApart = {
  name: "packages-apart",
  setup(made) {
    made.onResolve({ filter: /\/packages\.ts$/ }, ({ path, importer }) => ({
      path: `#packages/${basename(dirname(resolve(dirname(importer), path)))}`,
      external: true,
    }));
  },
};

/** Bundles these modules, and writes down whose code they hold and under which licenses. */
async function bundlePackages() {
  const { metafile } = await build({
    entryPoints: bundledPackages,
    // Of schemas there is one registry.
    external: Object.keys(JSON.parse(readFileSync("package.json", "utf8")).dependencies),
    outbase: "src",
    outdir: "dist",
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 160,
    // What was written for CommonJS asks for modules of Node.
    banner: { js: 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);' },
    logLevel: "warning",
    metafile: true,
  });
  const folders = new Set(
    Object.keys(metafile.inputs).flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []),
  );
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    return `${name} ${version} (${license})\n\n${file === undefined ? "" : readFileSync(join(folder, file), "utf8").trim()}\n`;
  });
  writeFileSync("dist/THIRD-PARTY-NOTICES.txt", notices.join(`\n${"-".repeat(80)}\n\n`));
}

/** The license of the package that a folder is in. */
function licenseOf(folder) {
  const found = join(folder, "LICENSE");
  return existsSync(found) ? found : licenseOf(dirname(folder));
}

if (process.argv[2] === "clean") {
  rmSync("dist", { recursive: true, force: true });
} else {
  const entryPoints = [
      "src/index.ts",
      "src/charts/index.ts",
      "src/report/index.ts",
      "src/cli/main.ts",
      "src/sampling/worker.ts",
      "src/model/density.ts",
      "src/threads/task-worker.ts",
      "src/jobs/tasks/fit-task.ts",
      "src/jobs/tasks/lane-task.ts",
      "src/jobs/tasks/device-task.ts",
      "src/studies/recovery/recover-task.ts",
      "src/studies/failing-worlds/scenario-task.ts",
      "src/queue/child-main.ts",
      "src/server/fit-job.ts",
      "src/server/analysis/analysis-task.ts",
  ];
  const settings = {
    entryPoints,
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
    // Node prints the whole line of an error that nobody catches.
    lineLimit: 160,
    sourcemap: true,
    logLevel: "warning",
    // Imports of asChunks are only there for how chunks are cut.
    logOverride: { "ignored-bare-import": "silent" },
  };
  const { metafile } = await build({ ...settings, plugins: [packagesApart, packagesInOne, asChunks([])], write: false, metafile: true });
  await build({ ...settings, plugins: [packagesApart, packagesInOne, asChunks(grouping(metafile, entryPoints))] });
  await bundlePackages();
  chmodSync("dist/cli/main.js", 0o755);
  cpSync("src/charts/server/fonts", "dist/charts/server/fonts", { recursive: true });
}
