import { describe, expect, it } from "vitest";
import { energyOf, leapfrog, type PhasePoint, phasePoint } from "../../../src/sampling/hamiltonian/leapfrog.ts";
import { type Metric, metricOf } from "../../../src/sampling/hamiltonian/metric.ts";
import { whiten } from "../../../src/sampling/chees/whiten.ts";
import { randomStream } from "../../../src/numerics/random.ts";
import { studentT } from "../support/targets.ts";

const density = studentT(3, 5);
const root = Math.SQRT1_2;
const metrics: [string, Metric][] = [
  ["diagonal", metricOf({ kind: "diagonal", scale: Float64Array.of(0.5, 1, 2) })],
  [
    "low-rank",
    metricOf({
      kind: "low-rank",
      scale: Float64Array.of(0.5, 1, 2),
      vectors: Float64Array.of(root, root, 0),
      values: Float64Array.of(5),
    }),
  ],
  ["dense", metricOf({ kind: "dense", factor: Float64Array.of(1, 0, 0, 0.5, 1, 0, -0.3, 0.2, 0.7) })],
];

function start(metric: Metric): PhasePoint {
  const point = phasePoint(3);
  point.position.set([0.4, -1.2, 0.9]);
  point.logDensity = density.evaluate(point.position, point.gradient);
  metric.force(point.gradient, point.force);
  randomStream([1]).fillNormal(point.momentum);
  return point;
}

describe.each(metrics)("leapfrog with a %s metric", (_, metric) => {
  const velocity = new Float64Array(3);

  it("comes back when time is reversed", () => {
    const point = start(metric);
    for (let i = 0; i < 50; i++) leapfrog(density, metric, point, 0.2, velocity);
    for (let i = 0; i < 50; i++) leapfrog(density, metric, point, -0.2, velocity);
    const origin = start(metric);
    for (let i = 0; i < 3; i++) {
      expect(point.position[i]).toBeCloseTo(origin.position[i], 11);
      expect(point.momentum[i]).toBeCloseTo(origin.momentum[i], 11);
    }
  });

  it("has a global energy error of second order: halving the step quarters it", () => {
    const error = (steps: number): number => {
      const point = start(metric);
      const before = energyOf(point);
      let energy = before;
      for (let i = 0; i < steps; i++) energy = leapfrog(density, metric, point, 1 / steps, velocity);
      return Math.abs(energy - before);
    };
    expect(error(200) / error(400)).toBeCloseTo(4, 1);
  });

  it("returns an infinite energy where the gradient is not a number", () => {
    const broken = {
      dimension: 3,
      evaluate: (_: Float64Array, gradient: Float64Array) => {
        gradient.fill(0);
        gradient[1] = Number.NaN;
        return 0;
      },
    };
    expect(leapfrog(broken, metric, start(metric), 0.1, velocity)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("a metric", () => {
  it("is applied as the same matrix in its low-rank and in its dense form", () => {
    // M^-1 = diag(s) (I + 4 u u') diag(s) with u = (1, 1, 0) / sqrt 2, formed by hand.
    const inverseMass = [
      [0.75, 1, 0],
      [1, 3, 0],
      [0, 0, 4],
    ];
    const { 1: lowRank } = metrics[1];
    const force = new Float64Array(3);
    const image = new Float64Array(3);
    inverseMass.forEach((row, i) => {
      const unit = new Float64Array(3);
      unit[i] = 1;
      lowRank.force(unit, force);
      lowRank.velocity(force, image);
      row.forEach((expected, j) => {
        expect(image[j]).toBeCloseTo(expected, 12);
      });
    });
  });

  it.each(metrics)("has a force that is the adjoint of its velocity: %s", (_, metric) => {
    const random = randomStream([2]);
    const [w, g, lw, lg] = Array.from({ length: 4 }, () => new Float64Array(3));
    random.fillNormal(w);
    random.fillNormal(g);
    metric.velocity(w, lw);
    metric.force(g, lg);
    const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
    expect(dot(lw, g)).toBeCloseTo(dot(w, lg), 12);
  });

  it.each(metrics)("has velocities of which whitening is the inverse: %s", (_, metric) => {
    const momentum = Float64Array.of(0.7, -0.2, 1.1);
    const velocity = new Float64Array(3);
    metric.velocity(momentum, velocity);
    whiten(metric.state, velocity);
    momentum.forEach((value, i) => expect(velocity[i]).toBeCloseTo(value, 13));
  });
});
