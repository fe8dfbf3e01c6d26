// simulate, spec, doctor and demo.

import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareWithTruth } from "../../../src/services/fit/truth-comparison.ts";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { columnsByName } from "../../../src/data/worlds/generate.ts";
import { parseModelFile, writtenColumns } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { truthOfSimulation } from "../../../src/studies/recovery/simulated-truth.ts";
import { run } from "../support/harness.ts";

const simulation = simulate("ecommerce");
const document = await parseModelFile(simulation.modelYaml, "model.yaml");
const { spec: ecommerceSpec } = resolve(
  document,
  await mediaDataFromColumns(columnsByName(simulation.columns), {
    source: "data.csv",
    ...writtenColumns(document),
  }),
);

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-commands-"));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

describe("carryover simulate", () => {
  it("writes a table, the truth and a model file that reads the table", async () => {
    const out = join(root, "media");
    const { code, stdout } = await run(["simulate", "--preset", "media", "--weeks", "60", "--seed", "3", "--out", out]);
    expect(code).toBe(0);
    expect(stdout.trim().split("\n")).toHaveLength(3);
    expect((await readdir(out)).sort()).toEqual(["data.csv", "model.yaml", "truth.json"]);
    expect((await readFile(join(out, "data.csv"), "utf8")).trim().split("\n")).toHaveLength(61);
    expect(JSON.parse(await readFile(join(out, "truth.json"), "utf8"))).toMatchObject({ seed: 3, weeks: 60 });
    expect((await run(["spec", join(out, "model.yaml"), "--json"])).code).toBe(0);
  });

  it("overwrites nothing unless --force is given", async () => {
    const out = join(root, "kept");
    await run(["simulate", "--out", out]);
    await writeFile(join(out, "model.yaml"), "# mine\n");
    await rm(join(out, "truth.json"));
    const refused = await run(["simulate", "--out", out]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("The file exists and is not overwritten.");
    expect(await readFile(join(out, "model.yaml"), "utf8")).toBe("# mine\n");
    expect(await readdir(out)).not.toContain("truth.json");
    expect((await run(["simulate", "--out", out, "--force"])).code).toBe(0);
    expect(await readFile(join(out, "model.yaml"), "utf8")).not.toBe("# mine\n");
  });

  it("does not write through a file", async () => {
    const file = join(root, "file");
    await writeFile(file, "x");
    for (const out of [file, join(file, "inside")]) {
      const { code, stderr } = await run(["simulate", "--out", out]);
      expect(code).toBe(2);
      expect(stderr).toContain("The path of the run folder is a file");
    }
  });
});

describe("carryover spec", () => {
  const simulated = async (): Promise<string> => {
    const out = join(root, "for-spec");
    await run(["simulate", "--out", out, "--force"]);
    return join(out, "data.csv");
  };

  it("prints a complete model file that stands for the same fit", async () => {
    const table = await simulated();
    const yaml = await run(["spec", table]);
    expect(yaml.code).toBe(0);
    const copy = join(root, "copy.yaml");
    await writeFile(copy, yaml.stdout.replace(/^data: .*$/m, `data: ${table}`));
    const again = await run(["spec", copy, "--json"]);
    const first = await run(["spec", table, "--json"]);
    expect({ ...JSON.parse(again.stdout), data: "" }).toEqual({ ...JSON.parse(first.stdout), data: "" });
  });

  it("--explain says where every value comes from", async () => {
    const { stdout } = await run(["spec", await simulated(), "--explain"]);
    expect(stdout).toMatch(/^key +value +from +why\n/);
    expect(stdout).toMatch(/\npriors\.decay +beta\(2, 2\) +default +\S/);
    expect(stdout).toMatch(/\nchannels +\[spend_Shopify, spend_TikTok, spend_Meta\] +detected +found in /);
  });

  it("--explain has the reasons on lines of their own where the table is too wide", async () => {
    const { stdout } = await run(["spec", await simulated(), "--explain"], { terminal: true });
    expect(stdout).toContain("priors.decay\u001b[22m  beta(2, 2)  default\n    \u001b[2manything from no to long");
    for (const line of stdout.split("\n")) {
      if (!line.includes("data.csv")) expect(stripVTControlCharacters(line).length).toBeLessThanOrEqual(80);
    }
  });

  it("schema prints the JSON Schema of model files", async () => {
    const { stdout } = await run(["spec", "schema"]);
    expect(Object.keys(JSON.parse(stdout).properties)).toContain("priors");
  });
});

describe("carryover doctor", () => {
  it("has run the live backends, and says why the others are not live", async () => {
    const { code, stdout } = await run(["doctor", "--json"]);
    expect(code).toBe(0);
    const { backends, cores, versions } = JSON.parse(stdout);
    expect(versions.node).toBe(process.versions.node);
    expect(cores).toBeGreaterThanOrEqual(1);
    const live = new Map(backends.map(({ name, live }: { name: string; live: boolean }) => [name, live]));
    expect([...live.keys()]).toEqual([
      "wasm",
      "wasm-fma",
      "javascript",
      "webgpu",
      "tfjs webgpu",
      "tfjs node",
      "tfjs wasm",
      "tfjs cpu",
    ]);
    for (const name of ["wasm", "javascript", "tfjs wasm", "tfjs cpu"]) expect(live.get(name)).toBe(true);
    const { detail } = backends.find(({ name }: { name: string }) => name === "tfjs node");
    expect(detail).toMatch(live.get("tfjs node") ? /^tensorflow node, float32; compiled/ : /@tensorflow\/tfjs-node/);
    expect((await run(["doctor"])).stdout).toContain("wasm        works");
  });
});

describe("the truth of a simulated table", () => {
  const { truth } = simulate("ecommerce");
  const truths = truthOfSimulation(truth, ecommerceSpec, {
    mediaScales: [10000, 11000, 12000].map((scale) => ({ location: 0, scale })),
    targetScale: { location: 40000, scale: 5000 },
    terms: { control: { values: new Float64Array(0), weeks: 104, scales: [{ location: 0, scale: 1 }] } },
  });
  const row = (name: string, mean: number, sd: number) => ({
    name,
    estimate: mean,
    statistic: "mean" as const,
    mean,
    sd,
    q5: mean - 1.645 * sd,
    median: mean,
    q95: mean + 1.645 * sd,
    mcse_mean: 0,
    mcse_sd: 0,
    rhat: 1,
    ess_bulk: 1000,
    ess_tail: 1000,
  });

  it("is put into the units of the summary", () => {
    const names = [
      "decay[TikTok]",
      "half_saturation[Shopify]",
      "coefficient[Meta]",
      "control[promotions]",
      "season[1]",
      "season[2]",
      "intercept",
      "sigma",
    ];
    const { parameters: rows } = compareWithTruth(
      { parameters: names.map((name) => row(name, 0, 1)), quantities: [] },
      truths,
    );
    expect(rows.map(({ row: { name }, truth: value }) => [name, value])).toEqual([
      ["decay[TikTok]", 0.2],
      // 10000 of adstock that is not normalized, at a decay of one half.
      ["half_saturation[Shopify]", 0.5],
      ["coefficient[Meta]", 2],
      ["control[promotions]", 1.6],
      ["season[1]", 0.8],
      ["season[2]", 0],
      ["intercept", -7],
      ["sigma", 0.2],
    ]);
  });

  it("is in the table's own units for quantities, which may have the names of parameters", () => {
    const quantities = ["half_saturation[TikTok]", "half_life[Shopify]", "contribution[Meta]", "roi[Meta]"].map(
      (name) => ({
        ...row(name, 0, 1),
        unit: "some",
      }),
    );
    const { quantities: rows } = compareWithTruth({ parameters: [], quantities }, truths);
    const { total_contribution: contribution, total_spend: spend } = truth.channels.Meta;
    expect(rows.map(({ truth: value }) => value)).toEqual([
      expect.closeTo(9600, 8),
      expect.closeTo(1, 12),
      contribution,
      contribution / spend,
    ]);
  });

  it("is inside or outside of the interval, at a distance in standard deviations", () => {
    const parameters = [row("decay[TikTok]", 0.3, 0.1), row("decay[Meta]", 0.9, 0.1), row("unknown", 0, 1)];
    const { parameters: rows } = compareWithTruth({ parameters, quantities: [] }, truths);
    expect(rows.map(({ inside }) => inside)).toEqual([true, false]);
    expect(rows.map(({ z }) => z)).toEqual([expect.closeTo(1, 10), expect.closeTo(2, 10)]);
  });
});
