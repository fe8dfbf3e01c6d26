// Chains that start where they cannot move start anew elsewhere.

import { expect, it } from "vitest";
import { sample } from "../../src/sampling/index.ts";
import type { LogDensity } from "../../src/sampling/density.ts";

/** A standard normal in two dimensions; beyond x = 1.2 the density is far lower, flat, and rough on the scale of 1e-9. */
const withRoughCorner: LogDensity = {
  dimension: 2,
  evaluate([x, y], gradient) {
    if (x > 1.2) {
      gradient[0] = 1e12 * Math.cos(1e9 * x);
      gradient[1] = -y;
      return -1e6 + 1e3 * Math.sin(1e9 * x) - (y * y) / 2;
    }
    gradient[0] = -x;
    gradient[1] = -y;
    return -(x * x + y * y) / 2;
  },
};

it("leave a place of hopelessly low density whatever the schedule, and say where they started in the end", async () => {
  for (const schedule of ["nutpie", "stan"] as const) {
    const { chains } = await sample(withRoughCorner, { seed: 1, chains: 4, warmup: 200, draws: 50, schedule });
    // Starts are in the four quarters of -3 to 3: without another start one chain would stay.
    for (const { logDensity, start } of chains) {
      expect(Math.min(...logDensity)).toBeGreaterThan(-20);
      expect(start![0]).toBeLessThan(1.2);
    }
  }
});

it("goes on from a canceled run as if nothing had happened", async () => {
  const settings = { seed: 1, chains: 4, warmup: 200, draws: 20 };
  const whole = await sample(withRoughCorner, settings);
  const controller = new AbortController();
  let left = 2000;
  const canceling: LogDensity = {
    dimension: 2,
    evaluate(position, gradient) {
      if (--left === 0) controller.abort();
      return withRoughCorner.evaluate(position, gradient);
    },
  };
  const canceled = await sample(canceling, settings, { signal: controller.signal });
  expect(canceled.complete).toBe(false);
  const resumed = await sample(withRoughCorner, settings, { resume: canceled });
  expect(resumed.chains.map(({ positions }) => positions)).toEqual(whole.chains.map(({ positions }) => positions));
});
