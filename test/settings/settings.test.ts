// One table says what may be set: everything that reads it says the same of every row.

import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { everywhere, type OptionTable, readPlainArguments, validate } from "../../src/cli/options/index.ts";
import { commandHelp, readArguments } from "../../src/cli/options/yargs.ts";
import { readManifest } from "../../src/jobs/plan/manifest.ts";
import { parseModelFile } from "../../src/mmm/specification/document.ts";
import type { DetectedTable } from "../../src/mmm/specification/detected-table.ts";
import { resolve } from "../../src/mmm/specification/resolve.ts";
import { jsonSchema } from "../../src/mmm/specification/schema.ts";
import { mechanismSetting, noiseSetting } from "../../src/privacy/mechanisms/index.ts";
import { CarryoverError, type Problem } from "../../src/problems/problem.ts";
import { laneSettings as laneTable, samplerSettings } from "../../src/settings/index.ts";
import { resolveLaneSettings } from "../../src/sampling/lanes/settings.ts";
import { defaultSettings, resolveSettings } from "../../src/sampling/settings.ts";
import {
  accepts,
  camel,
  fallbackOf,
  fileSettings,
  fitSettings,
  kebab,
  parseSetting,
  type Setting,
  settingHint,
  wanted,
} from "../../src/settings/index.ts";
import { run } from "../cli/support/harness.ts";
import { loaded, rows, wrongText } from "./support/tables.ts";

async function problemsOf(act: () => unknown): Promise<readonly Problem[]> {
  try {
    await act();
  } catch (error) {
    if (error instanceof CarryoverError) return error.problems;
    throw error;
  }
  return [];
}

const optionsOf = (name: string): OptionTable => loaded.find((command) => command.name === name)!.options;
const someTable: DetectedTable = {
  source: "a.csv",
  cadence: "weekly",
  dateColumn: "week",
  target: { name: "revenue" },
  channels: [{ name: "TV", column: "spend_TV" }],
  controls: [],
};
const named = rows.map(([table, name, setting]) => ({ title: `${table}.${name}`, name, setting }));

/** Worlds are listed with their recipes. */
const allowedOutside: readonly string[] = ["simulate --preset"];

describe("Every setting", () => {
  it.each(named)("$title is one sentence without its period, and takes its own default", ({ name, setting }) => {
    expect(name.replace(/^.*\./, "")).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(setting.describe).toMatch(/^[A-Za-z].*[^.]$/);
    if (setting.default !== undefined) expect(accepts(setting, setting.default)).toBe(true);
    if (setting.reason !== undefined) expect(setting.default).toBeDefined();
    if (setting.kind === "choice") expect(new Set(setting.choices).size).toBe(setting.choices.length);
  });

  it.each(named)("$title refuses what is out of range and takes its ends", ({ setting }) => {
    const wrong = wrongText(setting);
    if (wrong !== undefined) expect(parseSetting(setting, wrong)).toBeUndefined();
    if (setting.kind === "integer") {
      for (const end of setting.range) expect(parseSetting(setting, String(end))).toBe(end);
      expect(accepts(setting, setting.range[1] + 1)).toBe(false);
      expect(accepts(setting, setting.range[0] + 0.5)).toBe(false);
    }
    if (setting.kind === "number" && setting.below !== undefined) expect(accepts(setting, setting.below)).toBe(false);
    if (setting.kind === "choice") for (const each of setting.choices) expect(parseSetting(setting, each)).toBe(each);
  });
});

describe("The command line", () => {
  const onCommands = named.flatMap(({ name, setting }) =>
    (setting.commands ?? []).map((command) => ({ command, option: kebab(name.replace(/^.*\./, "")), setting })),
  );

  it.each(onCommands)("carryover $command has --$option as the table has it", ({ command, option, setting }) => {
    expect(optionsOf(command)[option]).toBe(setting);
  });

  it("takes every choice, whole number and number from the table", () => {
    const inTable = new Set<unknown>([...rows.map(([, , setting]) => setting), mechanismSetting]);
    const own = loaded.flatMap((command) =>
      Object.entries(command.options as OptionTable).flatMap(([option, setting]) =>
        ["choice", "integer", "number"].includes(setting.kind) && !inTable.has(setting)
          ? [`${command.name} --${option}`]
          : [],
      ),
    );
    expect(own).toEqual(allowedOutside);
  });

  it.each(loaded.map((command) => ({ name: command.name, command })))(
    "shows in carryover $name --help what each option must be and what holds without it",
    async ({ command }) => {
      const help = await commandHelp(command, everywhere, 500);
      const lines = help.slice(help.indexOf("Options:")).split("\n");
      for (const [option, setting] of Object.entries(command.options as OptionTable)) {
        const line = lines.find((each) => each.trimStart().startsWith(`--${option} `));
        expect(line, option).toContain(setting.describe);
        if (setting.kind === "flag") continue;
        if (setting.kind !== "text") expect(line).toContain(wanted(setting));
        const fallback = fallbackOf(setting);
        if (fallback !== undefined) expect(line).toContain(`[default: ${fallback}]`);
      }
    },
  );

  it.each(loaded.flatMap((command) => command.examples.map(([line]) => ({ line: line.replace(/ [|>] .*$/, "") }))))(
    "takes the example: carryover $line",
    async ({ line }) => {
      const tokens = [...line.matchAll(/'([^']*)'|"([^"]*)"|[^\s'"]+/g)].map(
        ([whole, one, two]) => one ?? two ?? whole,
      );
      const called = loaded.find(({ name }) => name === tokens[0])!;
      expect(called, tokens[0]).toBeDefined();
      tokens.shift();
      const table = { ...called.options, ...everywhere };
      const raw = readPlainArguments(tokens, table) ?? (await readArguments(tokens, table));
      expect(() => validate(called, everywhere, raw)).not.toThrow();
    },
  );

  it.each([
    ["optimise run", '"optimize"'],
    ["aggregate events.csv --specs a.yaml", '"--spec"'],
    ["fit a.csv --target_accept 0.9", '"--target-accept"'],
    ["optimize run --fix TV", '"--fixed"'],
  ])("has one spelling of everything: carryover %s is asked for %s", async (line, meant) => {
    const { code, stderr } = await run(line.split(" "));
    expect(code).toBe(2);
    expect(stderr).toContain(`Did you mean ${meant}?`);
  });
});

describe("The JSON Schema of model files", () => {
  type Part = {
    [key: string]: unknown;
    properties?: Record<string, Part>;
    anyOf?: Part[];
    additionalProperties?: Part;
    items?: Part;
  };
  const schema = jsonSchema() as Part;
  /** The part itself and what it may be instead, with values of maps of any names and of lists. */
  const forms = (part: Part): Part[] => [
    part,
    ...[
      ...(part.anyOf ?? []),
      ...(typeof part.additionalProperties === "object" ? [part.additionalProperties] : []),
      ...(part.items === undefined ? [] : [part.items]),
    ].flatMap(forms),
  ];
  const partAt = (path: string): Part | undefined => {
    let parts: Part[] = [schema];
    for (const key of path.split(".")) {
      parts = parts
        .flatMap(forms)
        .flatMap(({ properties }) => (properties?.[key] === undefined ? [] : [properties[key]]));
    }
    return parts[0];
  };

  it.each(Object.entries(fileSettings))("has %s with its wording, default and range", (path, setting: Setting) => {
    const part = partAt(path);
    expect(part).toMatchObject({ description: setting.describe });
    if (setting.default !== undefined) expect(part?.default).toBe(setting.default);
    if (setting.kind === "choice") {
      // A trend is one of these, or a map.
      const own = part?.anyOf?.[0] ?? part;
      expect(own?.enum ?? [own?.const]).toEqual(setting.choices);
    }
    if (setting.kind === "integer") expect([part?.minimum, part?.maximum]).toEqual(setting.range);
    if (setting.kind === "number") {
      expect(part?.exclusiveMinimum).toBe(setting.above);
      expect(part?.minimum).toBe(setting.least);
      expect(part?.exclusiveMaximum).toBe(setting.below);
    }
  });
});

describe("A wrong value of sampling", () => {
  const settings = Object.entries<Setting>(fitSettings);

  it.each(settings)(
    "%s is told the same on the command line, in a model file, a manifest and the library",
    async (name, setting) => {
      const text = wrongText(setting)!;
      const value = setting.kind === "choice" ? text : Number(text);
      const must = `must be ${wanted(setting)}.`;
      const folder = await mkdtemp(join(tmpdir(), "carryover-settings-"));
      await writeFile(join(folder, "a.csv"), "");
      await writeFile(join(folder, "m.csv"), `data,${name}\na.csv,${text}\n`);
      const [[typed], [written], [cell], [given]] = [
        await problemsOf(() => {
          const command = loaded.find((each) => each.name === "fit")!;
          const options = new Map([[kebab(name), [text]]]);
          validate(command, everywhere, { positionals: ["a.csv"], options });
        }),
        await problemsOf(() => parseModelFile(`data: a.csv\nsampling: { ${name}: ${text} }\n`, "m.yaml")),
        await problemsOf(() => readManifest(join(folder, "m.csv"), { out: "out" })),
        // What is not the sampler's is a setting of the fit alone.
        await problemsOf(() =>
          Object.hasOwn(samplerSettings, name)
            ? resolveSettings({ [camel(name)]: value })
            : resolve(undefined, someTable, { [name]: value }),
        ),
      ];
      await rm(folder, { recursive: true });
      expect(typed.message).toBe(`--${kebab(name)} ${must}`);
      expect(written.message).toBe(`\`sampling.${name}\` ${must}`);
      expect(cell.message).toBe(`${name} ${must}`);
      expect(given.message).toBe(`${camel(name)} ${must}`);
      for (const problem of [typed, written, cell, given]) expect(problem.hint).toContain(settingHint(setting));
    },
  );
});

describe("The library", () => {
  it("has the settings of sampling under the same names in its own case", () => {
    expect(Object.keys(defaultSettings)).toEqual(Object.keys(samplerSettings).map((name) => camel(name)));
    expect(Object.keys(resolveLaneSettings())).toEqual(Object.keys(laneTable).map((name) => camel(name)));
    for (const name of Object.keys(samplerSettings)) {
      expect(kebab(name).replaceAll("-", "_")).toBe(name);
      expect(camel(name).replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)).toBe(name);
    }
  });
});

describe("Settings of sampling given to a fit of the library", () => {
  it("are refused where they are unknown or out of range", async () => {
    const table: DetectedTable = {
      source: "t.csv",
      cadence: "weekly",
      dateColumn: "week",
      target: { name: "revenue", values: Float64Array.of(10, 12, 9, 14) },
      channels: [{ name: "TV", column: "spend_TV", spend: Float64Array.of(1, 2, 1, 3) }],
      controls: [],
    };
    const problems = await problemsOf(() =>
      resolve(undefined, table, { target_acept: 0.9, draws: 0, schedule: "x" } as object),
    );
    expect(problems.map(({ where, message }) => [where, message])).toEqual([
      ["sampling", "There is no setting target_acept."],
      ["sampling.draws", "draws must be a whole number from 1 to 10000000."],
      ["sampling.schedule", "schedule must be one of nutpie, stan."],
    ]);
    expect(problems[0].hint).toContain('Did you mean "target_accept"?');
  });
});

describe("Other spellings", () => {
  const file = (adstock: string): string => `data: t.csv\nadstock: ${adstock}\n`;

  it("are read as the documented ones in model files", async () => {
    const document = await parseModelFile(file("{ normalise: false }"), "m.yaml");
    expect(document.content.adstock).toEqual({ normalize: false });
  });

  it("are refused beside the documented ones", async () => {
    for (const both of ["{ normalise: true, normalize: true }", "{ normalize: true, normalise: false }"]) {
      const [problem] = await problemsOf(() => parseModelFile(file(both), "m.yaml"));
      expect(problem.message).toBe("`normalise` and `normalize` are two spellings of one key, and both are given.");
      expect(problem.where).toMatch(/^m\.yaml:2:\d+$/);
    }
  });

  it("are those of the reference files, which are taken as they stand", async () => {
    const shared =
      process.env.CARRYOVER_SHARED ?? fileURLToPath(new URL("../../../shared/data/stan_reference/", import.meta.url));
    for (const name of ["a.yaml", "b.yaml"]) {
      const text = readFileSync(join(shared, name), "utf8");
      expect(text).toContain("normalise");
      expect((await parseModelFile(text, name)).content.adstock).toMatchObject({ normalize: expect.any(Boolean) });
    }
  });

  it("exist for keys alone", async () => {
    expect(await problemsOf(() => parseModelFile("data: t.csv\nnormalise: true\n", "m.yaml"))).toHaveLength(1);
    expect(await problemsOf(() => resolveSettings({ normalise: true } as object))).toHaveLength(1);
  });
});

describe("No choices", () => {
  const root = fileURLToPath(new URL("../../src/", import.meta.url));
  const files = (readdirSync(root, { recursive: true }) as string[]).filter(
    (file) => file.endsWith(".ts") && !file.startsWith("settings"),
  );
  const texts = files.map((file) => {
    const code = readFileSync(join(root, file), "utf8").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    return [file, code.replaceAll(/\s+/g, " ")] as const;
  });
  const lists = named.flatMap(({ title, setting }) =>
    setting.kind === "choice" && setting.choices.length > 1 ? [{ title, choices: setting.choices }] : [],
  );
  lists.push({ title: "the noise of a column", choices: noiseSetting.choices });

  it.each(lists)("of $title are listed a second time, as values or as a type", ({ choices }) => {
    const quoted = choices.map((choice) => `"${choice}"`);
    const second = texts.filter(([file, text]) => {
      // Worlds are listed with their recipes; the first two of them are the presets of studies.
      if (file === "data/worlds/presets/names.ts") return false;
      return text.includes(quoted.join(", ")) || text.includes(quoted.join(" | "));
    });
    expect(second.map(([file]) => file)).toEqual([]);
  });
});
