import { describe, expect, it } from "vitest";
import { minimize } from "../../../src/numerics/optimize/lbfgs.ts";

describe("L-BFGS", () => {
  it("finds the minimum of Rosenbrock's function in 2 and in 50 dimensions", () => {
    for (const n of [2, 50]) {
      const start = Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1));
      const result = minimize(
        (x, gradient) => {
          let value = 0;
          gradient.fill(0);
          for (let i = 0; i < n; i += 2) {
            const [a, b] = [1 - x[i], x[i + 1] - x[i] ** 2];
            value += a ** 2 + 100 * b ** 2;
            gradient[i] += -2 * a - 400 * x[i] * b;
            gradient[i + 1] += 200 * b;
          }
          return value;
        },
        start,
        { gradientTolerance: 1e-10 },
      );
      expect(result.ended).toBe("gradient");
      // The Hessian's smallest eigenvalue is about 0.4, so a gradient of 1e-10 leaves errors of a few 1e-10.
      for (const xi of result.x) expect(Math.abs(xi - 1)).toBeLessThan(1e-8);
      expect(result.iterations).toBeLessThan(100);
    }
  });

  it("solves a badly scaled quadratic", () => {
    const scales = [1e-4, 1, 10, 1e4];
    const result = minimize(
      (x, gradient) => {
        let value = 0;
        scales.forEach((scale, i) => {
          value += (scale * (x[i] - i) ** 2) / 2;
          gradient[i] = scale * (x[i] - i);
        });
        return value;
      },
      [5, 5, 5, 5],
      { gradientTolerance: 1e-12, valueTolerance: 0 },
    );
    result.x.forEach((xi, i) => expect(Math.abs(xi - i)).toBeLessThan(1e-6));
  });

  it("steps back from where the function is not finite", () => {
    // -log x + x has its minimum at 1 and is infinite or NaN for x <= 0; the first step from 20 leads there.
    const result = minimize(
      (x, gradient) => {
        gradient[0] = 100 * (1 - 1 / x[0]);
        return x[0] > 0 ? 100 * (x[0] - Math.log(x[0])) : Number.NaN;
      },
      [20],
    );
    expect(result.x[0]).toBeCloseTo(1, 7);
  });

  it("refuses a start that is not finite", () => {
    expect(() => minimize(() => Number.NaN, [1])).toThrow(RangeError);
  });

  it("says when it ran out of iterations", () => {
    const result = minimize(
      (x, gradient) => {
        gradient[0] = 4 * x[0] ** 3;
        return x[0] ** 4;
      },
      [3],
      { iterations: 2 },
    );
    expect(result.ended).toBe("iterations");
  });
});
