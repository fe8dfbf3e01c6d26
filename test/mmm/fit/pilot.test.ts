// The pilot of a panel: what it finds of a panel that is as it supposes, and the precision of single coefficients against that of least squares.

import { describe, expect, it } from "vitest";
import { pilotOf } from "../../../src/mmm/fit/pilot.ts";
import { randomStream } from "../../../src/numerics/index.ts";

const [geos, weeks] = [12, 90];

function panel(noise: number): {
  columns: Float64Array[];
  target: Float64Array;
  seen: Float64Array;
  effects: number[];
} {
  const random = randomStream([5]);
  const columns = [0, 1].map(() => Float64Array.from({ length: geos * weeks }, () => random.normal()));
  const effects = Array.from({ length: geos }, () => 0.6 * Math.exp(0.3 * random.normal()));
  const common = Float64Array.from({ length: weeks }, () => 0.3 * random.normal());
  const target = Float64Array.from({ length: geos * weeks }, (_, k) => {
    const geo = Math.floor(k / weeks);
    return geo - 0.2 * columns[0][k] + effects[geo] * columns[1][k] + common[k % weeks] + noise * random.normal();
  });
  const seen = Float64Array.from({ length: geos * weeks }, (_, k) => (k % 13 === 5 ? 0 : 1));
  return { columns, target: target.map((value, k) => (seen[k] === 1 ? value : 0)), seen, effects };
}

describe("The pilot of a panel", () => {
  it("finds noise, means and the coefficients of geos beside effects of weeks, with targets missing", () => {
    const { columns, target, seen, effects } = panel(0.5);
    const pilot = pilotOf({ geos, weeks, seen, target, columns, positive: [false, true] });
    pilot.noise.forEach((noise) => expect(Math.abs(Math.sqrt(noise) / 0.5 - 1)).toBeLessThan(0.3));
    expect(Math.abs(pilot.means[0] + 0.2)).toBeLessThan((4 * 0.5) / Math.sqrt(geos * weeks));
    const mean = effects.reduce((sum, effect) => sum + effect, 0) / geos;
    expect(Math.abs(pilot.means[1] - mean)).toBeLessThan((4 * 0.5) / Math.sqrt(geos * weeks));
    effects.forEach((effect, geo) => {
      expect(Math.abs(pilot.coefficients[2 * geo + 1] - effect)).toBeLessThan((4.5 * 0.5) / Math.sqrt(80));
      // Columns are uncorrelated, and vary by 1.
      const variance = pilot.noise[geo] * pilot.precision[2 * geo + 1];
      expect(variance / pilot.counts[geo]).toBeGreaterThan(0.6);
      expect(variance / pilot.counts[geo]).toBeLessThan(1.5);
    });
  });

  it("finds slopes by geo beside what geos have in common, which the first columns of a short table resemble", () => {
    const { seen } = panel(0.5);
    const random = randomStream([6]);
    const inAllGeos = (of: (t: number) => number): Float64Array =>
      Float64Array.from({ length: geos * weeks }, (_, k) => of(k % weeks));
    const slope = inAllGeos((t) => t / (weeks - 1) - 0.5);
    const season = inAllGeos((t) => Math.sin((2 * Math.PI * t) / weeks));
    const shocks = Float64Array.from({ length: weeks }, () => 0.2 * random.normal());
    const target = season.map(
      (value, k) => seen[k] * (value + 0.3 * slope[k] + shocks[k % weeks] + 0.3 * random.normal()),
    );
    const table = { geos, weeks, seen, target, columns: [slope], positive: [false], shared: [season] };
    // Slope and sine are correlated by -0.78, and shocks are common to all geos: the slope of least squares has this standard error.
    const [own] = pilotOf(table).means;
    const error = Math.sqrt((0.2 ** 2 + 0.3 ** 2 / geos) / (weeks / 12) / (1 - 0.78 ** 2));
    expect(Math.abs(own - 0.3)).toBeLessThan(4 * error);
    // The sine counted as noise of weeks moves the slope by more than that.
    expect(Math.abs(pilotOf({ ...table, shared: [] }).means[0] - 0.3)).toBeGreaterThan(4 * error);
  });

  it("gives finite numbers of a target that never changes, of a column that does not vary, and of a geo without targets", () => {
    const { columns, seen } = panel(0.5);
    const flat = [...columns, new Float64Array(geos * weeks).fill(2)];
    const without = seen.map((value, k) => (k < weeks ? 0 : value));
    const target = new Float64Array(geos * weeks).fill(3);
    const pilot = pilotOf({
      geos,
      weeks,
      seen: without,
      target,
      columns: flat,
      positive: [false, true, true],
      shared: [flat[2], flat[0]],
    });
    const all = [pilot.noise, pilot.means, pilot.coefficients, pilot.precision, pilot.counts].flatMap((part) => [
      ...part,
    ]);
    expect(all.every(Number.isFinite)).toBe(true);
    expect(pilot.noise.every((noise) => noise > 0)).toBe(true);
  });
});
