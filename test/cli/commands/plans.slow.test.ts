// optimize and scenarios, on the run folder of a small fit.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { camelForm } from "../../../src/documents/index.ts";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { columnsByName } from "../../../src/data/worlds/generate.ts";
import type { Optimization } from "../../../src/decisions/plans/optimize.ts";
import type { Scenarios } from "../../../src/decisions/plans/scenarios.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { saveRun } from "../../../src/store/run/index.ts";
import { problemsIn, run } from "../support/harness.ts";

let root: string;
let folder: string;
let converged: boolean;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-plans-"));
  folder = join(root, "run");
  const { columns, modelYaml } = simulate("ecommerce", { weeks: 60, seed: 2 });
  const data = await mediaDataFromColumns(columnsByName(columns));
  const document = await parseModelFile(`${modelYaml}sampling: { chains: 2, warmup: 250, draws: 200 }\n`, "model.yaml");
  const fit = await fitMediaMix(data, resolve(document, data), { threads: 1 });
  converged = fit.diagnostics.converged;
  await saveRun(fit, folder, { command: "test", dataPath: "data.csv", backend: "wasm", threads: 1 });
});
afterAll(() => rm(root, { recursive: true }));

/** Standard error without the warning that stands first when the fit has not converged. */
const said = (stderr: string): string => (converged ? stderr : stderr.split("\n").slice(1).join("\n"));

describe("carryover optimize", () => {
  it("prints a table of channels, the gain with its interval and probability, and what to mind", async () => {
    const { code, stdout, stderr } = await run(["optimize", folder]);
    expect(code).toBe(0);
    expect(said(stderr)).toBe("");
    for (const name of ["Shopify", "TikTok", "Meta", "total"]) expect(stdout).toContain(name);
    expect(stdout).toMatch(/Gain: \+[\d,]+ \(/);
    expect(stdout).toMatch(/the probability of a gain is/);
    expect(stdout).toMatch(/No plan\s+within\s+the\s+limits\s+can\s+gain\s+more\s+than/);
  });

  it("takes budget, bounds, fixed channels and minima from options", async () => {
    const { code, stdout } = await run([
      "optimize",
      folder,
      "--budget-change=+10%",
      "--bounds",
      "TikTok=-20%..+60%,Meta=0..200000",
      "--fixed",
      "Shopify",
      "--minimum",
      "Meta=50000",
      "--json",
    ]);
    expect(code).toBe(0);
    const { channels, current, recommended, draws } = camelForm(JSON.parse(stdout)) as Optimization;
    expect(recommended.spend / current.spend).toBeCloseTo(1.1, 9);
    expect(channels[0].recommended / channels[0].current).toBeCloseTo(1, 9);
    expect(channels[1].lower / channels[1].current).toBeCloseTo(0.8, 9);
    expect([channels[2].lower, channels[2].upper]).toEqual([50_000, 200_000]);
    expect(draws).toBe(400);
  });

  it("takes a plan file, which options win over", async () => {
    const file = join(root, "plan.yaml");
    await writeFile(file, "horizon: 4\nobjective: cvar\nprobability: 0.2\nby_week: true\n");
    const { stdout } = await run(["optimize", folder, "--plan", file, "--horizon", "5", "--json"]);
    const { horizon, objective, byWeek, recommended } = camelForm(JSON.parse(stdout)) as Optimization;
    expect({ horizon, objective, byWeek }).toEqual({
      horizon: 5,
      objective: { statistic: "cvar", probability: 0.2 },
      byWeek: true,
    });
    expect(recommended.channels[0].periods).toHaveLength(5);
  });

  it("prints a row for each channel as CSV", async () => {
    const { stdout } = await run(["optimize", folder, "--target-marginal-roi", "0.5", "--csv"]);
    const [header, ...rows] = stdout.trim().split("\n");
    expect(header).toMatch(/^channel,current,recommended,change,/);
    expect(rows.map((row) => row.split(",")[0])).toEqual(["Shopify", "TikTok", "Meta"]);
    expect(new Set(rows.map((row) => row.split(",").length))).toEqual(new Set([header.split(",").length]));
  });

  it("says which constraints cannot be met and ends with code 5", async () => {
    const { code, stdout, stderr } = await run(["optimize", folder, "--budget", "1000", "--minimum", "TikTok=2000"]);
    expect(code).toBe(5);
    expect(stdout).toBe("");
    expect(problemsIn(said(stderr))[0]).toMatch(
      /^The lower bounds add up to [\d,]+, which is [\d,]+ more than the budget\./,
    );
    const roi = await run(["optimize", folder, "--target-roi", "1000"]);
    expect(roi.code).toBe(5);
    expect(roi.stderr).toMatch(/No plan within the bounds that spends at least [\d,]+ reaches the target ROI/);
  });

  it("ends with code 2 for options that cannot be read or contradict each other, naming them all", async () => {
    const unread = await run(["optimize", folder, "--bounds", "TikTok=lots", "--budget-change", "more"]);
    expect(unread.code).toBe(2);
    expect(problemsIn(said(unread.stderr))).toHaveLength(2);
    const wrong = await run(["optimize", folder, "--bounds", "TikTk=1..2", "--budget", "5", "--target-roi", "2"]);
    expect(wrong.code).toBe(2);
    expect(problemsIn(said(wrong.stderr))).toEqual([
      expect.stringContaining('--bounds: The fit has no such channel. Received "TikTk". Did you mean "TikTok"?'),
      expect.stringContaining("Only one of --budget, --target-roi can decide how much is spent."),
    ]);
    expect((await run(["optimize", folder, "--json", "--csv"])).code).toBe(2);
    expect((await run(["optimize", join(root, "none")])).code).toBe(3);
  });
});

describe("carryover scenarios", () => {
  it("compares the plans of a file as tables, JSON and CSV", async () => {
    const file = join(root, "plans.yaml");
    await writeFile(file, "horizon: 6\nplans:\n  more TikTok: { TikTok: +30% }\n  less Meta: { Meta: -50% }\n");
    const people = await run(["scenarios", folder, file]);
    expect(people.code).toBe(0);
    expect(people.stdout).toContain("more TikTok");
    expect(people.stdout).toContain("Differences");
    const json = camelForm(
      JSON.parse((await run(["scenarios", folder, file, "--json", "--draws", "100"])).stdout),
    ) as Scenarios;
    expect(json.draws).toBe(100);
    expect(json.plans.map(({ name }) => name)).toEqual(["current", "more TikTok", "less Meta"]);
    const csv = (await run(["scenarios", folder, file, "--csv"])).stdout.trim().split("\n");
    expect(csv).toHaveLength(4);
    expect(csv[0]).toMatch(/^plan,over,plan_spend,over_spend,contribution_with_carry_over_estimate,/);
  });

  it("says which channels of which plans rest on the prior, as optimize does, and where a plan moves none of them says nothing", async () => {
    const silent = join(root, "silent");
    const { columns } = simulate("ecommerce", { weeks: 60, seed: 2 });
    // The same every week: nothing can be learned of what it brings.
    const data = await mediaDataFromColumns({ ...columnsByName(columns), spend_Flat: new Float64Array(60).fill(50) });
    const document = await parseModelFile(
      "data: data.csv\nsampling: { chains: 2, warmup: 250, draws: 200 }\n",
      "model.yaml",
    );
    const fit = await fitMediaMix(data, resolve(document, data), { threads: 1 });
    await saveRun(fit, silent, { command: "test", dataPath: "data.csv", backend: "wasm", threads: 1 });
    const noticeOf = async (text: string) => {
      const file = join(root, "silent.yaml");
      await writeFile(file, text);
      const { stdout } = await run(["scenarios", silent, file, "--json", "--draws", "100"]);
      return (JSON.parse(stdout) as Scenarios).notices.find(({ code }) => code === "moved-by-prior")?.message;
    };
    expect(await noticeOf("plans: { a: { spend_Flat: +30% }, b: { Meta: +30% } }\n")).toBe(
      'The data say little about the return of Flat: what changes with that spend in "a" rests on the prior.',
    );
    expect(await noticeOf("horizon: 2\nplans: { a: { Flat: [100, 0] }, b: { Flat: 0 } }\n")).toContain(
      '"a" (Flat) and "b" (Flat)',
    );
    expect(await noticeOf("plans: { b: { Meta: +30% }, c: { Flat: +1% } }\n")).toBeUndefined();
    const best = await run(["optimize", silent, "--bounds", "Flat=800..900", "--json", "--draws", "100"]);
    expect((JSON.parse(best.stdout) as Optimization).notices.map(({ code }) => code)).toContain("moved-by-prior");
  });

  it("needs a file, and says where it is wrong", async () => {
    expect((await run(["scenarios", folder])).code).toBe(2);
    const file = join(root, "wrong.yaml");
    await writeFile(file, "plans:\n  more: { TikTk: +30% }\n");
    const { code, stderr } = await run(["scenarios", folder, file]);
    expect(code).toBe(3);
    expect(stderr).toContain("wrong.yaml:2:18: The fit has no such channel.");
  });
});
