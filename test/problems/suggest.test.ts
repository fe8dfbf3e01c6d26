// Suggestions for misspelt names.

import { describe, expect, it } from "vitest";
import { limitProblems } from "../../src/problems/limit.ts";
import { didYouMean, editDistance, nearest } from "../../src/problems/suggest.ts";

describe("edit distance", () => {
  it.each([
    ["", "", 0],
    ["", "abc", 3],
    ["abc", "", 3],
    ["kitten", "sitting", 3],
    ["revenue", "revnue", 1],
    ["revenue", "reveneu", 1],
    ["ab", "ba", 1],
    ["flaw", "lawn", 2],
  ])("from %j to %j is %i, in both directions", (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});

describe("suggestions", () => {
  const known = ["revenue", "conversions", "spend_TV"];

  it("name the closest of the known names, whatever the case", () => {
    expect(nearest("Revenu", known)).toBe("revenue");
    expect(nearest("SPEND_tv", known)).toBe("spend_TV");
    expect(didYouMean("convertions", known)).toBe('Did you mean "conversions"? ');
  });

  it("are not made when nothing is close", () => {
    expect(nearest("sales", known)).toBeUndefined();
    expect(didYouMean("x", known)).toBe("");
    expect(nearest("revenue", [])).toBeUndefined();
  });
});

describe("a list of problems", () => {
  const problems = Array.from({ length: 5 }, (_, i) => ({ code: "c", message: `${i}`, hint: "h" }));

  it("that fits is told whole", () => {
    expect(limitProblems(problems, 5)).toEqual(problems);
  });

  it("that does not fit is cut, and says how many there are more", () => {
    expect(limitProblems(problems, 4).map(({ message }) => message)).toEqual([
      "0",
      "1",
      "2",
      "3",
      "And 1 more problem.",
    ]);
    expect(limitProblems(problems, 2).at(-1)!.message).toBe("And 3 more problems.");
  });
});
