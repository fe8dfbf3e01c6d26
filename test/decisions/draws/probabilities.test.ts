import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { intervalOf } from "../../../src/decisions/draws/interval.ts";
import { intervalFinder } from "../../../src/decisions/draws/interval-selection.ts";
import { probabilityAbove, rankingOf } from "../../../src/decisions/draws/probabilities.ts";
import { randomStream } from "../../../src/numerics/random.ts";

describe("probabilities", () => {
  const channels = [
    { name: "a", draws: Float64Array.of(1, 5, 2, 3) },
    { name: "b", draws: Float64Array.of(2, 4, 1, 3) },
    { name: "c", draws: Float64Array.of(0, 6, 0, 0) },
  ];

  it("are shares of draws", () => {
    expect(probabilityAbove(channels[0].draws, 2)).toBe(0.5);
    expect(probabilityAbove(Float64Array.of(1, Number.NaN), 0)).toBeNaN();
  });

  it("compare channels draw by draw, equal values counting half", () => {
    const { above } = rankingOf(channels);
    expect(above).toEqual([
      [0, 0.625, 0.75],
      [0.375, 0, 0.75],
      [0.25, 0.25, 0],
    ]);
  });

  it("give every channel one place in every draw", () => {
    const { places, meanPlace, names } = rankingOf(channels);
    expect(names).toEqual(["a", "b", "c"]);
    expect(places).toEqual([
      [0.5, 0.5, 0],
      [0.25, 0.5, 0.25],
      [0.25, 0, 0.75],
    ]);
    expect(meanPlace).toEqual([1.5, 2, 2.5]);
  });
});

describe("intervals picked from a histogram", () => {
  const same = (draws: Float64Array, level: number): void => {
    const [found, expected] = [intervalFinder(draws.length, level)(draws), intervalOf(draws, level)];
    expect([found.median, found.lower, found.upper]).toEqual([expected.median, expected.lower, expected.upper]);
  };

  it("are those of sorting, whatever the draws", () => {
    const number = fc.double({ noNaN: false });
    const few = fc.integer({ min: -3, max: 3 });
    fc.assert(
      fc.property(
        fc.oneof(fc.array(number, { minLength: 1, maxLength: 300 }), fc.array(few, { minLength: 1, maxLength: 300 })),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (values, level) =>
          same(
            Float64Array.from(values, (value) => value + 0),
            level,
          ),
      ),
      { numRuns: 300, seed: 5 },
    );
  });

  it("are those of sorting for thousands of draws with long tails", () => {
    const random = randomStream([3]);
    const draws = Float64Array.from({ length: 4000 }, () => Math.exp(4 * random.normal()));
    same(draws, 0.9);
    const mean = intervalOf(draws).mean;
    expect(intervalFinder(4000)(draws).mean / mean).toBeCloseTo(1, 10);
  });

  it("leave the draws as they are, one set after another", () => {
    const find = intervalFinder(3);
    const draws = Float64Array.of(3, 1, 2);
    expect(find(draws).median).toBe(2);
    expect(find(Float64Array.of(9, 9, 9)).upper).toBe(9);
    expect([...draws]).toEqual([3, 1, 2]);
    expect(find(draws)).toEqual(intervalOf(draws));
    expect(() => find(new Float64Array(2))).toThrow(RangeError);
  });
});
