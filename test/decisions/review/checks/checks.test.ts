// Every check of the list, on facts that are changed at random until it has passed and has not.

import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { reviewChecks } from "../../../../src/decisions/review/checks/index.ts";
import { judged, type ReviewFacts } from "../../../../src/decisions/review/review-check.ts";
import { modelChecks } from "../../../../src/decisions/review/review.ts";
import type { Check } from "../../../../src/diagnostics/index.ts";
import { variance } from "../../../../src/numerics/index.ts";
import { randomStream } from "../../../../src/numerics/random.ts";
import { predictionsOf } from "../../../../src/decisions/predictions/index.ts";
import { geoChecks } from "../../../../src/decisions/review/geos.ts";
import { madeUpPanel } from "../../support/made-up-panel.ts";
import { changed } from "../../support/changed-values.ts";
import { misfitOf } from "../../support/residuals.ts";

/** All that can be known of a fit whose sampling had nothing to complain of. */
async function someFacts(): Promise<ReviewFacts> {
  const { model, predictions } = await misfitOf({});
  const names = ["r-hat", "bulk-ess", "tail-ess", "divergences", "draws"];
  const diagnostics = {
    converged: true,
    chains: 4,
    max_rhat: 1.002,
    min_ess_bulk: 900,
    min_ess_tail: 800,
    divergences: 0,
    min_ebfmi: 0.9,
    tree_depth_hits: 0,
    checks: names.map(
      (name): Check => ({ name, status: "pass", detail: `Found by ${name}.`, remedy: `Remedy of ${name}.` }),
    ),
  };
  const random = randomStream([1, 1]);
  const shape = { chains: model.chains, draws: predictions.count / model.chains, observations: predictions.weeks };
  const values = Float64Array.from({ length: predictions.count * predictions.weeks }, () => -1 + 0.1 * random.normal());
  const pointwise = { ...shape, values };
  const checks = modelChecks(model, { diagnostics, pointwise, predictions });
  const { scores, bands } = checks;
  const { name: target, values: revenue } = model.data.target;
  // A tenth of the variance of the target is noise that was added to it.
  const scale = Math.sqrt((0.1 * variance(revenue)) / 2);
  const noise = { [target]: { mechanism: "laplace", scale, cells_summed: 1, clip: "none" } } as const;
  const naive = { method: "last training row", scores: { ...scores, mae: 2 * scores.mae } } as const;
  const panel = await madeUpPanel({ draws: 40 });
  const ofPanel = predictionsOf(panel);
  const panelBands = { lower90: ofPanel.series.flatMap(({ rows }) => Array.from(rows, () => -1e12)) };
  const geos = geoChecks(panel, ofPanel, { ...panelBands, upper90: panelBands.lower90.map((value) => -value) });
  return {
    ...checks,
    geos: geos && { ...geos, national: [{ channel: "Radio", share: 0.5, inflation: 2 }] },
    model: { ...model, spec: { ...model.spec, noise } },
    predictions,
    diagnostics,
    loo: checks.loo,
    liftTests: { tests: [liftTest], sources: [{ ...liftSource, z: 1 }], threshold: 0.7 },
    // The table of these facts is weekly.
    misfit: {
      ...checks.misfit,
      weekday: { pValue: 0.4, explained: 0.05, highest: "Saturday", lowest: "Tuesday" },
    },
    holdout: { rows: 10, trainingRows: 94, scores, naive: [naive], skill: 0.5, bands, converged: true },
  };
}

const between = { estimate: 5, statistic: "mean", mean: 5, median: 5, lower: 1, upper: 9 } as const;

/** A test, and its source. */
const liftTest = {
  name: "TV off",
  channels: ["TV"],
  metric: "target",
  learned: true,
  source: "agency",
  lift: 20,
  se: 3,
  interval: [15, 25],
  expected: between,
  withoutIt: between,
  withIt: between,
  z: 1,
  paretoK: 0.3,
  reliable: true,
} as const;
const liftSource = {
  source: "agency",
  tests: ["TV off", "TV on"],
  unit: "share",
  prior: 0.1,
  bias: { ...between, lower: 0.1, upper: 0.3 },
  reliable: true,
} as const;

/** The same facts of a target that counts a few conversions. */
function ofCounts(facts: ReviewFacts): ReviewFacts {
  const { model } = facts;
  const target = { ...model.data.target, kind: "conversions", values: model.data.target.values.map((_, t) => t % 5) };
  return { ...facts, model: { ...model, data: { ...model.data, target } } as ReviewFacts["model"] };
}

describe("the checks of a review", () => {
  let facts: ReviewFacts | undefined;

  it("are those of the folder, a file for each", () => {
    const folder = fileURLToPath(new URL("../../../../src/decisions/review/checks/", import.meta.url));
    const files = readdirSync(folder).filter((file) => file !== "index.ts");
    expect(reviewChecks.map(({ name }) => `${name}.ts`).sort()).toEqual(files.sort());
    expect(new Set(reviewChecks.map(({ title }) => title)).size).toBe(reviewChecks.length);
  });

  describe.each(reviewChecks.map((kind) => ({ name: kind.name, kind })))("$name", ({ kind }) => {
    let measured: unknown;
    beforeAll(async () => {
      facts ??= await someFacts();
      // Checks of counts have nothing to judge in the revenue of these facts.
      measured = kind.measure(facts) ?? kind.measure(ofCounts(facts));
    });

    it("judges facts on both sides of its limits, and says what to do where it does not pass", () => {
      const random = randomStream([7, 3]);
      const statuses = new Set<string>();
      for (let trial = 0; trial < 500; trial++) {
        const { status, title, figure, threshold, finding, advice } = judged(
          kind,
          trial === 0 ? measured : changed(measured, random),
        );
        statuses.add(status);
        expect(title).toMatch(/^[A-Z].*[^.]$/);
        expect([figure, threshold].every(Number.isFinite)).toBe(true);
        for (const text of [finding, advice]) {
          expect(text).toMatch(/^[A-Z\d-].*\.$/);
          expect(text).not.toMatch(/undefined|NaN|Infinity/);
        }
        expect(status !== "PASS" && advice === "Nothing to do.").toBe(false);
      }
      expect(statuses).toContain("PASS");
      expect(statuses.has("REVIEW") || statuses.has("FAIL")).toBe(true);
      if ((kind.limits as { fail?: number }).fail !== undefined) expect(statuses).toContain("FAIL");
    });
  });
});
