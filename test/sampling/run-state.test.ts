import { expect, it } from "vitest";
import {
  sample,
  type SampleResult,
  type Settings,
  type StoredSeries,
  withDraws,
  withoutDraws,
} from "../../src/sampling/index.ts";
import { equicorrelatedNormal } from "./support/targets.ts";

/** The draws as draws.f64 has them. */
function stored({ chains }: SampleResult): StoredSeries {
  const series = (of: (chain: SampleResult["chains"][number]) => ArrayLike<number>) => ({
    values: Float64Array.from(chains.flatMap((chain) => Array.from(of(chain)))),
  });
  return {
    positions: series((chain) => chain.positions).values,
    sampler: {
      logDensity: series((chain) => chain.logDensity),
      energy: series((chain) => chain.energy),
      acceptance: series((chain) => chain.acceptance),
      treeDepth: series((chain) => chain.treeDepth),
      leapfrogs: series((chain) => chain.leapfrogs),
      divergent: series((chain) => chain.divergent),
    },
  };
}

it.each<Partial<Settings>>([{}, { algorithm: "hmc" }, { algorithm: "chees" }, { schedule: "stan", metric: "dense" }])(
  "a finished run is whole again from its state and its stored draws: %j",
  async (settings) => {
    const result = await sample(equicorrelatedNormal(3, 0.5), {
      seed: 2,
      chains: 3,
      warmup: 150,
      draws: 40,
      ...settings,
    });
    const state = structuredClone(withoutDraws(result))!;
    expect(withDraws(state, stored(result))).toEqual(structuredClone(result));
    const { positions, sampler } = stored(result);
    expect(() => withDraws(state, { positions: positions.subarray(3), sampler })).toThrow(
      "There are 120 draws, not 120 of 3",
    );
  },
);

it("a run without the state of its chains has nothing to be kept", async () => {
  const result = await sample(equicorrelatedNormal(2, 0), { chains: 1, draws: 5 });
  expect(
    withoutDraws({ ...result, chains: result.chains.map((chain) => ({ ...chain, state: undefined })) }),
  ).toBeUndefined();
});
