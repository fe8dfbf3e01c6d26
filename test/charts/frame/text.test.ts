import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitNames, fitText, spreadLabels, textWidth, wrapText } from "../../../src/charts/frame/text.ts";
import { twentyChannels } from "../support/data.ts";

describe("The width of text", () => {
  it("is proportional to the size and additive over characters", () => {
    expect(textWidth("TV spot", 24)).toBeCloseTo(2 * textWidth("TV spot", 12), 10);
    expect(textWidth("ab")).toBeCloseTo(textWidth("a") + textWidth("b"), 10);
  });

  it("follows the bundled font: W is wide, i is narrow, East Asian letters are one em", () => {
    expect(textWidth("W", 100)).toBe(99);
    expect(textWidth("i", 100)).toBe(24);
    expect(textWidth("広告", 100)).toBe(200);
  });
});

describe("Text cut to a width", () => {
  it("stays as it is where it fits", () => expect(fitText("Radio", 100)).toBe("Radio"));

  it("never is wider than asked for", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }), fc.integer({ min: 30, max: 200 }), (text, width) => {
        expect(textWidth(fitText(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });

  it("is cut in the middle when the end tells names apart", () => {
    const cut = fitNames(twentyChannels, 190);
    expect(new Set(cut).size).toBe(twentyChannels.length);
    expect(cut[0]).toMatch(/^Connected.*….*\(national\)$/);
    expect(cut[1]).toMatch(/^Connected.*….*\(regional\)$/);
  });

  it("is broken between words into at most so many lines", () => {
    expect(wrapText("Out of home, digital screens in city centers", 150, 2)).toEqual([
      "Out of home, digital",
      "screens in city centers",
    ]);
    expect(wrapText("paid_search_brand_exact_match", 130, 2)).toEqual(["paid_search_brand_", "exact_match"]);
    const lines = wrapText("one two three four five six seven eight nine ten", 60, 2);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(60);
  });
});

describe("Labels spread apart", () => {
  it("stay where they are when they do not touch", () =>
    expect(spreadLabels([10, 50, 90], 14, 0, 100)).toEqual([10, 50, 90]));

  it("keep their order, their distance and their limits, and move as little as that takes", () => {
    expect(spreadLabels([50, 50, 50], 10, 0, 100)).toEqual([40, 50, 60]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 20 }), (centers) => {
        const places = spreadLabels(centers, 14, 0, 300);
        const order = centers.map((_, index) => index).sort((a, b) => centers[a] - centers[b] || a - b);
        order.forEach((index, rank) => {
          expect(places[index]).toBeGreaterThanOrEqual(-1e-9);
          expect(places[index]).toBeLessThanOrEqual(300 + 1e-9);
          if (rank > 0) expect(places[index] - places[order[rank - 1]]).toBeGreaterThanOrEqual(14 - 1e-9);
        });
      }),
    );
  });

  it("share the room evenly when there are too many", () => {
    expect(spreadLabels([0, 0, 0, 0, 0], 50, 0, 100)).toEqual([0, 25, 50, 75, 100]);
  });
});
