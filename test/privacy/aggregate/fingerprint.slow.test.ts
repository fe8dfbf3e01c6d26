// Fingerprints of events: a second ledger for the same people's events is refused, however they are written, cut or aggregated.

import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readNoiseDescription } from "../../../src/privacy/release/noise-description.ts";
import { run } from "../../cli/support/harness.ts";

let root: string;
const at = (...names: readonly string[]): string => join(root, ...names);
const header = "user,time,channel,value";
const day = (k: number): string => new Date(Date.UTC(2024, 0, 1 + (k % 56))).toISOString().slice(0, 10);
const rows = (users: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, k) => `${users}${k % 997},${day(k * 7919)},TV,${(k % 50) + 0.5}`);
const text = (lines: readonly string[], first = header): string => `${[first, ...lines].join("\n")}\n`;
const spec = (cap: number, weeks = "{ from: 2024-01-01, to: 2024-02-25 }", columns = ""): string =>
  `weeks: ${weeks}\n${columns}measures: { revenue: { cap: ${cap}, total: ${2 * cap} } }\n`;

async function madeFrom(name: string, events: string, privacy = spec(100)): Promise<string> {
  await writeFile(at(`${name}.yaml`), privacy);
  const made = await run(["aggregate", events, "--spec", at(`${name}.yaml`), "--out", at(name)]);
  expect(made.code, made.stderr).toBe(0);
  return at(name, "table.csv");
}
const ledger = (table: string, ...more: readonly string[]) =>
  run(["ledger", table, "--create", "--epsilon", "1", ...more]);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-fingerprint-"));
  await writeFile(at("events.csv"), text(rows("u", 5000)));
  const table = await madeFrom("first", at("events.csv"));
  expect((await ledger(table)).code).toBe(0);
}, 60_000);
afterAll(async () => {
  await rm(root, { recursive: true });
});

async function parquet(from: string, to: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT * FROM read_csv('${from}')) TO '${to}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}

describe("A second ledger for the same events", () => {
  it.each<[string, () => Promise<string>]>([
    ["copied", async () => write("copied.csv", text(rows("u", 5000)))],
    ["in another order", async () => write("reversed.csv", text(rows("u", 5000).toReversed()))],
    ["compressed", async () => write("zipped.csv.gz", gzipSync(text(rows("u", 5000))))],
    ["without half of them", async () => write("half.csv", text(rows("u", 2500)))],
    ["with as many of other users", async () => write("more.csv", text([...rows("u", 5000), ...rows("w", 5000)]))],
    [
      "in Parquet",
      async () => {
        await parquet(at("events.csv"), at("events.parquet"));
        return at("events.parquet");
      },
    ],
  ])("is refused where they are %s", async (name, write) => {
    const table = await madeFrom(name.replaceAll(" ", "-"), await write());
    const refused = await ledger(table);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("Another ledger counts releases")]);
    expect(refused.stderr).toContain(at("first", "table.csv.ledger"));
    expect((await readdir(join(table, ".."))).toSorted()).toEqual(["bounds.json", "table.csv"]);
  });

  it.each([
    ["other bounds", spec(7)],
    ["other weeks", spec(100, "{ from: 2024-02-12, to: 2024-02-25 }")],
    ["other names of columns", spec(100, undefined, "columns: { user: who, time: when }\n")],
  ])("is refused where they are aggregated under %s", async (name, privacy) => {
    const events = await write(
      "renamed.csv",
      text(rows("u", 5000), name.includes("names") ? "who,when,channel,value" : header),
    );
    const refused = await ledger(await madeFrom(name.replaceAll(" ", "-"), events, privacy));
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("Another ledger counts releases")]);
  });

  it("is allowed for other people's events", async () => {
    const table = await madeFrom("others", await write("others.csv", text(rows("x", 5000))));
    expect((await ledger(table)).code).toBe(0);
  });

  it("is allowed with a budget of its own where that is declared, and the statement names the other", async () => {
    const table = await madeFrom("separate", at("events.csv"), spec(50));
    const allowed = await ledger(table, "--separate-budget", "--json");
    expect([allowed.code, allowed.stderr]).toEqual([0, ""]);
    const first = JSON.parse((await run(["ledger", at("first", "table.csv"), "--json"])).stdout);
    expect(JSON.parse(allowed.stdout).separate).toEqual([first.id]);
    const released = await run(["privatize", table, "--epsilon", "1", "--out", at("released")]);
    expect(released.code, released.stderr).toBe(0);
    expect(released.stdout.replaceAll(/\s+/g, " ")).toContain(`charged to ledger ${first.id}`);
    const { statement } = await readNoiseDescription(at("released", "noise.json"));
    expect(statement!.ledger!.separate).toEqual([first.id]);
  });

  it("is not there to be declared where no other ledger is", async () => {
    const table = await madeFrom("alone", await write("alone.csv", text(rows("y", 100))));
    const refused = await ledger(table, "--separate-budget");
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("No other ledger is known")]);
  });
});

describe("What an aggregation leaves of its events", () => {
  it("is in the account's folder alone, as keyed hashes, and nothing of it beside the table", async () => {
    const state = join(process.env.XDG_STATE_HOME!, "carryover");
    const key = (await readFile(join(state, "key"), "utf8")).trim();
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    const [name] = await readdir(join(state, "aggregations"));
    const { events } = JSON.parse(await readFile(join(state, "aggregations", name), "utf8"));
    expect(events.length).toBeGreaterThan(0);
    expect(events.every((hash: string) => /^[0-9a-f]{16}$/.test(hash))).toBe(true);
    const beside = await readFile(at("first", "bounds.json"), "utf8");
    for (const hash of [key, ...events]) expect(beside).not.toContain(hash);
  });
});

async function write(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(at(name), content);
  return at(name);
}
