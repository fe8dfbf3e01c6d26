// Statistics and verdict of a study on a conjugate model, where every answer is known; samplers that are wrong must be found out.

import { describe, expect, it } from "vitest";
import { failedSet, type FittedSet } from "../../../src/studies/recovery/recovery-set.ts";
import { type Recovery, recoveryOf } from "../../../src/studies/recovery/recovery.ts";
import type { StudySettings } from "../../../src/studies/recovery/study-figures.ts";
import { posteriorVariance, settings, toy, toySets, varianceAt, type Wrong } from "../support/toy-study.ts";

const count = 400;
const study = (wrong: Wrong = {}, given: Partial<StudySettings> = {}, sets = count): Recovery =>
  recoveryOf({ ...settings, datasets: sets, ...given }, toySets(sets, wrong), 10);

describe("a study of exact posteriors", () => {
  const right = study();

  it("passes: intervals hold the truth as often as they say, and ranks are uniform", () => {
    expect(right.verdict).toMatchObject({ status: "PASS", tooNarrow: [], tooWide: [], notUniform: [] });
    expect(right.verdict.sentences.join(" ")).toContain(
      "In 400 fits, the coverage of no number differs from the level of its intervals",
    );
    expect(right.verdict.sentences.join(" ")).toContain(
      "Calibrated: the ranks of all 2 numbers are consistent with uniformity",
    );
  });

  it("says what would have shown, and that few fits cannot tell", () => {
    const said = right.verdict.sentences.join(" ");
    // Two numbers at four levels: qbinom(0.01 / 8, 400, 0.9) - 1 of R.
    expect(said).toContain("in 340 or fewer of the 400 fits");
    const few = study({}, {}, 3).verdict.sentences.join(" ");
    // 0.1 ^ 3 is below 0.01 / 8, 0.1 ^ 2 is not.
    expect(few).toContain("in 0 or fewer of the 3 fits");
    expect(study({}, {}, 2).verdict.sentences.join(" ")).toContain("2 fits are too few to assess");
  });

  it("has z-scores with mean 0 and root mean square 1", () => {
    for (const { z } of right.rows) {
      // Exact posteriors: z is standard normal over truths and data. Four standard errors.
      expect(Math.abs(z.mean)).toBeLessThan(4 / Math.sqrt(count));
      expect(Math.abs(z.rms - 1)).toBeLessThan(4 / Math.sqrt(2 * count));
    }
  });

  it("has the errors that the posterior variance says, no bias, and the share of the prior that was learned", () => {
    for (const row of right.rows) {
      expect(Math.abs(row.bias)).toBeLessThan(4 * row.biasError);
      expect(row.biasError).toBeCloseTo(Math.sqrt(posteriorVariance / count), 1.5);
      // The mean squared error of posterior means is the posterior variance, to four standard errors of 400 squares of normals.
      expect(Math.abs(row.rmse ** 2 / posteriorVariance - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
      expect(row.learned).toBeCloseTo(1 - posteriorVariance / toy.prior ** 2, 12);
      expect(row.narrowed).toBeCloseTo(1 - Math.sqrt(posteriorVariance) / toy.prior, 12);
      expect(row.width / Math.sqrt(posteriorVariance)).toBeCloseTo(2 * 1.644854, 5);
    }
  });

  it("pools the members of a family", () => {
    const [family] = right.families;
    expect(family).toMatchObject({ of: "mean", members: 2, fits: count });
    expect(family.coverage.map(({ fits }) => fits)).toEqual([800, 800, 800, 800]);
    family.coverage.forEach(({ inside }, k) => {
      expect(inside).toBe(right.rows[0].coverage[k].inside + right.rows[1].coverage[k].inside);
    });
  });

  it("fails right studies hardly ever", () => {
    const failed = Array.from({ length: 150 }, (_, i) =>
      recoveryOf({ ...settings, datasets: 60 }, toySets(60, {}, 1000 * (i + 1)), 1),
    ).filter(({ verdict }) => verdict.status === "FAIL").length;
    // Three kinds of test at 1% each: more than 13 of 150 have a probability below 1e-4 even at 3%.
    expect(failed).toBeLessThanOrEqual(13);
  });
});

describe("a wrong sampler", () => {
  it.each([
    ["too narrow", { width: 0.7 }],
    ["too wide", { width: 1.5 }],
    ["shifted", { shift: 0.5 }],
  ])("that is %s is found out by coverage or ranks", (_, wrong) => {
    const { verdict } = study(wrong);
    expect(verdict.status).toBe("FAIL");
    expect(verdict.notUniform).toEqual(["mean[a]", "mean[b]"]);
  });

  it("is named with what is wrong about it", () => {
    const narrow = study({ width: 0.7 }).verdict;
    expect(narrow.tooNarrow).toEqual(["mean[a]", "mean[b]"]);
    expect(narrow.sentences.join(" ")).toContain("Intervals are too narrow or biased: mean of a");
    const wide = study({ width: 1.5 }).verdict;
    expect(wide.tooNarrow).toEqual([]);
    expect(wide.tooWide).toEqual(["mean[a]", "mean[b]"]);
    expect(wide.sentences.join(" ")).toContain("Intervals are too wide: mean of a");
  });
});

describe("one fixed truth", () => {
  const fixed = { source: { ...settings.source, kind: "preset", exact: false }, calibrate: false } as const;

  it("may be held too often: the prior lies around it, and that is told but no fault", () => {
    const { verdict, calibration } = study({ truth: 0 }, fixed);
    expect(calibration).toBeUndefined();
    expect(verdict.tooWide.length).toBeGreaterThan(0);
    expect(verdict.status).toBe("PASS");
    expect(verdict.sentences.join(" ")).toContain("Intervals cover more than their level");
  });

  it("that the prior pulls at may be missed by narrow intervals alone, and that is told", () => {
    // With much noise posterior means have weight w = 0.1 and hardly vary: with a bias of one posterior deviation they lie between the
    // ends of the 50% interval (0.67 deviations) and of the 90% interval (1.64) from the truth.
    const noise = 12;
    const deviation = Math.sqrt(varianceAt(noise));
    const wrong = { noise, truth: deviation / (1 - (deviation ** 2 * toy.observations) / noise ** 2) };
    const { verdict, rows } = study(wrong, fixed);
    expect(rows[0].coverage[0].tooFew).toBeLessThan(1e-6);
    expect(rows[0].coverage[2].tooFew).toBeGreaterThan(0.01);
    expect(verdict).toMatchObject({ status: "PASS", tooNarrow: [], pulled: ["mean[a]", "mean[b]"] });
    expect(verdict.sentences.join(" ")).toContain("The prior shifts estimates away from this truth");
    // The same of truths that are drawn from the prior is a fault.
    expect(study(wrong).verdict.status).toBe("FAIL");
  });

  it("far out in the prior is held too rarely, and estimates are shifted toward the prior", () => {
    const { verdict, rows } = study({ truth: 3 * toy.prior }, fixed);
    expect(verdict.status).toBe("FAIL");
    expect(verdict.tooNarrow).toEqual(["mean[a]", "mean[b]"]);
    // The posterior mean is w times the average with w = posterior variance x precision of the data: the bias is (w - 1) truth.
    const weight = (posteriorVariance * toy.observations) / toy.noise ** 2;
    for (const row of rows) expect(Math.abs(row.bias - (weight - 1) * 3 * toy.prior)).toBeLessThan(4 * row.biasError);
    expect(verdict.sentences.join(" ")).toMatch(
      /Bias of posterior means, averaged over the data sets: mean of \w \d+% too low/,
    );
  });
});

describe("fits that do not count", () => {
  const odd = (set: FittedSet): FittedSet => ({
    ...set,
    outcome: "not-converged",
    reason: "R-hat is 1.3.",
    failing: ["rhat"],
    rows: set.rows.map((row) => ({ ...row, truth: row.truth + 100 })),
  });
  const sets = toySets(100).map((set) =>
    set.index < 20 ? odd(set) : set.index < 25 ? failedSet(set, "The target is constant.", 1) : set,
  );

  it("are counted with their reasons and left out, unless they are asked for", () => {
    const converged = recoveryOf({ ...settings, datasets: 100 }, sets, 10);
    expect(converged.fits).toMatchObject({ converged: 75, notConverged: 20, failed: 5 });
    expect(converged.fits.reasons.map(({ reason, sets: those }) => [reason, those.length])).toEqual([
      ["rhat", 20],
      ["The target is constant.", 5],
    ]);
    expect(converged.rows.map(({ fits }) => fits)).toEqual([75, 75]);
    expect(converged.verdict.status).toBe("PASS");
    expect(converged.verdict.sentences[0]).toContain("20 did not converge (left out), 5 failed");
    const all = recoveryOf({ ...settings, datasets: 100, selection: "all" }, sets, 10);
    expect(all.rows.map(({ fits }) => fits)).toEqual([95, 95]);
    expect(all.verdict.status).toBe("FAIL");
  });

  it("stand beside the converged ones in the coverages of both", () => {
    const { coverages } = recoveryOf({ ...settings, datasets: 100 }, sets, 10);
    const own = coverages.find(({ name, level }) => name === "mean[a]" && level === 0.9)!;
    expect(own.converged.fits).toBe(75);
    expect(own.all.fits).toBe(95);
    // Those that did not converge lie a hundred beside the truth.
    expect(own.all.inside).toBe(own.converged.inside);
  });

  it("fail the study where they are most", () => {
    const few = toySets(50).map((set) => (set.index < 30 ? failedSet(set, "no") : set));
    const { verdict } = recoveryOf({ ...settings, datasets: 50 }, few, 1);
    expect(verdict.status).toBe("FAIL");
    expect(verdict.sentences[0]).toContain("Most fits did not converge");
    const none = recoveryOf(
      { ...settings, datasets: 2 },
      [0, 1].map((index) => failedSet({ index, seed: 1 }, "no")),
      1,
    );
    expect(none.verdict.status).toBe("FAIL");
    expect(none.rows).toEqual([]);
  });
});

describe("what is learned", () => {
  it("is told in plain words with what would help", () => {
    const sets = toySets(40).map((set) => ({
      ...set,
      rows: [
        { ...set.rows[0], name: "half_saturation[TV]", prior: { sd: 1, spread: set.rows[0].spread / 0.94 } },
        { ...set.rows[1], name: "decay[TV]", prior: { sd: 9, spread: 9 } },
      ],
    }));
    const { verdict } = recoveryOf({ ...settings, datasets: 40 }, sets, 1);
    expect(verdict.sentences).toContain(
      "Not learned: half_saturation of TV, whose posterior is only 6% narrower than the prior.",
    );
    expect(verdict.sentences.join(" ")).toContain("Learned: decay of TV");
    expect(verdict.help).toEqual([
      expect.stringContaining("half_saturation of TV: To learn the shape of a response curve"),
    ]);
  });
});
