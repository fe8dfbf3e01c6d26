// What makes the Metropolis step on lanes exact: the map in float32 goes back the way it came and keeps volume; and the parts of adaptation.

import { describe, expect, it } from "vitest";
import { mean, standardDeviation } from "../../../src/diagnostics/index.ts";
import { laneWindowEnds } from "../../../src/sampling/lanes/adaptation.ts";
import { halton } from "../../../src/numerics/halton.ts";
import { kineticEnergy, laneMetric, momentumOf } from "../../../src/sampling/lanes/lane-metric.ts";
import { trajectoryLength, updateTrajectoryLength } from "../../../src/sampling/trajectory-length.ts";
import { randomStream } from "../../../src/sampling/index.ts";
import { cpuLaneEngine } from "../support/cpu-lane-engine.ts";
import { equicorrelatedNormal } from "../support/targets.ts";

/** Half a unit in the last place of float32, relative. */
const rounding = 2 ** -24;

describe("the map of a trajectory in float32", () => {
  it("comes back to where it began, within the rounding of its sums, when the momentum is turned round", async () => {
    const dimension = 6;
    const steps = 20;
    const lanes = 50;
    const engine = cpuLaneEngine([equicorrelatedNormal(dimension, 0.5)], lanes);
    const random = randomStream([1]);
    const normals = (): Float32Array => Float32Array.from({ length: lanes * dimension }, () => random.normal());
    const trajectories = {
      position: normals(),
      momentum: normals(),
      gradient: new Float32Array(lanes * dimension),
      logDensity: new Float32Array(lanes),
      stepSize: new Float32Array(lanes).fill(0.3),
      steps: new Uint32Array(lanes),
    };
    await engine.integrate(trajectories);
    const start = trajectories.position.slice();
    trajectories.steps.fill(steps);
    await engine.integrate(trajectories);
    const moved = Math.max(...start.map((x, i) => Math.abs(x - trajectories.position[i])));
    expect(moved).toBeGreaterThan(1);
    trajectories.momentum.forEach((p, i) => {
      trajectories.momentum[i] = -p;
    });
    await engine.integrate(trajectories);
    // Each step there and back rounds three sums of numbers below 8; the dynamics are stable, so that errors add up at worst.
    const tolerance = 2 * steps * 3 * 8 * rounding;
    start.forEach((x, i) => expect(Math.abs(trajectories.position[i] - x)).toBeLessThan(tolerance * dimension));
  });

  it.each([0, 0.6])(
    "keeps volume: from exact draws of a normal with correlation %f, exp(H0 - H) has mean 1",
    async (correlation) => {
      // Of any reversible map that keeps volume the mean of exp(H0 - H) over draws of both position and momentum is exactly 1.
      const dimension = 3;
      const lanes = 20_000;
      const density = equicorrelatedNormal(dimension, correlation);
      const random = randomStream([2]);
      const position = new Float32Array(lanes * dimension);
      for (let lane = 0; lane < lanes; lane++) {
        const common = Math.sqrt(correlation) * random.normal();
        for (let i = 0; i < dimension; i++) {
          position[lane * dimension + i] = common + Math.sqrt(1 - correlation) * random.normal();
        }
      }
      const trajectories = {
        position,
        momentum: Float32Array.from(position, () => random.normal()),
        gradient: new Float32Array(lanes * dimension),
        logDensity: new Float32Array(lanes),
        stepSize: new Float32Array(lanes).fill(0.8),
        steps: new Uint32Array(lanes),
      };
      const gradient = new Float64Array(dimension);
      const energies = (): number[] =>
        Array.from({ length: lanes }, (_, lane) => {
          const part = (of: Float32Array): Float64Array =>
            Float64Array.from(of.subarray(lane * dimension, (lane + 1) * dimension));
          const kinetic = 0.5 * part(trajectories.momentum).reduce((sum, p) => sum + p * p, 0);
          return kinetic - density.evaluate(part(trajectories.position), gradient);
        });
      const engine = cpuLaneEngine([density], lanes);
      await engine.integrate(trajectories);
      const before = energies();
      trajectories.steps.fill(3);
      await engine.integrate(trajectories);
      const ratios = Float64Array.from(energies(), (energy, lane) => Math.exp(before[lane] - energy));
      // The errors are large enough for the statement to mean something, and the mean is 1 within 4 standard errors.
      const deviation = standardDeviation(ratios);
      expect(deviation).toBeGreaterThan(0.05);
      expect(Math.abs(mean(ratios) - 1)).toBeLessThan((4 * deviation) / Math.sqrt(lanes));
    },
  );
});

describe("the parts of adaptation", () => {
  it("spread jitter evenly: every eighth of (0, 1) has as many of 512 Halton numbers", () => {
    const counts = new Array<number>(8).fill(0);
    for (let i = 0; i < 512; i++) counts[Math.floor(8 * halton(i))]++;
    for (const count of counts) expect(Math.abs(count - 64)).toBeLessThanOrEqual(1);
    expect([0, 1, 2, 3, 4].map(halton)).toEqual([0.5, 0.25, 0.75, 0.125, 0.625]);
  });

  it("end windows that grow by half, the last one where the final quarter of warm-up begins", () => {
    expect(laneWindowEnds(200)).toEqual([10, 25, 48, 83, 150]);
    for (const warmup of [50, 77, 120, 500, 1000]) {
      const ends = laneWindowEnds(warmup);
      expect(ends.at(-1)).toBe(warmup - Math.floor(warmup / 4));
      ends.slice(1).forEach((end, i) => expect(end).toBeGreaterThan(ends[i]));
    }
  });

  it("draw momenta whose covariance is the mass matrix", () => {
    const metric = laneMetric(Float64Array.of(2, 0, 0.6, 1), 2)!;
    expect(Array.from(metric.inverseMass)).toEqual([2, Math.fround(0.6), Math.fround(0.6), 1]);
    // Whatever the normals, twice the kinetic energy of the momentum made of them is their squared length.
    const momentum = new Float64Array(2);
    momentumOf(metric, Float64Array.of(0.3, -1.2), momentum);
    expect(2 * kineticEnergy(metric, momentum, new Float64Array(2))).toBeCloseTo(0.3 ** 2 + 1.2 ** 2, 12);
    expect(laneMetric(Float64Array.of(1, 0, 2, 1), 2)).toBeUndefined();
  });

  it("lengthen trajectories along positive slopes and shorten them along negative ones, within bounds", () => {
    const length = trajectoryLength();
    const first = length.log;
    updateTrajectoryLength(length, 3);
    expect(length.log).toBeGreaterThan(first);
    updateTrajectoryLength(length, Number.NaN);
    for (let i = 0; i < 1000; i++) updateTrajectoryLength(length, -2);
    expect(Math.exp(length.log)).toBeCloseTo(0.2, 12);
    for (let i = 0; i < 1000; i++) updateTrajectoryLength(length, 2);
    expect(Math.exp(length.log)).toBeCloseTo(Math.PI, 12);
  });
});
