// Columns said on the command line: for tables of any names, in one line, with the words of the model file.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { panelRows, panelText } from "../../data/support/panels.ts";
import { goodCells, text } from "../../data/support/tables.ts";
import { run } from "../support/harness.ts";

let root: string;
let table: string;
let model: string;
const header = ["week", '"TV, national ($)"', "Télé [Été] 50%", "promotions", '"Revenue, net (€)"'];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-columns-"));
  table = join(root, "names.csv");
  model = join(root, "model.yaml");
  await writeFile(table, text([header, ...goodCells().slice(1)]));
  await writeFile(
    model,
    'data: names.csv\ntarget: "Revenue, net (€)"\nchannels: ["TV, national ($)"]\ncontrols: none\n',
  );
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Spec {
  readonly target: string;
  readonly target_kind: string;
  readonly channels: readonly string[];
  readonly controls: readonly string[];
}

async function specOf(...tokens: readonly string[]): Promise<Spec> {
  const { code, stdout, stderr } = await run(["spec", ...tokens, "--json"]);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Spec;
}

describe("--target, --channels and --controls", () => {
  it("take names with commas, brackets and accents, in the order wanted", async () => {
    const spec = await specOf(
      table,
      "--target",
      "Revenue, net (€)",
      "--channels",
      "Télé [Été] 50%,TV, national ($)",
      "--controls",
      "promotions",
    );
    expect(spec).toMatchObject({
      target: "Revenue, net (€)",
      target_kind: "revenue",
      channels: ["Télé [Été] 50%", "TV, national ($)"],
      controls: ["promotions"],
    });
  });

  it("win over the model file, and are its words: none is no control", async () => {
    expect((await specOf(model)).channels).toEqual(["TV, national ($)"]);
    const spec = await specOf(model, "--channels", "Télé [Été] 50%", "--controls", "promotions");
    expect(spec).toMatchObject({ channels: ["Télé [Été] 50%"], controls: ["promotions"] });
    expect((await specOf(table, "--channels", "Télé [Été] 50%", "--controls", "none")).controls).toEqual([]);
  });

  it("give the origin of each value", async () => {
    const { stdout } = await run([
      "spec",
      model,
      "--target-kind",
      "conversions",
      "--channels",
      "promotions",
      "--explain",
    ]);
    expect(stdout).toMatch(/channels +\[promotions\] +flag +--channels/);
    expect(stdout).toMatch(/target_kind +conversions +flag +--target-kind/);
    expect(stdout).toMatch(/target +Revenue, net \(€\) +model file/);
  });

  it("say what is of panels: the geo, its population and national spend", async () => {
    const panel = join(root, "panel.csv");
    const rows = panelRows().map(({ geo, population, ...row }, i) => {
      return { brand: geo, size: population, ...row, spend_TV: String(100 + (i % 24)) };
    });
    await writeFile(panel, panelText(rows));
    const flags = ["--geo", "brand", "--population", "size"];
    expect(await specOf(panel, ...flags)).toMatchObject({ geo: "brand", population: "size", national: ["spend_TV"] });
    expect(await specOf(panel, ...flags, "--national", "none")).toMatchObject({ national: "none" });
    const { stdout } = await run(["spec", panel, ...flags, "--national", "TV", "--explain"]);
    expect(stdout).toMatch(/geo +brand +flag +--geo/);
    expect(stdout).toMatch(/population +size +flag +--population/);
    expect(stdout).toMatch(/national +\[TV\] +flag +--national/);
    const file = join(root, "panel.yaml");
    await writeFile(file, "data: panel.csv\ngeo: brand\npopulation: { North: 1, South: 2, East: 3 }\n");
    const { code, stderr } = await run(["spec", file]);
    expect(code).toBe(3);
    expect(stderr).toContain('The population of "West" is not given.');
  });

  it("name a column that is not there, and one that is meant", async () => {
    const { code, stderr } = await run(["spec", table, "--channels", "Télé [Été] 5%,promotions"]);
    expect(code).toBe(3);
    expect(stderr).toContain('There is no column "Télé [Été] 5%", named as channel.');
    expect(stderr).toContain('Did you mean "Télé [Été] 50%"?');
  });

  it("resolve to what a model file with the same words does", async () => {
    const file = join(root, "same.yaml");
    await writeFile(file, `data: names.csv\ntarget: promotions\nchannels: ["Télé [Été] 50%"]\ncontrols: none\n`);
    const flags = ["--target", "promotions", "--channels", "Télé [Été] 50%", "--controls", "none"];
    const { data: _, ...said } = (await specOf(table, ...flags)) as Spec & { readonly data: string };
    const { data: __, ...written } = (await specOf(file)) as Spec & { readonly data: string };
    expect(said).toEqual(written);
    expect(await readFile(file, "utf8")).toContain("promotions");
  });
});
