// Requests of programs that TypeScript has not checked: refused for what the command line would be refused for, before anything is read.

import { describe, expect, it } from "vitest";
import { services } from "../../src/index.ts";
import type { CarryoverError } from "../../src/problems/problem.ts";

type Service = (request: never) => Promise<unknown>;

async function refusal(service: Service, request: unknown): Promise<readonly string[]> {
  const error = await service(request as never).then(
    () => undefined,
    (thrown: CarryoverError) => thrown,
  );
  expect(error?.exitCode).toBe(2);
  return error!.problems.map(({ code, where }) => `${code} ${where}`);
}

const nowhere = "/nowhere/run";

describe("a request is refused", () => {
  it.each<[string, Service, object, string]>([
    ["level", services.contributions, { run: nowhere, level: 90 }, "wrong-setting contributions.level"],
    ["weekly", services.contributions, { run: nowhere, weekly: "yes" }, "wrong-setting contributions.weekly"],
    ["period", services.returns, { run: nowhere, period: { weeks: 4 } }, "wrong-setting returns.period"],
    ["breakEven", services.returns, { run: nowhere, breakEven: -1 }, "wrong-setting returns.breakEven"],
    ["a misspelled key", services.returns, { run: nowhere, brakeEven: 2 }, "unknown-setting returns"],
    ["channel", services.curves, { run: nowhere, channel: 3 }, "wrong-setting curves.channel"],
    ["currency", services.recommend, { run: nowhere, currency: 5 }, "wrong-setting recommend.currency"],
    ["margin", services.recommend, { run: nowhere, margin: "40%" }, "wrong-setting recommend.margin"],
    ["draws", services.prior, { path: nowhere, draws: 5 }, "wrong-setting prior.draws"],
    ["format", services.report, { run: nowhere, format: "pdf" }, "wrong-setting report.format"],
    ["holdout", services.check, { run: nowhere, holdout: 0 }, "wrong-setting check.holdout"],
    ["threads", services.compare, { run: nowhere, threads: 0.5 }, "wrong-setting compare.threads"],
    ["runs", services.compareRuns, { runs: nowhere }, "wrong-setting compareRuns.runs"],
    ["rows", services.refit, { run: nowhere }, "wrong-setting refit.rows"],
    ["run", services.summary, {}, "wrong-setting summary.run"],
    ["run", services.diagnose, { run: "" }, "wrong-setting diagnose.run"],
    ["an export's format", services.exportDraws, { run: nowhere, format: "xls" }, "wrong-setting exportDraws.format"],
    ["file", services.optimize, { run: nowhere, file: 7 }, "wrong-setting optimize.file"],
    ["draws", services.scenarios, { run: nowhere, plans: {}, draws: 1 }, "wrong-setting scenarios.draws"],
    ["rank", services.experiment, { run: nowhere, rank: "cost" }, "wrong-setting experiment.rank"],
    ["channels", services.experiment, { run: nowhere, channels: "TV" }, "wrong-setting experiment.channels"],
    ["backend", services.fit, { path: "a", out: "b", command: "", backend: "gpu" }, "wrong-setting fit.backend"],
    ["report", services.fit, { path: "a", out: "b", command: "", report: "html" }, "wrong-setting fit.report"],
    [
      "weeks",
      services.simulateToFolder,
      { preset: "media", folder: "a", weeks: 3 },
      "wrong-setting simulateToFolder.weeks",
    ],
    [
      "force",
      services.aggregate,
      { events: "a", specification: "b", out: "c", force: 1 },
      "wrong-setting aggregate.force",
    ],
  ])("for its %s", async (_, service, request, problem) => {
    expect(await refusal(service, request)).toEqual([problem]);
  });

  it("that is no object, and with all that is wrong at once", async () => {
    expect(await refusal(services.returns, "a run")).toHaveLength(1);
    expect(await refusal(services.returns, { level: 2, breakEven: 0 })).toHaveLength(3);
  });
});
