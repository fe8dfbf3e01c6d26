// A channel on in 3 of 104 weeks, with a linear effect of 0.9: its marginal return is about what its average return is, and wide.

import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { readMediaData } from "../../src/data/panel/index.ts";
import { channelDraws, fittedModel, intervalOf, periodOf } from "../../src/decisions/draws/index.ts";
import { type ModelChecks, modelChecks } from "../../src/decisions/review/index.ts";
import { fitMediaMix, type MediaMixFit } from "../../src/mmm/fit/index.ts";
import { resolve } from "../../src/mmm/specification/index.ts";

const path = fileURLToPath(new URL("tables/09-burst2.csv", import.meta.url));
const truth = 0.9;

describe("a channel with spend in 3 of 104 weeks", () => {
  let fit: MediaMixFit;
  let checks: ModelChecks;
  beforeAll(async () => {
    const data = await readMediaData(path);
    fit = await fitMediaMix(data, resolve(undefined, data));
    checks = modelChecks(fittedModel(fit), fit);
  }, 240_000);

  const marginal = (): Float64Array => {
    const model = fittedModel(fit);
    for (const { name, marginal: draws } of channelDraws(model, { period: periodOf(model.data), weekly: false })) {
      if (name === "Event") return draws.slice();
    }
    throw new Error("There is no Event.");
  };

  it("has the right return, and a marginal return around it that is wide", () => {
    const { converged } = fit.diagnostics;
    expect(converged).toBe(true);
    const roi = fit.summary.quantities.find(({ name }) => name === "roi[Event]")!;
    expect(roi.q5).toBeLessThan(truth);
    expect(roi.q95).toBeGreaterThan(truth);
    const draws = marginal();
    const { lower, upper } = intervalOf(draws);
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    // About what the average is: within half of it either way.
    expect(Math.abs(mean / roi.mean - 1)).toBeLessThan(0.5);
    expect(lower).toBeLessThan(truth);
    expect(upper).toBeGreaterThan(truth);
    // As wide as the return itself and more: nothing says how it saturates.
    expect(upper - lower).toBeGreaterThan(2 * (roi.q95 - roi.q5));
  });

  it("comes with the reservation that its saturation is not identified", () => {
    const check = checks.review.checks.find((each) => each.check === "unidentified-saturation")!;
    expect(check.status).toBe("REVIEW");
    expect(check.finding).toContain("The saturation of Event is not identified");
    const { activeRows, activeDates } = checks.channels.find(({ channel }) => channel === "Event")!;
    expect(activeRows).toBe(3);
    // The rows are named.
    expect(activeDates).toHaveLength(3);
    for (const date of activeDates!) expect(check.finding).toContain(date);
  });
});
