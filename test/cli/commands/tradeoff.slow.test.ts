// carryover tradeoff, with the engine itself: what it prints, what it reads, what it refuses.

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { camelForm } from "../../../src/documents/index.ts";
import { engine } from "../../../src/services/engine/engine.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { writeCsv } from "../../../src/data/reading/write-csv.ts";
import type { Tradeoff } from "../../../src/studies/tradeoff/tradeoff-summary.ts";
import { problemsIn, run } from "../support/harness.ts";

let root: string;
let data: string;

/** The table with revenue of its own: numbers, or anything else. */
async function writeTable(revenue: (t: number) => number | string): Promise<void> {
  const { columns } = simulate("ecommerce", { weeks: 40, seed: 2 });
  const own = columns.map(({ name, values }) => ({
    name,
    values: name === "revenue" ? Array.from(values, (_, t) => String(revenue(t))) : values,
  }));
  await writeFile(data, writeCsv(own));
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-tradeoff-"));
  data = join(root, "weekly.csv");
});
afterAll(() => rm(root, { recursive: true }));

const bounds = ["--cap", "200", "--total", "1000"];
const study = (...more: string[]) =>
  run(["tradeoff", data, ...bounds, "--epsilons", "3", "--datasets", "2", "--typical", "revenue=60000", ...more], {
    engine,
  });

describe("carryover tradeoff", () => {
  it("gives the same figures whatever the private revenue is and however many threads there are", async () => {
    await writeTable((t) => 20_000 + t);
    const out = join(root, "study");
    const first = await study("--threads", "1", "--json", "--out", out);
    expect(first.code).toBe(0);
    await writeTable((t) => (t % 2 === 0 ? "secret" : -987_654_321));
    const second = await study("--threads", "2", "--json");
    expect(second.code).toBe(0);
    expect(second.stdout).toBe(first.stdout);
    expect(second.stdout + second.stderr).not.toMatch(/secret|987.?654.?321/);

    const { points, statement } = camelForm(JSON.parse(first.stdout)) as Tradeoff;
    expect(points.map(({ model, epsilon }) => [model, epsilon])).toEqual([
      ["without-privacy", undefined],
      ["noise-aware", 3],
    ]);
    expect(statement[0]).toContain("week, spend_Shopify, spend_TikTok and spend_Meta, 40 rows");
    expect(statement[0]).toContain("Not used: the values of revenue");
    expect(statement.join(" ")).toContain("Nothing was charged");
    expect((await readdir(out)).sort()).toEqual([
      "contribution-error.svg",
      "coverage.svg",
      "regret.svg",
      "roi-width.svg",
      "tradeoff.csv",
      "tradeoff.json",
    ]);
    expect(JSON.parse(await readFile(join(out, "tradeoff.json"), "utf8"))).toEqual(JSON.parse(first.stdout));
    expect(await readFile(join(out, "roi-width.svg"), "utf8")).toContain("</svg>");
    const csv = (await readFile(join(out, "tradeoff.csv"), "utf8")).trim().split("\n");
    expect(csv).toHaveLength(3);
    expect(csv[0].split(",").slice(0, 2)).toEqual(["model", "epsilon"]);
    expect(first.stderr).toMatch(/^4 fits on 1 thread: about /);
  }, 60_000);

  it("says what noise there would be, what is learned, and what that means, in plain words", async () => {
    const { code, stdout } = await run(
      [
        "tradeoff",
        "--preset",
        "ecommerce",
        "--weeks",
        "40",
        ...bounds,
        "--epsilons",
        "3",
        "--datasets",
        "2",
        "--naive",
      ],
      { engine },
    );
    expect(code).toBe(0);
    expect(stdout).toContain("b = 333");
    expect(stdout).toContain("noise ignored");
    expect(stdout).toContain(
      "Sensitivity: one user changes the released cells by at most 1,000 in total (200 in one cell)",
    );
    expect(stdout).toContain("No table was read");
    expect(stdout).toContain("carryover privatize");
  }, 60_000);

  it("refuses a sweep over real data and says what it would cost", async () => {
    const { code, stderr } = await run(["tradeoff", data, ...bounds, "--real-data", "--epsilons", "0.1,0.2"]);
    expect(code).toBe(2);
    expect(problemsIn(stderr)).toHaveLength(1);
    expect(stderr).toContain("0.3 together");
    expect(stderr).toContain("carryover privatize");
  });

  it.each([
    ["no shape", [...bounds], "--preset"],
    ["a table and a preset", ["weekly.csv", "--preset", "media", ...bounds], "not both"],
    ["no bounds", ["--preset", "media"], "--cap"],
    ["a model file", ["model.yaml", ...bounds], "not a model file"],
    ["an epsilon of zero", ["--preset", "media", ...bounds, "--epsilons", "0,1"], "--epsilons"],
    ["an epsilon twice", ["--preset", "media", ...bounds, "--epsilons", "1,1.0"], "--epsilons"],
    ["a delta without use", ["--preset", "media", ...bounds, "--delta", "1e-6"], "Laplace"],
    ["a missing delta", ["--preset", "media", ...bounds, "--mechanism", "gaussian"], "delta"],
    ["an unknown column", ["--preset", "media", ...bounds, "--columns", "promotions"], "promotions"],
    ["options of a table", ["--preset", "media", ...bounds, "--typical", "revenue=1"], "--typical"],
    ["two formats", ["--preset", "media", ...bounds, "--json", "--csv"], "--csv"],
    ["an odd amount", ["weekly.csv", ...bounds, "--typical", "revenue=lots"], "--typical"],
  ])("refuses %s with exit code 2", async (_, tokens, said) => {
    const { code, stderr } = await run(["tradeoff", ...tokens]);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });

  it("asks for the size of spend that is to be noised instead of reading it", async () => {
    await writeTable((t) => 20_000 + t);
    const { code, stderr } = await run(["tradeoff", data, ...bounds, "--columns", "revenue,spend_TikTok"]);
    expect(code).toBe(2);
    expect(stderr).toContain("spend_TikTok=AMOUNT");
  });

  it("leaves a folder alone that holds something else", async () => {
    const out = join(root, "other");
    await mkdir(out);
    await writeFile(join(out, "notes.txt"), "mine");
    const { code, stderr } = await run(["tradeoff", "--preset", "media", ...bounds, "--out", out]);
    expect(code).toBe(2);
    expect(stderr).toContain("notes.txt");
    expect(await readdir(out)).toEqual(["notes.txt"]);
  });
});
