import { expect, it } from "vitest";
import { secondsLeft } from "../../src/sampling/running.ts";
import { type RunningDraws, sample, moreDraws } from "../../src/sampling/index.ts";
import { equicorrelatedNormal } from "./support/targets.ts";

it("says how long a run will take only when enough is done to tell, and counts from where it went on", () => {
  const chains = (iteration: number) => [{ iteration, total: 1500 }];
  expect(secondsLeft(2, chains(10))).toBeUndefined();
  expect(secondsLeft(2, chains(750))).toBeCloseTo(2, 12);
  expect(secondsLeft(2, chains(750), 500)).toBeCloseTo(6, 12);
  expect(secondsLeft(2, chains(500), 500)).toBeUndefined();
});

it("shows the draws so far of every chain, those that it went on from included", async () => {
  const density = { ...equicorrelatedNormal(3, 0.5), names: ["a", "b", "c"] };
  const short = await sample(density, { seed: 4, chains: 2, draws: 100 });
  const shown: RunningDraws[] = [];
  const long = await sample(density, moreDraws(short, 200), { resume: short, watch: (running) => shown.push(running) });
  expect(shown[0].completed.map(({ draws }) => draws)).toEqual([100, 100]);
  expect(shown[0].chains.map(({ phase, iteration }) => [phase, iteration])).toEqual([
    ["waiting", 600],
    ["waiting", 600],
  ]);
  const last = shown.at(-1)!;
  expect(last).toMatchObject({ dimension: 3, names: ["a", "b", "c"], secondsLeft: 0 });
  last.completed.forEach(({ positions, logDensity }, chain) => {
    expect(positions).toEqual(long.chains[chain].positions);
    expect(logDensity).toEqual(long.chains[chain].logDensity);
  });
});
