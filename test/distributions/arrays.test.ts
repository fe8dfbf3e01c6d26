// Distributions of vectors and matrices beyond those of draws.test.ts: gradients, integrals, and draws against what is known of them.

import { describe, expect, it } from "vitest";
import {
  arraySampler,
  categorical,
  dirichlet,
  lkjCholesky,
  mixture,
  multinomial,
  multivariateNormal,
  multivariateNormalCovariance,
  multivariateStudentT,
  normal,
  orderedVector,
  sumToZeroNormal,
  exponential,
  studentT,
  transformTo,
  zeroInflated,
} from "../../src/distributions/index.ts";
import {
  constant,
  dataInput,
  evaluate,
  gradient,
  type Node,
  parameterInput,
  sum,
  reshape,
  scatter,
  transpose,
} from "../../src/graph/index.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { derivative } from "./support/differences.ts";
import { engineOf, engines } from "./support/engines.ts";
import { integrate } from "./support/quadrature.ts";

const draws = 20_000;
/** A standard normal exceeds this in size with probability 1e-6. */
const normalLimit = 4.892;

function expectGradient(
  output: Node,
  inputs: Readonly<Record<string, readonly number[]>>,
  nodes: readonly Node[],
): void {
  const gradients = gradient(output, nodes);
  for (const engine of engines) {
    const run = nodes.map((_, k) => engineOf(engine, gradients[k]));
    Object.entries(inputs).forEach(([name, values], k) => {
      const received = run[k](inputs);
      values.forEach((value, i) => {
        const along = (x: number): number => evaluate([output], { ...inputs, [name]: values.with(i, x) })[0][0];
        const expected = derivative(along, value, 0.02);
        expect(Math.abs(received[i] - expected.value)).toBeLessThan(1e-8 * Math.max(1, Math.abs(expected.value)));
      });
    });
  }
}

describe("the LKJ distribution", () => {
  it("integrates to one over correlations of three variables", () => {
    const transform = transformTo({ kind: "choleskyCorrelation" }, [3, 3]);
    const u = parameterInput("u", [3]);
    const { value, logJacobian } = transform.constrain(u);
    // The last correlation is integrated by hand at fixed others: in tanh coordinates all of it is smooth.
    const total = lkjCholesky(2.5, 3).logDensity(value).add(sum(logJacobian));
    const compute = engineOf("wasm", total);
    const f = (a: number, b: number, c: number): number => Math.exp(compute({ u: [a, b, c] })[0]);
    const volume = sumOnGrid((a) => sumOnGrid((b) => sumOnGrid((c) => f(a, b, c))));
    expect(Math.abs(volume - 1)).toBeLessThan(1e-6);
  });

  it.each([0.4, 1, 3])("integrates to one over the correlation of two variables, concentration %d", (concentration) => {
    const x = dataInput("x", [2, 2]);
    const compute = engineOf("wasm", lkjCholesky(concentration, 2).logDensity(x));
    // Near -1 and 1 the diagonal is what is left: r = 1 - h gives sqrt(h (2 - h)).
    const f = (h: number): number => Math.exp(compute({ x: [1, 0, 1 - h, Math.sqrt(h * (2 - h))] })[0]);
    expect(Math.abs(2 * integrate(f, 0, 1, 1e-10) - 1)).toBeLessThan(1e-8);
  });

  it("has the gradient that differences give, of each of several matrices with a concentration of its own", () => {
    const u = parameterInput("u", [2, 3]);
    const eta = parameterInput("eta", [2]);
    const value = transformTo({ kind: "choleskyCorrelation" }, [2, 3, 3]).constrain(u).value;
    expectGradient(
      sum(lkjCholesky(eta, 3).logDensity(value).mul([1, 3])),
      { u: [0.3, -1, 0.5, 2, 0.1, -0.4], eta: [0.7, 4] },
      [u, eta],
    );
  });

  it("draws factors whose correlations have the beta marginals of the distribution", () => {
    const [size, concentration] = [4, 1.5];
    const distribution = lkjCholesky(concentration, size);
    const out = new Float64Array(draws * size * size);
    arraySampler(distribution, [draws, size, size])(randomStream([31]), [[concentration]], out);
    // Every correlation r has (1 + r) / 2 ~ beta(a, a), a = concentration - 1 + size / 2: mean 0 and variance 1 / (2 a + 1).
    const a = concentration - 1 + size / 2;
    const variance = 1 / (2 * a + 1);
    const kurtosis = (3 * (2 * a + 1)) / (2 * a + 3);
    for (let i = 1; i < size; i++) {
      for (let j = 0; j < i; j++) {
        let [first, second] = [0, 0];
        for (let d = 0; d < draws; d++) {
          const at = d * size * size;
          let r = 0;
          for (let k = 0; k <= j; k++) r += out[at + i * size + k] * out[at + j * size + k];
          first += r;
          second += r * r;
        }
        expect(Math.abs(first / Math.sqrt(draws * variance))).toBeLessThan(normalLimit);
        const spread = variance * Math.sqrt((kurtosis - 1) * draws);
        expect(Math.abs((second - draws * variance) / spread)).toBeLessThan(normalLimit);
      }
    }
  });
});

/** Integral over the line by the trapezoidal rule in u = sinh-like steps: spectral for smooth functions that vanish at both ends. */
function sumOnGrid(f: (u: number) => number): number {
  const step = 0.22;
  let total = 0;
  for (let k = -40; k <= 40; k++) total += f(k * step);
  return total * step;
}

describe("the multinomial distribution", () => {
  it("sums to one over all counts, and gives others no probability", () => {
    const p = [0.2, 0.5, 0.3];
    const rows: number[][] = [];
    for (let a = 0; a <= 6; a++) for (let b = 0; a + b <= 6; b++) rows.push([a, b, 6 - a - b]);
    const [values] = evaluate([multinomial(6, p).logDensity(constant(rows))], {});
    expect(values.reduce((total, value) => total + Math.exp(value), 0)).toBeCloseTo(1, 13);
    expect(evaluate([multinomial(6, p).logDensity(constant([1, 1, 1]))], {})[0][0]).toBe(Number.NEGATIVE_INFINITY);
  });

  it("draws counts with its means and variances, trials by row", () => {
    const p = [0.2, 0.5, 0.3];
    const out = new Float64Array(draws * 2 * 3);
    arraySampler(multinomial([4, 100], p), [draws, 2, 3])(randomStream([32]), [[4, 100], p], out);
    [4, 100].forEach((n, row) => {
      p.forEach((chance, k) => {
        let [first, second] = [0, 0];
        for (let d = 0; d < draws; d++) {
          const x = (out[d * 6 + row * 3 + k] - n * chance) / Math.sqrt(n * chance * (1 - chance));
          first += x;
          second += x * x;
        }
        const kurtosis = 3 + (1 - 6 * chance * (1 - chance)) / (n * chance * (1 - chance));
        expect(Math.abs(first / Math.sqrt(draws))).toBeLessThan(normalLimit);
        expect(Math.abs((second - draws) / Math.sqrt(draws * (kurtosis - 1)))).toBeLessThan(normalLimit);
      });
      for (let d = 0; d < draws; d++) {
        const at = d * 6 + row * 3;
        if (out[at] + out[at + 1] + out[at + 2] !== n) throw new Error("counts that do not sum to the trials");
      }
    });
  });
});

describe("positive ordered vectors", () => {
  it("integrate to one and are drawn in order", () => {
    const distribution = orderedVector(exponential(2), 2);
    const x = dataInput("x", [2]);
    const compute = engineOf("wasm", distribution.logDensity(x));
    const f = (a: number, b: number): number => Math.exp(compute({ x: [a, a + b] })[0]);
    const inf = Number.POSITIVE_INFINITY;
    expect(Math.abs(integrate((a) => integrate((b) => f(a, b), 0, inf, 1e-9), 0, inf, 1e-8) - 1)).toBeLessThan(1e-7);
    const out = new Float64Array(2);
    distribution.drawArray(randomStream([33]), [[2, 2]], out);
    expect(0 < out[0] && out[0] < out[1]).toBe(true);
    expect(distribution.support.kind).toBe("positiveOrdered");
  });
});

describe("normals that sum to zero", () => {
  const sd = parameterInput("sd", [2]);
  const distribution = sumToZeroNormal(sd, 4);

  it("are independent normals of the free numbers", () => {
    const u = parameterInput("u", [2, 3]);
    const { value, logJacobian } = transformTo(distribution.support, [2, 4]).constrain(u);
    const density = distribution.logDensity(value);
    const plain = sum(normal(0, sd.expand(-1)).logDensity(u), [-1]);
    const given = { sd: [0.5, 3], u: [0.3, -1, 0.5, 2, 0.1, -0.4] };
    const [received, expected, jacobian] = evaluate([density, plain, sum(logJacobian)], given);
    received.forEach((each, i) => expect(each).toBeCloseTo(expected[i], 13));
    expect(jacobian[0]).toBe(0);
    expectGradient(sum(density), { sd: given.sd, u: given.u }, [sd, u]);
  });

  it("are drawn with their variances, by row", () => {
    const out = new Float64Array(draws * 8);
    arraySampler(distribution, [draws, 2, 4])(randomStream([36]), [[0.5, 3]], out);
    [0.5, 3].forEach((scale, row) => {
      let [first, second] = [0, 0];
      for (let d = 0; d < draws; d++) {
        const vector = out.subarray(d * 8 + row * 4, d * 8 + row * 4 + 4);
        expect(Math.abs(vector.reduce((a, b) => a + b, 0))).toBeLessThan(1e-14);
        const z = vector[1] / (scale * Math.sqrt(0.75));
        first += z;
        second += z * z;
      }
      expect(Math.abs(first / Math.sqrt(draws))).toBeLessThan(normalLimit);
      expect(Math.abs((second - draws) / Math.sqrt(2 * draws))).toBeLessThan(normalLimit);
    });
  });
});

describe("mixtures of vectors", () => {
  const weights = parameterInput("weights", [2]);
  const mean = parameterInput("mean", [3]);
  const components = [
    multivariateNormal(mean, [1, 0, 0, 0.5, 2, 0, -0.3, 0.7, 0.4]),
    multivariateNormal([0, 0, 0], [1, 0, 0, 0, 1, 0, 0, 0, 1]),
  ];

  it("have the log of the weighted sum of densities, and its gradient", () => {
    const x = constant([
      [0.2, 1, -0.4],
      [3, 3, 3],
    ]);
    const density = mixture(weights, components).logDensity(x);
    const given = { weights: [0.3, 0.7], mean: [0.5, 1, -1] };
    const [all, first, second] = evaluate([density, ...components.map((each) => each.logDensity(x))], given);
    all.forEach((value, i) =>
      expect(value).toBeCloseTo(Math.log(0.3 * Math.exp(first[i]) + 0.7 * Math.exp(second[i])), 12),
    );
    expectGradient(sum(density), given, [weights, mean]);
  });

  it("draw from a component with its weight", () => {
    const far = [100, 100, 100];
    const out = new Float64Array(draws * 3);
    const distribution = mixture([0.3, 0.7], [multivariateNormal(far, [1, 0, 0, 0, 1, 0, 0, 0, 1]), components[1]]);
    arraySampler(distribution, [draws, 3])(randomStream([34]), [[0.3, 0.7], far, [0, 0, 0]], out);
    let first = 0;
    for (let d = 0; d < draws; d++) if (out[d * 3] > 50) first++;
    expect(Math.abs(first - 0.3 * draws) / Math.sqrt(draws * 0.21)).toBeLessThan(normalLimit);
  });
});

describe("multivariate distributions whose factor has parameters", () => {
  const factor = parameterInput("factor", [3, 3]);
  const mean = parameterInput("mean", [3]);
  const lower = [1, 0, 0, 0.5, 2, 0, -0.3, 0.7, 0.4];
  const x = parameterInput("x", [2, 3]);
  const given = { x: [0.2, 1, -0.4, 3, 2, 1], mean: [0.5, 1, -1], factor: lower };

  it("have the density of a constant factor, and of the covariance", () => {
    const covariance = factor.matmul(transpose(factor));
    const [expected, ...found] = evaluate(
      [
        multivariateNormal(mean, lower).logDensity(x),
        multivariateNormal(mean, factor).logDensity(x),
        multivariateNormalCovariance(mean, covariance).logDensity(x),
        // A factor for each vector.
        multivariateNormal(mean, factor.broadcastTo([2, 3, 3])).logDensity(x),
        // Student-t with so many degrees of freedom is normal.
        multivariateStudentT(1e15, mean, factor).logDensity(x),
      ],
      given,
    );
    for (const values of found) values.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 10));
  });

  it("have the gradient that differences give, on and below the diagonal", () => {
    const df = parameterInput("df", [2]);
    const below = parameterInput("factor", [6]);
    // Differences move the lower triangle alone.
    const whole = reshape(scatter(below, Int32Array.of(0, 3, 4, 6, 7, 8), 9, 0), [3, 3]);
    const inputs = { x: given.x, mean: given.mean, factor: [1, 0.5, 2, -0.3, 0.7, 0.4] };
    expectGradient(sum(multivariateNormal(mean, whole).logDensity(x)), inputs, [x, mean, below]);
    const student = sum(multivariateStudentT(df, mean, whole).logDensity(x));
    expectGradient(student, { ...inputs, df: [1.5, 60] }, [x, mean, below, df]);
  });

  it("are Student-t in every direction", () => {
    // Along a row of the factor the other elements integrate out: one element alone is Student-t with that scale.
    const y = dataInput("y", [1, 2]);
    const compute = engineOf(
      "wasm",
      multivariateStudentT(
        4,
        [0, 0],
        [
          [2, 0],
          [0.6, 0.5],
        ],
      ).logDensity(y),
    );
    const inf = Number.POSITIVE_INFINITY;
    const marginal = integrate((b) => Math.exp(compute({ y: [1.3, b] })[0]), -inf, inf, 1e-10);
    const [expected] = evaluate([studentT(4, 0, 2).logDensity(constant(1.3))], {});
    expect(Math.abs(Math.log(marginal) - expected[0])).toBeLessThan(1e-8);
  });

  it("are drawn with their mean and covariance", () => {
    const out = new Float64Array(draws * 3);
    const normals = multivariateNormal(mean, factor);
    arraySampler(normals, [draws, 3])(randomStream([37]), [given.mean, lower], out);
    const whitened = whiten(out, given.mean, lower);
    for (const z of whitened) expect(Math.abs(z / Math.sqrt(draws))).toBeLessThan(normalLimit);
    const students = multivariateStudentT(9, mean, factor);
    arraySampler(students, [draws, 3])(randomStream([38]), [[9], given.mean, lower], out);
    // |z|^2 / 3 is F with 3 and 9 degrees of freedom: mean 9 / 7, variance 2 (9/7)^2 (3 + 9 - 2) / (3 (9 - 4)).
    let total = 0;
    for (let d = 0; d < draws; d++) {
      const z = solve(
        lower,
        [0, 1, 2].map((i) => out[d * 3 + i] - given.mean[i]),
      );
      total += z.reduce((a, b) => a + b * b, 0) / 3 - 9 / 7;
    }
    expect(Math.abs(total / Math.sqrt(draws * 2 * (9 / 7) ** 2 * (10 / 15)))).toBeLessThan(normalLimit);
  });
});

/** L^-1 v by forward substitution. */
function solve(lower: readonly number[], v: readonly number[]): number[] {
  const z: number[] = [];
  v.forEach((value, i) => {
    z.push(z.reduce((left, each, j) => left - lower[i * v.length + j] * each, value) / lower[i * v.length + i]);
  });
  return z;
}

/** Sums of the standard normals that draws were made of, of their products, and of their squares less one, each with variance one a draw. */
function whiten(out: Float64Array, mean: readonly number[], lower: readonly number[]): number[] {
  const sums = new Array<number>(9).fill(0);
  for (let d = 0; d * 3 < out.length; d++) {
    const [a, b, c] = solve(
      lower,
      mean.map((center, i) => out[d * 3 + i] - center),
    );
    const each = [a, b, c, a * b, a * c, b * c, ...[a, b, c].map((z) => (z * z - 1) / Math.SQRT2)];
    each.forEach((value, i) => {
      sums[i] += value;
    });
  }
  return sums;
}

describe("categories by row", () => {
  it("have probabilities of their own", () => {
    const p = constant([
      [0.2, 0.8],
      [0.5, 0.5],
      [0.9, 0.1],
    ]);
    const [values] = evaluate([categorical(p).logDensity(constant([1, 0, 0]))], {});
    [0.8, 0.5, 0.9].forEach((expected, i) => expect(values[i]).toBeCloseTo(Math.log(expected), 14));
    const out = new Float64Array(3);
    arraySampler(categorical(p), [3])(randomStream([35]), [[0.2, 0.8, 0.5, 0.5, 0.9, 0.1]], out);
    for (const x of out) expect([0, 1]).toContain(x);
  });
});

describe("distributions of parts that do not go together are refused", () => {
  it.each([
    [() => mixture([0.5, 0.5], [normal(0, 1)]), "mixture: A mixture has a list of two or more components. Received 1."],
    [() => mixture([0.5, 0.3, 0.2], [normal(0, 1), normal(1, 1)]), "Received 3 weights for 2 components."],
    [
      () => mixture([0.5, 0.6], [normal(0, 1), normal(1, 1)]),
      "The weights of mixture must sum to 1. Received a sum of 1.1.",
    ],
    [() => mixture(0.5, [normal(0, 1), normal(1, 1)]), "The weights of mixture is a vector of at least two numbers"],
    [
      () => mixture([0.5, 0.5], [normal(0, 1), categorical([0.5, 0.5])]),
      "Components are distributions of the same sort and shape. Received normal and categorical.",
    ],
    [
      () => mixture([0.5, 0.5], [dirichlet([1, 1]), dirichlet([1, 1, 1])] as never),
      "Received dirichlet and dirichlet.",
    ],
    [() => categorical([0.5, 0.6]), "The probabilities of categorical must sum to 1."],
    [() => categorical(0.5), "The probabilities of categorical is a vector"],
    [() => lkjCholesky(1, 1), "A correlation matrix has two or more rows. Received 1."],
    [() => lkjCholesky(0, 3), "The concentration of lkj_cholesky must be a finite number above 0. Received 0."],
    [
      () => zeroInflated(0.5, normal(0, 1)),
      "zero_inflated_normal: Zeros are added to a distribution of counts from 0 on.",
    ],
  ])("case %#", (make, message) => {
    expect(make).toThrow(message);
  });
});
