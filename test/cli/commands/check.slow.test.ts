// carryover check and carryover compare, on runs that the engine fitted.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engine } from "../../../src/services/engine/engine.ts";
import { simulate, simulationFiles } from "../../../src/data/worlds/simulate.ts";
import { problemsIn, run } from "../support/harness.ts";

let root: string;
const at = (name: string): string => join(root, name);
const carryover = (...tokens: readonly string[]) => run(tokens, { engine });
const settings = [
  "--chains",
  "2",
  "--warmup",
  "250",
  "--draws",
  "250",
  "--threads",
  "1",
  "--report",
  "none",
  "--progress",
  "none",
];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-check-"));
  for (const [name, seed] of [
    ["table", 1],
    ["other", 2],
  ] as const) {
    await writeFile(at(`${name}.csv`), simulationFiles(simulate("ecommerce", { weeks: 80, seed }))["data.csv"]);
  }
  await writeFile(at("bare.yaml"), "data: table.csv\nseasonality: none\n");
  for (const [table, name] of [
    ["table.csv", "run"],
    ["bare.yaml", "bare"],
    ["other.csv", "other"],
  ]) {
    // Two chains of few draws need not converge (4).
    expect([0, 4]).toContain((await carryover("fit", at(table), "--out", at(name), ...settings)).code);
  }
}, 60_000);
afterAll(async () => {
  await rm(root, { recursive: true });
});

interface Document {
  readonly converged: boolean;
  readonly review: { readonly verdict: string; readonly checks: readonly { readonly check: string }[] };
  readonly holdout?: { readonly rows: number };
  readonly scores: { readonly rows: number };
}

describe("carryover check", () => {
  it("prints the review first, with advice for what does not pass, then scores and prior beside posterior", async () => {
    const { code, stdout, stderr } = await carryover("check", at("run"));
    const { stdout: text } = await carryover("check", at("run"), "--json");
    const { converged, review } = JSON.parse(text) as Document;
    expect(code).toBe(converged ? (review.verdict === "FAIL" ? 1 : 0) : 4);
    expect(stderr).toBe(converged ? "" : `NOT CONVERGED: see carryover diagnose ${at("run")}\n`);
    const lines = stdout.split("\n");
    expect(lines[0].startsWith(`${review.verdict}:`)).toBe(true);
    expect(lines.filter((line) => /^(PASS|REVIEW|FAIL) /.test(line))).toHaveLength(review.checks.length);
    expect(stdout).toMatch(/\nScores\n +rows +R2 +MAPE/);
    expect(stdout).toMatch(/\nLeave-one-out: elpd /);
    expect(stdout).toMatch(/\nchannel +prior +posterior +less spread/);
  });

  it("holds the last weeks out and scores them beside forecasts without a model", { timeout: 60_000 }, async () => {
    const tokens = ["check", at("run"), "--holdout", "8", "--threads", "1", "--progress", "none"];
    const { stdout } = await carryover(...tokens);
    expect(stdout).toMatch(/\nheld-out rows +8 /);
    expect(stdout).toMatch(/\n {2}same week last year +8 /);
    const document = JSON.parse((await carryover(...tokens, "--json")).stdout) as Document;
    expect(document.holdout?.rows).toBe(8);
    expect(document.review.checks.map(({ check }) => check)).toContain("holdout-coverage");
  });

  it("prints the review as a table of comma-separated values", async () => {
    const { stdout } = await carryover("check", at("run"), "--csv");
    const [head, ...rows] = stdout.trimEnd().split("\n");
    expect(head).toBe("check,status,figure,threshold,finding,advice");
    expect(rows[0]).toMatch(/^convergence-r-hat,(PASS|REVIEW|FAIL),1\.\d+,1\.01,/);
  });

  it("says what is wrong with the command line", async () => {
    const long = await carryover("check", at("run"), "--holdout", "70", "--progress", "none");
    expect(long.code).toBe(3);
    expect(problemsIn(long.stderr).at(-1)).toContain(
      "Too few of 80 rows would remain for the fit without the last 70.",
    );
    expect((await carryover("check", at("run"), "--json", "--csv")).code).toBe(2);
    expect((await carryover("check", at("nowhere"))).code).toBe(3);
    expect((await carryover("check", at("run"), at("bare"))).code).toBe(2);
  });
});

describe("carryover compare", () => {
  it("puts simpler models beside one run, scored on rows held out too", { timeout: 60_000 }, async () => {
    const { code, stdout } = await carryover(
      "compare",
      at("run"),
      "--holdout",
      "8",
      "--threads",
      "1",
      "--progress",
      "none",
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Contribution to revenue over the table\nchannel +least squares +ridge +maximum a posteriori/,
    );
    expect(stdout).toMatch(/\nThe last 8 rows, held out from all fits\n/);
    expect(stdout).toContain("decay 0.5");
    const csv = (await carryover("compare", at("run"), "--csv")).stdout.trimEnd().split("\n");
    expect(csv).toHaveLength(1 + 3 * 4);
    const { channels } = JSON.parse((await carryover("compare", at("run"), "--json")).stdout) as {
      channels: unknown[];
    };
    expect(channels).toHaveLength(3);
  });

  it("compares runs of the same table by leave-one-out, the best first", async () => {
    const { code, stdout } = await carryover("compare", at("bare"), at("run"));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Leave-one-out\nrun +elpd difference +standard error/);
    const [, , best, worse] = stdout.split("\n");
    expect(best).toMatch(new RegExp(`^${at("run")} +0\\.0 +0\\.0 `));
    expect(worse).toMatch(new RegExp(`^${at("bare")} +−\\d`));
    expect(stdout).toContain("A difference below 4, or below two standard errors, is not conclusive.");
  });

  it("says why it compares no densities of different tables, and compares the rest", async () => {
    const { code, stdout } = await carryover("compare", at("run"), at("other"));
    expect(code).toBe(0);
    expect(stdout).toContain("Not compared.");
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("are fits of different tables");
    expect(stdout).toMatch(/\nROI of each channel: posterior mean/);
  });

  it("takes each run once, and a holdout of one run only", async () => {
    const twice = await carryover("compare", at("run"), at("run"));
    expect(twice.code).toBe(2);
    expect(twice.stderr).toContain("The run folder is given twice.");
    expect((await carryover("compare", at("run"), at("bare"), "--holdout", "8")).code).toBe(2);
    expect((await carryover("compare")).stderr).toContain("carryover compare needs a run folder");
  });
});
