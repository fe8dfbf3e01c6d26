// Coordinates of values that are drawn around a center: their inverse, their slope, and what they are without data and with much of them.

import { describe, expect, it } from "vitest";
import * as g from "../../../../src/graph/index.ts";
import { evaluate, type Node } from "../../../../src/graph/index.ts";
import {
  partlyCentered,
  partlyCenteredLog,
  type PartlyCenteredMap,
} from "../../../../src/mmm/coordinates/maps/index.ts";

const number = (node: Node): number => evaluate([node], {})[0][0];
const constant = (x: number): Node => g.constant(x);
const points = [-2.5, -0.4, 0, 1.3, 3];

interface Given {
  readonly center: number;
  readonly origin: number;
  readonly spread: number;
  readonly precision: number;
}

const kinds: Readonly<Record<string, (given: Given) => PartlyCenteredMap>> = {
  "of normal values": ({ center, origin, spread, precision }) =>
    partlyCentered({ offset: origin - center, spread: constant(spread), precision }),
  "of log-normal values": ({ center, origin, spread, precision }) =>
    partlyCenteredLog({
      center: constant(center),
      origin: constant(origin),
      spread: constant(spread),
      precision: constant(precision),
    }),
};

describe.each(Object.entries(kinds))("Partly centered coordinates %s", (_, make) => {
  it.each([
    { center: 0.3, origin: 0.7, spread: 0.4, precision: 30 },
    { center: 1.5, origin: 1.1, spread: 0.01, precision: 400 },
    { center: -2, origin: 0.5, spread: 1.2, precision: 0.01 },
  ])("have an inverse, and a slope that is the derivative, at %j", (given) => {
    const map = make(given);
    for (const u of points) {
      const standard = number(map.standard(constant(u)));
      expect(number(map.inverse(constant(standard)))).toBeCloseTo(u, 8);
      const h = 1e-5;
      const slope = (number(map.standard(constant(u + h))) - number(map.standard(constant(u - h)))) / (2 * h);
      expect(Math.exp(number(map.logSlope(constant(u)))) / slope).toBeCloseTo(1, 6);
    }
  });

  it("keep their digits where the spread is tiny, so that a chain that comes there finds its way back", () => {
    const at = (spread: number): number[] => {
      const map = make({ center: 1.3, origin: 0.9, spread, precision: 50 });
      return points.map((u) => number(map.standard(constant(u))));
    };
    // What is left of the data: spread x precision x their distance from the center, of a log-normal value times its square.
    const left = 50 * Math.exp(2 * 1.3) * 0.4;
    for (const spread of [1e-8, 1e-14, 1e-20]) {
      at(spread).forEach((standard, i) =>
        expect(Math.abs(standard - points[i])).toBeLessThan(2 * left * spread + 1e-12),
      );
    }
  });

  it("are distances from the center in spreads where the data say nothing", () => {
    const map = make({ center: 0.4, origin: 5, spread: 0.3, precision: 1e-12 });
    for (const u of points) expect(number(map.standard(constant(u)))).toBeCloseTo(u, 4);
  });
});

describe("Partly centered coordinates", () => {
  it("are standard normal given center and spread, whatever these are, where the data are one normal observation", () => {
    const [observed, variance] = [0.8, 0.05];
    for (const [center, spread] of [
      [0, 0.01],
      [0.5, 0.3],
      [-1, 2],
    ]) {
      const map = partlyCentered({ offset: observed - center, spread: constant(spread), precision: 1 / variance });
      const logDensity = (u: number): number => {
        const standard = number(map.standard(constant(u)));
        return -0.5 * standard ** 2 - (0.5 * (observed - center - spread * standard) ** 2) / variance + 0.5 * u ** 2;
      };
      for (const u of points) expect(logDensity(u)).toBeCloseTo(logDensity(0), 8);
    }
  });

  it("of a log-normal value are its own scale where the data are strong", () => {
    const [center, origin, spread, precision] = [1, 1.2, 0.5, 1e6];
    const map = partlyCenteredLog({
      center: constant(center),
      origin: constant(origin),
      spread: constant(spread),
      precision: constant(precision),
    });
    const value = (u: number): number => Math.exp(center + spread * number(map.standard(constant(u))));
    for (const u of points) expect((value(u) - value(0)) * Math.sqrt(precision)).toBeCloseTo(u, 5);
  });
});
