import { describe, expect, it } from "vitest";
import { compileModel } from "../../src/model/index.ts";
import { sample } from "../../src/sampling/index.ts";
import { eightSchools, schools } from "../model/support/eight-schools.ts";

describe("a chain whose warm-up ended in the neck of a funnel", () => {
  const posterior = compileModel(eightSchools(true), schools);

  it.each(["nuts", "chees"] as const)("adapts its step size again and moves: %s", async (algorithm) => {
    // Without that some of these chains do not move at all in 500 draws.
    let again = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const { chains } = await sample(posterior.density(), { seed, draws: 300, algorithm });
      for (const { state, positions } of chains) {
        again += state!.readapted;
        const places = new Set(Array.from({ length: 300 }, (_, k) => positions[k * posterior.dimension]));
        expect(places.size).toBeGreaterThan(30);
      }
    }
    // Chains that adapt together have a step size for the narrowest place that one of them was in.
    if (algorithm === "nuts") expect(again).toBeGreaterThan(0);
  });

  it("goes on from any draw as if it had not been interrupted", async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const whole = await sample(posterior.density(), { seed, draws: 60 });
      if (whole.chains.every(({ state }) => state!.readapted === 0)) continue;
      for (const first of [5, 19, 20, 21]) {
        const begun = await sample(posterior.density(), { seed, draws: first });
        const resumed = await sample(posterior.density(), { seed, draws: 60 }, { resume: begun });
        resumed.chains.forEach(({ positions }, chain) => expect(positions).toEqual(whole.chains[chain].positions));
      }
      return;
    }
    throw new Error("No chain adapted again.");
  });
});
