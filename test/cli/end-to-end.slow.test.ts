// The built command on a simulated table, from process start to run folder: fits, Ctrl-C, resuming, killing, the demonstration.

import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadRun } from "../../src/store/run/index.ts";
import { requireBuild, type Running, start } from "./support/built-command.ts";

let root: string;
/** Two chains, one thread each: long enough to be interrupted in the middle. */
const quiet = ["--report", "none", "--progress"];
const long = ["fit", "data.csv", "--chains", "2", "--draws", "8000", "--seed", "11", ...quiet, "json"];

beforeAll(async () => {
  requireBuild();
  root = await mkdtemp(join(tmpdir(), "carryover-end-to-end-"));
  expect((await start(["simulate", "--out", root], root).finished).code).toBe(0);
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

/** Resolves when a progress event satisfies the condition. */
async function until(
  { child }: Running,
  holds: (chains: readonly { phase: string; iteration: number }[]) => boolean,
): Promise<void> {
  let text = "";
  for (;;) {
    const [part] = (await once(child.stderr!, "data")) as [string];
    text += part;
    const lines = text.split("\n");
    text = lines.pop()!;
    for (const line of lines) {
      const event = JSON.parse(line);
      if (event.event === "progress" && holds(event.chains)) return;
    }
  }
}

const drawsOf = (folder: string): Promise<Buffer> => readFile(join(root, folder, "draws.f64"));

describe("carryover fit", () => {
  it("fits a table with nothing but its name, and the run converges", async () => {
    const { code, stdout, stderr } = await start(["fit", "data.csv", "--progress", "none"], root).finished;
    expect(stderr).not.toMatch(/error|warning/);
    expect(stdout).toMatch(/^CONVERGED\n4 chains of 1,000 draws, no divergences/);
    expect(code).toBe(0);
    expect((await readdir(join(root, "data-run"))).sort()).toEqual([
      "data.json",
      "diagnostics.json",
      "draws.f64",
      "draws.json",
      "manifest.json",
      "report.html",
      "resume.bin",
      "resume.json",
      "spec.json",
      "summary.csv",
      "summary.json",
    ]);
    const { summary, diagnostics } = await loadRun(join(root, "data-run"));
    expect(summary.parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "decay[TikTok]",
        "slope[TikTok]",
        "half_saturation[TikTok]",
        "coefficient[TikTok]",
        "control[promotions]",
        "season[1]",
        "intercept",
        "sigma",
      ]),
    );
    expect(diagnostics.converged).toBe(true);
    expect((await start(["diagnose", "data-run"], root).finished).code).toBe(0);
  });

  it("gives the same draws whatever the number of threads", async () => {
    const fit = ["fit", "model.yaml", "--draws", "200", ...quiet, "none", "--json"];
    for (const threads of ["1", "3"]) {
      const { code, stdout } = await start([...fit, "--threads", threads, "--out", `threads-${threads}`], root)
        .finished;
      expect([0, 4]).toContain(code);
      expect(JSON.parse(stdout).complete).toBe(true);
    }
    expect((await drawsOf("threads-1")).equals(await drawsOf("threads-3"))).toBe(true);
  });

  it("is canceled by Ctrl-C, resumed, and then has the draws of the run that was never interrupted", async () => {
    const running = start([...long, "--out", "resumed"], root);
    await until(running, (chains) => chains.every(({ iteration }) => iteration > 2000));
    running.child.kill("SIGINT");
    const canceled = await running.finished;
    expect(canceled.code).toBe(130);
    expect(canceled.stdout).toMatch(/^NOT CONVERGED/);
    expect(canceled.stderr).toMatch(/Canceled\. Go on with: carryover fit data\.csv .* --out resumed --resume\n$/);
    const kept = await loadRun(join(root, "resumed"));
    expect(kept.record.complete).toBe(false);
    expect(kept.draws.draws).toBeGreaterThan(1000);
    expect(kept.draws.draws).toBeLessThan(8000);

    const resumed = await start([...long, "--out", "resumed", "--resume"], root).finished;
    expect(resumed.stderr).not.toContain("error");
    expect([0, 4]).toContain(resumed.code);
    const whole = await start([...long, "--out", "whole"], root).finished;
    expect(whole.code).toBe(resumed.code);
    expect((await drawsOf("resumed")).equals(await drawsOf("whole"))).toBe(true);
    expect(await readdir(join(root, "resumed"))).toEqual(await readdir(join(root, "whole")));
  });

  it("is canceled during warm-up too, and resumed", async () => {
    const fit = ["fit", "data.csv", "--chains", "2", "--warmup", "5000", "--draws", "100", ...quiet, "json"];
    const running = start([...fit, "--out", "early"], root);
    await until(running, (chains) => chains.every(({ iteration }) => iteration > 100));
    running.child.kill("SIGINT");
    expect((await running.finished).code).toBe(130);
    expect((await loadRun(join(root, "early"))).draws.draws).toBe(0);
    expect([0, 4]).toContain((await start([...fit, "--out", "early", "--resume"], root).finished).code);
    await start([...fit, "--out", "late"], root).finished;
    expect((await drawsOf("early")).equals(await drawsOf("late"))).toBe(true);
  });

  it("leaves no run folder when it is killed, and nothing else but its lock, which is dead", async () => {
    const before = await readdir(root);
    const running = start([...long, "--out", "killed"], root);
    await until(running, (chains) => chains.every(({ iteration }) => iteration > 500));
    running.child.kill("SIGKILL");
    await running.finished;
    expect((await readdir(root)).filter((name) => name !== ".killed.carryover-lock")).toEqual(before);
  });
});

describe("carryover demo", () => {
  it("converges, prints what every channel brought beside the truth, writes a report, and shows commands that work", async () => {
    const { code, stdout } = await start(["demo", "--progress", "none"], root, { npm_command: "" }).finished;
    expect(stdout).toContain("\nCONVERGED\n");
    expect(code).toBe(0);
    for (const channel of ["TV", "Search", "Social", "Video", "Radio"]) {
      for (const name of ["contribution", "roi"]) expect(stdout).toContain(`\n${name}[${channel}] `);
    }
    // Nine in ten are expected; a truth put into wrong units would miss for a whole kind of quantity.
    const [, inside, all, expected] = /for (\d+) of all (\d+) parameters and quantities; about (\d+) of/
      .exec(stdout.replaceAll("\n", " "))!
      .map(Number);
    expect(expected).toBe(Math.round(0.9 * all));
    expect(inside / all).toBeGreaterThanOrEqual(0.75);
    expect(stdout).toMatch(/Time: \d/);
    expect(await readdir(join(root, "carryover-demo", "run"))).toContain("report.html");
    const next = [...stdout.matchAll(/^ {2}carryover (.+)$/gm)].map(([, line]) => line.split(" "));
    expect(next).toHaveLength(3);
    for (const words of next) expect((await start(words, root).finished).code).toBe(0);
    // Again into the same folder, and not over files that are somebody's own.
    expect((await start(["demo", "--progress", "none"], root).finished).code).toBe(0);
    await writeFile(join(root, "carryover-demo", "data.csv"), "mine\n");
    expect((await start(["demo", "--progress", "none"], root).finished).code).toBe(2);
    expect(await readFile(join(root, "carryover-demo", "data.csv"), "utf8")).toBe("mine\n");
  });
});
