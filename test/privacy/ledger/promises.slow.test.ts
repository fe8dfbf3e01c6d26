// What a ledger promises of tables that change, of itself when it is restored or copied, and of other ledgers of the same table.

import { cp, mkdtemp, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { overlap, sampleSize } from "../../../src/privacy/ledger/claims.ts";
import { createLedger, declareLost, declareSeparate, readLedger } from "../../../src/privacy/ledger/ledger.ts";
import { privacyStatement } from "../../../src/privacy/release/privacy-statement.ts";
import { completeDescription } from "../../../src/privacy/release/noise-description.ts";
import { type Release, type ReleaseRequest, releaseTable } from "../../../src/privacy/release/release.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";

let root: string;
let ledger: string;
let made = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-promises-"));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});
beforeEach(async () => {
  ledger = join(root, `ledger-${made++}`);
  process.env.XDG_STATE_HOME = `${ledger}-state`;
  await createLedger(ledger, { epsilon: 2 });
});

/** A table of two measures; one of them is asked, or both, each in a group of its own. */
function request(
  asked: readonly ("revenue" | "orders")[],
  { revenue = 100, orders = 7, epsilon = 0.25, newVersion = false } = {},
): ReleaseRequest {
  const names = ["revenue", "orders"] as const;
  return {
    table: {
      source: "data.csv",
      columns: [
        { name: "week", values: ["1", "2"] },
        { name: "revenue", values: Float64Array.of(revenue, 200) },
        { name: "orders", values: Float64Array.of(orders, 8) },
      ],
    },
    groups: asked.map((name) => ({
      columns: [name],
      cap: 5,
      total: 5,
      granularity: 1,
      mechanism: { mechanism: "laplace", epsilon },
    })),
    notProtected: [{ column: "week", reason: "calendar" }],
    dropped: names.filter((name) => !asked.includes(name)),
    newVersion,
  };
}

const release = (...args: Parameters<typeof request>): Promise<Release> => releaseTable(ledger, request(...args));
const spent = async (): Promise<number> => (await readLedger(ledger)).spent.epsilon;
const cells = (released: Release): string => JSON.stringify(released.columns);
const sentences = ({ noise }: Release): readonly string[] => privacyStatement(completeDescription(noise, "noise.json"));

async function refusal(work: Promise<unknown>): Promise<readonly string[]> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CarryoverError)) throw new Error(`not refused: ${String(error)}`);
  return error.problems.map(({ code }) => code);
}

describe("A table that changes", () => {
  it("is refused, whichever column has changed and whichever is asked, at no cost", async () => {
    await release(["revenue", "orders"]);
    for (const changed of [{ revenue: 101 }, { orders: 9 }]) {
      for (const asked of [["revenue"], ["orders"], ["revenue", "orders"]] as const) {
        expect(await refusal(release(asked, changed))).toEqual(["table-changed"]);
      }
    }
    expect(await spent()).toBe(0.5);
  });

  it("as a new version is charged in every column, so that no one sees which have changed", async () => {
    const first = await release(["revenue", "orders"]);
    const second = await release(["revenue", "orders"], { orders: 9, newVersion: true });
    expect(second.cachedColumns).toEqual([]);
    expect(second.columns[1].values).not.toEqual(first.columns[1].values);
    expect(await spent()).toBe(1);
    expect(sentences(second)).toContain(
      "This is version 2 of the table; earlier versions were charged to the same budget.",
    );
    expect((await readLedger(ledger)).versions.map(({ version }) => version)).toEqual([1, 2]);
  });

  it("is charged as a new version also when nothing has changed: the charge says nothing of the data", async () => {
    const first = await release(["revenue"]);
    const second = await release(["revenue"], { newVersion: true });
    expect(cells(second)).not.toBe(cells(first));
    expect(await spent()).toBe(0.5);
  });

  it("is answered from its own version again at no cost, an earlier one too", async () => {
    const first = await release(["revenue"]);
    const second = await release(["revenue"], { revenue: 101, newVersion: true });
    expect(cells(await release(["revenue"], { revenue: 101 }))).toBe(cells(second));
    const again = await release(["revenue"]);
    expect(cells(again)).toBe(cells(first));
    expect(again.noise.statement.ledger!.version).toBe(1);
    expect(await spent()).toBe(0.5);
  });

  it("is the same one with its numbers given as text, and another one with a column renamed", async () => {
    await release(["revenue"]);
    const same = request(["revenue"]);
    const columns = same.table.columns.map(({ name, values }) =>
      name === "orders" ? { name, values: ["7.00", "8"] } : { name, values },
    );
    expect((await releaseTable(ledger, { ...same, table: { ...same.table, columns } })).cachedColumns).toEqual([
      "revenue",
    ]);
    const renamed = same.table.columns.map(({ name, values }) => ({
      name: name === "orders" ? "sales" : name,
      values,
    }));
    const other = { ...same, table: { ...same.table, columns: renamed }, dropped: ["sales"] };
    expect(await refusal(releaseTable(ledger, other))).toEqual(["table-changed"]);
  });

  it("of two contents released at once has one of them refused", async () => {
    const outcomes = await Promise.allSettled([release(["revenue"]), release(["revenue"], { revenue: 101 })]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await spent()).toBe(0.25);
  });
});

describe("A ledger restored from a backup", () => {
  it("is charged again what it does not know, and says so", async () => {
    await release(["orders"], { epsilon: 0.5 });
    await cp(ledger, `${ledger}-backup`, { recursive: true });
    await release(["revenue"], { epsilon: 1 });
    await rm(ledger, { recursive: true });
    await cp(`${ledger}-backup`, ledger, { recursive: true });
    const seen = await readLedger(ledger);
    expect([seen.spent.epsilon, seen.left.epsilon, seen.restores]).toEqual([1.5, 0.5, 1]);
    expect(await refusal(release(["revenue"], { epsilon: 0.75 }))).toEqual(["over-budget"]);
    const released = await release(["orders"], { epsilon: 0.25 });
    const after = await readLedger(ledger);
    expect([after.spent.epsilon, after.restores, after.id]).toEqual([1.75, 1, seen.id]);
    expect(released.noise.statement.ledger).toMatchObject({ id: seen.id, restores: 1 });
    expect(sentences(released)).toContain(
      "The ledger was restored from a backup or copied once. The charges that were then found missing are counted; others would not be.",
    );
    // Restored once more, it learns the same once more.
    await rm(ledger, { recursive: true });
    await cp(`${ledger}-backup`, ledger, { recursive: true });
    expect((await readLedger(ledger)).spent.epsilon).toBe(1.75);
  });

  it("may have lost its entries alone: its stored releases are still repeated", async () => {
    const first = await release(["revenue"]);
    await rm(join(ledger, "entries", "000001.json"));
    const again = await release(["revenue"]);
    expect([cells(again), again.cachedColumns]).toEqual([cells(first), ["revenue"]]);
    expect(await spent()).toBe(0.25);
  });

  it("and its copy count each other's charges, whichever is asked", async () => {
    await release(["orders"]);
    const copy = `${ledger}-copy`;
    await cp(ledger, copy, { recursive: true });
    await releaseTable(ledger, request(["revenue"], { epsilon: 1 }));
    await releaseTable(copy, request(["revenue"], { epsilon: 0.5 }));
    for (const path of [ledger, copy]) {
      expect((await readLedger(path)).spent.epsilon).toBe(1.75);
      expect(await refusal(releaseTable(path, request(["orders"], { epsilon: 0.5 })))).toEqual(["over-budget"]);
    }
  });

  it("is told what another account has spent, which counts as a restore", async () => {
    await release(["orders"]);
    await declareLost(ledger, { epsilon: 1.5 });
    const { spent: all, restores, left } = await readLedger(ledger);
    expect([all.epsilon, restores, left.epsilon]).toEqual([1.75, 1, 0.25]);
    expect((await release(["revenue"])).noise.statement.ledger!.restores).toBe(1);
    expect(() => declareLost(ledger, { epsilon: 0 })).toThrow("epsilon must be");
  });

  it("never states a budget that its charges exceed", async () => {
    await release(["revenue"], { epsilon: 1 });
    await declareLost(ledger, { epsilon: 3 });
    expect((await release(["revenue"], { epsilon: 1 })).noise.statement.budget!.epsilon).toBe(4);
  });

  it("keeps its identity and its charges when its folder is moved, or reached by a link", async () => {
    await release(["orders"]);
    const { id } = await readLedger(ledger);
    await rename(ledger, `${ledger}-moved`);
    await symlink(`${ledger}-moved`, ledger);
    expect(await readLedger(ledger)).toMatchObject({ id, restores: 0 });
    expect((await release(["orders"])).cachedColumns).toEqual(["orders"]);
  });

  it("is not used when what the account remembers was damaged or cannot be written", async () => {
    await release(["orders"]);
    const { id } = await readLedger(ledger);
    const folder = join(`${ledger}-state`, "carryover", "ledgers", id, "charges");
    const [name] = await readdir(folder);
    await rm(join(ledger, "entries", "000001.json"));
    await writeFile(join(folder, name), "{}");
    expect(await refusal(release(["orders"]))).toEqual(["ledger-memory-damaged"]);
    await writeFile(join(root, "file"), "");
    process.env.XDG_STATE_HOME = join(root, "file");
    expect(await refusal(release(["revenue"]))).not.toEqual([]);
  });
});

describe("A second ledger", () => {
  it("of the same table is refused, until it is declared; then both say what they do not count", async () => {
    await release(["revenue"]);
    const second = `${ledger}-second`;
    const { id } = await createLedger(second, { epsilon: 1 });
    expect(await refusal(releaseTable(second, request(["revenue"])))).toEqual(["counted-elsewhere"]);
    expect((await readLedger(second)).spent.epsilon).toBe(0);
    const { id: first } = await readLedger(ledger);
    await declareSeparate(second, [first]);
    const released = await releaseTable(second, request(["revenue"]));
    expect(released.noise.statement.ledger!.separate).toEqual([first]);
    expect(sentences(released)).toContain(
      `Not counted: releases of the same events that are charged to ledger ${first}. What they cost adds to this.`,
    );
    const again = await release(["revenue"]);
    expect(again.cachedColumns).toEqual(["revenue"]);
    expect(again.noise.statement.ledger!.separate).toEqual([id]);
  });

  it("of another table is allowed", async () => {
    await release(["revenue"]);
    const second = `${ledger}-second`;
    await createLedger(second, { epsilon: 1 });
    expect(
      (await releaseTable(second, request(["revenue"], { revenue: 55 }))).noise.statement.ledger!.separate,
    ).toEqual([]);
  });

  it("is not seen by an account that does not know the first", async () => {
    const released = await release(["revenue"]);
    const second = `${ledger}-second`;
    process.env.XDG_STATE_HOME = `${ledger}-another-account`;
    await createLedger(second, { epsilon: 1 });
    await releaseTable(second, request(["revenue"]));
    expect(sentences(released)).toContain("Not counted: releases through ledgers of other accounts or machines.");
  });
});

describe("Samples of events", () => {
  const hash = (k: number): string => ((k * 2_654_435_761) % 2 ** 32).toString(16).padStart(16, "0");
  const sampleOf = (from: number, to: number): readonly string[] =>
    Array.from({ length: to - from }, (_, k) => hash(from + k))
      .toSorted()
      .slice(0, sampleSize);

  it.each([
    ["the same set", [0, 50_000], [0, 50_000], true],
    ["a hundredth of it", [0, 50_000], [10_000, 10_500], true],
    ["a set that goes on", [0, 50_000], [0, 80_000], true],
    ["a window moved by half", [0, 50_000], [25_000, 75_000], true],
    ["a window that shares a tenth", [0, 50_000], [45_000, 95_000], true],
    ["a window that shares a hundredth", [0, 50_000], [49_500, 99_500], false],
    ["another set", [0, 50_000], [50_000, 90_000], false],
    ["no events", [0, 50_000], [0, 0], false],
  ] as [string, [number, number], [number, number], boolean][])("see an overlap of a set with %s", (_, a, b, seen) => {
    expect(overlap(sampleOf(...a), sampleOf(...b))).toBe(seen);
    expect(overlap(sampleOf(...b), sampleOf(...a))).toBe(seen);
  });
});
