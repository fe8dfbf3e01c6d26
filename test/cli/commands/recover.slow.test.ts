// carryover recover, with its own threads: what it prints and writes, how it is resumed, what it refuses.

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { camelForm } from "../../../src/documents/index.ts";
import { recoverySetDocument } from "../../../src/studies/recovery/documents.ts";
import { engine } from "../../../src/services/engine/engine.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { writeCsv } from "../../../src/data/reading/write-csv.ts";
import { setsLine } from "../../../src/cli/progress/sets.ts";
import type { Recovery } from "../../../src/studies/recovery/recovery.ts";
import { problemsIn, run } from "../support/harness.ts";

let root: string;
let table: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-recover-"));
  table = join(root, "weekly.csv");
  await writeFile(table, writeCsv(simulate("ecommerce", { weeks: 40, seed: 2 }).columns));
});
afterAll(() => rm(root, { recursive: true }));

const short = ["--chains", "2", "--warmup", "200", "--draws", "250", "--progress", "none"];
const files = ["datasets.csv", "recovery.csv", "recovery.html", "recovery.json"];

/** What does not depend on how long it took. */
function timeless(json: string): unknown {
  const { fits, sets, ...rest } = camelForm(JSON.parse(json)) as Recovery;
  const { secondsPerFit: _, wallSeconds: __, ...counts } = fits;
  return { ...rest, fits: counts, sets: sets.map(({ seconds: ___, ...set }) => set) };
}

describe("carryover recover", () => {
  it("studies the prior of a table's model, gives the same figures on any number of threads, and goes on where it was stopped", async () => {
    const study = ["recover", table, "--datasets", "4", "--calibrate", "--fits", "all", ...short, "--json"];
    const out = join(root, "study");
    const beginning = firstLine(join(out, "recovery.ndjson"));
    const first = await run([...study, "--threads", "1", "--out", out]);
    expect([0, 4]).toContain(first.code);
    expect((await readdir(out)).sort()).toEqual(files);
    const written = await readFile(join(out, "recovery.json"), "utf8");
    expect(timeless(written)).toEqual(timeless(first.stdout));

    const recovery = camelForm(JSON.parse(first.stdout)) as Recovery;
    expect(recovery.source).toMatchObject({ kind: "prior", exact: true, weeks: 40, target: "revenue" });
    expect(recovery.sets).toHaveLength(4);
    expect(recovery.calibration?.rows.map(({ name }) => name)).toContain("log_likelihood");
    expect(recovery.withoutTruth).toEqual([]);

    // A study that was stopped after two sets, in the middle of writing a third.
    const stopped = join(root, "stopped");
    await mkdir(stopped);
    const lines = recovery.sets
      .slice(0, 2)
      .map((set) => JSON.stringify(recoverySetDocument({ elapsedSeconds: 1, set })));
    await writeFile(join(stopped, "recovery.ndjson"), `${[await beginning, ...lines].join("\n")}\n{"ela`);
    const refused = await run([...study, "--out", stopped]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("--resume");
    const resumed = await run([...study, "--threads", "2", "--out", stopped, "--resume"]);
    expect(resumed.code).toBe(first.code);
    expect(timeless(resumed.stdout)).toEqual(timeless(first.stdout));
    expect((await readdir(stopped)).sort()).toEqual(files);
  }, 120_000);

  /** The line that a journal begins with, read while the study runs: a complete study has none. */
  function firstLine(journal: string): Promise<string> {
    return new Promise((resolve) => {
      const look = setInterval(async () => {
        const text = await readFile(journal, "utf8").catch(() => "");
        if (!text.includes("\n")) return;
        clearInterval(look);
        resolve(text.split("\n")[0]);
      }, 5);
    });
  }

  it("says in plain words what came back, for a preset, and writes a page that needs nothing else", async () => {
    const out = join(root, "preset");
    const study = [
      "recover",
      "--preset",
      "ecommerce",
      "--weeks",
      "40",
      "--datasets",
      "3",
      "--fits",
      "all",
      "--out",
      out,
    ];
    const { code, stdout, stderr } = await run([...study, ...short]);
    expect([0, 4]).toContain(code);
    expect(stdout).toContain("Recovery of the preset ecommerce: 3 data sets of 40 weeks");
    expect(stdout).toMatch(/(PASS|FAIL) {2}/);
    expect(stdout).toContain("narrower");
    expect(stdout).toContain("marginal_roi[Meta]");
    expect(stdout).toMatch(/Learned|not learned/);
    expect(stderr).toContain("recovery.html");
    const page = await readFile(join(out, "recovery.html"), "utf8");
    expect(page).toContain("Recovery of the preset ecommerce");
    expect(page).toContain("</svg>");
    expect(page).not.toMatch(/<script|(src|href)="https?:/);
    const [header, ...lines] = (await readFile(join(out, "datasets.csv"), "utf8")).trim().split("\n");
    expect(header.split(",").slice(0, 3)).toEqual(["dataset", "seed", "outcome"]);
    expect(lines).toHaveLength(3);
    const rows = (await readFile(join(out, "recovery.csv"), "utf8")).trim().split("\n");
    expect(rows.length).toBe(34);
  }, 120_000);

  it("studies the posterior of a run", async () => {
    const fitted = join(root, "run");
    await run(["fit", table, "--out", fitted, "--report", "none", ...short], { engine });
    const { code, stdout } = await run([
      "recover",
      "--truth",
      fitted,
      "--datasets",
      "2",
      "--fits",
      "all",
      "--json",
      ...short,
    ]);
    expect([0, 4]).toContain(code);
    expect((camelForm(JSON.parse(stdout)) as Recovery).source).toMatchObject({ kind: "posterior", exact: false });
  }, 120_000);

  it.each([
    ["nothing to study", [], "--preset"],
    ["two sources", ["weekly.csv", "--preset", "media"], "Exactly one source"],
    ["an argument and --model", ["weekly.csv", "--model", "model.yaml"], "Exactly one source"],
    ["--weeks with a table", ["weekly.csv", "--weeks", "60"], "--weeks"],
    ["--calibrate with a preset", ["--preset", "media", "--calibrate"], "drawn from the prior"],
    ["--resume without a folder", ["--preset", "media", "--resume"], "--out"],
    ["an unknown preset", ["--preset", "retail"], "ecommerce"],
    ["one data set", ["--preset", "media", "--datasets", "1"], "--datasets"],
  ])("refuses %s with exit code 2", async (_, tokens, said) => {
    const { code, stderr } = await run(["recover", ...tokens]);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });

  it("refuses a folder that holds something else, and a run that is none", async () => {
    const out = join(root, "other");
    await mkdir(out);
    await writeFile(join(out, "notes.txt"), "mine");
    const { code, stderr } = await run(["recover", "--preset", "media", "--out", out]);
    expect(code).toBe(2);
    expect(stderr).toContain("notes.txt");
    const none = await run(["recover", "--truth", join(root, "nowhere")]);
    expect(none.code).toBe(3);
    expect(problemsIn(none.stderr)).toHaveLength(1);
  });
});

describe("progress over data sets", () => {
  it("says how far it is, what is left, and what did not converge", () => {
    const state = { seconds: 20, done: 25, total: 100, kept: 5, without: 1 };
    expect(setsLine(state)).toBe("25 of 100 data sets in 20 s, about 1 min 15 s to go; 1 not converged");
    expect(setsLine({ ...state, done: 5, without: 0 })).toBe("5 of 100 data sets in 20 s");
    expect(setsLine({ ...state, done: 100, without: 0 })).toBe("100 of 100 data sets in 20 s");
  });
});
