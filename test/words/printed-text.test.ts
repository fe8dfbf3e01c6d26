// The words of everything that a person reads: every text in the source, help pages, the pictures of the gallery, the documents.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands/index.ts";
import { everywhere } from "../../src/cli/options/index.ts";
import { commandHelp } from "../../src/cli/options/yargs.ts";
import { literalsOf } from "./support/literals.ts";
import { proseFaults, resultFaults } from "./support/style.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** Rooms whose texts are printed. */
const rooms = [
  "problems",
  "settings",
  "diagnostics",
  "model",
  "sampling",
  "privacy",
  "data",
  "mmm",
  "decisions",
  "store",
  "charts",
  "report",
  "jobs",
  "studies",
  "services",
  "cli",
];

const under = (folder: string, ending: string): string[] =>
  (readdirSync(join(root, folder), { recursive: true }) as string[])
    .filter((file) => file.endsWith(ending))
    .map((file) => join(folder, file));

/** Texts of more than one word; names, paths, markup, style sheets and queries are not prose. */
const isProse = (text: string): boolean =>
  /[a-z]{2,} [a-z]/i.test(text) && !/[{}]|--carryover|<svg|;\s*\w+:|\b(?:SELECT|AS MATERIALIZED)\b|CAST\(/.test(text);
const withoutMarkup = (text: string): string => text.replaceAll(/<[^>]*>/g, " ");

describe("Texts in the source", () => {
  it.each(rooms)("of %s are as the style guide says", (room) => {
    const faults = under(`src/${room}`, ".ts").flatMap((file) =>
      literalsOf(readFileSync(join(root, file), "utf8"))
        .filter(isProse)
        .flatMap((text) => proseFaults(withoutMarkup(text)))
        .map((fault) => `${file}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });
});

describe("Help pages", () => {
  it.each(commands.map(({ name, summary, load }) => ({ name, summary, load })))(
    "of $name",
    async ({ summary, load }) => {
      const { command } = await load();
      const help = await commandHelp(command, everywhere, 100);
      // Lines of a paragraph are one text.
      expect([summary, ...help.split(/\n\s*\n|\n(?=\s+(?:--|carryover|\d))/)].flatMap(proseFaults)).toEqual([]);
    },
  );
});

describe("Charts of the gallery", () => {
  it("read as the style guide says, numbers included", () => {
    const texts = under("test/charts/snapshots", ".svg").flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(/<(?:text|tspan|title|desc)\b[^>]*>([^<]+)/g)].map(
        ([, text]) => text,
      ),
    );
    expect(texts.length).toBeGreaterThan(1000);
    expect([...new Set(texts.flatMap((text) => resultFaults(text.replaceAll(";", ". "))))]).toEqual([]);
  });
});

describe("Documents", () => {
  it.each(["README.md", "benchmarks/README.md", "test/charts/README.md"])("such as %s", (file) => {
    const prose = readFileSync(join(root, file), "utf8")
      .replaceAll(/```[\s\S]*?```/g, "")
      .split("\n")
      .filter((line) => !/^(?:\||    )/.test(line))
      .join("\n")
      .replaceAll(/\]\([^)]*\)/g, "]");
    expect(proseFaults(prose)).toEqual([]);
  });

  it("such as notebooks", () => {
    // Not what lies deeper: executing the notebooks links the package itself into their folder, a tree without end.
    const files = readdirSync(join(root, "notebooks")).filter((file) => file.endsWith(".ipynb"));
    expect(files).not.toEqual([]);
    const prose = files.flatMap((file) =>
      (
        JSON.parse(readFileSync(join(root, "notebooks", file), "utf8")) as {
          cells: { cell_type: string; source: readonly string[] }[];
        }
      ).cells
        .filter((cell) => cell.cell_type === "markdown")
        .map((cell) => cell.source.join("")),
    );
    expect(prose.flatMap(proseFaults)).toEqual([]);
  });
});
