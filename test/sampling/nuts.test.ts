import { describe, expect, it } from "vitest";
import type { LogDensity } from "../../src/sampling/density.ts";
import { metricOf } from "../../src/sampling/hamiltonian/metric.ts";
import { nutsKernel } from "../../src/sampling/nuts.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { chainPoint, emptyTransition } from "../../src/sampling/transition.ts";
import { recursiveNuts } from "./support/recursive-nuts.ts";
import { equicorrelatedNormal, funnel, independentNormal, studentT } from "./support/targets.ts";

const streams = (seed: number) => ({ momentum: randomStream([seed, 0]), choices: randomStream([seed, 1]) });

describe("the iterative tree", () => {
  it.each<[string, LogDensity, number, number]>([
    ["a correlated normal", equicorrelatedNormal(5, 0.9), 0.15, 10],
    ["an ill-scaled normal", independentNormal([1, 0.1, 10]), 0.12, 10],
    ["heavy tails", studentT(4, 3), 0.9, 10],
    ["a funnel, divergences included", funnel(6), 0.5, 10],
    ["a depth limit", equicorrelatedNormal(5, 0.9), 0.02, 4],
  ])("makes the transitions of its recursive twin: %s", (_, density, stepSize, maxDepth) => {
    const { dimension } = density;
    const inverseMass = Array.from({ length: dimension }, (_, i) => 0.5 + 0.25 * i);
    const metric = metricOf({ kind: "diagonal", scale: Float64Array.from(inverseMass, Math.sqrt) });
    const kernel = nutsKernel(density, { maxDepth: 10, maxEnergyError: 1000 });
    const point = chainPoint(dimension);
    kernel.init(new Float64Array(dimension).fill(0.3), point);
    const info = emptyTransition(dimension);
    const own = streams(20);
    const twins = streams(20);
    const depths = new Set<number>();
    for (let draw = 0; draw < 200; draw++) {
      for (const random of [own.momentum, own.choices, twins.momentum, twins.choices]) random.seek(draw);
      const twin = recursiveNuts(density, inverseMass, stepSize, maxDepth, point.position, twins);
      kernel.step(point, { metric, stepSize, maxDepth }, own, info);
      depths.add(info.treeDepth);
      expect(info.treeDepth).toBe(twin.depth);
      expect(info.leapfrogs).toBe(twin.leapfrogs);
      expect(info.divergent).toBe(twin.divergent);
      expect(info.acceptance).toBeCloseTo(twin.acceptance, 8);
      for (let i = 0; i < dimension; i++) {
        // Rounding differs between the two forms of the momentum and grows along a trajectory.
        expect(Math.abs(point.position[i] - twin.position[i])).toBeLessThan(1e-7 * (1 + Math.abs(twin.position[i])));
      }
    }
    expect(Math.max(...depths)).toBeGreaterThan(1);
    expect(Math.max(...depths)).toBeLessThanOrEqual(maxDepth);
  });

  it("carries the gradient and the log density of the draw", () => {
    const density = equicorrelatedNormal(4, 0.5);
    const kernel = nutsKernel(density, { maxDepth: 10, maxEnergyError: 1000 });
    const point = chainPoint(4);
    kernel.init(new Float64Array(4), point);
    const info = emptyTransition(4);
    const metric = metricOf({ kind: "diagonal", scale: new Float64Array(4).fill(1) });
    const random = streams(3);
    const gradient = new Float64Array(4);
    for (let draw = 0; draw < 50; draw++) {
      kernel.step(point, { metric, stepSize: 0.5, maxDepth: 10 }, random, info);
      expect(density.evaluate(point.position, gradient)).toBe(point.logDensity);
      expect(gradient).toEqual(point.gradient);
      expect(info.energy).toBeGreaterThanOrEqual(-point.logDensity);
    }
  });

  it("weighs states without overflow when it starts far out in the tail", () => {
    const density = independentNormal([1, 1]);
    const kernel = nutsKernel(density, { maxDepth: 10, maxEnergyError: 1000 });
    const point = chainPoint(2);
    kernel.init(Float64Array.of(300, -300), point);
    const info = emptyTransition(2);
    const metric = metricOf({ kind: "diagonal", scale: Float64Array.of(1, 1) });
    const random = streams(5);
    for (let draw = 0; draw < 300; draw++) {
      kernel.step(point, { metric, stepSize: 0.3, maxDepth: 10 }, random, info);
      expect(Number.isFinite(point.logDensity)).toBe(true);
      expect(info.divergent).toBe(false);
    }
    expect(Math.hypot(...point.position)).toBeLessThan(10);
  });

  it("calls a state without a finite density a divergence and says where it began", () => {
    const wall: LogDensity = {
      dimension: 1,
      evaluate(position, gradient) {
        gradient[0] = -position[0];
        return position[0] > 1 ? Number.NaN : -0.5 * position[0] ** 2;
      },
    };
    const kernel = nutsKernel(wall, { maxDepth: 10, maxEnergyError: 1000 });
    const point = chainPoint(1);
    kernel.init(Float64Array.of(0.9), point);
    const info = emptyTransition(1);
    const metric = metricOf({ kind: "diagonal", scale: Float64Array.of(1) });
    const random = streams(6);
    let divergences = 0;
    for (let draw = 0; draw < 100; draw++) {
      kernel.step(point, { metric, stepSize: 0.4, maxDepth: 10 }, random, info);
      expect(point.position[0]).toBeLessThanOrEqual(1);
      if (!info.divergent) continue;
      divergences++;
      // Within one step of the wall; a momentum above 5 has probability 6e-7.
      expect(info.divergencePosition[0]).toBeLessThanOrEqual(1);
      expect(info.divergencePosition[0]).toBeGreaterThan(1 - 0.4 * 5);
    }
    expect(divergences).toBeGreaterThan(0);
  });
});
