// Model files that are no ordinary text: names that JavaScript has a meaning for, thousands of keys, deep nesting, other encodings.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseModelFile, readModelFile } from "../../../src/mmm/specification/document.ts";
import { toJson, toYaml } from "../../../src/mmm/specification/print.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { CarryoverError, exitCodes } from "../../../src/problems/problem.ts";

const errorOf = async (text: string): Promise<CarryoverError> =>
  parseModelFile(text, "m.yaml").then(
    () => {
      throw new Error("It was accepted.");
    },
    (error: unknown) => error as CarryoverError,
  );

describe("a model file", () => {
  it("may have channels of any name, __proto__ too, and comes back from what is printed of it", async () => {
    const text =
      "data: t.csv\ndate: week\ntarget: valueOf\ncontrols: [hasOwnProperty]\nseasonality: none\n" +
      "channels:\n  __proto__: { adstock: none }\n  constructor: {}\n  toString: { adstock: delayed }\n" +
      "priors: { coefficient: { __proto__: half_normal(3), default: half_normal(1) } }\n";
    const values = Float64Array.from({ length: 52 }, (_, t) => 100 + ((t * 37) % 61));
    const { spec } = resolve(await parseModelFile(text, "m.yaml"), {
      source: "t.csv",
      cadence: "weekly",
      dateColumn: "week",
      target: { name: "valueOf", kind: "revenue", values },
      channels: ["__proto__", "constructor", "toString"].map((name) => ({ name, column: name, spend: values })),
      controls: [{ name: "hasOwnProperty" }],
    });
    expect(spec.channels.map(({ column, adstock }) => [column, adstock.kind])).toEqual([
      ["__proto__", "none"],
      ["constructor", "geometric"],
      ["toString", "delayed"],
    ]);
    for (const printed of [await toYaml(spec), toJson(spec)]) {
      expect(resolve(await parseModelFile(printed, "again.yaml")).spec).toEqual(spec);
    }
  });

  it("names __proto__ where it is no key", async () => {
    expect((await errorOf("data: t.csv\n__proto__: 1\n")).problems).toMatchObject([
      { code: "unknown-key", where: "m.yaml:2:1", message: "There is no key `__proto__`." },
    ]);
  });

  it.each([
    ["of the file", (keys: string) => `data: t.csv\n${keys}`, ""],
    ["of a map", (keys: string) => `data: t.csv\npriors:\n${keys}`, "  "],
  ])(
    "with 40,000 unknown keys %s is refused in a moment, with the first and how many there are",
    async (_, text, indent) => {
      const keys = Array.from({ length: 40_000 }, (__, i) => `${indent}key_${i}: 1\n`).join("");
      const before = process.cpuUsage();
      const { problems } = await errorOf(text(keys));
      const { user } = process.cpuUsage(before);
      expect(problems.length).toBeLessThan(30);
      expect(problems.some(({ message }) => message === "There are 39,980 more keys here that are not known.")).toBe(
        true,
      );
      // It took a minute when every key was compared with every other; half of the limit would be much for the parser alone.
      expect(user / 1e6).toBeLessThan(2);
    },
  );

  it.each([
    ["lists", `data: ${"[".repeat(50_000)}`],
    ["maps", `data: ${"{ a: ".repeat(50_000)}`],
  ])("nested without end, of %s, is refused", async (_, text) => {
    const error = await errorOf(text);
    expect(error).toBeInstanceOf(CarryoverError);
    expect(error.exitCode).toBe(exitCodes.badInput);
  });

  it("that repeats itself by aliases is refused before anything is unfolded", async () => {
    const bomb = Array.from({ length: 20 }, (_, i) => `k${i}: &k${i} [${`*k${i - 1}, `.repeat(9)}]`).slice(1);
    expect((await errorOf(`data: t.csv\nk0: &k0 [1]\n${bomb.join("\n")}\n`)).problems[0].message).toContain("anchors");
  });

  it("with a key twice is refused, at the second", async () => {
    expect((await errorOf("data: t.csv\ntrend: none\ntrend: linear\n")).problems).toMatchObject([
      { where: "m.yaml:3:1", message: "This is not valid YAML: Map keys must be unique." },
    ]);
  });
});

describe("the bytes of a model file", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "carryover-model-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });
  const read = async (content: string | Uint8Array) => {
    const path = join(folder, "m.yaml");
    await writeFile(path, content);
    return readModelFile(path);
  };

  it("may be UTF-8 or, with a byte order mark, UTF-16", async () => {
    expect((await read("\ufeffdata: é.csv\n")).content.data).toBe("é.csv");
    expect((await read(Buffer.from("\ufeffdata: é.csv\n", "utf16le"))).content.data).toBe("é.csv");
  });

  it.each([
    ["zeros", Buffer.from("data: t\u0000.csv\n"), "is no text in UTF-8"],
    ["another encoding", Buffer.from([0x64, 0xe9, 0x0a]), "is no text in UTF-8"],
    ["more than a megabyte", `# ${"x".repeat(1_000_001)}`, "has at most 1000000 bytes"],
  ])("that hold %s are refused", async (_, content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });

  it("that never end are refused", async () => {
    await expect(readModelFile("/dev/zero")).rejects.toThrow("has at most 1000000 bytes");
  });
});
