// carryover batch as a process of its own: killed and gone on with, and asked for a GPU where there is none.

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tableText, writeTables } from "../../jobs/support/tables.ts";
import { requireBuild, start } from "../support/built-command.ts";

let root: string;
beforeAll(async () => {
  requireBuild();
  root = await mkdtemp(join(tmpdir(), "carryover-batch-"));
  const names = Array.from({ length: 8 }, (_, i) => `t${i + 1}`);
  await writeTables(join(root, "tables"), Object.fromEntries(names.map((name, i) => [name, tableText(i + 1)])));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

const short = ["--chains", "2", "--warmup", "200", "--draws", "1500", "--threads", "2", "--report", "html"];
const isRun = (name: string): boolean => /^t\d$/.test(name);

it("loses nothing that was finished when it is killed, and goes on to the draws that it would have had", async () => {
  const whole = await start(["batch", "tables", "--out", "whole", ...short], root).finished;
  expect([0, 4]).toContain(whole.code);

  const { child, finished } = start(["batch", "tables", "--out", "killed", ...short], root);
  const journal = join(root, "killed", "fits.ndjson");
  const lines = async (): Promise<number> => (await readFile(journal, "utf8").catch(() => "")).split("\n").length - 1;
  while ((await lines()) < 2) await new Promise((resume) => setTimeout(resume, 5));
  child.kill("SIGKILL");
  await finished;
  const left = (await readdir(join(root, "killed"))).filter(isRun);
  expect(left.length).toBeGreaterThanOrEqual(2);
  expect(left.length).toBeLessThan(8);

  const resumed = await start(["batch", "tables", "--out", "killed", ...short, "--resume", "--json"], root).finished;
  expect(resumed.code).toBe(whole.code);
  const kept = Number(/(\d+) kept/.exec(resumed.stderr)?.[1]);
  // A run may have been written without its report.
  expect(kept).toBeGreaterThanOrEqual(2);
  expect(kept).toBeLessThanOrEqual(left.length);
  expect(JSON.parse(resumed.stdout)).toMatchObject({ counts: { fits: 8, missing: 0, failed: 0 } });
  for (const name of (await readdir(join(root, "whole"))).filter(isRun)) {
    const [a, b] = await Promise.all(
      ["whole", "killed"].map((folder) => readFile(join(root, folder, name, "draws.f64"))),
    );
    expect(a.equals(b)).toBe(true);
  }
});

// Elsewhere drivers cannot be hidden from a process.
it.skipIf(process.platform !== "linux")(
  "says why there is no GPU and ends, instead of using the processor",
  async () => {
    const nowhere = { VK_ICD_FILENAMES: join(root, "no-driver.json"), VK_DRIVER_FILES: join(root, "no-driver.json") };
    const { code, stderr } = await start(["batch", "tables", "--out", "gpu", "--executor", "gpu"], root, nowhere)
      .finished;
    expect(code).toBe(2);
    expect(stderr).toMatch(/error: (No GPU adapter was found|Computing on a GPU takes the package webgpu)/);
    expect((await readdir(join(root, "gpu"))).filter(isRun)).toEqual([]);
  },
);
