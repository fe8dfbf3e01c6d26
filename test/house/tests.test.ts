// The tests mirror the source.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const tests = fileURLToPath(new URL("../", import.meta.url));
const source = fileURLToPath(new URL("../../src/", import.meta.url));
/** Tests of what is no room of the source: the rules of the house itself, whole tables, and what the repository ships beside the code. */
const ofTheWhole = ["docs", "field-cases", "house", "notebooks", "package", "readme"];

const files = (readdirSync(tests, { recursive: true }) as string[]).filter((file) => file.endsWith(".test.ts"));
const text = (file: string): string => readFileSync(join(tests, file), "utf8");

describe("The files of tests", () => {
  it("lie in a folder of the source's name", () => {
    const astray = files.filter((file) => !ofTheWhole.includes(file.split("/")[0]));
    expect(astray.filter((file) => !existsSync(join(source, dirname(file))))).toEqual([]);
  });

  it("leave helpers to support folders", () => {
    const others = (readdirSync(tests, { recursive: true }) as string[]).filter(
      (file) => /\.m?ts$/.test(file) && !file.endsWith(".test.ts") && !`/${file}`.includes("/support/"),
    );
    expect(others).toEqual([]);
  });

  it("are slow where they need a GPU or the build, which `npm run test:quick` does without", () => {
    const quick = files.filter((file) => !file.endsWith(".slow.test.ts"));
    expect(
      quick.filter((file) => /\b(gpuOfTests|webgpuOfTests|requireBuild|built-command)\b/.test(text(file))),
    ).toEqual(["house/tests.test.ts"]);
  });

  it("are slow where they add kinds, which stay: quick ones share a process, and others would find them there", () => {
    const quick = files.filter((file) => !file.endsWith(".slow.test.ts"));
    const adding = /\b(terms|adstocks|saturations|priorFamilies)\.add\(/;
    expect(quick.filter((file) => adding.test(text(file)))).toEqual([]);
  });

  it("say `it`, not `test`", () => {
    expect(files.filter((file) => /import \{[^}]*\btest\b[^}]*\} from "vitest"/.test(text(file)))).toEqual([]);
  });
});
