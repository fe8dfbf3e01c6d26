import { describe, expect, it } from "vitest";
import { initialize } from "../../src/sampling/initialize.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { chainPoint } from "../../src/sampling/transition.ts";
import { independentNormal } from "./support/targets.ts";

const place = (seed: number, chain = 0) => ({ chain, shared: randomStream([seed, 8]) });

describe("initialize", () => {
  it("starts in the cube around the center", () => {
    const point = chainPoint(2);
    for (let seed = 0; seed < 100; seed++) {
      initialize(independentNormal([1, 1]), point, randomStream([seed]), place(seed), {
        radius: 0.5,
        center: [10, -10],
      });
      expect(Math.abs(point.position[0] - 10)).toBeLessThan(0.5);
      expect(Math.abs(point.position[1] + 10)).toBeLessThan(0.5);
    }
  });

  it("puts two chains into different halves of every coordinate, four into different quarters, eight into different eighths", () => {
    for (const chains of [2, 4, 8]) {
      for (let seed = 0; seed < 50; seed++) {
        const taken = Array.from({ length: 3 }, () => new Set<number>());
        for (let chain = 0; chain < chains; chain++) {
          const point = chainPoint(3);
          initialize(independentNormal([1, 1, 1]), point, randomStream([seed, chain]), place(seed, chain), {
            radius: 3,
          });
          point.position.forEach((x, i) => taken[i].add(Math.floor(((x + 3) / 6) * chains)));
        }
        for (const parts of taken) expect(parts.size).toBe(chains);
      }
    }
  });

  it("starts each chain uniformly in the cube, whichever chain it is", () => {
    const point = chainPoint(1);
    for (const chain of [0, 3]) {
      let inside = 0;
      const seeds = 2000;
      for (let seed = 0; seed < seeds; seed++) {
        initialize(independentNormal([1]), point, randomStream([seed]), place(seed, chain), { radius: 2 });
        if (Math.abs(point.position[0] - 0.3) < 0.5) inside++;
      }
      // A quarter of them, within four binomial standard errors.
      expect(Math.abs(inside / seeds - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / seeds));
    }
  });

  it("comes nearer to the center where the density is finite there alone", () => {
    const narrow = {
      dimension: 6,
      evaluate(position: Float64Array, gradient: Float64Array) {
        gradient.fill(0);
        return position.every((x) => Math.abs(x) < 0.1) ? 0 : Number.NaN;
      },
    };
    const point = chainPoint(6);
    for (let seed = 0; seed < 20; seed++) {
      const tries = initialize(narrow, point, randomStream([seed]), place(seed), { radius: 3 });
      expect(tries).toBeLessThan(100);
    }
  });

  it("tries again where the density is not finite", () => {
    const halfLine = {
      dimension: 1,
      evaluate(position: Float64Array, gradient: Float64Array) {
        gradient[0] = -1;
        return position[0] > 0 ? -position[0] : Number.NEGATIVE_INFINITY;
      },
    };
    const point = chainPoint(1);
    let tries = 0;
    for (let seed = 0; seed < 50; seed++) {
      tries += initialize(halfLine, point, randomStream([seed]), place(seed), { radius: 2 });
      expect(point.position[0]).toBeGreaterThan(0);
    }
    expect(tries).toBeGreaterThan(50);
  });

  it("gives up after 100 tries and names the parameters whose gradient is not finite", () => {
    let evaluations = 0;
    const broken = {
      dimension: 3,
      evaluate(_: Float64Array, gradient: Float64Array) {
        evaluations++;
        gradient.set([0, Number.NaN, Number.POSITIVE_INFINITY]);
        return 0;
      },
    };
    const names = ["level", "decay[tv]", "sigma"];
    expect(() => initialize(broken, chainPoint(3), randomStream([1]), place(1), { radius: 2, names })).toThrow(
      "In the last try, the gradient was not finite for decay[tv] and sigma.",
    );
    expect(evaluations).toBe(100);
  });

  it("says when it is the log density itself that is not finite", () => {
    const nowhere = { dimension: 1, evaluate: () => Number.NEGATIVE_INFINITY };
    expect(() => initialize(nowhere, chainPoint(1), randomStream([1]), place(1), { radius: 2 })).toThrow(
      "No starting point with a finite log density was found in 100 tries. Received log density -Infinity.",
    );
  });
});
