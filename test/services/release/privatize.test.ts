// Releases through the service: the same request is answered again at no cost, another is charged, more than is left is refused.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { CarryoverError } from "../../../src/problems/problem.ts";
import type { PrivatizeRequest } from "../../../src/services/release/privatize.ts";

/** A disk that fills up when a release is to be written. */
const disk = vi.hoisted(() => ({ full: false }));
vi.mock("../../../src/store/run/replace-folder.ts", async (load) => {
  const actual = await load<typeof import("../../../src/store/run/replace-folder.ts")>();
  const full = (): Promise<never> =>
    Promise.reject(Object.assign(new Error("full"), { code: "ENOSPC", syscall: "write" }));
  const replaceFolder: typeof actual.replaceFolder = (...args) => (disk.full ? full() : actual.replaceFolder(...args));
  return { ...actual, replaceFolder };
});

// Loaded anew: where files of tests share one process, another file may have loaded the module that is replaced above.
vi.resetModules();
const { makeLedger, readLedgerOf } = await import("../../../src/services/release/ledger.ts");
const { privatize } = await import("../../../src/services/release/privatize.ts");

let root: string;
let request: PrivatizeRequest;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-release-"));
  const data = join(root, "weekly.csv");
  const rows = Array.from({ length: 20 }, (_, week) => `${week + 1},${1000 + 10 * week}`);
  await writeFile(data, `week,revenue\n${rows.join("\n")}\n`);
  await makeLedger({ data }, { epsilon: 1 });
  request = {
    data,
    out: join(root, "private"),
    columns: ["revenue"],
    cap: [200],
    total: [1000],
    epsilon: [0.6],
    granularity: [1],
    notProtected: [{ column: "week", reason: "the calendar" }],
  };
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

const refused = async (asked: PrivatizeRequest, written?: (key: string) => string): Promise<CarryoverError> =>
  privatize(asked, written === undefined ? {} : { written }).then(
    () => expect.unreachable(),
    (reason: unknown) => reason as CarryoverError,
  );

describe("privatize", () => {
  it("answers the same request again with the same release, at no cost", async () => {
    const first = await privatize(request);
    const table = await readFile(first.files[0], "utf8");
    const { spent } = await readLedgerOf(request);
    expect(spent.epsilon).toBeCloseTo(0.6, 12);
    const again = await privatize({ ...request, out: join(root, "again") });
    expect(await readFile(again.files[0], "utf8")).toBe(table);
    expect(again.release.cachedColumns).toEqual(["revenue"]);
    expect((await readLedgerOf(request)).spent).toEqual(spent);
  });

  it("refuses more than is left of the budget, and charges nothing", async () => {
    const { spent } = await readLedgerOf(request);
    const error = await refused({ ...request, epsilon: [0.7] });
    expect(error.problems).toHaveLength(1);
    expect(error.exitCode).toBe(3);
    expect((await readLedgerOf(request)).spent).toEqual(spent);
  });

  it("that was charged and could not be written is kept, and written at no further cost", async () => {
    const { spent } = await readLedgerOf(request);
    const out = join(root, "blocked");
    disk.full = true;
    const asked = { ...request, epsilon: [0.1], out };
    const error = await refused(asked);
    expect(error.problems.map(({ code }) => code)).toEqual([
      expect.stringMatching(/not-writable/),
      "charged-and-stored",
    ]);
    expect(error.exitCode).toBe(7);
    const after = await readLedgerOf(request);
    expect(after.spent.epsilon).toBeCloseTo(spent.epsilon + 0.1, 12);
    disk.full = false;
    expect((await privatize(asked)).release.cachedColumns).toEqual(["revenue"]);
    expect((await readLedgerOf(request)).spent).toEqual(after.spent);
  });

  it("finds by a release that its ledger does not know that the ledger was restored", async () => {
    const data = join(root, "restored.csv");
    await writeFile(data, "week,revenue\n1,10\n2,30\n");
    await makeLedger({ data }, { epsilon: 1 });
    const asked = { ...request, data, out: join(root, "restored-out"), epsilon: [0.25] };
    await privatize(asked);
    await rm(`${data}.ledger/entries/000001.json`);
    await rm(`${data}.ledger/releases`, { recursive: true });
    const { XDG_STATE_HOME: own } = process.env;
    process.env.XDG_STATE_HOME = join(root, "another-account");
    const error = await refused(asked);
    expect([error.problems.map(({ code }) => code), error.exitCode]).toEqual([["release-unknown"], 3]);
    expect((await readLedgerOf({ data })).spent.epsilon).toBe(0);
    process.env.XDG_STATE_HOME = own;
    expect((await privatize(asked)).release.ledger.spent.epsilon).toBe(0.5);
  });

  it("names keys of the request in problems as the caller writes them", async () => {
    const incomplete = { ...request, cap: undefined };
    expect((await refused(incomplete)).message).toMatch(/\bcap\b/);
    expect((await refused(incomplete)).message).not.toContain("--cap");
    expect((await refused(incomplete, (key) => `--${key}`)).message).toContain("--cap");
  });
});
