import { describe, expect, it } from "vitest";
import {
  type CovarianceFunction,
  exponentialCovariance,
  exponentiatedQuadratic,
  gaussianProcess,
  halfNormal,
  matern32,
  matern52,
  multivariateNormalCovariance,
  normal,
  rationalQuadratic,
} from "../../src/distributions/index.ts";
import { constant, evaluate, gradient, type Node, type Operand, parameterInput, sum } from "../../src/graph/index.ts";
import { compileModel, ModelBuilder } from "../../src/model/index.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { derivative } from "./support/differences.ts";
import { engineOf, engines } from "./support/engines.ts";

interface Case {
  readonly make: (...parameters: Operand[]) => CovarianceFunction;
  readonly parameters: readonly number[];
  /** By the distance of two points. */
  readonly plain: (distance: number, a: number, l: number, c: number) => number;
}

const cases: Readonly<Record<string, Case>> = {
  "exponentiated quadratic": {
    make: (a, l) => exponentiatedQuadratic(a, l),
    parameters: [1.3, 0.7],
    plain: (d, a, l) => a * a * Math.exp((-d * d) / (2 * l * l)),
  },
  exponential: {
    make: (a, l) => exponentialCovariance(a, l),
    parameters: [1.3, 0.7],
    plain: (d, a, l) => a * a * Math.exp(-d / l),
  },
  "Matern 3/2": {
    make: (a, l) => matern32(a, l),
    parameters: [1.3, 0.7],
    plain: (d, a, l) => a * a * (1 + (Math.sqrt(3) * d) / l) * Math.exp((-Math.sqrt(3) * d) / l),
  },
  "Matern 5/2": {
    make: (a, l) => matern52(a, l),
    parameters: [1.3, 0.7],
    plain: (d, a, l) =>
      a * a * (1 + (Math.sqrt(5) * d) / l + (5 * d * d) / (3 * l * l)) * Math.exp((-Math.sqrt(5) * d) / l),
  },
  "rational quadratic": {
    make: (a, l, c) => rationalQuadratic(a, l, c),
    parameters: [1.3, 0.7, 2.5],
    plain: (d, a, l, c) => a * a * (1 + (d * d) / (2 * c * l * l)) ** -c,
  },
};

const points = [-1, 0.2, 0.5, 2];

describe.each(Object.entries(cases))("%s", (_, { make, parameters, plain }) => {
  const nodes = parameters.map((__, i) => parameterInput(`p${i}`, []));
  const given = Object.fromEntries(parameters.map((value, i) => [`p${i}`, [value]]));
  const [a, l, c = 0] = parameters;

  it("has the covariances of its formula, on a line and in the plane", () => {
    const [line] = evaluate([make(...nodes).matrix(constant(points, [4, 1]))], given);
    points.forEach((x, i) =>
      points.forEach((y, j) => expect(line[i * 4 + j]).toBeCloseTo(plain(Math.abs(x - y), a, l, c), 13)),
    );
    const plane = [
      [0, 0],
      [3, 4],
      [1, -1],
    ];
    const [flat] = evaluate([make(...nodes).matrix(constant(plane))], given);
    plane.forEach(([x, y], i) =>
      plane.forEach(([p, q], j) => expect(flat[i * 3 + j]).toBeCloseTo(plain(Math.hypot(x - p, y - q), a, l, c), 13)),
    );
  });

  it("is a normal density with that covariance and its jitter, and has its gradient", () => {
    const x = parameterInput("x", [4]);
    const values = { ...given, x: [0.3, -1, 0.5, 2] };
    const density = gaussianProcess(make(...nodes), points, { mean: 0.4, jitter: 1e-3 }).logDensity(x);
    const matrix = points.map((p, i) => points.map((q, j) => plain(Math.abs(p - q), a, l, c) * (i === j ? 1.001 : 1)));
    const [received, expected] = evaluate([density, multivariateNormalCovariance(0.4, matrix).logDensity(x)], values);
    expect(received[0]).toBeCloseTo(expected[0], 11);
    expectGradient(density, values, [...nodes, x]);
  });
});

function expectGradient(
  output: Node,
  inputs: Readonly<Record<string, readonly number[]>>,
  nodes: readonly Node[],
): void {
  const gradients = gradient(sum(output), nodes);
  for (const engine of engines) {
    Object.entries(inputs).forEach(([name, values], k) => {
      const received = engineOf(engine, gradients[k])(inputs);
      values.forEach((value, i) => {
        const along = (t: number): number => evaluate([sum(output)], { ...inputs, [name]: values.with(i, t) })[0][0];
        const expected = derivative(along, value, 0.02);
        expect(Math.abs(received[i] - expected.value)).toBeLessThan(1e-7 * Math.max(1, Math.abs(expected.value)));
      });
    });
  }
}

describe("covariance functions", () => {
  const [first, second] = [exponentiatedQuadratic(1.3, 0.7), matern32(0.5, 2)];
  const at = constant(points, [4, 1]);

  it("add and multiply", () => {
    const [a, b, added, multiplied] = evaluate(
      [first, second, first.plus(second), first.times(second)].map((each) => each.matrix(at)),
      {},
    );
    a.forEach((value, i) => {
      expect(added[i]).toBeCloseTo(value + b[i], 14);
      expect(multiplied[i]).toBeCloseTo(value * b[i], 14);
    });
    expect(first.plus(second).name).toBe("exponentiated_quadratic + matern_32");
  });

  it("take a length scale for each dimension", () => {
    const plane = constant([
      [0, 0],
      [3, 4],
    ]);
    const [values] = evaluate([exponentiatedQuadratic(1, [3, 2]).matrix(plane)], {});
    expect(values[1]).toBeCloseTo(Math.exp(-0.5 * (1 + 4)), 14);
  });

  it.each([
    [
      () => exponentiatedQuadratic(0, 1),
      "The amplitude of exponentiated_quadratic must be a finite number above 0. Received 0.",
    ],
    [() => matern52(1, -1), "The length_scale of matern_52 must be a finite number above 0."],
    [
      () => gaussianProcess(first, points, { jitter: -1 }),
      "gaussian_process: The jitter is a share of the variance, 0 or more. Received -1.",
    ],
    [
      () => gaussianProcess(first, 3),
      "Points are a vector, or one row for each point, two or more. Received shape [].",
    ],
  ])("refuse what makes no sense (case %#)", (make, message) => {
    expect(make).toThrow(message);
  });
});

describe("a Gaussian process as a prior", () => {
  const model = (centered: boolean) => {
    const m = new ModelBuilder();
    const amplitude = m.parameter("amplitude", halfNormal(2));
    const length = m.parameter("length", halfNormal(1));
    const f = m.parameter("f", gaussianProcess(exponentiatedQuadratic(amplitude, length), points), { centered });
    m.observe("y", normal(f, 0.5), [0.1, 0.4, 0.6, -1]);
    return compileModel(m.build());
  };

  it("is the same density centered and not", () => {
    const [centered, not] = [model(true), model(false)];
    const values = { amplitude: 1.2, length: 0.8, f: [0.2, 0.3, 0.1, -0.5] };
    const [a, b] = [centered, not].map((posterior) => posterior.constrainDraws(posterior.unconstrain(values), 1));
    expect(b.logPrior[0]).toBeCloseTo(a.logPrior[0], 9);
    expect(b.logLikelihood[0]).toBeCloseTo(a.logLikelihood[0], 12);
    // The Jacobian of not centered coordinates is that of the factor.
    const total = (draws: typeof a, k: typeof centered): number =>
      k.logDensity()(k.unconstrain(values)) - draws.logPrior[0];
    expect(total(b, not) - b.logJacobian[0] - b.logLikelihood[0]).toBeCloseTo(0, 9);
    expect(total(a, centered) - a.logJacobian[0] - a.logLikelihood[0]).toBeCloseTo(0, 9);
  });

  it("is drawn with its covariance", () => {
    const { columns } = model(false).priorDraws(randomStream([41]), 20_000);
    const [f1, f2, amplitude] = ["f[2]", "f[3]", "amplitude"].map((name) => columns.get(name)!);
    // Given the amplitude each value is normal with it as standard deviation.
    let [first, second] = [0, 0];
    for (let i = 0; i < f1.length; i++) {
      first += f1[i] / amplitude[i];
      second += (f2[i] / amplitude[i]) ** 2 - 1;
    }
    expect(Math.abs(first / Math.sqrt(f1.length))).toBeLessThan(4.892);
    expect(Math.abs(second / Math.sqrt(2 * f1.length))).toBeLessThan(4.892);
  });
});
