// A statement is believed only where it follows from the columns: every release passes its own check, and a description that was changed does not.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createLedger } from "../../../src/privacy/ledger/ledger.ts";
import type { Mechanism } from "../../../src/privacy/mechanisms/index.ts";
import { noiseDocument, parseNoiseDescription } from "../../../src/privacy/release/noise-description.ts";
import { type ReleaseRequest, releaseTable } from "../../../src/privacy/release/release.ts";
import type { CarryoverError } from "../../../src/problems/problem.ts";

let root: string;
let ledger: string;
let made = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-statement-"));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});
beforeEach(() => {
  ledger = join(root, `ledger-${made++}`);
  process.env.XDG_STATE_HOME = `${ledger}-state`;
});

const names = ["revenue", "orders", "views"] as const;

function request(mechanisms: readonly Mechanism[], more: Partial<ReleaseRequest> = {}): ReleaseRequest {
  return {
    table: {
      source: "data.csv",
      columns: mechanisms.map((_, index) => ({ name: names[index], values: Float64Array.of(10, 20, 30) })),
    },
    groups: mechanisms.map((mechanism, index) => ({
      columns: [names[index]],
      cap: 5,
      total: 10,
      granularity: 1,
      mechanism,
    })),
    notProtected: [],
    ...more,
  };
}

const laplace = (epsilon: number): Mechanism => ({ mechanism: "laplace", epsilon });
const gaussian = (epsilon: number): Mechanism => ({ mechanism: "gaussian", epsilon, delta: 1e-6 });

type Content = { statement: Record<string, unknown>; columns: Record<string, unknown>[] };

async function describedBy(asked: ReleaseRequest, accounting: "basic" | "zcdp" = "basic"): Promise<Content> {
  await createLedger(ledger, { epsilon: 20, delta: 1e-4, accounting, unit: asked.unit ?? "user" });
  return JSON.parse(JSON.stringify(noiseDocument((await releaseTable(ledger, asked)).noise))) as Content;
}

async function problemsOf(content: Content): Promise<string> {
  return parseNoiseDescription(content, "noise.json").then(
    () => "",
    (error: CarryoverError) => error.problems.map(({ message }) => message).join(" "),
  );
}

describe("The description of a release", () => {
  it.each<[string, readonly Mechanism[], "basic" | "zcdp"]>([
    ["one Laplace", [laplace(0.7)], "basic"],
    ["three alike", [laplace(0.1), laplace(0.1), laplace(0.1)], "basic"],
    ["Laplace and normal noise", [laplace(0.3), gaussian(0.5), gaussian(0.5)], "basic"],
    ["normal noise in zCDP", [gaussian(0.5), gaussian(0.5), gaussian(1)], "zcdp"],
    ["one normal noise in zCDP", [gaussian(0.5)], "zcdp"],
    ["Laplace in zCDP", [laplace(0.5), laplace(0.25)], "zcdp"],
  ])("with %s passes, and is refused with a smaller or larger epsilon", async (_, mechanisms, accounting) => {
    const content = await describedBy(request(mechanisms), accounting);
    expect(await problemsOf(content)).toBe("");
    const { statement } = content;
    const epsilon = statement.epsilon as number;
    expect(await problemsOf({ ...content, statement: { ...statement, epsilon: epsilon * 0.99 } })).toContain(
      "implies at least",
    );
    expect(await problemsOf({ ...content, statement: { ...statement, epsilon: epsilon * 1.9 } })).toMatch(
      /implies at most|^$/,
    );
    expect(await problemsOf({ ...content, statement: { ...statement, epsilon: epsilon * 9 } })).toContain(
      "implies at most",
    );
  });

  it("of columns under one bound counts their epsilon once", async () => {
    const two = request([laplace(1), laplace(1)]);
    const [group] = two.groups;
    const content = await describedBy({ ...two, groups: [{ ...group, columns: ["revenue", "orders"] }] });
    expect(content.statement.epsilon).toBe(1);
    expect(await problemsOf(content)).toBe("");
    // As two releases they would cost twice as much.
    content.columns[1].release = "another";
    expect(await problemsOf(content)).toContain("implies at least 2");
  });

  it.each<[string, (content: Content) => void, string]>([
    [
      "less noise, with an epsilon that goes with it",
      ({ columns }) => Object.assign(columns[0], { scale: 1, epsilon: 10 }),
      "implies at least",
    ],
    ["less noise", ({ columns }) => Object.assign(columns[0], { scale: 1 }), "contradicts epsilon"],
    [
      "less noise and no sensitivity",
      ({ columns }) => {
        columns[0].scale = 1;
        delete columns[0].sensitivity;
      },
      "contradicts epsilon",
    ],
    [
      "less noise and a sensitivity in another norm",
      ({ columns }) => Object.assign(columns[0], { scale: 1, sensitivity: { norm: "L2", value: 10 } }),
      "contradicts epsilon",
    ],
    [
      "a sensitivity below what one user may add to a cell",
      ({ columns }) => Object.assign(columns[0], { scale: 1, sensitivity: { norm: "L1", value: 1 } }),
      "one unit may change a cell by 5",
    ],
    ["a negative scale", ({ columns }) => Object.assign(columns[0], { scale: -10 }), "expected number to be >0"],
    ["another unit", ({ statement }) => Object.assign(statement, { unit: "source" }), "protects one source"],
    [
      "the column among those without noise",
      ({ statement }) => Object.assign(statement, { not_protected: [{ column: "revenue", reason: "x" }] }),
      "published without noise",
    ],
    [
      "more epsilon than its budget",
      ({ statement }) => Object.assign(statement, { budget: { epsilon: 0.5, delta: 0, accounting: "basic" } }),
      "than the budget",
    ],
    [
      "a delta in a column and none in all",
      ({ columns }) =>
        Object.assign(columns[0], {
          mechanism: "discrete_gaussian",
          scale_kind: "sigma",
          scale: 1e3,
          delta: 1e-6,
          sensitivity: undefined,
        }),
      "says delta 0",
    ],
    ["an unknown key", ({ statement }) => Object.assign(statement, { guaranteed: true }), "guaranteed"],
  ])("is refused with %s", async (_, change, message) => {
    const content = await describedBy(request([laplace(1)]));
    change(content);
    expect(await problemsOf(JSON.parse(JSON.stringify(content)) as Content)).toContain(message);
  });

  it("of the first release, whose groups of one charge shared a name, passes", async () => {
    const content = await describedBy(request([laplace(1), laplace(1)]));
    for (const column of content.columns) column.release = "charge";
    expect(await problemsOf(content)).toBe("");
  });

  it("that was noised elsewhere may be of other people in every column, and is believed as far as the largest loss", async () => {
    const content = await describedBy(request([laplace(1), laplace(0.5)]));
    for (const column of content.columns) column.source = "tumult";
    expect(await problemsOf({ ...content, statement: { ...content.statement, epsilon: 1 } })).toBe("");
    expect(await problemsOf({ ...content, statement: { ...content.statement, epsilon: 0.9 } })).toContain("at least 1");
  });
});

describe("A release asked for from JavaScript", () => {
  const refused = async (asked: ReleaseRequest): Promise<string> =>
    releaseTable(ledger, asked).then(
      () => "",
      (error: CarryoverError) => error.problems.map(({ code }) => code).join(),
    );

  it.each<[string, unknown, string]>([
    ["a rounding of no known kind", { rounding: "neareest" }, "no-such-choice"],
    ["a calibration of no known kind", { mechanism: { ...gaussian(1), calibration: "rdp" } }, "no-such-choice"],
    ["a mechanism of no known kind", { mechanism: { mechanism: "toString", epsilon: 1 } }, "unknown-mechanism"],
    ["no columns", { columns: [] }, "nothing-noised"],
    ["an epsilon in text", { mechanism: { mechanism: "laplace", epsilon: "1" } }, "no-such-epsilon"],
    ["a cap in text", { cap: "5" }, "no-such-bounds"],
    ["a granularity that is none", { granularity: Number.NaN }, "no-such-granularity"],
  ])("with %s is refused and costs nothing", async (_, change, code) => {
    await createLedger(ledger, { epsilon: 5, delta: 1e-3 });
    const asked = request([laplace(1)]);
    const groups = [{ ...asked.groups[0], ...(change as object) }];
    const dropped = groups[0].columns.length === 0 ? ["revenue"] : [];
    expect(await refused({ ...asked, groups, dropped })).toContain(code);
    expect((await releaseTable(ledger, asked)).ledger.spent.epsilon).toBe(1);
  });

  it("with no groups is refused", async () => {
    await createLedger(ledger, { epsilon: 5 });
    expect(await refused({ ...request([laplace(1)]), groups: [], dropped: ["revenue"] })).toContain("nothing-noised");
  });

  it("of columns whose names objects have of their own is made like any other", async () => {
    await createLedger(ledger, { epsilon: 5 });
    const odd = ["__proto__", "constructor", "toString"];
    const released = await releaseTable(ledger, {
      table: { source: "x", columns: odd.map((name) => ({ name, values: Float64Array.of(1, 2) })) },
      groups: [{ columns: odd, cap: 1, total: 1, granularity: 1, mechanism: laplace(1) }],
      notProtected: [],
    });
    expect(released.columns.map(({ name }) => name)).toEqual(odd);
    const { columns } = await parseNoiseDescription(JSON.parse(JSON.stringify(noiseDocument(released.noise))), "x");
    expect(columns.map(({ column }) => column)).toEqual(odd);
  });
});
