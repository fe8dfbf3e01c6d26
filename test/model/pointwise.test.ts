import { describe, expect, it } from "vitest";
import { mostPointwise, pointwiseEvery, pointwiseRoom } from "../../src/model/pointwise.ts";

describe("Room for pointwise log likelihoods", () => {
  it("has every draw of every observation up to the limit, and at most the limit beyond", () => {
    expect(pointwiseEvery(3650, { chains: 4, draws: 1000 })).toBe(1);
    for (const observations of [7800, 31_200]) {
      const every = pointwiseEvery(observations, { chains: 4, draws: 1000 });
      expect(every).toBeGreaterThan(1);
      expect(4 * Math.floor(1000 / every) * observations).toBeLessThanOrEqual(mostPointwise);
      expect(4 * Math.floor(1000 / (every - 1)) * observations).toBeGreaterThan(mostPointwise);
    }
    // A hundred draws of a chain are kept in any case.
    expect(pointwiseEvery(1e6, { chains: 4, draws: 1000 })).toBe(10);
  });

  it("keeps evenly spaced draws of each chain, one row for each", () => {
    const shape = { chains: 2, draws: 501 };
    const { pointwise, rowOf } = pointwiseRoom(3, shape, 800);
    expect(pointwise).toMatchObject({ chains: 2, draws: 125, observations: 3, every: 4 });
    const rows = Array.from({ length: 2 * 501 }, (_, draw) => [draw, rowOf(draw)]).filter(([, row]) => row >= 0);
    expect(rows.map(([, row]) => row)).toEqual(Array.from({ length: 250 }, (_, row) => row));
    expect(rows.slice(0, 2).map(([draw]) => draw)).toEqual([3, 7]);
    expect(rows.slice(125, 127).map(([draw]) => draw)).toEqual([504, 508]);
    expect("every" in pointwiseRoom(3, { chains: 2, draws: 500 }).pointwise).toBe(false);
  });
});
