import { describe, expect, it } from "vitest";
import { acceptancesOf, type Attempts, sampleUntilClean } from "../../../src/mmm/fit/attempts.ts";
import type { SampleResult } from "../../../src/sampling/index.ts";
import { defaultsOf, fitSettings } from "../../../src/settings/index.ts";

const sampling = defaultsOf(fitSettings) as Parameters<typeof acceptancesOf>[0];

/** A result of one chain with so many divergences. */
const resultOf = (divergences: number, complete = true): SampleResult =>
  ({ complete, chains: [{ divergences, gradients: 100 }] }) as unknown as SampleResult;

/** Samples with these outcomes in turn, and tells what it was asked for. */
function sampler(outcomes: readonly SampleResult[]) {
  const asked: [acceptance: number, resume: SampleResult | undefined][] = [];
  return {
    asked,
    sampleOnce: async (acceptance: number, resume: SampleResult | undefined): Promise<SampleResult> => {
      asked.push([acceptance, resume]);
      return outcomes[asked.length - 1];
    },
  };
}

describe("acceptancesOf", () => {
  it.each([
    [0.8, 2, [0.8, 0.95, 0.99]],
    [0.8, 1, [0.8, 0.95]],
    [0.8, 0, [0.8]],
    [0.95, 2, [0.95, 0.99]],
    [0.97, 1, [0.97]],
    [0.995, 2, [0.995]],
  ])("of a target of %d, to be sampled again %i times", (target_accept, resample, wanted) => {
    expect(acceptancesOf({ ...sampling, target_accept, resample })).toEqual(wanted);
  });
});

describe("sampleUntilClean", () => {
  it("samples once where there are no divergences", async () => {
    const { asked, sampleOnce } = sampler([resultOf(0)]);
    expect(await sampleUntilClean(sampling, sampleOnce, undefined)).toEqual({ result: resultOf(0), earlier: [] });
    expect(asked).toEqual([[0.8, undefined]]);
  });

  it("goes on with higher acceptances until there are none, and says what it gave up", async () => {
    const { asked, sampleOnce } = sampler([resultOf(3), resultOf(1), resultOf(0)]);
    const told: number[][] = [];
    const { result, earlier } = await sampleUntilClean(sampling, sampleOnce, undefined, (attempt, next) =>
      told.push([attempt.divergences, next]),
    );
    expect(asked.map(([acceptance]) => acceptance)).toEqual([0.8, 0.95, 0.99]);
    expect(result).toEqual(resultOf(0));
    expect(earlier).toMatchObject([
      { target_accept: 0.8, divergences: 3, gradient_evaluations: 100 },
      { target_accept: 0.95, divergences: 1, gradient_evaluations: 100 },
    ]);
    expect(told).toEqual([
      [3, 0.95],
      [1, 0.99],
    ]);
  });

  it("keeps the last draws where divergences remain", async () => {
    const { sampleOnce } = sampler([resultOf(3), resultOf(2), resultOf(1)]);
    const { result, earlier } = await sampleUntilClean(sampling, sampleOnce, undefined);
    expect(result).toEqual(resultOf(1));
    expect(earlier).toHaveLength(2);
  });

  it("does not where that is turned off", async () => {
    const { asked, sampleOnce } = sampler([resultOf(3)]);
    await sampleUntilClean({ ...sampling, resample: 0 }, sampleOnce, undefined);
    expect(asked).toHaveLength(1);
  });

  it("stops where it is canceled, and goes on from there with the same acceptance", async () => {
    const half = resultOf(0, false);
    const first = sampler([resultOf(3), half]);
    const stopped = await sampleUntilClean(sampling, first.sampleOnce, undefined);
    expect(stopped).toMatchObject({ result: half, earlier: [{ divergences: 3 }] });

    const second = sampler([resultOf(2), resultOf(0)]);
    const whole = await sampleUntilClean(sampling, second.sampleOnce, stopped satisfies Attempts);
    expect(second.asked).toEqual([
      [0.95, half],
      [0.99, undefined],
    ]);
    expect(whole.earlier.map(({ divergences }) => divergences)).toEqual([3, 2]);
  });

  it("samples a finished fit again that has divergences among the draws it is given more of, as one long fit would", async () => {
    const finished: Attempts = { result: resultOf(0), earlier: [] };
    const { asked, sampleOnce } = sampler([resultOf(1), resultOf(0)]);
    const longer = await sampleUntilClean(sampling, sampleOnce, finished);
    expect(asked).toEqual([
      [0.8, finished.result],
      [0.95, undefined],
    ]);
    expect(longer.earlier.map(({ divergences }) => divergences)).toEqual([1]);
  });
});
