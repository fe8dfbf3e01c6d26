import { describe, expect, it } from "vitest";
import { constant, evaluate, gradient, multiply, type Node, parameterInput, sum } from "../../../src/graph/index.ts";
import { saturations } from "../../../src/mmm/saturation/kinds.ts";
import { alongTime } from "../../../src/mmm/transforms/index.ts";
import { asConstants, gradientError, oneOf, someValues, valueOf } from "../support/kind-values.ts";
import { plainCurve } from "../support/plain-kinds.ts";

const stocks = [1e-300, 0.01, 0.3, 1, 2.5, 20];

describe.each(saturations.all().map((kind) => ({ name: kind.name, kind })))("the saturation $name", ({ kind }) => {
  const numbers = someValues(kind.parameters, 2);
  const values = asConstants(numbers);
  const both = (of: (stock: number, channel: number) => number): number[] =>
    [0, 1].flatMap((channel) => stocks.map((stock) => of(stock, channel)));
  const stock = constant([...stocks, ...stocks], [2, stocks.length]);
  const curve = (factor: Node | number = 1, at: Node = stock): Float64Array =>
    valueOf(kind.curve({ stock: at, factor }, values, {}));

  it("has the curve of the textbook", () => {
    const expected = both((x, channel) => plainCurve(kind.name, x, oneOf(numbers, channel)));
    curve().forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
  });

  it("takes a factor of the stock", () => {
    const factor = constant([0.4, 3]);
    const whole = curve(1, multiply(alongTime(factor, stock), stock));
    curve(factor).forEach((value, i) => expect(value).toBeCloseTo(whole[i], 12));
  });

  it("is nothing at no stock, grows, and ends at its ceiling or is 1 at a stock of 1", () => {
    const found = curve();
    for (const channel of [0, 1]) {
      const own = found.subarray(channel * stocks.length, (channel + 1) * stocks.length);
      expect(own[0]).toBeLessThan(1e-30);
      for (let k = 1; k < own.length; k++) expect(own[k]).toBeGreaterThan(Math.min(own[k - 1], 1 - 1e-12));
      if (!kind.ceiling) expect(own[stocks.indexOf(1)]).toBeCloseTo(1, 12);
    }
    if (kind.ceiling) {
      curve(1, constant([1e12, 1e12], [2, 1])).forEach((value) => expect(value).toBeCloseTo(1, 6));
    }
  });

  it("is at half of its ceiling at its half point", () => {
    expect(kind.half === undefined).toBe(!kind.ceiling);
    if (kind.half === undefined) return;
    curve(kind.half(values, {}), constant([1, 1], [2, 1])).forEach((value) => expect(value).toBeCloseTo(0.5, 12));
  });

  it("has the slope at no stock that it says", () => {
    for (const channel of [0, 1]) {
      const one = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, value[channel]]));
      const slope = kind.slopeAtZero(one, {});
      const secants = [1e-6, 1e-9].map((x) => plainCurve(kind.name, x, (name) => one[name]) / x);
      // Secants grow without end, fall to nothing, or settle.
      if (slope === Number.POSITIVE_INFINITY) expect(secants[1]).toBeGreaterThan(secants[0] * 1.0001);
      else if (slope === 0) expect(secants[1]).toBeLessThan(secants[0] * 0.9999);
      else expect(secants[1] / slope).toBeCloseTo(1, 5);
    }
  });

  it("has the gradient of finite differences, and one at no stock that is a number", () => {
    if (kind.parameters.length > 0) {
      const of = (inputs: typeof values): Node => kind.curve({ stock, factor: 0.7 }, inputs, {});
      expect(gradientError(of, numbers)).toBeLessThan(1e-7);
    }
    const input = parameterInput("stock", [2, stocks.length]);
    const total = sum(kind.curve({ stock: input, factor: 1 }, values, {}));
    const at = Float64Array.from([...stocks, ...stocks]);
    const [slopes] = evaluate(gradient(total, [input]), { stock: at });
    expect(slopes.every(Number.isFinite)).toBe(true);
    both((x, channel) => {
      const step = 1e-6 * x;
      const of = oneOf(numbers, channel);
      return (plainCurve(kind.name, x + step, of) - plainCurve(kind.name, x - step, of)) / (2 * step);
    }).forEach((difference, i) => {
      // What is left of a saturated curve cannot be differenced; the first stock is no stock.
      if (at[i] > 1e-10) expect(Math.abs(slopes[i] - difference)).toBeLessThan(1e-6 * Math.max(1, difference));
    });
  });

  it("sums over weeks at a multiplied stock as written out, where it is", () => {
    if (kind.scaled === undefined) return;
    const own = asConstants(someValues(kind.parameters, 1));
    const factors = parameterInput("factors", [3]);
    const carried = { stock: constant(stocks, [1, stocks.length]), factor: constant([0.8]) };
    const { total, slope } = kind.scaled(carried, own, factors, {});
    const plainly = sum(
      kind.curve({ stock: multiply(alongTime(factors, carried.stock), carried.stock), factor: 0.8 }, own, {}),
      [1],
    );
    const [a, b, c, d] = evaluate([total, plainly, slope, gradient(sum(plainly), [factors])[0]], {
      factors: [0.5, 1, 1.7],
    });
    a.forEach((value, k) => expect(value).toBeCloseTo(b[k], 10));
    c.forEach((value, k) => expect(value).toBeCloseTo(d[k], 10));
  });

  it("is a power of the stock, where it says so", () => {
    if (kind.exponent === undefined) return;
    const exponent = valueOf(kind.exponent(values, {}));
    const [once, twice] = [curve(), curve(2)];
    twice.forEach((value, i) => {
      expect(value / once[i]).toBeCloseTo(2 ** exponent[Math.floor(i / stocks.length)], 10);
    });
  });
});
