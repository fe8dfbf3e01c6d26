import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/numerics/random.ts";
import { sortNumbers } from "../../src/numerics/sort.ts";

const random = randomStream([7, 1]);
const many = (value: (i: number) => number): Float64Array => Float64Array.from({ length: 5000 }, (_, i) => value(i));

describe("Numbers are sorted as the engine sorts them", () => {
  it.each([
    ["draws of a normal", many(() => 1e6 + random.normal())],
    ["draws with a heavy tail", many(() => Math.tan(Math.PI * (random.uniform() - 0.5)))],
    ["two far values", many((i) => (i < 2 ? 1e300 * (i - 0.5) : random.normal()))],
    ["many equal values", many(() => random.integer(3))],
    ["one value", many(() => 4)],
    ["a descending list", many((i) => -i)],
    ["subnormal numbers", many(() => random.integer(50) * Number.MIN_VALUE)],
    ["the whole range", many(() => (random.uniform() - 0.5) * Number.MAX_VALUE * 2)],
    [
      "infinities",
      many((i) =>
        i % 1000 === 0 ? Number.POSITIVE_INFINITY : i % 777 === 0 ? Number.NEGATIVE_INFINITY : random.normal(),
      ),
    ],
    ["NaN among them", many((i) => (i % 999 === 0 ? Number.NaN : random.normal()))],
    ["few values", Float64Array.of(3, 1, 2)],
    ["none", new Float64Array(0)],
  ])("%s", (_, values) => {
    expect(sortNumbers(values.slice())).toEqual(values.slice().sort());
  });

  it("in place, and only a part of an array where it is given one", () => {
    const all = many((i) => -i);
    const part = all.subarray(1000, 3000);
    expect(sortNumbers(part)).toBe(part);
    expect(part[0]).toBe(-2999);
    expect(all[999]).toBe(-999);
    expect(all[3000]).toBe(-3000);
  });
});
