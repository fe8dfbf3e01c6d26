// The built command as a process: pipes that close, color, its start.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { join } from "node:path";
import { requireBuild, start } from "./support/built-command.ts";

let root: string;
beforeAll(async () => {
  requireBuild();
  root = await mkdtemp(join(tmpdir(), "carryover-process-"));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

describe("the process", () => {
  it("goes on quietly when its reader goes away", async () => {
    const { child, finished } = start(["spec", "schema"], root);
    child.stdout?.destroy();
    const { code, stderr } = await finished;
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  it("writes no control characters to a pipe", async () => {
    const { code, stdout } = await start(["doctor"], root).finished;
    expect(code).toBe(0);
    expect(stdout).not.toContain("\u001b");
  });

  it("says where its time goes when it is asked", async () => {
    const { stderr } = await start(["--version"], root, { CARRYOVER_TIMING: "1" }).finished;
    expect(stderr).toMatch(/^ +\d+\.\d ms {2}entry\n +\d+\.\d ms {2}end\n$/);
  });
});
