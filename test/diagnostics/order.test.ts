import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderOf } from "../../src/diagnostics/order.ts";
import { foldedOrder, normalScores, rankNormalize } from "../../src/diagnostics/rank-normalize.ts";
import { inverseNormalCdf } from "../../src/numerics/special/normal.ts";
import { independent } from "./support/simulate.ts";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
/** Values with many ties among them. */
const arrays = fc.oneof(
  fc.array(finite, { maxLength: 60 }),
  fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 60 }),
  fc.array(fc.constantFrom(0, -0, 1e-310, -1e-310, 1e300, -1e300, 1), { maxLength: 60 }),
);

describe("orderOf", () => {
  it("sorts like a comparison sort and keeps the order of equal values", () => {
    fc.assert(
      fc.property(arrays, (list) => {
        const values = Float64Array.from(list);
        const slow = [...values.keys()].sort((i, j) => values[i] - values[j] || i - j);
        const { index, sorted } = orderOf(values);
        expect([...index]).toEqual(slow);
        expect([...sorted].map((v) => v + 0)).toEqual(slow.map((i) => values[i] + 0));
      }),
    );
  });

  it.each([
    ["smooth", (_: number, z: number) => z],
    ["far outliers that leave the rest in one bucket", (i: number, z: number) => (i === 17 ? 1e30 : z)],
    ["nearly equal", (_: number, z: number) => 1e6 + 1e-9 * z],
    ["heavy-tailed", (_: number, z: number) => Math.sign(z) * Math.exp(10 * Math.abs(z))],
  ])("sorts 4000 values: %s", (_, make) => {
    const values = independent(4, 1000, 3).values.map((z, i) => make(i, z));
    expect([...orderOf(values).sorted]).toEqual([...values.slice().sort()]);
  });
});

/** The obvious twin: rank = values below + half the other equal ones + 1. */
function slowScores(values: Float64Array): Float64Array {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return inverseNormalCdf((below + (equal + 1) / 2 - 3 / 8) / (values.length + 1 / 4));
  });
}

describe("rankNormalize", () => {
  it("gives normal scores of average ranks", () => {
    fc.assert(
      fc.property(arrays, (list) => {
        const values = Float64Array.from(list);
        const fast = rankNormalize({ chains: 1, draws: values.length, values }).values;
        slowScores(values).forEach((z, i) => {
          expect(fast[i]).toBeCloseTo(z, 13);
        });
      }),
    );
  });

  it("is undefined throughout when a draw is NaN", () => {
    const { values } = rankNormalize({ chains: 1, draws: 3, values: Float64Array.of(1, Number.NaN, 2) });
    expect([...values]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe("foldedOrder", () => {
  it("merges to the same scores as sorting the distances", () => {
    fc.assert(
      fc.property(arrays, finite, (list, center) => {
        const values = Float64Array.from(list);
        const folded = values.map((value) => Math.abs(value - center));
        fc.pre(folded.every(Number.isFinite));
        const merged = normalScores(foldedOrder(orderOf(values), center));
        slowScores(folded).forEach((z, i) => {
          expect(merged[i]).toBeCloseTo(z, 13);
        });
      }),
    );
  });
});
