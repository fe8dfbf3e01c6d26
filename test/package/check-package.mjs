// Packs the package, installs it in an empty folder elsewhere and uses it there: command line, library, types.
// node test/package/check-package.mjs   (after npm run build)

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "carryover-package-"));
const run = (command, args, cwd = folder) => {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(" ")} exited with ${status}.\n${stderr.slice(-2000)}${stdout.slice(-2000)}`);
};

try {
  const [packed] = JSON.parse(run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], root));
  const files = packed.files.map((file) => file.path);
  for (const wanted of [
    "dist/cli/main.js",
    "dist/index.js",
    "dist/index.d.ts",
    "dist/sampling/worker.js",
    "dist/schemas/roi.json",
    "README.md",
    "ARCHITECTURE.md",
    "docs/report.png",
    "docs/library.md",
    "LICENSE",
  ]) {
    if (!files.includes(wanted)) throw new Error(`The package lacks ${wanted}.`);
  }
  const stray = files.filter(
    (file) => !/^(dist\/|docs\/|package\.json$|README\.md$|ARCHITECTURE\.md$|LICENSE$)/.test(file),
  );
  if (stray.length > 0) throw new Error(`The package holds what it should not: ${stray.join(", ")}.`);

  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  run("npm", ["install", "--no-audit", "--no-fund", join(folder, packed.filename)]);

  const version = run("npx", ["--no-install", "carryover", "--version"]).trim();
  const expected = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
  if (version !== expected) throw new Error(`carryover --version says ${version} instead of ${expected}.`);
  run("npx", ["--no-install", "carryover", "simulate", "--preset", "media", "--out", "world"]);
  const fit = JSON.parse(
    run("npx", ["--no-install", "carryover", "fit", "world/data.csv", "--json", "--progress", "none"]),
  );
  if (!fit.converged) throw new Error("The fit of a simulated table did not converge.");

  writeFileSync(
    join(folder, "library.mjs"),
    `import { distributions as d, ModelBuilder, compileModel, sample, sampleOnThreads } from "carryover";
     const m = new ModelBuilder();
     const mu = m.parameter("mu", d.normal(0, 10));
     m.observe("y", d.normal(mu, 1), m.data("y", [3]));
     const posterior = compileModel(m.build(), { y: [1, 2, 3] });
     const here = await sample(posterior.density(), { chains: 2, draws: 200, seed: 3 });
     const threads = await sampleOnThreads(posterior.densitySource(), { chains: 2, draws: 200, seed: 3 });
     const mean = (result) => result.chains.flatMap((chain) => [...chain.positions]).reduce((a, b) => a + b) / 400;
     if (mean(here) !== mean(threads)) throw new Error("threads and one thread differ");
     if (Math.abs(mean(here) - 2) > 0.3) throw new Error("mean " + mean(here));
    `,
  );
  run(process.execPath, ["library.mjs"]);
  console.log(
    `The packed package works: ${files.length} files, ${Math.round(packed.unpackedSize / 1024)} kB, carryover ${version}.`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
