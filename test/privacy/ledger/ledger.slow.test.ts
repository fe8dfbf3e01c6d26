// The ledger against accidents and adversaries: exhaustion, replay, processes at once, a kill at every step to disk, tampering.

import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemRandomness } from "../../../src/privacy/exact/random-source.ts";
import { disk } from "../../../src/privacy/ledger/disk.ts";
import { answerThroughLedger } from "../../../src/privacy/ledger/answer.ts";
import { type Budget, createLedger, readLedger } from "../../../src/privacy/ledger/ledger.ts";
import { createLedgerOf, ledgerOf } from "../../../src/privacy/ledger/location.ts";
import { releaseFrom, releaseTable } from "../../../src/privacy/release/release.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import { requestNamed } from "../support/requests.ts";

let root: string;
let child: string;
let ledger: string;
let made = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-ledger-"));
  child = join(root, "child.mjs");
  await build({
    entryPoints: [new URL("../support/ledger-child.ts", import.meta.url).pathname],
    outfile: child,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "silent",
  });
});
afterAll(async () => {
  await rm(root, { recursive: true });
});
beforeEach(anew);

/** Another ledger, and an account that has seen none. */
function anew(): void {
  ledger = join(root, `ledger-${made++}`);
  process.env.XDG_STATE_HOME = `${ledger}-state`;
}

const budget = (epsilon: number, more: Partial<Budget> = {}): Promise<unknown> =>
  createLedger(ledger, { epsilon, ...more });

interface ChildAnswer {
  readonly steps?: number;
  readonly values?: readonly string[];
  readonly cached?: readonly string[];
  readonly refused?: readonly string[];
}

/** What the child printed; undefined when it was killed. */
function runChild(name: string, epsilon: number, step = 0, how = "before"): Promise<ChildAnswer | undefined> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [child, ledger, name, String(epsilon), String(step), how], (error, stdout, stderr) => {
      if (error !== null && error.signal === "SIGKILL") resolve(undefined);
      else if (error !== null) reject(new Error(stderr));
      else resolve(JSON.parse(stdout) as ChildAnswer);
    });
  });
}

/** Codes of the problems that something is refused with. */
async function refusal(work: Promise<unknown>): Promise<readonly string[]> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CarryoverError)) throw new Error(`not refused: ${String(error)}`);
  return error.problems.map(({ code }) => code);
}

const noisedRevenue = async (name: string, epsilon: number): Promise<readonly string[]> =>
  (await releaseTable(ledger, requestNamed(name, epsilon))).columns[1].values;

describe("a budget", () => {
  it("is spent to the last decimal and then stays exhausted, also for whoever reads the ledger anew", async () => {
    await budget(0.3);
    for (const name of ["a", "b", "c"]) await releaseTable(ledger, requestNamed(name, 0.1));
    const state = await readLedger(ledger);
    expect(state.spent.epsilon).toBe(0.3);
    expect(state.left.epsilon).toBe(0);
    expect(state.exhausted).toBe(true);
    expect(await refusal(releaseTable(ledger, requestNamed("d", 1e-9)))).toEqual(["over-budget"]);
    expect(await runChild("d", 1e-9)).toEqual({ refused: ["over-budget"] });
    expect((await readLedger(ledger)).charges).toHaveLength(3);
  });

  it("refuses a release that is larger than what is left, and goes on with smaller ones", async () => {
    await budget(1);
    await releaseTable(ledger, requestNamed("a", 0.7));
    expect(await refusal(releaseTable(ledger, requestNamed("b", 0.31)))).toEqual(["over-budget"]);
    await releaseTable(ledger, requestNamed("b", 0.3));
  });

  it("is charged for all groups of a release or for none", async () => {
    await budget(1);
    const request = requestNamed("a", 0.6);
    const second = { ...request.groups[0], columns: ["orders"], granularity: 1 };
    const both = {
      ...request,
      table: {
        ...request.table,
        columns: [...request.table.columns, { name: "orders", values: new Float64Array(12) }],
      },
      groups: [...request.groups, second],
    };
    expect(await refusal(releaseTable(ledger, both))).toEqual(["over-budget"]);
    expect((await readLedger(ledger)).charges).toHaveLength(0);
  });

  it("without a delta admits no normal noise", async () => {
    await budget(5);
    const request = requestNamed("a", 1);
    const mechanism = { mechanism: "gaussian", epsilon: 1, delta: 1e-6 } as const;
    const groups = request.groups.map((group) => ({ ...group, mechanism }));
    expect(await refusal(releaseTable(ledger, { ...request, groups }))).toEqual(["over-budget"]);
  });

  it("in zCDP is used up by one release that asks for all of it, and holds more small ones than epsilons would", async () => {
    await budget(1, { delta: 1e-6, accounting: "zcdp" });
    const request = requestNamed("a", 1);
    const gaussian = (name: string, epsilon: number) => ({
      ...requestNamed(name, 1),
      groups: request.groups.map((group) => ({
        ...group,
        mechanism: { mechanism: "gaussian", epsilon, delta: 1e-6 } as const,
      })),
    });
    await releaseTable(ledger, gaussian("a", 1));
    expect((await readLedger(ledger)).exhausted).toBe(true);
    anew();
    await budget(1, { delta: 1e-6, accounting: "zcdp" });
    for (const name of ["a", "bb", "ccc", "dddd", "eeeee"]) await releaseTable(ledger, gaussian(name, 0.4));
    const { spent } = await readLedger(ledger);
    expect(spent.epsilon).toBeLessThan(1);
    expect(spent.rho).toBeGreaterThan(0);
  });

  it("cannot be made twice, nor without bounds", async () => {
    await budget(1);
    expect(await refusal(budget(9))).toEqual(["ledger-exists"]);
    expect((await readLedger(ledger)).budget.epsilon).toBe(1);
    for (const wrong of [{ epsilon: 0 }, { epsilon: Number.POSITIVE_INFINITY }, { epsilon: 1, delta: 1 }]) {
      expect(await refusal(createLedger(`${ledger}-x`, wrong))).toHaveLength(1);
    }
    expect(await refusal(createLedger(`${ledger}-x`, { epsilon: 1, accounting: "zcdp" }))).toEqual(["no-such-delta"]);
  });

  it("is for one unit: bounds of another are refused", async () => {
    await budget(1);
    expect(await refusal(releaseTable(ledger, { ...requestNamed("a", 1), unit: "user-week" }))).toEqual([
      "unit-differs",
    ]);
  });
});

describe("the same question", () => {
  it("has the same answer at no cost, also after the budget is exhausted", async () => {
    await budget(1);
    const first = await releaseTable(ledger, requestNamed("a", 1));
    expect(first.cachedColumns).toEqual([]);
    const again = await releaseTable(ledger, requestNamed("a", 1));
    expect(again.cachedColumns).toEqual(["revenue"]);
    expect(again.columns).toEqual(first.columns);
    expect(again.noise).toEqual(first.noise);
    expect((await runChild("a", 1))?.values).toEqual(first.columns[1].values);
    expect((await readLedger(ledger)).charges).toHaveLength(1);
  });

  it("is another one when bounds, epsilon or granularity differ", async () => {
    await budget(10);
    const request = requestNamed("a", 1);
    const [group] = request.groups;
    await releaseTable(ledger, request);
    await releaseTable(ledger, requestNamed("b", 1));
    await releaseTable(ledger, requestNamed("a", 0.5));
    await releaseTable(ledger, { ...request, groups: [{ ...group, cap: 51 }] });
    await releaseTable(ledger, { ...request, groups: [{ ...group, total: 201 }] });
    await releaseTable(ledger, { ...request, groups: [{ ...group, granularity: 0.001 }] });
    expect((await readLedger(ledger)).charges).toHaveLength(6);
  });

  it("asked twice at once in one process is charged once", async () => {
    await budget(1);
    const [first, second] = await Promise.all([noisedRevenue("a", 0.4), noisedRevenue("a", 0.4)]);
    expect(second).toEqual(first);
    expect((await readLedger(ledger)).charges).toHaveLength(1);
  });
});

describe("several processes at once", () => {
  it("never spend more than the budget between them", async () => {
    await budget(1);
    const answers = await Promise.all(["a", "bb", "ccc", "dddd", "eeeee", "ffffff"].map((name) => runChild(name, 0.3)));
    expect(answers.filter((answer) => answer?.values !== undefined)).toHaveLength(3);
    expect(answers.filter((answer) => answer?.refused?.[0] === "over-budget")).toHaveLength(3);
    expect((await readLedger(ledger)).spent.epsilon).toBe(0.9);
  });

  it("that ask the same get the same answer for one charge", async () => {
    await budget(1);
    const answers = await Promise.all(Array.from({ length: 4 }, () => runChild("a", 0.3)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer?.values))).size).toBe(1);
    expect(answers.filter((answer) => answer?.cached?.length === 0)).toHaveLength(1);
    expect((await readLedger(ledger)).charges).toHaveLength(1);
  });
});

describe("a release that is just being made", () => {
  it("by this process is waited for", async () => {
    await budget(1);
    let reached = (): void => undefined;
    let goOn = (): void => undefined;
    const writing = new Promise<void>((resolve) => (reached = resolve));
    const allowed = new Promise<void>((resolve) => (goOn = resolve));
    const slow = {
      ...disk,
      writeNew: async (path: string, content: string) => {
        if (path.includes("releases")) {
          reached();
          await allowed;
        }
        await disk.writeNew(path, content);
      },
    };
    const first = releaseFrom(ledger, requestNamed("a", 0.4), systemRandomness(), slow);
    await writing;
    const second = noisedRevenue("a", 0.4);
    await new Promise((resolve) => setTimeout(resolve, 200));
    goOn();
    expect(await second).toEqual((await first).columns[1].values);
    expect((await readLedger(ledger)).charges).toHaveLength(1);
  });

  it("by another process is waited for, as long as that one lives", async () => {
    await budget(1);
    const args = [child, ledger, "a", "0.4", "21", "stop"];
    const started = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const output = text(started.stdout);
    while ((await readLedger(ledger)).charges.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const second = noisedRevenue("a", 0.4);
    await new Promise((resolve) => setTimeout(resolve, 300));
    started.kill("SIGCONT");
    expect(await second).toEqual((JSON.parse(await output) as ChildAnswer).values);
    expect((await readLedger(ledger)).charges).toHaveLength(1);
  });
});

/** Every noised list that lies anywhere in the ledger, whole or torn, by the charge whose file it is in. */
async function visibleDraws(): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  const folder = join(ledger, "releases");
  for (const name of await readdir(folder)) {
    const charge = name.replace(/^\.pending-/, "").replace(/\.json$/, "");
    const numbers = (await readFile(join(folder, name), "utf8")).match(/"-?\d+(\.\d+)?"/g) ?? [];
    const draws = found.get(charge) ?? new Set();
    if (numbers.length > 0) draws.add(numbers.slice(0, 2).join());
    found.set(charge, draws);
  }
  return found;
}

describe("a process killed at any step to disk", () => {
  it("never leaves two answers for one charge, nor one without a charge, and the ledger goes on", async () => {
    await budget(1);
    const whole = await runChild("a", 0.5);
    const steps = whole!.steps!;
    // Key and claim of the account; then charge, its memory, and answer: folders; write, link, flush, tidy for each of the five.
    expect(steps).toBe(24);
    // What a kill after one step leaves is what a kill before the next one leaves; a write can also be cut in the middle.
    const deaths = [
      ...Array.from({ length: steps }, (_, step) => ({ step: step + 1, how: "before" })),
      ...[2, 7, 12, 17, 21].map((step) => ({ step, how: "torn" })),
      { step: steps, how: "after" },
    ];
    const outcomes: string[] = [];
    for (const { step, how } of deaths) {
      anew();
      await budget(1);
      expect(await runChild("a", 0.5, step, how)).toBeUndefined();
      const before = await readLedger(ledger);
      const seen = await visibleDraws();
      const answer = await noisedRevenue("a", 0.5);
      const after = await readLedger(ledger);
      const charged = new Set(after.charges.map(({ charge }) => charge));
      for (const [charge, draws] of await visibleDraws()) {
        const all = new Set([...draws, ...(seen.get(charge) ?? [])]);
        expect(charged.has(charge), `a draw without a charge (${how} step ${step})`).toBe(true);
        expect(all.size, `draws of one charge (${how} step ${step})`).toBeLessThanOrEqual(1);
      }
      expect(after.spent.epsilon).toBeLessThanOrEqual(1);
      // An answer that could have left the first process is the answer of the second.
      const stored = [...seen].filter(([charge]) => before.charges.some((entry) => entry.charge === charge));
      if (after.charges.length === before.charges.length) {
        expect(stored.some(([, draws]) => [...draws].some((draw) => draw.startsWith(`"${answer[0]}"`)))).toBe(true);
      }
      expect(await noisedRevenue("a", 0.5)).toEqual(answer);
      expect((await readLedger(ledger)).charges).toHaveLength(after.charges.length);
      outcomes.push(`${before.charges.length}>${after.charges.length}`);
    }
    // All three happen: killed before the charge, after it with nothing stored (charged again), after the answer was stored (replayed).
    expect(new Set(outcomes)).toEqual(new Set(["0>1", "1>2", "1>1"]));
  });

  it("that had used the budget up leaves it used up", async () => {
    await budget(0.5);
    // Step 14 is the flush of the charge; nothing has been drawn.
    expect(await runChild("a", 0.5, 14, "after")).toBeUndefined();
    expect(await refusal(releaseTable(ledger, requestNamed("a", 0.5)))).toEqual(["over-budget"]);
  });
});

describe("a ledger that was tampered with, or lost a part", () => {
  const entry = (name: string): string => join(ledger, "entries", name);

  it("stops every release when an entry is changed, missing or reordered", async () => {
    await budget(1);
    await releaseTable(ledger, requestNamed("a", 0.5));
    await releaseTable(ledger, requestNamed("b", 0.1));
    const text = await readFile(entry("000000.json"), "utf8");
    await writeFile(entry("000000.json"), text.replace('"epsilon":1', '"epsilon":9'));
    expect(await refusal(releaseTable(ledger, requestNamed("c", 0.1)))).toEqual(["ledger-damaged"]);
    await writeFile(entry("000000.json"), text);
    await rename(entry("000001.json"), entry("000003.json"));
    expect(await refusal(readLedger(ledger))).toEqual(["ledger-damaged"]);
    await rename(entry("000003.json"), entry("000001.json"));
    await writeFile(entry("000002.json"), await readFile(entry("000001.json"), "utf8"));
    expect(await refusal(readLedger(ledger))).toEqual(["ledger-damaged"]);
  });

  it("is noticed by a release whose charge was cut off at the end", async () => {
    await budget(1);
    await releaseTable(ledger, requestNamed("a", 0.5));
    await rm(entry("000001.json"));
    process.env.XDG_STATE_HOME = `${ledger}-other-account`;
    expect(await refusal(releaseTable(ledger, requestNamed("a", 0.5)))).toEqual(["ledger-damaged"]);
  });

  it("does not draw deleted releases again for the old charge", async () => {
    await budget(1);
    const first = await noisedRevenue("a", 0.5);
    await rm(join(ledger, "releases"), { recursive: true });
    expect(await noisedRevenue("a", 0.5)).not.toEqual(first);
    await rm(join(ledger, "releases"), { recursive: true });
    expect(await refusal(releaseTable(ledger, requestNamed("a", 0.5)))).toEqual(["over-budget"]);
  });

  it("does not hand out a changed stored release", async () => {
    await budget(1);
    const [value] = await noisedRevenue("a", 0.5);
    const folder = join(ledger, "releases");
    const [name] = await readdir(folder);
    const text = await readFile(join(folder, name), "utf8");
    await writeFile(join(folder, name), text.replace(value, "1"));
    expect(await refusal(releaseTable(ledger, requestNamed("a", 0.5)))).toEqual(["stored-release-damaged"]);
  });

  it("leaves the charge of a draw that fails spent", async () => {
    await budget(1);
    const query = { material: "m", label: "x", loss: { mechanism: "laplace", epsilon: 0.6, delta: 0 } };
    const failing = answerThroughLedger(ledger, { unit: "user", content: "t" }, [query], () => {
      throw new Error("no entropy");
    });
    await expect(failing).rejects.toThrow("no entropy");
    expect(await refusal(answerThroughLedger(ledger, { unit: "user", content: "t" }, [query], () => 1))).toEqual([
      "over-budget",
    ]);
  });
});

describe("the ledger of a table", () => {
  let data: string;
  beforeEach(async () => {
    const folder = join(root, `data-${made++}`);
    await mkdir(folder);
    data = join(folder, "weekly.csv");
    await writeFile(data, "week,revenue\n1,2\n");
  });

  it("is beside it, has to be made first, and is not made for a table that is not there", async () => {
    expect(await refusal(ledgerOf(data))).toEqual(["no-ledger"]);
    expect(await refusal(createLedgerOf(`${data}x`, undefined, { epsilon: 1 }))).toEqual(["missing-file"]);
    await createLedgerOf(data, undefined, { epsilon: 1 });
    expect(await ledgerOf(data)).toBe(`${data}.ledger`);
    expect(await ledgerOf(data, `${data}.ledger`)).toBe(`${data}.ledger`);
    expect(await refusal(createLedgerOf(data, undefined, { epsilon: 9 }))).toEqual(["ledger-exists"]);
  });

  it("may be elsewhere, but only one: another is refused, and so is a fresh start when it is gone", async () => {
    await createLedgerOf(data, ledger, { epsilon: 1 });
    expect(await ledgerOf(data)).toBe(ledger);
    const other = `${ledger}-other`;
    await createLedger(other, { epsilon: 1 });
    expect(await refusal(ledgerOf(data, other))).toEqual(["other-ledger"]);
    expect(await refusal(createLedgerOf(data, `${ledger}-third`, { epsilon: 1 }))).toEqual(["other-ledger"]);
    await rm(ledger, { recursive: true });
    expect(await refusal(ledgerOf(data))).toEqual(["ledger-lost"]);
    expect(await refusal(createLedgerOf(data, undefined, { epsilon: 1 }))).toEqual(["ledger-lost"]);
    expect(await refusal(createLedgerOf(data, ledger, { epsilon: 1 }))).toEqual(["ledger-lost"]);
  });

  it("that was moved is found where it is named, by its identity, and another one is not", async () => {
    await createLedgerOf(data, ledger, { epsilon: 1 });
    await rename(ledger, `${ledger}-moved`);
    expect(await refusal(ledgerOf(data))).toEqual(["ledger-lost"]);
    await createLedger(`${ledger}-other`, { epsilon: 9 });
    expect(await refusal(ledgerOf(data, `${ledger}-other`))).toEqual(["other-ledger"]);
    expect(await ledgerOf(data, `${ledger}-moved`)).toBe(`${ledger}-moved`);
    expect(await ledgerOf(data)).toBe(`${ledger}-moved`);
  });

  it("beside the table excludes another one elsewhere", async () => {
    await createLedgerOf(data, undefined, { epsilon: 1 });
    expect(await refusal(createLedgerOf(data, ledger, { epsilon: 1 }))).toEqual(["other-ledger"]);
    await createLedger(ledger, { epsilon: 1 });
    expect(await refusal(ledgerOf(data, ledger))).toEqual(["other-ledger"]);
  });

  it("of several tables of the same users can be one", async () => {
    await createLedgerOf(data, ledger, { epsilon: 1 });
    const second = `${data}.2.csv`;
    await writeFile(second, "week,orders\n1,2\n");
    expect(await ledgerOf(second, ledger)).toBe(ledger);
    expect(await ledgerOf(second)).toBe(ledger);
  });
});
