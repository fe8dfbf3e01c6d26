// The notebooks as they are committed, and their code against the package as it is now.

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { codeCells, notebookNames, notebookText, readNotebook } from "./support/notebook.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);

/** A folder with the cells of each notebook as one module, in which the package is `carryover` as its index names it. */
function cellsAsModules(carryover: string): string {
  const folder = mkdtempSync(join(tmpdir(), "carryover-notebooks-"));
  for (const name of notebookNames) {
    const cells = codeCells(readNotebook(name)).map(({ source }) => source);
    writeFileSync(join(folder, `${name}.mts`), `${cells.join("\n\n")}\n`);
  }
  const paths = {
    carryover: [join(root, carryover)],
    "carryover/charts": [join(root, "src/charts/index.ts")],
    "carryover/report": [join(root, "src/report/index.ts")],
    tslab: [join(root, "test/notebooks/support/tslab.ts")],
  };
  const typeRoots = [join(root, "node_modules/@types")];
  const compilerOptions = { noEmit: true, paths, typeRoots };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: join(root, "tsconfig.json"),
      compilerOptions,
      include: ["*.mts", join(root, "src/charts/server/d3-node.d.ts")],
    }),
  );
  return folder;
}

const folders: string[] = [];
const folderOf = (carryover: string): string => {
  const folder = cellsAsModules(carryover);
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

describe("The notebooks", () => {
  it("are five", () => {
    expect(notebookNames.toSorted()).toEqual([
      "first-fit",
      "geo-panel",
      "own-model",
      "planning-a-budget",
      "privacy-trade-off",
    ]);
  });
});

describe.each(notebookNames)("%s", (name) => {
  it("is a notebook of the TypeScript kernel whose cells ran in order", () => {
    const notebook = readNotebook(name);
    expect(notebook.metadata.kernelspec.name).toBe("tslab");
    expect(new Set(notebook.cells.map(({ id }) => id)).size).toBe(notebook.cells.length);
    const cells = codeCells(notebook);
    expect(cells.map(({ execution_count }) => execution_count)).toEqual(cells.map((_, index) => index + 1));
  });

  it("has output for every code cell, none of it an error, with charts in it", () => {
    const cells = codeCells(readNotebook(name));
    expect(cells.filter(({ outputs }) => outputs.length === 0).map(({ source }) => source)).toEqual([]);
    const outputs = cells.flatMap((cell) => cell.outputs);
    const wrong = outputs.filter(
      (each) => each.output_type === "error" || (each.output_type === "stream" && each.name === "stderr"),
    );
    expect(wrong).toEqual([]);
    const charts = outputs.flatMap((each) => (each.output_type === "display_data" ? [each.data["image/svg+xml"]] : []));
    expect(charts.length).toBeGreaterThan(0);
    for (const chart of charts) expect(chart).toMatch(/^<svg [^]*<\/svg>$/);
  });

  it("was made by a fit that converged", () => {
    const printed = codeCells(readNotebook(name)).flatMap(({ outputs }) =>
      outputs.flatMap((each) => (each.output_type === "stream" ? [each.text] : [])),
    );
    expect(printed.join("")).not.toContain("NOT CONVERGED");
  });

  it("is small and names no place of a machine", () => {
    const text = notebookText(name);
    expect(Buffer.byteLength(text)).toBeLessThan(300_000);
    for (const place of [root, homedir(), tmpdir(), "/home/", "/root/", "/Users/", "/tmp/"]) {
      expect(text.includes(place), place).toBe(false);
    }
  });
});

describe("the code of the notebooks", () => {
  it("agrees with the types of the package as it is now", async () => {
    const tsc = join(root, "node_modules/.bin/tsc");
    const folder = folderOf("src/index.ts");
    const { code, stdout } = await run(tsc, ["-p", folder], { cwd: root }).then(
      ({ stdout: printed }) => ({ code: 0, stdout: printed }),
      ({ code: exit, stdout: printed }: { code: number; stdout: string }) => ({ code: exit, stdout: printed }),
    );
    expect(stdout).toBe("");
    expect(code).toBe(0);
  }, 60_000);

  it("runs from the first cell to the last with short fits", async () => {
    const folder = folderOf("test/notebooks/support/short-fits.ts");
    const tsx = join(root, "node_modules/.bin/tsx");
    for (const name of notebookNames) {
      const { stdout, stderr } = await run(
        tsx,
        ["--tsconfig", join(folder, "tsconfig.json"), join(folder, `${name}.mts`)],
        {
          cwd: root,
        },
      );
      expect(stderr, name).toBe("");
      expect(stdout, name).toContain("chart shown");
    }
  }, 120_000);
});
