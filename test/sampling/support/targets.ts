// Densities with known answers.

import type { LogDensity } from "../../../src/sampling/density.ts";

/** Independent normals with these standard deviations. */
export function independentNormal(deviations: readonly number[]): LogDensity {
  const precisions = deviations.map((deviation) => deviation ** -2);
  return {
    dimension: deviations.length,
    evaluate(position, gradient) {
      let sum = 0;
      for (let i = 0; i < position.length; i++) {
        gradient[i] = -precisions[i] * position[i];
        sum += gradient[i] * position[i];
      }
      return 0.5 * sum;
    },
  };
}

/** Normal with unit variances and all correlations equal. */
export function equicorrelatedNormal(dimension: number, correlation: number): LogDensity {
  const own = 1 / (1 - correlation);
  const common = correlation / ((1 - correlation) * (1 - correlation + dimension * correlation));
  return {
    dimension,
    evaluate(position, gradient) {
      let total = 0;
      for (let i = 0; i < dimension; i++) total += position[i];
      let sum = 0;
      for (let i = 0; i < dimension; i++) {
        gradient[i] = common * total - own * position[i];
        sum += gradient[i] * position[i];
      }
      return 0.5 * sum;
    },
  };
}

/** Neal's funnel: v ~ N(0, 3), x_i ~ N(0, exp(v / 2)). */
export function funnel(dimension: number): LogDensity {
  return {
    dimension,
    evaluate(position, gradient) {
      const v = position[0];
      const precision = Math.exp(-v);
      let squares = 0;
      for (let i = 1; i < dimension; i++) {
        squares += position[i] ** 2;
        gradient[i] = -precision * position[i];
      }
      gradient[0] = -v / 9 - 0.5 * (dimension - 1) + 0.5 * precision * squares;
      return (-v * v) / 18 - 0.5 * (dimension - 1) * v - 0.5 * precision * squares;
    },
  };
}

/** Independent Student t. */
export function studentT(dimension: number, freedom: number): LogDensity {
  return {
    dimension,
    evaluate(position, gradient) {
      let sum = 0;
      for (let i = 0; i < dimension; i++) {
        const q = 1 + position[i] ** 2 / freedom;
        sum -= 0.5 * (freedom + 1) * Math.log(q);
        gradient[i] = (-(freedom + 1) * position[i]) / (freedom * q);
      }
      return sum;
    },
  };
}

/** Rate of Poisson counts under a gamma prior, sampled as its logarithm: the posterior is Gamma(shape + sum, rate + n). */
export function gammaPoisson(shape: number, rate: number, counts: readonly number[]): LogDensity {
  const a = shape + counts.reduce((sum, count) => sum + count, 0);
  const b = rate + counts.length;
  return {
    dimension: 1,
    evaluate(position, gradient) {
      const lambda = Math.exp(position[0]);
      gradient[0] = a - b * lambda;
      return a * position[0] - b * lambda;
    },
  };
}

export interface Payload {
  readonly dimension: number;
  readonly correlation: number;
  /** Evaluation at which an error is thrown. */
  readonly failAt?: number;
  /** How long an evaluation takes at least. */
  readonly milliseconds?: number;
}

/** For worker threads: the density of a payload. */
export function fromPayload(payload: Payload): LogDensity {
  const density = equicorrelatedNormal(payload.dimension, payload.correlation);
  let evaluations = 0;
  return {
    dimension: payload.dimension,
    evaluate(position, gradient) {
      if (++evaluations === payload.failAt) throw new Error("parameter beta has no value");
      const until = performance.now() + (payload.milliseconds ?? 0);
      while (performance.now() < until);
      return density.evaluate(position, gradient);
    },
  };
}
