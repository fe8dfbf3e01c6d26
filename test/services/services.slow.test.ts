// From a table to a plan and an export through the library's services alone; and the command line prints what they give back.

import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { services } from "../../src/index.ts";
import { documentText } from "../../src/documents/index.ts";
import { run as commandLine } from "../cli/support/harness.ts";

let root: string;
let run: string;
let fitted: services.FitResult;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-services-"));
  run = join(root, "run");
  await services.simulateToFolder({ preset: "ecommerce", folder: join(root, "simulated") });
  const result = await services.fit({
    path: join(root, "simulated", "model.yaml"),
    out: run,
    sampling: { chains: 2, warmup: 400, draws: 300, seed: 3 },
    report: false,
    command: "a test",
  });
  expect(result?.complete).toBe(true);
  fitted = result!;
}, 60_000);
afterAll(async () => {
  await rm(root, { recursive: true });
});

describe("Services alone", () => {
  it("fit, say what the run says, plan and export", async () => {
    expect(fitted.summary.quantities.length).toBeGreaterThan(0);
    const told: services.RunOpened[] = [];
    const call = { onProgress: (opened: services.RunOpened) => void told.push(opened) };

    const parts = await services.contributions({ run, period: { last: 13 } }, call);
    expect(parts.result.period).toMatchObject({ rows: 13, unit: "week" });
    const { result } = await services.returns({ run }, call);
    expect(result.channels.length).toBe(3);
    const { advice } = await services.recommend({ run }, call);
    expect(advice.channels.map(({ name }) => name).toSorted()).toEqual(
      result.channels.map(({ name }) => name).toSorted(),
    );

    const plan = await services.optimize({ run, settings: { horizon: 4, draws: 100 } }, call);
    expect(plan.optimization.horizon).toBe(4);
    const plans = { same: {}, more: { [result.channels[0].name]: "+20%" } };
    const { scenarios } = await services.scenarios({ run, plans: { plans, horizon: 4 }, draws: 100 }, call);
    expect(scenarios.plans.map(({ name }) => name)).toEqual(expect.arrayContaining(["same", "more"]));

    const { exported } = await services.exportDraws({ run, format: "csv", out: join(root, "draws.csv") }, call);
    expect((await stat(exported.files[0].path)).size).toBe(exported.files[0].bytes);

    expect(told.length).toBe(6);
    for (const opened of told) expect(opened).toEqual({ stage: "opened", run, converged: fitted.converged });
  });

  it("say what is wrong with a plan by the keys of the request", async () => {
    await expect(services.optimize({ run, settings: { bounds: { Nowhere: "10..20" } } })).rejects.toMatchObject({
      name: "CarryoverError",
      problems: [expect.objectContaining({ where: "bounds.Nowhere" })],
    });
  });
});

describe("The command line prints the document of", () => {
  const printed = async (...tokens: readonly string[]): Promise<string> => {
    const { stdout } = await commandLine([...tokens, "--json"]);
    return stdout;
  };

  it("contributions", async () => {
    const answer = await services.contributions({ run, weekly: true, period: { last: 20 }, level: 0.8 });
    const text = documentText(services.contributionsDocument(answer));
    expect(await printed("contributions", run, "--weekly", "--weeks", "20", "--level", "0.8")).toBe(text);
  });

  it("returns", async () => {
    const text = documentText(services.returnsDocument(await services.returns({ run, breakEven: 2 })));
    expect(await printed("roi", run, "--break-even", "2")).toBe(text);
  });

  it("curves", async () => {
    const [{ name }] = (await services.returns({ run })).result.channels;
    const text = documentText(services.curvesDocument(await services.curves({ run, channel: name })));
    expect(await printed("curves", run, "--channel", name)).toBe(text);
  });

  it("recommend", async () => {
    const text = documentText(services.recommendDocument(await services.recommend({ run })));
    expect(await printed("recommend", run)).toBe(text);
  });

  it("check", async () => {
    const text = documentText(services.checkDocument((await services.check({ run }))!));
    expect(await printed("check", run)).toBe(text);
  });

  it("compare", async () => {
    const text = documentText(services.compareDocument((await services.compare({ run }))!));
    expect(await printed("compare", run)).toBe(text);
  });

  it("optimize", async () => {
    const settings = { horizon: 4, budget_change: "+10%", draws: 100 };
    const text = documentText(services.optimizeDocument(await services.optimize({ run, settings })));
    expect(await printed("optimize", run, "--horizon", "4", "--budget-change", "+10%", "--draws", "100")).toBe(text);
  });

  it("export", async () => {
    const out = join(root, "again.csv");
    const text = documentText(services.exportDocument(await services.exportDraws({ run, format: "csv", out })));
    expect(await printed("export", run, "--format", "csv", "--out", out)).toBe(text);
    expect(await readFile(out, "utf8")).toMatch(/^chain,draw,/);
  });
});
