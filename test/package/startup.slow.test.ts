import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { requireBuild } from "../cli/support/built-command.ts";

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));

/** All that is loaded with a built module before its first line runs: files of the package, and packages by name. */
function loadedWith(entry: string): { readonly bytes: number; readonly packages: readonly string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const load = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, path] of readFileSync(file, "utf8").matchAll(/(?:^|[;}\n])(?:import|export)\b[^"'();]*"([^"]+)"/g)) {
      if (path.startsWith(".")) load(join(dirname(file), path));
      else if (!path.startsWith("node:")) packages.add(path);
    }
  };
  load(join(dist, entry));
  return { bytes: [...files].reduce((sum, file) => sum + statSync(file).size, 0), packages: [...packages] };
}

describe("What is loaded at the start", () => {
  beforeAll(requireBuild);

  it.each([
    ["of the command line", "cli/main.js", 40_000],
    ["of a thread that samples", "sampling/worker.js", 60_000],
    ["of a density in a thread", "model/density.js", 30_000],
    ["of a thread that runs tasks", "threads/task-worker.js", 10_000],
  ])("%s is little, and no package", (_, entry, most) => {
    const { bytes, packages } = loadedWith(entry);
    expect(bytes).toBeGreaterThan(1_000);
    expect(packages).toEqual([]);
    expect(bytes).toBeLessThan(most);
  });

  it("of a task that fits does not draw or read model files", () => {
    expect(loadedWith("jobs/tasks/fit-task.js").packages.filter((name) => name !== "yaml")).toEqual([]);
  });
});
