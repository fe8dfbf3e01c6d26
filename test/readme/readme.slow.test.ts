import { execFile } from "node:child_process";
import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { main, requireBuild } from "../cli/support/built-command.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);

/** Lines of the `sh` blocks that call the command line or make files for it; set-up of the repository itself is not repeated. */
function commandsOf(page: string): string[] {
  return [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .flatMap(([, block]) => block.trim().split("\n"))
    .filter((line) => !line.startsWith("npm ci"));
}

beforeAll(requireBuild);

describe("The model of one's own in README.md", () => {
  it("goes from data to a table that has converged, in ten lines of plain JavaScript", {
    timeout: 60_000,
  }, async () => {
    const page = await readFile(join(root, "README.md"), "utf8");
    const [, program] = /^```js\n([\s\S]*?)^```$/m.exec(page) ?? [];
    expect(program.split("\n").filter((line) => line !== "").length).toBeLessThanOrEqual(10);
    const dist = new URL("../../dist/index.js", import.meta.url).href;
    const folder = await mkdtemp(join(tmpdir(), "carryover-readme-"));
    const file = join(folder, "schools.mjs");
    await writeFile(file, program.replace('"carryover"', `"${dist}"`));
    const { stdout } = await run("node", [file]).finally(() => rm(folder, { recursive: true }));
    const given = await run("node", ["--input-type=module", "--eval", program.replace('"carryover"', `"${dist}"`)]);
    const withoutTime = (text: string): string => text.replace(/^Time:[\s\S]*/m, "");
    expect(withoutTime(given.stdout)).toBe(withoutTime(stdout));
    expect(stdout).toContain("CONVERGED\n4 chains of 1,000 draws");
    expect(stdout).toMatch(/^theta\[8\] +\S+/m);
  });
});

describe("The commands of", () => {
  it.each([
    "README.md",
    "docs/priors.md",
    "docs/tables.md",
    "docs/trends.md",
    "docs/experiments.md",
    "docs/batches.md",
    "docs/recovery.md",
    "docs/privacy.md",
  ])(
    "%s work when pasted one after another in an empty folder",
    async (page) => {
      const commands = commandsOf(await readFile(join(root, page), "utf8"));
      expect(commands.length).toBeGreaterThan(2);
      const folder = await mkdtemp(join(tmpdir(), "carryover-readme-"));
      try {
        await mkdir(join(folder, "bin"));
        await writeFile(join(folder, "bin", "npx"), `#!/bin/sh\nshift\nexec node "${main}" "$@"\n`, { mode: 0o755 });
        const env = { ...process.env, PATH: `${join(folder, "bin")}:${process.env.PATH}` };
        const work = join(folder, "work");
        await mkdir(work);
        for (const command of commands) {
          // The fewest data sets that are accepted, to save time.
          const code = await run("sh", ["-c", command.replace(/--datasets \d+/, "--datasets 2")], {
            cwd: work,
            env,
          }).then(
            () => 0,
            ({ code: exit, stderr }: { code: number; stderr: string }) => `${exit}: ${stderr}`,
          );
          expect(code, command).toBe(0);
        }
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    240_000,
  );
});
