// The built command and what lies in the folder that it writes to: runs that are kept, writers that exclude each other, disks that are full.

import { execFileSync, spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { requireBuild, start } from "./support/built-command.ts";

let root: string;
let table: string;
/** Quick to sample, and slow enough to be interrupted. */
const quick = ["--progress", "none", "--chains", "2", "--warmup", "100", "--draws", "100"];
const long = ["--progress", "json", "--chains", "2", "--draws", "300000"];

beforeAll(async () => {
  requireBuild();
  root = await mkdtemp(join(tmpdir(), "carryover-disk-"));
  await start(["simulate", "--out", "brand"], root).finished;
  table = join("brand", "data.csv");
  await start(["fit", table, "--out", "whole", ...quick], root).finished;
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

/** A folder with a finished run. */
const finishedRun = (out: string): Promise<void> => cp(join(root, "whole"), join(root, out), { recursive: true });

/** Starts a long fit and waits until it samples. */
async function sampling(out: string, more: readonly string[] = []) {
  const running = start(["fit", table, "--out", out, ...long, ...more], root);
  await new Promise<void>((resolve, reject) => {
    running.child.stderr?.on("data", (text: string) => {
      if (/"phase": ?"sampling"/.test(text)) resolve();
    });
    running.finished.then(({ stderr }) => reject(new Error(stderr)), reject);
  });
  return running;
}

async function contents(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(join(root, folder))).sort();
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(root, folder, name), "base64")] as const)),
  );
}

describe("a fit into a folder that holds a finished run", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "keeps that run to the byte when it is ended by %s, and says where its own draws are and how to go on",
    async (signal) => {
      const out = `kept-${signal}`;
      await finishedRun(out);
      const before = await contents(out);
      const { child, finished } = await sampling(out);
      child.kill(signal);
      const { code, stderr } = await finished;
      expect(code).toBe(130);
      expect(await contents(out)).toEqual(before);
      expect(stderr).toContain(`${out} keeps the run that it holds; what was sampled is in ${out}-canceled.`);
      expect(stderr).toContain(`--out ${out}-canceled ${long.join(" ")} --resume`);
      expect((await start(["summary", `${out}-canceled`], root).finished).code).toBe(0);
      expect((await readdir(root)).filter((name) => name.startsWith("."))).toEqual([]);
    },
  );

  it("keeps it when it is killed, and the next fit replaces it", async () => {
    await finishedRun("killed");
    const before = await contents("killed");
    const { child, finished } = await sampling("killed");
    child.kill("SIGKILL");
    await finished;
    expect(await contents("killed")).toEqual(before);
    expect((await start(["fit", table, "--out", "killed", "--seed", "5", ...quick], root).finished).code).toBeLessThan(
      5,
    );
    expect((await start(["summary", "killed"], root).finished).code).toBe(0);
    expect(await readdir(root)).not.toContain(".killed.carryover-lock");
  });

  it("refuses a second fit while the first runs, by any name of the folder, and not afterwards", async () => {
    await mkdir(join(root, "real"));
    await symlink("real", join(root, "linked"));
    const { child, finished } = await sampling(join("real", "run"));
    for (const out of [join("real", "run"), join("linked", "run"), join("linked", "..", "real", "run", "")]) {
      const second = await start(["fit", table, "--out", out, ...quick, "--json"], root).finished;
      expect(second.code).toBe(2);
      expect(second.stderr).toContain("Another carryover command is writing to this folder.");
      expect(second.stderr).toContain(`process ${child.pid}`);
      expect(JSON.parse(second.stdout).problems[0].code).toBe("out-is-locked");
    }
    child.kill("SIGINT");
    child.kill("SIGINT");
    await finished;
    expect((await start(["fit", table, "--out", join("linked", "run"), ...quick], root).finished).code).toBeLessThan(5);
  });
});

describe("a path", () => {
  it("may have spaces and letters of any language", async () => {
    const folder = "mein Büro (東京)";
    await mkdir(join(root, folder));
    await cp(join(root, "brand"), join(root, folder, "daten & co"), { recursive: true });
    const out = join(folder, "lauf 1");
    const fitted = await start(["fit", join(folder, "daten & co", "model.yaml"), "--out", out, ...quick], root)
      .finished;
    expect(fitted.code).toBeLessThan(5);
    expect((await start(["roi", "."], join(root, out)).finished).code).toBe(0);
    expect((await start(["export", ".", "--format", "csv"], join(root, out)).finished).code).toBe(0);
    expect(await readdir(join(root, folder))).toContain("lauf 1.csv");
  });

  it("that cannot be written is known before anything is sampled, and nothing is left behind", async () => {
    const before = await readdir(root);
    for (const out of ["brand", table, join(table, "run"), "/proc/run", ".", ".."]) {
      const { code, stderr } = await start(["fit", table, "--out", out, ...long], root).finished;
      expect([2, 7]).toContain(code);
      expect(stderr).not.toContain('"progress"');
      expect(stderr).not.toContain("internal error");
    }
    expect(await readdir(root)).toEqual(before);
  });
});

const canMount = ((): boolean => {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const folder = join(tmpdir(), `carryover-mount-${process.pid}`);
  const made = spawnSync("sh", [
    "-c",
    `mkdir ${folder} && mount -t tmpfs -o size=1m none ${folder} && umount ${folder}`,
  ]);
  spawnSync("rmdir", [folder]);
  return made.status === 0;
})();

describe.skipIf(!canMount)("a small disk", () => {
  let disk: string;
  beforeAll(async () => {
    disk = join(root, "disk");
    await mkdir(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "none", disk]);
  });
  afterAll(() => {
    execFileSync("umount", [disk]);
  });

  afterEach(async () => {
    for (const left of await readdir(disk)) await rm(join(disk, left), { recursive: true });
  });

  const commands: readonly (readonly string[])[] = [
    ["fit", "TABLE", "--out", "DISK/run", ...quick],
    ["fit", "TABLE", "--out", "DISK", ...quick],
    ["simulate", "--weeks", "4000", "--out", "DISK/simulated"],
    ["report", "whole", "--out", "DISK/report.html"],
    ["report", "whole", "--charts", "DISK/charts"],
    ["export", "whole", "--format", "csv", "--out", "DISK/draws.csv"],
    ["export", "whole", "--format", "stan-csv", "--out", "DISK/draws"],
    ["batch", "brand", "--out", "DISK/batch", "--draws", "1000", "--progress", "none"],
    ["recover", "--preset", "ecommerce", "--datasets", "2", "--out", "DISK/recovery", "--progress", "none"],
    [
      "tradeoff",
      "--preset",
      "ecommerce",
      "--out",
      "DISK/tradeoff",
      "--epsilons",
      "1",
      "--cap",
      "100",
      "--total",
      "100",
      "--datasets",
      "2",
    ],
  ];

  it.each(commands.map((command) => ({ command, title: command.slice(0, 5).join(" ") })))(
    "is named in an error of its own exit code, and nothing half written is left: $title",
    async ({ command }) => {
      const words = command.map((word) => word.replace(/^DISK/, disk).replace("TABLE", table));
      const { code, stdout, stderr } = await start(words, root).finished;
      expect(stdout + stderr).toContain(disk);
      expect(stdout + stderr).not.toContain("internal error");
      expect(code).toBe(7);
      for (const left of await readdir(disk, { recursive: true })) {
        // The overview of a batch is whole, and says what could not be written.
        expect(left).not.toMatch(/(?<!overview)\.(html|csv|svg|f64)$/);
        expect(left).not.toMatch(/carryover-/);
      }
    },
  );
});
