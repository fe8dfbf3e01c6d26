import { describe, expect, it } from "vitest";
import { initialize } from "../../src/sampling/initialize.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { chainPoint } from "../../src/sampling/transition.ts";
import { independentNormal } from "./support/targets.ts";

describe("initialize", () => {
  it("starts in the cube around the center", () => {
    const point = chainPoint(2);
    for (let seed = 0; seed < 100; seed++) {
      initialize(independentNormal([1, 1]), point, randomStream([seed]), { radius: 0.5, center: [10, -10] });
      expect(Math.abs(point.position[0] - 10)).toBeLessThan(0.5);
      expect(Math.abs(point.position[1] + 10)).toBeLessThan(0.5);
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
      tries += initialize(halfLine, point, randomStream([seed]), { radius: 2 });
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
    expect(() => initialize(broken, chainPoint(3), randomStream([1]), { radius: 2, names })).toThrow(
      "In the last try, the gradient was not finite for decay[tv] and sigma.",
    );
    expect(evaluations).toBe(100);
  });

  it("says when it is the log density itself that is not finite", () => {
    const nowhere = { dimension: 1, evaluate: () => Number.NEGATIVE_INFINITY };
    expect(() => initialize(nowhere, chainPoint(1), randomStream([1]), { radius: 2 })).toThrow(
      "No starting point with a finite log density was found in 100 tries. Received log density -Infinity.",
    );
  });
});
