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
  periodic,
  predictGaussianProcess,
  rationalQuadratic,
} from "../../src/distributions/index.ts";
import {
  broadcastTo,
  concatenate,
  constant,
  diagonalMatrix,
  evaluate,
  gradient,
  identity,
  type Node,
  type Operand,
  parameterInput,
  sum,
} from "../../src/graph/index.ts";
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
  periodic: {
    make: (a, l, c) => periodic(a, l, c),
    parameters: [1.3, 0.7, 2.5],
    plain: (d, a, l, c) => a * a * Math.exp(-2 * (Math.sin((Math.PI * d) / c) / l) ** 2),
  },
  "rational quadratic": {
    make: (a, l, c) => rationalQuadratic(a, l, c),
    parameters: [1.3, 0.7, 2.5],
    plain: (d, a, l, c) => a * a * (1 + (d * d) / (2 * c * l * l)) ** -c,
  },
};

const points = [-1, 0.2, 0.5, 2];

describe.each(Object.entries(cases))("%s", (name, { make, parameters, plain }) => {
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
    // The periodic one is a product over dimensions, the others depend on the distance.
    const between = (dx: number, dy: number): number =>
      name === "periodic" ? (plain(dx, a, l, c) * plain(dy, a, l, c)) / a ** 2 : plain(Math.hypot(dx, dy), a, l, c);
    plane.forEach(([x, y], i) =>
      plane.forEach(([p, q], j) => expect(flat[i * 3 + j]).toBeCloseTo(between(x - p, y - q), 13)),
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

describe("the prediction of a Gaussian process", () => {
  const [amplitude, length, noise] = ["amplitude", "length", "noise"].map((name) => parameterInput(name, []));
  const [y, fresh] = [parameterInput("y", [4]), parameterInput("fresh", [3])];
  const inputs = { amplitude: [1.3], length: [0.7], noise: [0.4], y: [0.3, -1, 0.5, 2], fresh: [0.1, 0.2, -0.4] };
  const covariance = matern52(amplitude, length).plus(periodic(0.5, 1, 2));
  const newPoints = [0, 0.2, 5];
  const prediction = predictGaussianProcess(
    covariance,
    { points, values: y, noise, mean: 0.4, newMean: [0.4, 1, 2] },
    newPoints,
  );

  it("is the density of all values over that of the known ones", () => {
    const all = constant([...points, ...newPoints], [7, 1]);
    const noisy = diagonalMatrix(concatenate([broadcastTo(noise.square(), [4]), [0, 0, 0]], 0));
    const joint = covariance.matrix(all).mul(identity(7).mul(1e-9).add(1)).add(noisy);
    const known = multivariateNormalCovariance(0.4, joint.slice(0, 4).slice(0, 4, 1));
    const whole = multivariateNormalCovariance([0.4, 0.4, 0.4, 0.4, 0.4, 1, 2], joint);
    const expected = whole.logDensity(concatenate([y, fresh], 0)).sub(known.logDensity(y));
    const [received, wanted] = evaluate([prediction.distribution.logDensity(fresh), expected], inputs);
    expect(received[0]).toBeCloseTo(wanted[0], 9);
    expectGradient(prediction.distribution.logDensity(fresh), inputs, [amplitude, length, noise, y, fresh]);
  });

  it("has the mean and the variance of each value", () => {
    const first = predictGaussianProcess(covariance, { points, values: y, noise, mean: 0.4, newMean: 1 }, [0.2]);
    const alone = normal(prediction.mean.at(1), prediction.variance.at(1).sqrt()).logDensity(fresh.at(1));
    const [one, same] = evaluate([first.distribution.logDensity(fresh.slice(1, 2)), alone], inputs);
    expect(one[0]).toBeCloseTo(same[0], 10);
  });

  it("goes through known values without noise, and far from them is what it was before", () => {
    const exact = predictGaussianProcess(matern52(1.3, 0.7), { points, values: [1, 2, 3, 4] }, [0.5, 400]);
    const [mean, variance] = evaluate([exact.mean, exact.variance], {});
    expect(mean[0]).toBeCloseTo(3, 6);
    expect(variance[0]).toBeLessThan(1e-7);
    expect(mean[1]).toBeCloseTo(0, 12);
    expect(variance[1]).toBeCloseTo(1.69, 6);
  });

  it("refuses options that there are not", () => {
    expect(() => predictGaussianProcess(covariance, { points, value: y } as never, newPoints)).toThrow(
      /value.*Did you mean "values"/s,
    );
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
