import { describe, expect, it } from "vitest";
import { essBulk } from "../../../src/diagnostics/index.ts";
import { type SampleResult, type Settings, moreDraws, sample } from "../../../src/sampling/index.ts";
import type { LogDensity } from "../../../src/sampling/density.ts";
import { progressSlots } from "../../../src/sampling/storage.ts";
import { equicorrelatedNormal, independentNormal } from "../support/targets.ts";

const settings = { algorithm: "chees", seed: 3, draws: 200 } as const;

/** Effective draws of the sum of all coordinates for each gradient, warm-up included. */
function efficiency({ chains, dimension, settings: { draws } }: SampleResult): number {
  const values = new Float64Array(chains.length * draws);
  chains.forEach(({ positions }, c) => {
    positions.forEach((value, i) => {
      values[c * draws + Math.floor(i / dimension)] += value;
    });
  });
  const gradients = chains.reduce((sum, chain) => sum + chain.gradients, 0);
  return essBulk({ chains: chains.length, draws, values }) / gradients;
}

/** Everything of a result but the time it took. */
function withoutTime(result: SampleResult): unknown[] {
  return result.chains.map(({ warmupSeconds: _w, samplingSeconds: _s, state: _t, ...chain }) => chain);
}

describe("chains that adapt together", () => {
  it("have one step size, one length of trajectories and one metric", async () => {
    const { chains } = await sample(equicorrelatedNormal(6, 0.9), settings);
    for (const chain of chains) {
      expect(chain.stepSize[0]).toBe(chains[0].stepSize[0]);
      expect(chain.metric).toEqual(chains[0].metric);
      expect(new Set(chain.treeDepth)).toEqual(new Set([0]));
    }
  });

  it("need less than half the gradients of NUTS for an effective draw", async () => {
    const density = equicorrelatedNormal(20, 0.95);
    const [nuts, chees] = await Promise.all([
      sample(density, { seed: 2 }),
      sample(density, { seed: 2, algorithm: "chees" }),
    ]);
    expect(efficiency(chees)).toBeGreaterThan(2 * efficiency(nuts));
  });

  it.each<Partial<Settings>>([{ warmup: 1 }, { warmup: 2 }, { warmup: 7 }, { warmup: 20, chains: 1 }, { draws: 1 }])(
    "sample with %o",
    async (few) => {
      const result = await sample(independentNormal([1, 10]), { ...settings, ...few });
      expect(result.complete).toBe(true);
      for (const { positions } of result.chains) expect(positions.every(Number.isFinite)).toBe(true);
    },
  );

  it("do not follow one that is caught where no other would go", async () => {
    // One of four chains starts in the upper quarter of the first coordinate: a narrow well, far below.
    const trap: LogDensity = {
      dimension: 3,
      evaluate(position, gradient) {
        const caught = position[0] > 1.5;
        const center = caught ? 2.25 : -0.5;
        const precision = caught ? 1e6 : 25;
        let total = caught ? -1000 : 0;
        position.forEach((x, i) => {
          const [from, tight] = i === 0 ? [x - center, precision] : [x, 1];
          gradient[i] = -tight * from;
          total -= 0.5 * tight * from * from;
        });
        return total;
      },
    };
    const { chains } = await sample(trap, settings);
    const caught = chains.filter(({ start }) => start![0] > 1.5);
    const free = chains.filter(({ start }) => start![0] <= 1.5);
    expect(caught).toHaveLength(1);
    for (const { stepSize, gradients, warmupGradients } of free) {
      expect(stepSize[0]).toBeGreaterThan(0.3);
      expect((gradients - warmupGradients) / settings.draws).toBeLessThan(20);
    }
  });

  it("name the chain whose density failed", async () => {
    let count = 0;
    const failing: LogDensity = {
      dimension: 1,
      evaluate: (position, gradient) => {
        if (++count === 1500) throw new Error("parameter beta has no value");
        gradient[0] = -position[0];
        return -0.5 * position[0] ** 2;
      },
    };
    await expect(sample(failing, settings)).rejects.toThrow(/^Chain [1-4]: parameter beta has no value$/);
  });

  it("stop at trajectories of 2^maxDepth steps, and count those as the limit's", async () => {
    const { chains } = await sample(equicorrelatedNormal(6, 0.9), { ...settings, maxDepth: 1 });
    for (const { leapfrogs, treeDepth } of chains) {
      expect(Math.max(...leapfrogs)).toBe(2);
      expect(treeDepth.some((depth) => depth === 1)).toBe(true);
    }
  });
});

describe("a run of such chains that was canceled", () => {
  const density = equicorrelatedNormal(4, 0.8);

  it.each([0.02, 0.3, 0.5, 0.55, 0.8])(
    "after %d of its evaluations has the draws of the uninterrupted run",
    async (share) => {
      const whole = await sample(density, settings);
      const total = whole.chains.reduce((sum, chain) => sum + chain.gradients, 0);
      const controller = new AbortController();
      let count = 0;
      const stopping: LogDensity = {
        dimension: 4,
        evaluate(position, gradient) {
          if (++count === Math.round(share * total)) {
            controller.abort();
            // The sampler looks at the signal every 50 ms.
            const since = performance.now();
            while (performance.now() - since < 60);
          }
          return density.evaluate(position, gradient);
        },
      };
      const first = await sample(stopping, settings, { signal: controller.signal });
      expect(first.complete).toBe(false);
      // All chains are at the beginning of the same window of warm-up, or drawing.
      const reached = first.chains.map(({ state }) => state?.iteration ?? 0);
      expect(reached.every((iteration) => iteration === reached[0] || iteration >= 300)).toBe(true);
      first.chains.forEach((chain) =>
        expect(chain.gradients).toBe(chain.state?.progress[progressSlots.gradients] ?? 0),
      );
      const resumed = await sample(density, settings, { resume: structuredClone(first) });
      expect(withoutTime(resumed)).toEqual(withoutTime(whole));
    },
  );

  it("goes on to more draws, which are those of one long run", async () => {
    const short = await sample(density, settings);
    const extended = await sample(density, moreDraws(short, 100), { resume: structuredClone(short) });
    const long = await sample(density, { ...settings, draws: 300 });
    extended.chains.forEach(({ positions, gradients }, c) => {
      expect(positions).toEqual(long.chains[c].positions);
      expect(gradients).toBe(long.chains[c].gradients);
    });
  });
});
