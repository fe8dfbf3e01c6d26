// carryover fit with an engine that makes up its draws: what is written, what is printed, and with which exit code it ends.

import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MediaMixFit } from "../../../src/mmm/fit/fit-types.ts";
import { loadRun } from "../../../src/store/run/index.ts";
import { fakeFit } from "../../store/support/fake-fit.ts";
import { fakeEngine, problemsIn, run } from "../support/harness.ts";

let root: string;
let table: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-fit-"));
  await run(["simulate", "--out", join(root, "simulated")]);
  table = join(root, "simulated", "data.csv");
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

const failing = (): MediaMixFit => {
  const fit = fakeFit();
  const check = { name: "r-hat", status: "fail", detail: "The chains disagree.", remedy: "Run longer." } as const;
  return { ...fit, diagnostics: { ...fit.diagnostics, converged: false, checks: [check] } };
};
const canceled = (): MediaMixFit => fakeFit({ complete: false });

describe("carryover fit", () => {
  it("writes a run folder, prints the verdict first and ends with 0", async () => {
    const out = join(root, "converged");
    const { code, stdout, stderr } = await run(["fit", table, "--out", out, "--draws", "150", "--seed", "5"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^CONVERGED\n/);
    expect(stdout).toContain(`Written to ${out}; the report is ${join(out, "report.html")}\n`);
    expect(stderr).toBe(
      [
        `Columns of ${table}`,
        "  date      week (weekly, 104 rows)",
        "  target    revenue (revenue)",
        "  channels  Shopify (spend_Shopify), TikTok (spend_TikTok), Meta (spend_Meta)",
        "  controls  promotions",
        "",
      ].join("\n"),
    );
    const { record } = await loadRun(out);
    expect(record).toMatchObject({ complete: true, seed: 5, backend: "wasm", data: { path: table } });
    expect(record.command).toBe(`carryover fit ${table} --out ${out} --draws 150 --seed 5`);
    expect(record.specification.sampling).toMatchObject({ draws: 150, seed: 5, chains: 4 });
  });

  it("reads a model file, and flags win over it", async () => {
    const out = join(root, "by-model");
    const model = join(root, "simulated", "model.yaml");
    expect((await run(["fit", model, "--out", out, "--target-accept", "0.9"])).code).toBe(0);
    const { record } = await loadRun(out);
    expect(record.specification.seasonality).toEqual({ period: 52, harmonics: 1 });
    expect(record.specification.sampling?.target_accept).toBe(0.9);
    expect(record.provenance.find(({ key }) => key === "sampling.target_accept")?.origin).toBe("flag");
  });

  it("ends with 4 when it has not converged, says so first, and writes the run all the same", async () => {
    const out = join(root, "not-converged");
    const { code, stdout } = await run(["fit", table, "--out", out], { engine: fakeEngine(failing) });
    expect(code).toBe(4);
    expect(stdout).toMatch(/^NOT CONVERGED: do not rely on these results\n/);
    expect(stdout).toContain("-> Run longer.");
    expect((await loadRun(out)).diagnostics.converged).toBe(false);
  });

  it("--json prints exactly one JSON document, which holds summary, diagnostics and folder", async () => {
    const out = join(root, "json");
    const { code, stdout, stderr } = await run(["fit", table, "--out", out, "--json"]);
    expect(code).toBe(0);
    expect(stderr).toBe("");
    const document = JSON.parse(stdout);
    expect(document.run).toBe(out);
    expect(document.summary).toEqual(JSON.parse(await readFile(join(out, "summary.json"), "utf8")));
    expect(document.diagnostics).toEqual(JSON.parse(await readFile(join(out, "diagnostics.json"), "utf8")));
  });

  it("--progress json writes one JSON object a line to standard error and nothing else", async () => {
    const { stderr } = await run(["fit", table, "--out", join(root, "progress"), "--progress", "json"]);
    const [columns, ...others] = stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(columns).toMatchObject({ event: "message", text: expect.stringContaining("target    revenue") });
    for (const { event } of others) expect(event).toBe("progress");
  });

  it("writes no color and no control characters where there is no terminal, and with NO_COLOR none but the block's", async () => {
    const out = join(root, "plain");
    const piped = await run(["fit", table, "--out", out]);
    expect(piped.stdout + piped.stderr).not.toContain("\u001b");
    const environment = { NO_COLOR: "1" };
    const colorless = await run(["fit", table, "--out", out], { terminal: true, environment });
    expect(colorless.stdout).not.toContain("\u001b");
    const colored = await run(["fit", table, "--out", out], { terminal: true });
    expect(colored.stdout).toContain("\u001b[32m");
    expect(colored.stderr.endsWith("\u001b[?25h")).toBe(true);
  });

  it("leaves what is not a run folder alone, before anything is fitted", async () => {
    const out = join(root, "simulated");
    const engine = fakeEngine(() => {
      throw new Error("must not be called");
    });
    const { code, stderr } = await run(["fit", table, "--out", out], { engine });
    expect(code).toBe(2);
    expect(stderr).toContain("The folder holds files that do not belong to a run, so it is not replaced.");
    expect((await readdir(out)).sort()).toEqual(["data.csv", "model.yaml", "truth.json"]);
  });

  it("refuses Stan's schedule with a low-rank metric: wrong usage by flags, a bad file by model file", async () => {
    const byFlags = await run(["fit", table, "--out", join(root, "x"), "--metric", "low-rank", "--schedule", "stan"]);
    expect(byFlags.code).toBe(2);
    expect(problemsIn(byFlags.stderr)).toEqual([
      "Stan's schedule has no low-rank metric. Received metric low-rank with schedule stan. Choose the metric diagonal or dense, or the schedule nutpie.",
    ]);
    const model = join(root, "stan.yaml");
    await writeFile(model, "data: simulated/data.csv\nsampling: { metric: low-rank, schedule: stan }\n");
    expect((await run(["fit", model, "--out", join(root, "x")])).code).toBe(3);
  });

  it("ends with 1 and asks for --debug when the engine breaks", async () => {
    const engine = fakeEngine(() => {
      throw new Error("boom");
    });
    const { code, stderr } = await run(["fit", table, "--out", join(root, "broken")], { engine });
    expect(code).toBe(1);
    expect(stderr).toContain(
      "internal error: boom\n  hint: Run the command again with --debug and report what it prints.\n",
    );
    expect(await readdir(root)).not.toContain("broken");
  });
});

describe("a canceled fit", () => {
  it("ends with 130, keeps what was sampled and says how to go on", async () => {
    const out = join(root, "canceled");
    const command = ["fit", table, "--out", out, "--draws", "150"];
    const { code, stdout, stderr } = await run(command, { engine: fakeEngine(canceled) });
    expect(code).toBe(130);
    expect(stdout).toMatch(/^NOT CONVERGED/);
    expect(stderr.slice(stderr.indexOf("Canceled."))).toBe(
      `Canceled. Go on with: carryover ${command.join(" ")} --resume\n`,
    );
    expect(await readdir(out)).toContain("resume.json");

    const engine = fakeEngine();
    expect((await run([...command, "--resume"], { engine })).code).toBe(0);
    expect(engine.resumedFrom).toEqual(canceled().resumable);
    expect(await readdir(out)).not.toContain("resume.json");
  });

  it("is canceled by Ctrl-C, once", async () => {
    const listeners = process.listenerCount("SIGINT");
    const engine = fakeEngine(
      (signal) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => resolve(canceled()));
          process.emit("SIGINT");
        }),
    );
    const { code, stderr } = await run(["fit", table, "--out", join(root, "interrupted")], { engine });
    expect(code).toBe(130);
    expect(stderr).toMatch(/^Canceling; Ctrl-C again ends at once and keeps nothing\.\n/m);
    expect(process.listenerCount("SIGINT")).toBe(listeners);
  });

  it("writes nothing when there was nothing to keep", async () => {
    const engine = fakeEngine(() => {
      process.emit("SIGINT");
      throw Object.assign(new Error("aborted"), { name: "AbortError" });
    });
    const { code, stderr } = await run(["fit", table, "--out", join(root, "nothing")], { engine });
    expect(code).toBe(130);
    expect(stderr).toContain("Canceled before sampling began; nothing was written.\n");
    expect(await readdir(root)).not.toContain("nothing");
  });

  it("is not resumed with other data or other settings, nor when it is complete or not there", async () => {
    const out = join(root, "not-resumed");
    const base = ["fit", table, "--out", out];
    await run(base, { engine: fakeEngine(canceled) });
    const other = await run([...base, "--resume", "--draws", "77", "--backend", "javascript"]);
    expect(other.code).toBe(3);
    expect(problemsIn(other.stderr)).toEqual([
      `${out}: The run cannot be resumed: the backend differs. It was wasm. Received javascript. Give the same command with --resume, or omit --resume to fit again.`,
      `${out}: The run cannot be resumed: \`sampling.draws\` differs. It was 1000. Received 77. Give the same command with --resume, or omit --resume to fit again.`,
    ]);
    const changed = join(root, "changed.csv");
    await writeFile(changed, `${await readFile(table, "utf8")}\n`);
    const data = await run(["fit", changed, "--out", out, "--resume"]);
    expect(data.code).toBe(3);
    expect(data.stderr).toContain("the data's SHA-256 differs");

    await run(base);
    const complete = await run([...base, "--resume"]);
    expect(complete.code).toBe(3);
    expect(problemsIn(complete.stderr)).toEqual([
      `${out}: The run is complete: each chain has the 1,000 draws that it was asked for. Inspect it with carryover diagnose, or omit --resume to fit again.`,
    ]);
    // The engine of these tests gives finished fits no state, as lanes and GPUs do.
    const stateless = await run([...base, "--resume", "--draws", "2000"]);
    expect(stateless.code).toBe(3);
    expect(stateless.stderr).toContain("The run cannot be continued: it was sampled on lanes or a GPU");
    const absent = await run(["fit", table, "--out", join(root, "absent"), "--resume"]);
    expect(absent.code).toBe(3);
    expect(absent.stderr).toContain("There is no such run folder.");
  });
});

describe("a run folder on the command line", () => {
  it("diagnose prints verdict, every check, worst parameters, chains and leave-one-out; ends with 0 or 4", async () => {
    const good = join(root, "good");
    await run(["fit", table, "--out", good], { engine: fakeEngine(() => fakeFit({ pointwise: true })) });
    const { code, stdout } = await run(["diagnose", good]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^CONVERGED\n/);
    for (const part of [
      "pass divergences",
      "Parameters with the smallest effective sample sizes",
      "\nChains\n",
      "Leave-one-out\nelpd ",
    ]) {
      expect(stdout).toContain(part);
    }
    const bad = join(root, "bad");
    await run(["fit", table, "--out", bad], { engine: fakeEngine(failing) });
    expect((await run(["diagnose", bad])).code).toBe(4);
  });

  it("summary prints tables, JSON or CSV, and warns of a run that has not converged", async () => {
    const out = join(root, "to-sum-up");
    await run(["fit", table, "--out", out], { engine: fakeEngine(failing) });
    const { code, stdout, stderr } = await run(["summary", out]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Parameters/);
    expect(stderr).toBe(`NOT CONVERGED: see carryover diagnose ${out}\n`);
    const json = await run(["summary", out, "--json"]);
    expect(JSON.parse(json.stdout)).toEqual(JSON.parse(await readFile(join(out, "summary.json"), "utf8")));
    const csv = await run(["summary", out, "--csv"]);
    expect(csv.stdout).toBe(await readFile(join(out, "summary.csv"), "utf8"));
  });

  it.each(["diagnose", "summary"])("%s of something else ends with 3", async (command) => {
    const missing = await run([command, join(root, "simulatd")]);
    expect(missing.code).toBe(3);
    expect(missing.stderr).toContain('Did you mean "simulated"?');
    const other = await run([command, join(root, "simulated")]);
    expect(other.code).toBe(3);
    expect(other.stderr).toContain("This is not a run folder: it has no spec.json of carryover.");
  });
});
