// What the pictures say, read from the SVG: order, flags and words that depend on the data.

import { afterAll, describe, expect, it } from "vitest";
import { budgetChange } from "../../src/charts/budget/budget-change.ts";
import { contributionStack } from "../../src/charts/fit/contribution-stack.ts";
import { fitOverTime } from "../../src/charts/fit/fit-over-time.ts";
import { interpolate } from "../../src/charts/returns/response-curves.ts";
import { marginalRoi } from "../../src/charts/returns/marginal-roi.ts";
import { priorPosterior } from "../../src/charts/fit/prior-posterior.ts";
import { roiForest } from "../../src/charts/returns/roi-forest.ts";
import { scenarioComparison } from "../../src/charts/budget/scenario-comparison.ts";
import { closeSvgDocument, renderSvg } from "../../src/charts/server/document.ts";
import { defaultTheme } from "../../src/charts/frame/theme.ts";
import { around, mondays } from "./support/data.ts";
import { expectSound, textBoxes } from "./support/harness.ts";

afterAll(closeSvgDocument);

const textsOf = (svg: string): string[] => textBoxes(svg).map(({ text }) => text);
const named = (name: string, median: number, halfWidth: number) => ({ name, roi: around(median, halfWidth) });

describe("The forest of ROI", () => {
  it("is sorted by median, whatever the order of the channels", async () => {
    const texts = textsOf(
      await renderSvg(roiForest, { channels: [named("low", 0.5, 0.2), named("high", 3, 1), named("mid", 1.5, 1)] }),
    );
    expect(texts.filter((text) => ["low", "mid", "high"].includes(text))).toEqual(["high", "mid", "low"]);
  });

  it("colors a channel by the side of break-even only when its whole interval lies there", async () => {
    const unsure = await renderSvg(roiForest, { channels: [named("TV", 1.1, 0.5)] });
    expect(unsure).not.toContain(defaultTheme.good);
    const sure = await renderSvg(roiForest, { channels: [named("TV", 2, 0.5), named("Radio", 0.4, 0.1)] });
    expect(sure).toContain(defaultTheme.good);
    expect(sure).toContain(defaultTheme.bad);
    const dearer = await renderSvg(roiForest, { channels: [named("TV", 2, 0.5)], breakEven: 2.5 });
    expect(dearer).not.toContain(defaultTheme.good);
    expect(textsOf(dearer)).toContain("break-even, ROI 2.5");
  });

  it("has a key for the intervals that are drawn and for no others", async () => {
    const channel = named("TV", 2, 0.5);
    expect(textsOf(await renderSvg(roiForest, { channels: [channel] }))).toContain("mean and 90% interval");
    const both = { channels: [{ ...channel, inner: { lower: 1.8, upper: 2.2 } }] };
    expect(textsOf(await renderSvg(roiForest, both))).toContain("mean, 50% and 90% interval");
  });
});

describe("Marginal ROI", () => {
  it("puts first the channel where the next unit of spend goes furthest", async () => {
    const channels = [
      { name: "first", average: around(1, 0.1), marginal: around(0.9, 0.1) },
      { name: "last", average: around(3, 0.1), marginal: around(0.2, 0.1) },
    ];
    const texts = textsOf(await renderSvg(marginalRoi, { channels: channels.toReversed() }));
    expect(texts.indexOf("first")).toBeLessThan(texts.indexOf("last"));
  });
});

describe("The change of budget", () => {
  const channel = { name: "TV", current: 100, recommended: 150, observedRange: [50, 200] as const };

  it("marks a recommendation outside the observed range and nothing else", async () => {
    const inside = await renderSvg(budgetChange, { channels: [channel] });
    expect(inside).not.toContain(defaultTheme.warning);
    const outside = await renderSvg(budgetChange, { channels: [{ ...channel, recommended: 201 }] });
    expect(textsOf(outside)).toContain("100 → 201 · +101% !");
    expect(textsOf(outside)).toContain("recommended, outside the observed range (!)");
  });

  it("says the gain with its interval and probability", async () => {
    const gain = {
      estimate: 10_000,
      statistic: "mean" as const,
      mean: 10_000,
      median: 10_000,
      lower: -2000,
      upper: 25_000,
    };
    const svg = await renderSvg(
      budgetChange,
      { channels: [channel], gain, probabilityOfGain: 0.9 },
      { targetUnit: "EUR" },
    );
    expect(textsOf(svg)).toContain(
      "Expected change in revenue: +10k EUR (90% interval −2.0k to 25.0k); probability of a gain 90%.",
    );
  });

  it("holds channels that are new or stopped", async () => {
    const channels = [
      { name: "new", current: 0, recommended: 50 },
      { name: "stopped", current: 50, recommended: 0 },
      { name: "nothing", current: 0, recommended: 0 },
    ];
    const texts = textsOf(await renderSvg(budgetChange, { channels }));
    expect(texts).toEqual(expect.arrayContaining(["0 → 50 · new", "50 → 0 · −100%", "0 → 0 · unchanged"]));
  });
});

describe("The fit over time", () => {
  const weeks = mondays(30);
  const flat = (value: number): number[] => weeks.map(() => value);
  const data = {
    weeks,
    observed: weeks.map((_, week) => (week === 3 ? 200 : week === 5 ? Number.NaN : 100)),
    expected: { estimate: flat(100), lower: flat(95), upper: flat(105) },
    predictive: { lower: flat(80), upper: flat(120) },
  };

  it("counts the observations outside the predictive band, and skips missing ones", async () => {
    const svg = await renderSvg(fitOverTime, data);
    expectSound(svg);
    expect(svg).toContain("30 weeks; 1 observation outside");
  });

  it("shades the holdout only when there is one", async () => {
    expect(textsOf(await renderSvg(fitOverTime, data))).not.toContain("held out");
    expect(textsOf(await renderSvg(fitOverTime, { ...data, holdoutFrom: 20 }))).toContain("held out");
  });

  it("takes weeks that are no dates, and a single week", async () => {
    expectSound(await renderSvg(fitOverTime, { ...data, weeks: weeks.map((_, week) => `week ${week + 1}`) }));
    const one = (values: readonly number[]): number[] => values.slice(0, 1);
    expectSound(
      await renderSvg(fitOverTime, {
        weeks: weeks.slice(0, 1),
        observed: [100],
        expected: { estimate: one(flat(100)), lower: one(flat(95)), upper: one(flat(105)) },
        predictive: { lower: one(flat(80)), upper: one(flat(120)) },
      }),
    );
  });

  it("names what is modeled when it is not revenue", async () => {
    const texts = textsOf(await renderSvg(fitOverTime, data, { targetName: "Conversions", targetUnit: "orders" }));
    expect(texts).toContain("Conversions per week (orders)");
  });
});

describe("The stack of contributions", () => {
  it("draws losses below zero and gains above", async () => {
    const svg = await renderSvg(contributionStack, {
      weeks: mondays(4),
      parts: [
        { name: "Base", kind: "other", values: [10, 10, 10, 10] },
        { name: "Harm", kind: "channel", values: [-4, -4, 3, -4] },
      ],
    });
    expectSound(svg);
    const areas = [...svg.matchAll(/<path fill="(var\(--carryover-(?:neutral|series)-\d[^"]*)" d="([^"]*)"/g)];
    // The channel has an area on each side, Base one; what is drawn first lies below.
    expect(areas.map(([, fill]) => fill)).toEqual([
      defaultTheme.series[0],
      defaultTheme.series[0],
      defaultTheme.neutral[0],
    ]);
  });
});

describe("Prior and posterior", () => {
  it("says of a parameter that the data say little only when they do", async () => {
    const density = { values: [0, 1, 2], prior: [0.1, 0.5, 0.1], posterior: [0, 1, 0] };
    const draw = (saysLittle: boolean) =>
      renderSvg(priorPosterior, { parameters: [{ name: "TV", ...density, saysLittle }] });
    expect(textsOf(await draw(true))).toContain("the data say little");
    expect(textsOf(await draw(false))).not.toContain("the data say little");
  });
});

describe("Scenarios", () => {
  const plan = (name: string, median: number) => ({ name, total: around(median, 5) });
  const difference = (mean: number) => ({ mean, probabilityPositive: mean > 0 ? 0.9 : 0.1 });

  it("are compared pairwise from three plans on", async () => {
    const two = await renderSvg(scenarioComparison, {
      plans: [plan("a", 100), plan("b", 110)],
      differences: [
        [difference(0), difference(-10)],
        [difference(10), difference(0)],
      ],
    });
    expect(textsOf(two)).not.toContain("90%");
    const means = [100, 110, 120];
    const three = await renderSvg(scenarioComparison, {
      plans: means.map((mean, index) => plan(`plan ${index}`, mean)),
      differences: means.map((row) => means.map((column) => difference(row - column))),
    });
    expectSound(three);
    expect(textsOf(three).filter((text) => text === "90%")).toHaveLength(3);
    expect(textsOf(three)).toContain("+20");
  });

  it("hold twelve plans on a telephone", async () => {
    const means = Array.from({ length: 12 }, (_, index) => 1_000_000 + 10_000 * index);
    const data = {
      plans: means.map((mean, index) => ({
        name: `Plan number ${index} of the planning round`,
        total: around(mean, 50_000),
      })),
      differences: means.map((row) => means.map((column) => difference(row - column))),
    };
    expectSound(await renderSvg(scenarioComparison, data, { width: 360 }));
    expectSound(await renderSvg(scenarioComparison, data));
  });
});

describe("A curve between its points", () => {
  it("is read by straight lines, and ends where they end", () => {
    expect([-1, 0, 0.5, 1.5, 2, 9].map((x) => interpolate([0, 1, 2], [0, 10, 30], x))).toEqual([0, 0, 5, 20, 30, 30]);
  });
});
