// Model files made from tables: they say what was guessed, fit as they stand, and overwrite nothing.

import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readInput } from "../../../src/mmm/fit/index.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import { initModel } from "../../../src/services/init/index.ts";
import { run } from "../../cli/support/harness.ts";
import { sharedData } from "../../support/optional.ts";
import { columnSet, dated, isoDay, text } from "../../data/support/tables.ts";

const cases = fileURLToPath(new URL("../../field-cases/tables/", import.meta.url));
/** Public tables and more field cases, read in place where they are. */
const shared = sharedData("third-party/").path;
const moreCases = sharedData("field_cases/").path;
const publicTables = ["robyn_weekly", "mutinex_example", "meridian_national_media", "pymc_mmm_example"].map(
  (name) => `${shared}${name}.csv`,
);
const tables = [
  ...[cases, ...(existsSync(moreCases) ? [moreCases] : [])].flatMap((folder) => csvIn(folder)),
  ...publicTables.filter((path) => existsSync(path)),
];

/** Tables of a folder. */
function csvIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => (name.endsWith(".csv") ? [join(folder, name)] : []));
}

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-init-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A table of 24 good weeks, with dates, and columns added. */
async function written(name: string, more: Readonly<Record<string, (week: number) => string>> = {}): Promise<string> {
  const cells = Object.entries(more).reduce(
    (base, [column, cell]) => columnSet(column, cell, base),
    dated((week) => isoDay(7 * (week - 1))),
  );
  const path = join(root, name);
  await writeFile(
    path,
    text(cells.map((row) => row.map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)))),
  );
  return path;
}

describe("A model file made by init", () => {
  it.each([...new Map(tables.map((path) => [path.split("/").at(-1)!, path]))])(
    "of %s resolves to what the table alone does",
    async (name, table) => {
      const out = join(root, `${name}.yaml`);
      await initModel({ table, out });
      const [file, bare] = await Promise.all([readInput(out), readInput(table)]);
      expect({ ...file.resolution.spec, data: "" }).toEqual({ ...bare.resolution.spec, data: "" });
      expect(file.data.target).toEqual(bare.data.target);
      expect(file.data.channels).toEqual(bare.data.channels);
      expect(file.data.controls).toEqual(bare.data.controls);
    },
  );

  it.each(["panel.csv", "third-party/meridian_geo_all_channels.csv", "third-party/rmf_geo.csv"].map(sharedData))(
    "gives the model of the panel $path",
    async ({ path, present }) => {
      if (!present) return;
      const out = join(root, `${basename(path)}.yaml`);
      const { geos } = await initModel({ table: path, out });
      const [file, bare] = await Promise.all([out, path].map((each) => readInput(each)));
      expect({ ...file.resolution.spec, data: "" }).toEqual({ ...bare.resolution.spec, data: "" });
      expect(geos).toEqual(bare.data.geos?.map(({ name }) => name));
      expect(await readFile(out, "utf8")).toMatch(/^geo: /m);
    },
  );

  it("says what was guessed, why, and what is not used", async () => {
    const table = await written("said.csv", {
      "Price, net": (week) => String(5 + (week % 7)),
      orders: (week) => String(100 + (week % 11)),
      TV_GRP: (week) => String(week % 13),
    });
    const out = join(root, "said.yaml");
    const result = await initModel({ table, out });
    expect(result.target).toEqual({ name: "revenue", kind: "revenue", alternatives: ["orders"], unsure: false });
    const file = await readFile(out, "utf8");
    expect(file).toContain("# Also possible: orders.\ntarget: revenue\ntarget_kind: revenue");
    expect(file).toContain("channels:\n  spend_TV: # TV\n    driver: TV_GRP\n  spend_Radio: # Radio");
    expect(file).toMatch(/controls:\n {2}- promotions # .*\n {2}- Price, net # its name says so/);
    expect(file).toContain("# margin: 0.4");
    expect(file).toContain("#   coefficient:");
  });

  it("takes the first of targets that cannot be told apart, and asks to confirm it", async () => {
    const table = await written("unsure.csv", {
      net_revenue: (week) => String(1000 + week * week),
      gross_revenue: (week) => String(1200 + week * week * week),
    });
    const cells = await readFile(table, "utf8");
    await writeFile(table, cells.replace(",revenue,", ",alpha,"));
    const out = join(root, "unsure.yaml");
    expect((await initModel({ table, out })).target).toMatchObject({ name: "net_revenue", unsure: true });
    expect(await readFile(out, "utf8")).toContain("CONFIRM: it could as well be gross_revenue.\ntarget: net_revenue");
    await expect(readInput(out)).resolves.toBeDefined();
    await expect(readInput(table)).rejects.toThrow("More than one column could be the target");
  });

  it("writes names that YAML would read otherwise", async () => {
    const names = ["#1 promo", "a: b", "- c", "yes", "null", "3", "'q'", '"w"', "TV, x", "{z}", "line\u0007bell"];
    const table = await written(
      "odd.csv",
      Object.fromEntries(names.map((name, k) => [name, (week) => String((week * (k + 3)) % 17)])),
    );
    const out = join(root, "odd.yaml");
    await initModel({ table, out });
    const [file, bare] = await Promise.all([readInput(out), readInput(table)]);
    expect(file.resolution.spec.controls).toEqual(bare.resolution.spec.controls);
    expect(await readFile(out, "utf8")).not.toContain("\u0007");
  });

  it("states the currency that names of columns state", async () => {
    const table = await written("euro.csv", { "Search Spend (€)": (week) => String(300 + ((week * 7) % 23)) });
    const result = await initModel({ table, out: join(root, "euro.yaml") });
    expect(result.currency).toBe("EUR");
    expect(await readFile(join(root, "euro.yaml"), "utf8")).toContain("\ncurrency: EUR\n");
  });

  it("is not written over a file without force, and refuses model files", async () => {
    const table = await written("twice.csv");
    const out = join(root, "twice.yaml");
    await writeFile(out, "mine");
    const refused = async (request: Parameters<typeof initModel>[0]): Promise<unknown> => {
      const error = await initModel(request).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(CarryoverError);
      expect((error as CarryoverError).exitCode).toBe(2);
      return (error as CarryoverError).problems[0].code;
    };
    expect(await refused({ table, out })).toBe("file-exists");
    expect(await readFile(out, "utf8")).toBe("mine");
    expect(await refused({ table: out, out: `${out}2` })).toBe("init-needs-table");
    await initModel({ table, out, force: true });
    expect(await readFile(out, "utf8")).toContain("target: revenue");
  });
});

describe("carryover init", () => {
  it("prints what each column is and how to go on", async () => {
    const table = await written("cli.csv");
    const out = join(root, "cli.yaml");
    const { code, stdout } = await run(["init", table, "--out", out]);
    expect(code).toBe(0);
    expect(stdout).toContain("channels  TV (spend_TV), Radio (spend_Radio)");
    expect(stdout).toContain(`carryover fit ${out}`);
  });

  it("--json prints the guesses as a document", async () => {
    const table = await written("json.csv");
    const out = join(root, "json.yaml");
    const { stdout } = await run([
      "init",
      table,
      "--out",
      out,
      "--json",
      "--channels",
      "spend_Radio",
      "--controls",
      "none",
    ]);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ schema: "carryover/init/1", model: out, target: { name: "revenue" } });
    expect(result.columns).toContainEqual({
      column: "spend_TV",
      role: "unused",
      confidence: "stated",
      reason: 'it is not listed in "channels"',
    });
  });
});
