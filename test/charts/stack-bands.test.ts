// The bands of the contribution stack: whatever the signs of the parts, they add up to the fitted value of the week.

import { describe, expect, it } from "vitest";
import { contributionStack, stackBands } from "../../src/charts/fit/contribution-stack.ts";
import { mondays } from "./support/data.ts";
import { renderSvg } from "../../src/charts/server/document.ts";

const weeks = mondays(52);
const of = (value: (week: number) => number): number[] => weeks.map((_, week) => value(week));
const base = { name: "base", kind: "other" as const, values: of(() => 100) };
const trend = { name: "trend", kind: "other" as const, values: of((week) => (week - 25.5) / 2) };
const season = {
  name: "season",
  kind: "other" as const,
  values: of((week) => 30 * Math.sin((2 * Math.PI * week) / 52)),
};
const TV = { name: "TV", kind: "channel" as const, values: of((week) => 10 + (week % 5)) };
const Radio = { name: "Radio", kind: "channel" as const, values: of((week) => 5 + (week % 3)) };
const totalsOf = (parts: readonly { readonly values: readonly number[] }[]): number[] =>
  of((week) => parts.reduce((sum, { values }) => sum + values[week], 0));

describe("the bands of a stack", () => {
  it("add up to the parts in every week, and none is negative where the baseline is not", () => {
    const parts = [base, trend, season, TV, Radio];
    const bands = stackBands({ weeks, parts });
    expect(bands.map(({ name }) => name)).toEqual(["baseline", "TV", "Radio"]);
    totalsOf(parts).forEach((total, week) => expect(totalsOf(bands)[week]).toBeCloseTo(total, 9));
    expect(bands.every(({ values }) => values.every((value) => value >= 0))).toBe(true);
  });

  it("are the parts themselves where none is negative", () => {
    const promotion = { name: "promotion", kind: "other" as const, values: of((week) => (week % 7 === 0 ? 20 : 0)) };
    const parts = [base, promotion, TV];
    expect(stackBands({ weeks, parts })).toEqual(parts);
  });

  it("come with a line at their sum where the baseline itself is negative, and with none elsewhere", async () => {
    const low = { ...base, values: of((week) => (week < 5 ? -20 : 100)) };
    expect(await renderSvg(contributionStack, { weeks, parts: [low, season, TV] })).toContain("sum of the bands");
    expect(await renderSvg(contributionStack, { weeks, parts: [base, season, TV] })).not.toContain("sum of the bands");
  });

  it("say what the baseline holds", async () => {
    const svg = await renderSvg(contributionStack, { weeks, parts: [base, trend, season, TV] });
    expect(svg).toContain("The baseline is the sum of base, trend and season.");
  });
});
