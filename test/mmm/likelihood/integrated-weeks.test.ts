// Week effects integrated out: against the multivariate normal written out, with noise that differs by geo and cells that have no target.

import { describe, expect, it } from "vitest";
import { constant, evaluate, type Node } from "../../../src/graph/index.ts";
import { type AxisName, onAxes } from "../../../src/mmm/axes/index.ts";
import { integratedWeeks } from "../../../src/mmm/likelihood/index.ts";
import { randomStream } from "../../../src/sampling/index.ts";

const [geos, weeks] = [4, 5];
const spread = 0.8;
const random = randomStream([20260301]);
const residual = Float64Array.from({ length: geos * weeks }, () => random.normal());
/** All, all but two, one, none, all. */
const seen = Float64Array.from({ length: geos * weeks }, (_, k) => {
  const [g, t] = [Math.floor(k / weeks), k % weeks];
  return t === 3 || (t === 2 && g !== 1) || (t === 1 && g < 2) ? 0 : 1;
});

const logNormal = (x: number, mean: number, variance: number): number =>
  -0.5 * (Math.log(2 * Math.PI * variance) + (x - mean) ** 2 / variance);

/** Log density of some cells of a week: one after the other, each given those before it. */
function dense(cells: readonly { readonly r: number; readonly v: number }[]): number {
  // Given what was seen, the effect of the week is normal (a filter of one state).
  let [mean, variance, total] = [0, spread ** 2, 0];
  for (const { r, v } of cells) {
    total += logNormal(r, mean, variance + v);
    const gain = variance / (variance + v);
    mean += gain * (r - mean);
    variance *= 1 - gain;
  }
  return total;
}

describe.each([
  ["one variance for all", [0.49], []],
  ["a variance for each geo", [0.2, 0.9, 0.05, 2], ["geo"]],
] as const)("week effects integrated out with %s", (_, variances, axes) => {
  const arrays = (values: Float64Array): Node => constant(values, [geos, weeks]);
  const variance = axes.length === 0 ? constant(variances[0]) : constant(Float64Array.from(variances), [geos]);
  const result = integratedWeeks(
    onAxes(arrays(residual), ["geo", "time"]),
    onAxes(arrays(seen), ["geo", "time"]),
    onAxes(variance, axes as readonly AxisName[]),
    constant(spread),
  );
  const [logLikelihood, ofCells, location, deviation] = evaluate(
    [result.logLikelihood, result.ofCells, result.location, result.deviation],
    {},
  );
  const week = (t: number): { g: number; r: number; v: number }[] =>
    Array.from({ length: geos }, (_, g) => ({
      g,
      r: residual[g * weeks + t],
      v: variances[g % variances.length],
    })).filter(({ g }) => seen[g * weeks + t] === 1);

  it("have the density of the geos of a week together", () => {
    for (let t = 0; t < weeks; t++) expect(logLikelihood[t]).toBeCloseTo(dense(week(t)), 12);
  });

  it("give each target the density that it has given all others, and none to cells without one", () => {
    for (let t = 0; t < weeks; t++) {
      const all = week(t);
      for (const { g } of all) {
        const conditional = dense(all) - dense(all.filter((cell) => cell.g !== g));
        expect(ofCells[g * weeks + t]).toBeCloseTo(conditional, 12);
      }
    }
    seen.forEach((one, k) => one === 0 && expect(Math.abs(ofCells[k])).toBe(0));
  });

  it("are drawn back from their distribution given everything else", () => {
    for (let t = 0; t < weeks; t++) {
      const effect = 0.3;
      const given = week(t).reduce((sum, { r, v }) => sum + logNormal(r, effect, v), 0);
      const before = logNormal(effect, 0, spread ** 2);
      const after = logNormal(effect, location[t], deviation[t] ** 2);
      expect(logLikelihood[t]).toBeCloseTo(given + before - after, 12);
    }
  });
});
