// carryover privatize and carryover ledger, and an adversary who reads everything they print and write.

import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readNoiseDescription } from "../../../src/privacy/release/noise-description.ts";
import { run } from "../support/harness.ts";

let root: string;
let data: string;
let made = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-privatize-"));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

// So far apart, against noise of about 1e5, that no noised value comes near another cell, and that
// it is its own to the cent with probability 5e-8, or a whole number that is its own rounded with 5e-8.
const truth = Array.from({ length: 12 }, (_, week) => 1_234_567_890.12 + 98_765_432.1 * week);
const table = (cells: readonly (number | string)[]): string =>
  `week,spend_TV,city,revenue\n${cells.map((cell, week) => `2024-01-${String(week + 1).padStart(2, "0")},${week + 5},X,${cell}`).join("\n")}\n`;

beforeEach(async () => {
  data = join(root, `weekly-${made++}.csv`);
  // An account that has seen no ledger of this table.
  process.env.XDG_STATE_HOME = `${data}-state`;
  await writeFile(data, table(truth));
});

const usual = {
  columns: "revenue",
  public: "week=calendar,spend_TV=invoiced, monthly",
  drop: "city",
  cap: "20000",
  total: "100000",
};
/** Runs with the usual options but for those that are given. */
const privatize = (...given: readonly string[]) => {
  const rest = Object.entries({ ...usual, out: `${data}-out` }).flatMap(([name, value]) =>
    given.includes(`--${name}`) ? [] : [`--${name}`, value],
  );
  return run(["privatize", data, ...rest, ...given]);
};
const create = (...more: string[]) => run(["ledger", data, "--create", "--epsilon", "2", ...more]);

/** Every text an outsider could see: what was printed, and every file of the release and of the ledger. */
async function everything(printed: readonly { stdout: string; stderr: string }[]): Promise<string> {
  const texts = printed.flatMap(({ stdout, stderr }) => [stdout, stderr]);
  const folders = [`${data}-out`, `${data}.ledger`];
  while (folders.length > 0) {
    const folder = folders.pop()!;
    for (const name of await readdir(folder).catch((): string[] => [])) {
      const path = join(folder, name);
      if ((await stat(path)).isDirectory()) folders.push(path);
      else texts.push(await readFile(path, "utf8"));
    }
  }
  return texts.join("\n");
}

/** Numbers that only who has seen the table can know, in the forms they could be printed in. */
function secrets(): readonly string[] {
  const total = truth.reduce((sum, value) => sum + value, 0);
  const numbers = [...truth, total, total / truth.length, Math.max(...truth) - Math.min(...truth)];
  return numbers.flatMap((value) => [
    value.toFixed(2),
    String(value),
    String(Math.round(value * 100)),
    value.toFixed(0),
    value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ","),
    value.toPrecision(7),
  ]);
}

describe("carryover privatize", () => {
  it("writes noised values beside public columns, with a description that can be read", async () => {
    expect((await create()).code).toBe(0);
    const { code, stdout, stderr } = await privatize("--epsilon", "1");
    expect([code, stderr]).toEqual([0, ""]);
    expect((await readdir(`${data}-out`)).sort()).toEqual(["noise.json", "noised.csv"]);
    const [header, ...rows] = (await readFile(join(`${data}-out`, "noised.csv"), "utf8")).trim().split("\n");
    expect(header).toBe("week,spend_TV,revenue");
    expect(rows).toHaveLength(12);
    rows.forEach((row, week) => {
      const [date, spend, revenue] = row.split(",");
      expect([date, spend]).toEqual([`2024-01-${String(week + 1).padStart(2, "0")}`, String(week + 5)]);
      // Within 40 scales: beyond that with a probability of e^-40.
      expect(Math.abs(Number(revenue) - truth[week])).toBeLessThan(40 * 100_000);
    });
    const { columns, statement } = await readNoiseDescription(join(`${data}-out`, "noise.json"));
    expect(columns).toHaveLength(1);
    expect(columns[0]).toMatchObject({
      mechanism: "discrete_laplace",
      scale: 100_000,
      scaleKind: "b",
      granularity: 0.01,
    });
    expect(columns[0]).toMatchObject({ unit: "user", epsilon: 1, delta: 0, bounds: { cap: 20_000, total: 100_000 } });
    expect(statement?.notProtected).toEqual([
      { column: "week", reason: "calendar" },
      { column: "spend_TV", reason: "invoiced, monthly" },
    ]);
    expect(stdout).toContain("b = 100,000");
    expect(stdout).toContain("± 230,259");
    expect(stdout).toContain("Not protected: spend_TV (invoiced, monthly).");
    expect(stdout).toContain("spent   epsilon 1, delta 0");
  });

  it("gives the same release again after the output folder was deleted, at no cost", async () => {
    await create();
    await privatize("--epsilon", "1");
    const first = await readFile(join(`${data}-out`, "noised.csv"), "utf8");
    await rm(`${data}-out`, { recursive: true });
    const { stdout } = await privatize("--epsilon", "1", "--json");
    expect(await readFile(join(`${data}-out`, "noised.csv"), "utf8")).toBe(first);
    expect(JSON.parse(stdout)).toMatchObject({ columns: [{ cached: true }], ledger: { spent: { epsilon: 1 } } });
  });

  it("refuses a table that has changed, until it counts as a new version that is charged in full", async () => {
    await create();
    await privatize("--epsilon", "0.5");
    await writeFile(data, table([...truth.slice(0, 5), 0, ...truth.slice(6)]));
    const refused = await privatize("--epsilon", "0.5");
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("--new-version")]);
    const second = await privatize("--epsilon", "0.5", "--new-version");
    expect([second.code, second.stderr]).toEqual([0, ""]);
    expect(second.stdout).toContain("spent   epsilon 1, delta 0");
    expect(second.stdout).toContain("version 2 of the table");
    // What was charged and not written can be had again, without the option.
    await rm(`${data}-out`, { recursive: true });
    const again = await privatize("--epsilon", "0.5", "--json");
    expect(JSON.parse(again.stdout)).toMatchObject({ columns: [{ cached: true }], ledger: { spent: { epsilon: 1 } } });
    expect((await run(["ledger", data])).stdout).toContain("2 versions, all charged to this budget");
  });

  it("has one ledger for one table and its copies", async () => {
    await create();
    const copy = data.replace(".csv", "-copy.csv");
    await writeFile(copy, await readFile(data));
    const refused = await run(["ledger", copy, "--create", "--epsilon", "2"]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(`${data}.ledger`)]);
    const shared = await run([
      "privatize",
      copy,
      "--columns",
      "revenue",
      "--cap",
      "20000",
      "--total",
      "100000",
      "--epsilon",
      "1",
      "--drop",
      "city,week,spend_TV",
      "--out",
      `${copy}-out`,
      "--ledger",
      `${data}.ledger`,
      "--json",
    ]);
    expect(JSON.parse(shared.stdout).ledger).toMatchObject({ spent: { epsilon: 1 }, restores: 0, separate: [] });
  });

  it("cannot be reset: over budget stays over budget whatever becomes of the output", async () => {
    await create();
    await privatize("--epsilon", "2");
    await rm(`${data}-out`, { recursive: true });
    const { code, stderr } = await privatize("--epsilon", "0.5");
    expect(code).toBe(3);
    expect(stderr).toContain("would exceed the remaining privacy budget");
    expect(stderr).toContain("epsilon 0.5, delta 0; left: epsilon 0, delta 0");
    await expect(readdir(`${data}-out`)).rejects.toThrow("ENOENT");
    const elsewhere = await run([
      "ledger",
      data,
      "--create",
      "--epsilon",
      "9",
      "--ledger",
      join(root, `fresh-${made++}`),
    ]);
    expect(elsewhere.code).toBe(2);
    expect(elsewhere.stderr).toContain("This data is charged to another ledger");
  });

  it("adds normal noise with a delta, and refuses one for Laplace", async () => {
    await create("--delta", "1e-6");
    const { code } = await privatize("--epsilon", "1", "--mechanism", "gaussian", "--delta", "1e-6");
    expect(code).toBe(0);
    const { columns } = await readNoiseDescription(join(`${data}-out`, "noise.json"));
    // The known least sigma for epsilon 1, delta 1e-6 times the L2 sensitivity, sqrt(5) * 20000.
    expect(columns[0].scale! / (Math.sqrt(5) * 20_000)).toBeCloseTo(4.224678889326835, 9);
    expect((await privatize("--epsilon", "1", "--delta", "1e-6")).stderr).toContain("takes no delta");
    expect((await privatize("--epsilon", "1", "--mechanism", "gaussian")).stderr).toContain("needs a delta");
  });

  it("takes bounds and epsilon for each column, with a charge for each", async () => {
    await create();
    const { code, stdout } = await run([
      "privatize",
      data,
      "--columns",
      "revenue,spend_TV",
      "--cap",
      "20000,1",
      "--total",
      "100000,3",
      "--epsilon",
      "1,0.5",
      "--granularity",
      "0.01,1",
      "--drop",
      "city,week",
      "--out",
      `${data}-out`,
      "--json",
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      columns: [
        { column: "revenue", scale: 100_000 },
        { column: "spend_TV", scale: 6 },
      ],
      statement: { epsilon: 1.5, delta: 0, composition: "2 releases in sequence, epsilons add up" },
    });
    const csv = (await run(["ledger", data, "--csv"])).stdout.trim().split("\n");
    expect(csv[0]).toBe("time,columns,mechanism,epsilon,delta,version");
    expect(csv.slice(1).map((line) => line.split(",").slice(1).join())).toEqual([
      "revenue,discrete_laplace,1,0,1",
      "spend_TV,discrete_laplace,0.5,0,1",
    ]);
  });

  it.each([
    [["--epsilon", "1", "--public", "week=calendar"], "These columns are not declared as noised, public or dropped"],
    [["--epsilon", "1", "--public", "week,spend_TV"], "needs a reason"],
    [["--epsilon", "1", "--columns", "revenu"], "has no such columns"],
    [["--epsilon", "1", "--drop", "city,revenue"], "named more than once"],
    [["--epsilon", "one"], "must be a positive number"],
    [["--epsilon", "1,2"], "--epsilon has 2 values where --columns names 1 columns"],
    [["--epsilon", "0"], "epsilon must be a positive"],
    [["--epsilon", "1", "--cap", "0.001"], "The cap must be a positive number"],
    [["--epsilon", "1", "--granularity", "1"], "not whole multiples of 1"],
    [["--epsilon", "1", "--unit", "source"], "The ledger protects one user."],
    [["--epsilon", "1", "--columns", ","], "No column gets noise"],
    [[], "--epsilon is needed."],
  ])("is refused with %j, at no cost", async (options, message) => {
    await create();
    const { code, stderr } = await privatize(...options);
    expect(code).toBeGreaterThan(1);
    expect(stderr).toContain(message);
    expect(JSON.parse((await run(["ledger", data, "--json"])).stdout).charges).toEqual([]);
  });

  it("says what protecting a user's week means for a user who comes every week", async () => {
    await create("--unit", "user-week");
    const { stdout } = await privatize("--epsilon", "0.5", "--unit", "user-week");
    expect(stdout).toContain("Protected unit: one user-week.");
    expect(stdout).toContain("A user who appears in every week is protected only with epsilon 6.");
  });

  it("rounds to a coarser lattice when asked, for the stated price", async () => {
    await create();
    await privatize("--epsilon", "1", "--granularity", "100", "--rounding", "nearest");
    const { columns } = await readNoiseDescription(join(`${data}-out`, "noise.json"));
    expect(columns[0]).toMatchObject({ scale: 101_200, sensitivity: { norm: "L1", value: 101_200 }, granularity: 100 });
  });

  it("replaces no folder that holds other things, and writes nothing into the ledger", async () => {
    await create();
    const full = join(root, `full-${made++}`);
    await mkdir(full);
    await writeFile(join(full, "mine.txt"), "x");
    const foreign = await privatize("--epsilon", "1", "--out", full);
    expect(foreign.stderr).toContain("holds other files, so it is not replaced");
    const inside = await privatize("--epsilon", "1", "--out", join(`${data}.ledger`, "out"));
    expect(inside.stderr).toContain("cannot be written into the folder of the ledger");
    expect(JSON.parse((await run(["ledger", data, "--json"])).stdout).spent.epsilon).toBe(0);
  });
});

describe("an adversary who reads all that is printed and written", () => {
  it("finds no true number after releases, replays and refusals", async () => {
    const printed = [
      await create("--delta", "1e-5"),
      await privatize("--epsilon", "1"),
      await privatize("--epsilon", "1", "--json"),
      await privatize("--epsilon", "0.5", "--mechanism", "gaussian", "--delta", "1e-6"),
      await privatize("--epsilon", "5", "--debug"),
      await privatize("--epsilon", "0.1", "--granularity", "5", "--debug"),
      await run(["ledger", data]),
      await run(["ledger", data, "--json"]),
    ];
    const seen = await everything(printed);
    const numbers = new Set(seen.match(/\d[\d.,e+]*/g)?.map((number) => number.replace(/[.,]+$/, "")));
    for (const secret of secrets()) expect(numbers).not.toContain(secret);
    // The search itself works: the public columns are found.
    expect(seen).toContain("2024-01-07,11,");
  });

  it.each([
    ["text among the numbers", table([...truth.slice(0, 5), "987654321.5x", ...truth.slice(6)])],
    ["an empty cell", table([...truth.slice(0, 5), "", ...truth.slice(6)])],
    [
      "numbers that may be read two ways",
      table(truth.map((value) => `${Math.round(value / 1e7)}\u0000345`))
        .replaceAll(",", ";")
        .replaceAll("\u0000", ","),
    ],
    [
      "points and commas mixed",
      table(truth.map((value, week) => (week % 2 ? value : `"${String(value).replace(".", ",")}"`))),
    ],
    ["no header", table(truth).split("\n").slice(1).join("\n")],
    ["a quote that does not close", table([...truth.slice(0, 5), `"${truth[5]}`, ...truth.slice(6)])],
    ["a row that is too long", table([...truth.slice(0, 5), `${truth[5]},${truth[6]}`, ...truth.slice(6)])],
    ["values off the lattice", table(truth.map((value) => value + 0.001))],
    ["values too large to count", table(truth.map((value) => value * 1e9))],
  ])("finds no true number in problems of a table with %s", async (_, content) => {
    await create();
    await writeFile(data, content);
    const outcome = await privatize("--epsilon", "1", "--debug");
    expect(outcome.code).toBeGreaterThan(1);
    // Numbers of lines in a stack trace are those of the source.
    const seen = outcome.stderr.replaceAll(root, "").replaceAll(/:\d+:\d+\)?$/gm, "");
    const digits = content.split("\n").flatMap((line) => line.match(/\d{3,}(?=[^,]*$)/g) ?? []);
    expect(digits.length).toBeGreaterThan(0);
    for (const secret of digits) expect(seen).not.toContain(secret);
  });
});

describe("carryover ledger", () => {
  it("charges what a restored ledger does not know, from memory or as it is told", async () => {
    await create();
    await privatize("--epsilon", "1");
    await rm(join(`${data}.ledger`, "entries", "000001.json"));
    await rm(join(`${data}.ledger`, "releases"), { recursive: true });
    const shown = await run(["ledger", data]);
    expect(shown.stdout).toContain("spent   epsilon 1, delta 0");
    expect(shown.stdout).toContain("restored or copied once");
    // Another account has seen none of it.
    process.env.XDG_STATE_HOME = `${data}-another-account`;
    expect((await run(["ledger", data])).stdout).toContain("spent   epsilon 0, delta 0");
    expect((await run(["ledger", data, "--restored"])).stderr).toContain("--restored needs --epsilon");
    expect((await run(["ledger", data, "--restored", "--create", "--epsilon", "1"])).code).toBe(2);
    const told = await run(["ledger", data, "--restored", "--epsilon", "1.5", "--json"]);
    expect(JSON.parse(told.stdout)).toMatchObject({ restores: 1, spent: { epsilon: 1.5 }, left: { epsilon: 0.5 } });
    expect((await privatize("--epsilon", "1")).stderr).toContain("the ledger was restored from an older backup");
    const elsewhere = await privatize("--epsilon", "1", "--out", `${data}-elsewhere`);
    expect(elsewhere.stderr).toContain("would exceed the remaining privacy budget");
  });

  it("needs to be made with a budget, once", async () => {
    expect((await privatize("--epsilon", "1")).stderr).toContain("There is no ledger");
    expect((await run(["ledger", data])).stderr).toContain("There is no ledger");
    expect((await run(["ledger", data, "--create"])).stderr).toContain("--create needs --epsilon");
    expect((await run(["ledger", data, "--epsilon", "3"])).stderr).toContain(
      "--epsilon can only be given with --create",
    );
    expect((await create()).code).toBe(0);
    expect((await create()).stderr).toContain("The ledger already exists");
    expect((await run(["ledger", data])).stdout).toContain("no charges yet");
  });
});
