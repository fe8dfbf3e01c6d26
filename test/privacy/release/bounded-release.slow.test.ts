// From events to a fit: the bounds of a table reach the release, its noise and statement the fit, the report and every export.

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetMetadata } from "hyparquet";
import h5wasm from "h5wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engine } from "../../../src/services/engine/engine.ts";
import { evenPart } from "../../../src/services/release/groups.ts";
import { compare, decimalOf, multiply, rational } from "../../../src/privacy/exact/rational.ts";
import { readNoiseDescription } from "../../../src/privacy/release/noise-description.ts";
import { randomStream } from "../../../src/numerics/random.ts";
import { loadRecord } from "../../../src/store/run/load-run.ts";
import { run } from "../../cli/support/harness.ts";

const weeks = 52;
let root: string;
let table: string;
const from = (name: string): string => join(root, name);

const day = (week: number): string => new Date(Date.UTC(2024, 0, 1) + week * 7 * 864e5).toISOString().slice(0, 10);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-bounded-"));
  const random = randomStream([20250601]);
  const spend = Array.from({ length: weeks }, () => 1000 * Math.exp(0.5 * random.normal()));
  const events: string[] = ["user,time,channel,value,conversion"];
  for (let week = 0; week < weeks; week++) {
    const buyers = 150 + Math.round(0.1 * spend[week]);
    for (let k = 0; k < buyers; k++) {
      const user = Math.floor(20_000 * random.uniform());
      events.push(`u${user},${day(week)},TV,${(20 + 60 * random.uniform()).toFixed(2)},1`);
    }
  }
  await writeFile(from("events.csv"), `${events.join("\n")}\n`);
  const invoices = spend.map((amount, week) => `${day(week)},TV,${amount.toFixed(2)}`);
  await writeFile(from("invoices.csv"), `week,channel,amount\n${invoices.join("\n")}\n`);
  await writeFile(
    from("privacy.yaml"),
    `weeks: { from: 2024-01-01, to: ${day(weeks - 1)} }
channels: [TV]
measures:
  revenue: { column: value, cap: 100, total: 300 }
  conversions: { column: conversion, cap: 2, total: 6 }
spend: { file: ${JSON.stringify(from("invoices.csv"))}, week: week, channel: channel, amount: amount }
`,
  );
  const made = await run(["aggregate", from("events.csv"), "--spec", from("privacy.yaml"), "--out", from("bounded")]);
  expect(made.code, made.stderr).toBe(0);
  table = from("bounded/table.csv");
  const ledger = await run(["ledger", table, "--create", "--epsilon", "9"]);
  expect(ledger.code, ledger.stderr).toBe(0);
}, 60_000);
afterAll(async () => {
  await rm(root, { recursive: true });
});

const privatize = (...options: string[]) => run(["privatize", table, ...options]);

describe("a table of carryover aggregate", () => {
  it("is released under its own bounds, with nothing to type but epsilon, which is split over its groups", async () => {
    const { code, stdout, stderr } = await privatize("--epsilon", "2", "--out", from("both"));
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`bounds as in ${from("bounded/bounds.json")}`);
    const { statement, columns } = await readNoiseDescription(from("both/noise.json"));
    expect(
      columns.map(({ column, bounds, granularity, epsilon, scale, unit }) => [
        column,
        bounds,
        granularity,
        epsilon,
        scale,
        unit,
      ]),
    ).toEqual([
      ["revenue", { cap: 100, total: 300 }, 0.01, 1, 300, "user"],
      ["conversions", { cap: 2, total: 6 }, 1, 1, 6, "user"],
    ]);
    expect(statement).toMatchObject({
      unit: "user",
      neighbors: "adding or removing all events of one user",
      epsilon: 2,
    });
    expect(statement!.grid).toContain(`52 weeks from 2024-01-01 to ${day(51)}, channels TV`);
    expect(statement!.limits).toContain("One person with several user ids is protected as several users.");
    expect(statement!.notProtected.map(({ column }) => column)).toEqual(["week", "spend_TV"]);
    expect(stdout).toContain("Public grid: 52 weeks");
  });

  it("is released under looser bounds where these are typed, one for each group", async () => {
    const loose = await privatize(
      "--epsilon",
      "0.5,0.25",
      "--cap",
      "200,2",
      "--total",
      "400,8",
      "--out",
      from("loose"),
    );
    expect([loose.code, loose.stderr]).toEqual([0, ""]);
    const { columns } = await readNoiseDescription(from("loose/noise.json"));
    expect(columns.map(({ bounds, epsilon }) => [bounds, epsilon])).toEqual([
      [{ cap: 200, total: 400 }, 0.5],
      [{ cap: 2, total: 8 }, 0.25],
    ]);
    const flags = ["--columns", "revenue", "--drop", "conversions", "--cap", "100", "--total", "300"];
    const typed = await privatize("--epsilon", "0.5", ...flags, "--out", from("typed"));
    expect([typed.code, typed.stderr]).toEqual([0, ""]);
  });

  it.each([
    ["a tighter cap", ["--cap", "50,2"], "--cap 50, and 100 in the file"],
    ["a tighter total", ["--total", "300,5"], "--total 5, and 6 in the file"],
    [
      "one total for two measures that is less than both",
      ["--columns", "revenue,conversions", "--cap", "100", "--total", "305"],
      "--total 305, and 306 in the file",
    ],
    ["a coarser step", ["--granularity", "0.05,1"], "--granularity 0.05, and 0.01 in the file"],
    ["another unit", ["--unit", "user-week"], "--unit user-week"],
    ["user data without noise", ["--columns", "revenue", "--public", "conversions=because"], "conversions"],
    ["lists of another length", ["--cap", "100,2,3"], "3 values where the table has 2"],
    ["columns without bounds", ["--columns", "revenue,spend_TV"], "spend_TV"],
  ])("is refused with %s, at no cost", async (_, flags, words) => {
    const before = JSON.parse((await run(["ledger", table, "--json"])).stdout);
    const refused = await privatize("--epsilon", "1", ...flags, "--out", from("refused"), "--json");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(words);
    expect(JSON.parse((await run(["ledger", table, "--json"])).stdout)).toEqual(before);
  });

  it("is not released under bounds of another table", async () => {
    await mkdir(from("other"));
    const [head, first] = (await readFile(table, "utf8")).split("\n");
    await writeFile(from("other/table.csv"), `${head}\n${first}\n`);
    await writeFile(from("other/bounds.json"), await readFile(from("bounded/bounds.json")));
    await run(["ledger", from("other/table.csv"), "--create", "--epsilon", "1"]);
    const refused = await run(["privatize", from("other/table.csv"), "--epsilon", "1", "--out", from("no")]);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain("These bounds were not written with this table");
    // A table of another name has no business with bounds.json.
    await writeFile(from("other/weekly.csv"), await readFile(table));
    const unnamed = await run(["privatize", from("other/weekly.csv"), "--epsilon", "1", "--out", from("no")]);
    expect(unnamed.stderr).toContain("--columns is needed");
    await writeFile(from("other/weekly.bounds.json"), await readFile(from("bounded/bounds.json")));
    const second = await run(["ledger", from("other/weekly.csv"), "--create", "--epsilon", "1"]);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain("Another ledger counts releases of the same table or events");
    await run(["ledger", from("other/weekly.csv"), "--create", "--epsilon", "1", "--separate-budget"]);
    const named = await run(["privatize", from("other/weekly.csv"), "--epsilon", "1", "--out", from("named")]);
    expect([named.code, named.stderr]).toEqual([0, ""]);
  });

  it("is charged parts of one epsilon that never add up to more", () => {
    for (const loss of [0.1, 0.7, 1, 2.3, 1e-6]) {
      for (const parts of [1, 2, 3, 7]) {
        const part = evenPart(loss, parts);
        expect(compare(multiply(rational(BigInt(parts)), decimalOf(part)), decimalOf(loss))).toBeLessThanOrEqual(0);
        expect(Math.abs((part * parts) / loss - 1)).toBeLessThan(2e-11);
      }
    }
  });
});

describe("a fit of the released table", () => {
  const fit = () => from("run");
  const sentence = "Differential privacy with epsilon 1, delta 0, for adding or removing all events of one user.";
  const line =
    "Privacy: user-level epsilon 1, delta 0 (discrete Laplace noise in revenue); not protected: week, spend_TV.";
  let printed: string;

  beforeAll(async () => {
    const released = await privatize("--epsilon", "1", "--drop", "conversions", "--out", from("private"));
    expect(released.code, released.stderr).toBe(0);
    const settings = ["--chains", "2", "--draws", "200", "--warmup", "200", "--seed", "3", "--threads", "1"];
    const made = await run(["fit", from("private/noised.csv"), "--out", fit(), ...settings, "--progress", "none"], {
      engine,
    });
    expect([0, 4], made.stderr).toContain(made.code);
    printed = made.stdout;
  }, 60_000);

  it("finds noise.json beside the table, keeps what it says, and ends with it", async () => {
    expect(printed.trimEnd().endsWith(line), printed).toBe(true);
    const { privacy, specification } = await loadRecord(fit());
    expect(specification.noise).toMatchObject({ revenue: { mechanism: "laplace", scale: 300 } });
    expect(privacy!.source).toContain("noise.json");
    expect(privacy!.statement[0]).toContain(sentence);
    expect(privacy!.description.columns[0]).toMatchObject({
      column: "revenue",
      epsilon: 1,
      mechanism: "discrete_laplace",
    });
  });

  it("has the statement in its report", async () => {
    const html = await readFile(join(fit(), "report.html"), "utf8");
    expect(html).toContain(sentence);
    expect(html).toContain("Not protected: spend_TV");
  });

  it.each([
    ["summary"],
    ["diagnose"],
    ["contributions"],
    ["roi"],
    ["curves"],
    ["recommend"],
    ["check"],
    ["compare"],
    ["optimize"],
  ])("has it under carryover %s", async (command) => {
    const { stdout } = await run([command, fit()]);
    expect(stdout.trimEnd().endsWith(line), stdout.slice(-400)).toBe(true);
  });

  it("has it in JSON, and beside tables for programs on standard error", async () => {
    for (const command of ["contributions", "roi", "curves"]) {
      const json = JSON.parse((await run([command, fit(), "--json"])).stdout);
      expect(json.privacy[0]).toContain(sentence);
      const { stdout, stderr } = await run([command, fit(), "--csv"]);
      expect(stdout).not.toContain("Privacy");
      expect(stderr).toContain(line);
    }
  });

  it("has it in every export: attributes, comments, metadata, and a file beside CSV", async () => {
    const out = (name: string): string => from(`export/${name}`);
    await mkdir(from("export"));
    for (const [format, name] of [
      ["netcdf", "r.nc"],
      ["stan-csv", "s.csv"],
      ["csv", "t.csv"],
      ["parquet", "u.parquet"],
    ] as const) {
      const made = await run(["export", fit(), "--format", format, "--out", out(name)]);
      expect(made.code, made.stderr).toBe(0);
      expect(made.stdout).toContain(line);
    }
    expect((await readdir(from("export"))).sort()).toEqual(
      ["r.nc", "s_1.csv", "s_2.csv", "t.csv", "t.csv.privacy.json", "u.parquet"].sort(),
    );
    for (const name of ["s_1.csv", "s_2.csv"]) {
      const comments = (await readFile(out(name), "utf8")).split("\n").filter((each) => each.startsWith("#"));
      expect(comments.join("\n")).toContain(`privacy_statement = Protected unit: one user. ${sentence}`);
    }
    expect((await readFile(out("t.csv"), "utf8")).startsWith("chain,draw,")).toBe(true);
    const beside = JSON.parse(await readFile(out("t.csv.privacy.json"), "utf8"));
    expect(beside).toMatchObject({ file: "t.csv", description: { columns: [{ column: "revenue", scale: 300 }] } });
    expect(beside.statement[0]).toContain(sentence);
    const bytes = await readFile(out("u.parquet"));
    const { key_value_metadata: pairs } = parquetMetadata(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
    );
    expect(pairs!.find(({ key }) => key === "privacy_statement")!.value).toContain(sentence);
    const { FS } = await h5wasm.ready;
    FS.writeFile("r.nc", await readFile(out("r.nc")));
    const file = new h5wasm.File("r.nc", "r");
    expect(file.attrs.privacy_statement.value).toContain(sentence);
    file.close();
  });
});
