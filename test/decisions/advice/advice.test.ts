// Advice: which action follows from which figures, and that the sentences say what the figures say.

import { describe, expect, it } from "vitest";
import { adviceOf, type Advice, type ChannelAdvice } from "../../../src/decisions/advice/advice.ts";
import type { Interval } from "../../../src/decisions/draws/interval.ts";
import type { Optimization } from "../../../src/decisions/plans/optimize.ts";
import type { Quantities } from "../../../src/decisions/quantities/quantities.ts";
import type { ModelChecks } from "../../../src/decisions/review/review.ts";
import type { ReviewStatus } from "../../../src/decisions/review/review-check.ts";

const around = (median: number, half = median / 2): Interval => ({
  estimate: median,
  statistic: "mean",
  mean: median,
  median,
  lower: median - half,
  upper: median + half,
});

interface World {
  readonly converged?: boolean;
  readonly verdict?: ReviewStatus;
  readonly kind?: "revenue" | "conversions";
  readonly breakEven?: number;
  readonly from?: "given" | "margin";
  /** Change of TV's spend in the most profitable plan, and the probability that profit gains; with a break-even or a margin. */
  readonly sizeChange?: number;
  readonly sizeGains?: number;
  /** Probability that the next unit pays. */
  readonly pays?: number;
  readonly spend?: number;
  readonly marginal?: Interval;
  readonly uninformed?: boolean;
  /** Of prior and posterior of TV's ROI, where the prior has a strong influence. */
  readonly overlap?: number;
  /** Change of TV's spend in the best plan, and the probability that the plan gains anything. */
  readonly change?: number;
  readonly gains?: number;
  readonly current?: number;
  readonly channels?: number;
  readonly plan?: boolean;
}

/** What the analysis of a made-up fit has that advice looks at: TV as described, and as many others as wanted, which hold. */
function advise(world: World): Advice {
  const { converged = true, verdict = "PASS", kind = "revenue", pays = 0.5, spend = 1000, change = 0.2 } = world;
  const { gains = 0.9, current = 100, channels = 2, plan = true } = world;
  const breakEven = world.breakEven ?? (kind === "revenue" ? 1 : undefined);
  const all = ["TV", "Radio", "Press"].slice(0, channels);
  const returnOf = (name: string) => ({
    name,
    spend: name === "TV" ? spend : 1000,
    shareOfSpend: 1 / channels,
    shareOfMedia: around(0.5),
    roi: around(name === "TV" && !(spend > 0) ? Number.NaN : 1.5),
    marginalRoi: name === "TV" ? (world.marginal ?? around(0.5)) : around(0.4),
    ...(breakEven === undefined
      ? {}
      : { probabilityAboveBreakEven: 0.7, probabilityMarginalAboveBreakEven: name === "TV" ? pays : 0.5 }),
    ...(kind === "conversions" ? { costPerConversion: { ...around(20), probabilityNone: 0 } } : {}),
  });
  const figures = {
    converged,
    contributions: {
      target: kind,
      level: 0.9,
      period: { rows: 104, unit: "week" },
      media: { share: around(0.3, 0.1) },
      baseline: { share: around(0.7, 0.1) },
    },
    returns: {
      target: kind,
      targetKind: kind,
      level: 0.9,
      ...(breakEven === undefined ? {} : { breakEven, breakEvenFrom: world.from ?? "revenue" }),
      channels: all.map(returnOf),
      media: returnOf("media"),
    },
    curves: { channels: [] },
  } as unknown as Quantities;
  const checks = {
    review: {
      verdict,
      checks: [
        { title: "Chains agree", status: "PASS", finding: "They do.", advice: "Nothing." },
        { title: "Baseline is plausible", status: verdict, finding: "It is odd.", advice: "Look." },
      ],
    },
    scores: { r2: 0.9, mape: 0.05 },
    uninformedChannels: world.uninformed === true ? ["TV"] : [],
    identification:
      world.overlap === undefined ? [] : [{ channel: "TV", source: "both", overlap: world.overlap, contraction: 0.3 }],
  } as unknown as ModelChecks;
  const planned = (move: number, chance: number, margin?: number) =>
    ({
      horizon: 13,
      period: "week",
      target: { name: kind, kind },
      ...(margin === undefined ? {} : { margin }),
      objective: { statistic: "mean", ...(margin === undefined ? {} : { margin }) },
      current: { spend: 200 },
      recommended: { spend: 200 + move * current, profit: margin === undefined ? null : around(40) },
      gain: {
        contributionWithCarryOver: around(500),
        share: around(0.05),
        probability: chance,
        profit: margin === undefined ? null : around(300),
        profitProbability: margin === undefined ? null : chance,
      },
      channels: all.map((name) => ({
        name,
        current: name === "TV" ? current : 100,
        change: name === "TV" ? move * current : 0,
        changeShare: name === "TV" ? (current > 0 ? move : null) : 0,
      })),
      notices: [
        { level: "warning", message: "TV goes beyond what was observed." },
        { level: "note", message: "Bounds are the default." },
        { level: "note", code: "at-limits", message: "At the upper limit: TV." },
      ],
    }) as unknown as Optimization;
  const { sizeChange = -0.4, sizeGains = 0.9 } = world;
  return adviceOf(figures, checks, {
    split: plan ? planned(change, gains) : undefined,
    size: plan && world.from !== undefined ? planned(sizeChange, sizeGains, 1 / (breakEven ?? 1)) : undefined,
  });
}

const tv = (world: World): ChannelAdvice => advise(world).channels.find(({ name }) => name === "TV")!;

describe("the action", () => {
  it("is a test where the data say nothing, whatever the probability, and where nothing was spent", () => {
    expect(tv({ uninformed: true, pays: 0.99 }).action).toBe("test");
    const without = tv({ spend: 0, pays: Number.NaN });
    expect(without.action).toBe("test");
    expect(without.text).toBe("TV had no spend. Only an experiment can show its effect.");
  });

  it("is what the best plan of the same budget does, if the plan is likely to gain, whatever the next unit returns", () => {
    const action = (change: number, gains?: number) =>
      tv({ pays: change > 0 ? 0.01 : 0.99, change, ...(gains === undefined ? {} : { gains }) }).action;
    expect([action(0.05), action(0.049), action(-0.049), action(-0.05)]).toEqual([
      "increase",
      "hold",
      "hold",
      "reduce",
    ]);
    expect([action(0.5, 0.79), action(-0.5, 0.6)]).toEqual(["hold", "hold"]);
    expect(tv({ plan: false }).action).toBe("hold");
  });

  it("is none for a fit that has not converged or whose review fails", () => {
    for (const world of [{ converged: false }, { verdict: "FAIL" }] as const) {
      const { channels, budget, budgetSize } = advise({ ...world, pays: 0.99, breakEven: 2, from: "margin" });
      expect(channels.map(({ action }) => action)).toEqual(["none", "none"]);
      expect(channels[0].text).not.toMatch(/Spend|Hold|experiment/);
      expect(channels.map(({ bestBudgetAction }) => bestBudgetAction)).toEqual(["none", "none"]);
      expect(budget).toEqual(["The fit cannot be used, so no plan is recommended."]);
      expect(budgetSize).toEqual(budget);
    }
  });

  it("is a test for a channel that is off now, because its figures are of the time when it ran", () => {
    const off = tv({ pays: 0.01, current: 0 });
    expect(off.action).toBe("test");
    expect(off.text).toContain("It has no spend now");
    expect(off.text).not.toMatch(/spend less|lowers/);
  });

  it("of the most profitable budget is that plan's, and there is none without a margin", () => {
    const action = (sizeChange: number, sizeGains = 0.9) =>
      tv({ breakEven: 2.5, from: "margin", sizeChange, sizeGains }).bestBudgetAction;
    expect([action(-0.4), action(0.3), action(0.04), action(-0.4, 0.7)]).toEqual([
      "reduce",
      "increase",
      "hold",
      "hold",
    ]);
    expect(tv({}).bestBudgetAction).toBeUndefined();
  });
});

describe("the text of a channel", () => {
  it("says return and the next unit with intervals, and the way it goes at this budget", () => {
    expect(tv({ pays: 0.95 }).text).toBe(
      "The ROI of TV, in revenue per unit of spend, is 1.50 (0.75 to 2.25); the probability that it is above 1, at which revenue equals spend, is 70%. " +
        "Its marginal ROI, the return of one more unit of spend, is 0.50 (0.25 to 0.75); the probability that it is above 1, at which revenue equals spend, is 95%. " +
        "At this budget, spend more here: the best plan raises its spend by 20%.",
    );
  });

  it("says how strong the influence of the prior is, where it is strong", () => {
    const { text } = tv({ overlap: 0.72 });
    expect(text).toContain("prior and posterior of the ROI overlap by 72%");
    expect(advise({ overlap: 0.72 }).summary.join(" ")).toContain("The prior has a strong influence on the ROI of TV");
  });

  it("names one way within each frame", () => {
    const { text } = tv({ change: 0.2, breakEven: 2.5, from: "margin", sizeChange: -0.4 });
    expect(text).toContain("At this budget, spend more here: the best plan raises its spend by 20%.");
    expect(text).toContain("In the most profitable budget, its spend falls by 40%.");
    expect(text.match(/spend more|spend less/g)).toEqual(["spend more"]);
    expect(tv({ change: 0.2, gains: 0.6 }).text).toContain("At this budget, keep its spend.");
    expect(tv({ uninformed: true }).text).toContain("which rests on the prior");
  });

  it("speaks of the break-even where one is known, and says that spend pays nowhere else", () => {
    const { text } = tv({ breakEven: 2.5, from: "margin", pays: 0.05 });
    expect(text).toContain("the probability that it is above the break-even of 2.5 (one over the margin) is 70%");
    for (const world of [{}, { kind: "conversions" }] as const) {
      const { channels, budgetSize } = advise(world);
      expect([...channels.map((each) => each.text), ...budgetSize].join(" ")).not.toMatch(
        /pays? for itself|break-even/,
      );
      expect(budgetSize.at(-1)).toContain("depends on the margin, which is not known");
    }
  });

  it("never says that a probability is 0 or 100%", () => {
    expect(tv({ pays: 1 }).text).toContain("is >99%");
    expect(tv({ pays: 0 }).text).toContain("is <1%");
  });

  it("speaks of costs where the target is conversions, and says where they have no bound", () => {
    const conversions = tv({ kind: "conversions", marginal: around(0.05, 0.025) });
    expect(conversions.text).toContain(
      "TV cost 20.0 (10.0 to 30.0) per conversion: 1.50 (0.75 to 2.25) conversions per unit of spend.",
    );
    expect(conversions.text).toContain("One more conversion would cost 20.0 (13.3 to 40.0).");
    const { estimate, statistic, lower, upper } = conversions.marginalRoi;
    expect(conversions.costOfOneMore).toMatchObject({
      estimate: 1 / estimate,
      statistic,
      lower: 1 / upper,
      upper: 1 / lower,
    });
    const open = tv({ kind: "conversions", marginal: { ...around(0.05), lower: -0.01 } });
    expect(open.text).toContain("One more conversion would cost 20.0 (at least 13.3, without an upper bound).");
    expect(open.costOfOneMore?.upper).toBe(Number.POSITIVE_INFINITY);
    const worse = tv({ kind: "conversions", marginal: { ...around(0.05), lower: -0.1, estimate: -0.05 } });
    expect(worse.text).toContain("would cost at least 13.3, without an upper bound");
  });

  it("says that a figure is fixed instead of giving an interval without width", () => {
    const { text } = tv({ marginal: around(0.5, 0), pays: 0 });
    expect(text).toContain("is 0.50 (fixed by the priors).");
  });
});

describe("the advice as a whole", () => {
  it("opens with whether the fit can be used", () => {
    expect(advise({}).summary[0]).toBe("The fit has converged and passes all checks of the review.");
    expect(advise({ verdict: "REVIEW" }).summary[0]).toBe(
      "The fit has converged and can be used, with one reservation.",
    );
    expect(advise({ verdict: "FAIL" }).summary[0]).toBe(
      'Do not use these results. Failed checks of the review: "Baseline is plausible".',
    );
    expect(advise({ converged: false, verdict: "FAIL" }).summary[0]).toBe(
      "Sampling has not converged. Do not rely on these results.",
    );
    expect(advise({}).summary[1]).toBe(
      "Over 104 weeks, media contributed 30% (20% to 40%) of revenue, and the baseline 70% (60% to 80%). Estimates are posterior means with 90% credible intervals.",
    );
  });

  it("names moves, gain, interval, probability, warnings and limits of the best plan", () => {
    expect(advise({}).budget).toEqual([
      "Best plan for the next 13 weeks with the same budget: TV +20%.",
      "It would change revenue by +500 (+250 to +750), which is 5% of the media contribution; the probability of a gain is 90%.",
      "TV goes beyond what was observed.",
      "At the upper limit: TV.",
    ]);
    expect(advise({ uninformed: true }).budget?.[0]).toContain("TV +20% (test first: the data say little about it)");
  });

  it("advises to keep the split where the best plan may well gain nothing, and names no move then", () => {
    const [head, effect] = advise({ gains: 0.79 }).budget!;
    expect(head).toBe(
      "Keep the current split: over the next 13 weeks, no plan with the same budget is clearly better.",
    );
    expect(effect).toMatch(/^The best plan found would change .* is 79%\.$/);
    expect(advise({ change: 0.04 }).budget).toHaveLength(1);
  });

  it("says which size of the budget is most profitable, with its profit, or that none clearly is", () => {
    expect(advise({ breakEven: 2.5, from: "margin", sizeChange: -0.4 }).budgetSize).toEqual([
      "A smaller budget is more profitable: at a margin of 40%, the best total within the limits over the next 13 weeks is 160, −20% against current spend of 200 (TV −40%).",
      "It changes profit by +300 (+150 to +450); the probability of a gain is 90%.",
      "Expected profit from media with that budget: 40 (20 to 60).",
      "TV goes beyond what was observed.",
      "At the upper limit: TV.",
    ]);
    expect(advise({ breakEven: 2.5, from: "given", sizeGains: 0.6 }).budgetSize[0]).toBe(
      "Keep the size of the budget: at a break-even of 2.5, no other total over the next 13 weeks is clearly more profitable.",
    );
  });

  it("has nothing to move with one channel, and no plan where none was computed", () => {
    expect(advise({ channels: 1 }).budget).toEqual(["With a single channel, there is no budget to shift."]);
    expect(advise({ plan: false }).budget).toBeUndefined();
  });

  it("lists channels by marginal return, those without one last, and every reservation of the review", () => {
    const order = (world: World) => advise(world).channels.map(({ name }) => name);
    expect(order({ marginal: around(0.5) })).toEqual(["TV", "Radio"]);
    expect(order({ marginal: around(0.3) })).toEqual(["Radio", "TV"]);
    expect(order({ spend: 0, marginal: around(Number.NaN) })).toEqual(["Radio", "TV"]);
    expect(advise({ verdict: "REVIEW" }).reservations).toEqual(["It is odd. Look."]);
  });
});
