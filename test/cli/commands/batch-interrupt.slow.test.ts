// Ctrl-C between the look at the tables and the first fit, while devices are looked for.

import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { tableText, writeTables } from "../../jobs/support/tables.ts";
import { run } from "../support/harness.ts";

vi.mock("../../../src/jobs/executors/choose-executor.ts", async (original) => {
  const real = await original<typeof import("../../../src/jobs/executors/choose-executor.ts")>();
  const chooseExecutor: typeof real.chooseExecutor = (...given) => {
    process.emit("SIGINT");
    return real.chooseExecutor(...given);
  };
  return { ...real, chooseExecutor };
});

it("ends as a canceled batch when it is interrupted while it looks for devices", async () => {
  const root = await mkdtemp(join(tmpdir(), "carryover-batch-"));
  try {
    await writeTables(join(root, "tables"), { north: tableText(1) });
    const { code, stderr } = await run(["batch", join(root, "tables"), "--out", join(root, "out"), "--threads", "1"]);
    expect(stderr).toMatch(/Canceled before anything was fitted\.\n$/);
    expect(code).toBe(130);
    expect(await readdir(join(root, "out"))).toEqual(["batch.json"]);
  } finally {
    await rm(root, { recursive: true });
  }
});
