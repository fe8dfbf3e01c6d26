import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { jobsOf } from "../../../src/jobs/plan/batch-jobs.ts";
import { seedOf } from "../../../src/jobs/tasks/fit-job.ts";
import { readManifest } from "../../../src/jobs/plan/manifest.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-manifest-"));
  await mkdir(join(folder, "data"));
  for (const file of ["data/north.csv", "data/south.csv", "model.yaml"]) await writeFile(join(folder, file), "");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const out = "batch";
async function read(file: string, text: string, by?: string) {
  await writeFile(join(folder, file), text);
  return readManifest(join(folder, file), { out, by });
}
/** Code and place of every problem, the place without the folder of the test. */
async function problemsOf(file: string, text: string, by?: string): Promise<readonly string[]> {
  try {
    await read(file, text, by);
  } catch (error) {
    if (error instanceof CarryoverError) {
      return error.problems.map(({ code, where }) => `${code} ${where?.replace(`${folder}/`, "")}`);
    }
    throw error;
  }
  return [];
}

it("a CSV manifest has paths relative to itself, names from files, and settings of its own", async () => {
  const { entries, what } = await read(
    "m.csv",
    "name,data,model,seed,draws\n,data/north.csv,,,\nthe south,data/south.csv,model.yaml,007,500\n",
  );
  expect(what).toBe("a manifest");
  expect(entries.map(({ name, sampling }) => ({ name, sampling }))).toEqual([
    { name: "north", sampling: {} },
    { name: "the south", sampling: { seed: 7, draws: 500 } },
  ]);
  expect(entries[0].table).toMatch(/data[/\\]north\.csv$/);
  expect(entries[0].model).toBeUndefined();
  expect(entries[1].model).toMatch(/model\.yaml$/);
});

it("a manifest of JSON lines says the same", async () => {
  const { entries } = await read(
    "m.ndjson",
    '{"data":"data/north.csv","seed":7}\n\n{"model":"model.yaml","name":null}\n',
  );
  expect(entries.map(({ name, table, sampling }) => [name, table !== undefined, sampling])).toEqual([
    ["north", true, { seed: 7 }],
    ["model", false, {}],
  ]);
});

it("a manifest may have a single column", async () => {
  const { entries } = await read("m.csv", "data\ndata/north.csv\ndata/south.csv\n");
  expect(entries.map(({ name }) => name)).toEqual(["north", "south"]);
});

it("every problem of a manifest is told at once, with its line", async () => {
  const bad = [
    "data,modle,seed,metric",
    "data/norht.csv,,x,",
    ",,1,",
    "data/north.csv,,-1,round",
    "data/north.csv,,1.5",
    "",
  ].join("\n");
  expect(await problemsOf("m.csv", bad)).toEqual([
    'unknown-manifest-column m.csv, line 1, column "modle"',
    "bad-manifest-row m.csv, line 5",
    'missing-file m.csv, line 2, column "data"',
    'bad-manifest-value m.csv, line 2, column "seed"',
    "fit-without-table m.csv, line 3",
    'bad-manifest-value m.csv, line 4, column "seed"',
    'bad-manifest-value m.csv, line 4, column "metric"',
  ]);
  expect(await problemsOf("m.ndjson", '{"data":\n[1]\n{"dat":"data/north.csv"}\n')).toEqual([
    "bad-manifest-line m.ndjson, line 1",
    "bad-manifest-line m.ndjson, line 2",
    "unknown-manifest-column m.ndjson, line 3",
    "fit-without-table m.ndjson, line 3",
  ]);
});

it("names that are no folder names, or are not told apart, are refused", async () => {
  const names = ["a", "A", "..", "x/y", "CON", "overview.csv", "fits.1-of-2.ndjson", "n".repeat(151), "Jérôme & Söhne"];
  const rows = names.map((name) => `${name},data/north.csv`);
  expect(await problemsOf("m.csv", `name,data\n${rows.join("\n")}\n`)).toEqual([
    "fit-name-taken m.csv, line 3",
    ...[4, 5, 6, 7, 8, 9].map((line) => `fit-name-no-folder m.csv, line ${line}`),
  ]);
});

it("of a folder the tables are fitted, or the model files where there are any, unless one model is for all", async () => {
  const { entries, what } = await readManifest(join(folder, "data"), { out });
  expect([what, entries.map(({ name }) => name)]).toEqual(["a folder of tables", ["north", "south"]]);
  await writeFile(join(folder, "data", "west.yml"), "");
  await writeFile(join(folder, "data", "noise.json"), "");
  const models = await readManifest(join(folder, "data"), { out });
  expect([models.what, models.entries.map(({ name }) => name)]).toEqual(["a folder of model files", ["west"]]);
  const tables = await readManifest(join(folder, "data"), { out, model: "model.yaml" });
  expect(tables.entries.map(({ name }) => name)).toEqual(["north", "south"]);
  await expect(readManifest(folder, { out, model: "model.yaml" })).rejects.toThrow("nothing to fit");
});

const long = [
  "week;market;spend_TV;spend_Radio;revenue",
  "1;Nord;1,5;;100,25",
  "1;Süd;2;3,5;200",
  "2;Nord;0;;1.100",
  "2;Süd;1;;210",
  "",
].join("\n");

it("one table is split by its market, in the order of the markets, without columns that a market has no value in", async () => {
  const { entries, what, files } = await read("long.csv", long);
  expect(what).toBe("a table split by market");
  expect(entries.map(({ name, table }) => [name, table?.replaceAll("\\", "/")])).toEqual([
    ["Nord", "batch/tables/Nord.csv"],
    ["Süd", "batch/tables/Süd.csv"],
  ]);
  expect(files.map(({ content }) => content)).toEqual([
    "week,spend_TV,revenue\n1,1.5,100.25\n2,0,1100\n",
    "week,spend_TV,spend_Radio,revenue\n1,2,3.5,200\n2,1,,210\n",
  ]);
});

it("the description of a table's noise goes with its parts", async () => {
  await writeFile(join(folder, "noise.json"), "{}");
  const { files } = await read("long.csv", long);
  expect(files.map(({ path }) => path.replaceAll("\\", "/"))).toContain("tables/noise.json");
});

it("a table that cannot be split says why", async () => {
  expect(await problemsOf("long.csv", long, "markt")).toEqual(["unknown-column-to-split-by long.csv"]);
  expect(await problemsOf("long.csv", long.replace("spend_TV", "Brand"))).toEqual([
    "several-columns-to-split-by long.csv",
  ]);
  expect(await problemsOf("long.csv", long.replace("market", "shop"))).toEqual(["no-column-to-split-by long.csv"]);
  expect(await problemsOf("long.csv", long.replace("2;Nord", "2;"))).toEqual([
    'empty-value-to-split-by long.csv, line 4, column "market"',
  ]);
  expect(await problemsOf("long.csv", long.replaceAll("Nord", "Nord/West"))).toEqual([
    'fit-name-no-folder long.csv, line 2, column "market"',
  ]);
  await expect(readManifest(join(folder, "data"), { out, by: "market" })).rejects.toThrow("--by splits a single table");
});

it("each fit has a seed of its own, made of the batch's seed and its name alone", () => {
  const settings = { out, seed: 7, sampling: { draws: 10 }, report: false, command: "" };
  const entry = (name: string, sampling = {}) => ({ name, table: `${name}.csv`, sampling, where: "" });
  const jobs = jobsOf([entry("a"), entry("b", { seed: 3, draws: 20 })], settings);
  expect(jobs.map(({ sampling }) => sampling)).toEqual([
    { draws: 10, seed: seedOf(7, "a") },
    { draws: 20, seed: 3 },
  ]);
  // printf %s 7/a | sha256sum | cut -c1-13, as a number
  expect(seedOf(7, "a")).toBe(0x681ebd31f1942);
  expect(seedOf(7, "b")).not.toBe(seedOf(7, "a"));
});

it.each([
  [
    "CSV",
    "m.csv",
    (keys: readonly string[]) => `name,data,${keys.join()}\nA,data/north.csv,${keys.map(() => 1).join()}\n`,
  ],
  [
    "JSON lines",
    "m.ndjson",
    (keys: readonly string[]) => JSON.stringify(Object.fromEntries(keys.map((key) => [key, 1]))),
  ],
])(
  "40,000 unknown columns of %s are refused in a moment, with the first and how many there are",
  async (_, file, text) => {
    const keys = Array.from({ length: 40_000 }, (__, i) => `key_${i}`);
    const before = process.cpuUsage();
    const problems = await problemsOf(file, text(keys));
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(1);
    expect(problems[0]).toContain("unknown-manifest-column");
    expect(problems).toHaveLength(21);
  },
);
