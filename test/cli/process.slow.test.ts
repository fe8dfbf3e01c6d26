// The built command as a process: pipes that close, color, its start.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { join } from "node:path";
import { promisify } from "node:util";
import { main, requireBuild, start } from "./support/built-command.ts";

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

  it
    .skipIf(!existsSync("/dev/full"))
    .each([
      ["--version"],
      ["--help"],
      ["fit", "--help"],
      ["spec", "schema"],
      ["spec", "schema", "--json"],
      ["doctor"],
      ["doctor", "--json"],
      ["demo", "--progress", "none"],
      ["nothing", "--json"],
    ])(
    "says that its output was lost, with an exit code of its own, where the disk is full: %s %s",
    async (...words) => {
      const command = [process.execPath, main, ...words].map((word) => `'${word}'`).join(" ");
      const run = promisify(execFile)("sh", ["-c", `${command} > /dev/full`], { cwd: root });
      await expect(run).rejects.toMatchObject({ code: 7, stderr: expect.stringContaining("standard output") });
      const warnings = promisify(execFile)("sh", ["-c", `${command} --debug 2> /dev/full`], { cwd: root });
      // What is not wanted on standard error is not lost.
      await warnings.catch(({ code }: { code: number }) => expect([2, 4, 7]).toContain(code));
    },
  );

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
