import { describe, expect, it } from "vitest";
import { compileModel } from "../../src/model/index.ts";
import { type ChainState, createChain } from "../../src/sampling/chain.ts";
import type { LogDensity } from "../../src/sampling/density.ts";
import { samplerCode } from "../../src/sampling/sampler-code.ts";
import { resolveSettings, type Settings } from "../../src/sampling/settings.ts";
import { allocateChain } from "../../src/sampling/storage.ts";
import { eightSchools, schools } from "../model/support/eight-schools.ts";
import { equicorrelatedNormal } from "./support/targets.ts";

/** Samples one chain, interrupted after so many looks, then twice as many, three times as many, and gone on with from a copy of its state. */
async function interrupted(density: LogDensity, given: Partial<Settings>, after: number) {
  const settings = resolveSettings(given);
  const storage = allocateChain(density.dimension, settings.warmup, settings.draws, false);
  const code = await samplerCode(density, settings);
  let looks = 0;
  let interruptions = 0;
  let resume: ChainState | undefined;
  for (;;) {
    const chain = createChain(density, code, { settings, chain: 0, storage, options: {}, resume });
    const done = chain.advance(
      () => false,
      () => ++looks > after * (interruptions + 1),
    );
    resume = structuredClone(chain.state());
    if (done) return { storage, state: resume!, interruptions };
    interruptions++;
    looks = 0;
  }
}

describe("a chain that is interrupted within its trajectories", () => {
  it.each<[string, () => LogDensity, Partial<Settings>, number]>([
    ["in JavaScript", () => equicorrelatedNormal(12, 0.99), { metric: "diagonal" }, 5],
    ["by HMC", () => equicorrelatedNormal(4, 0.9), { algorithm: "hmc" }, 13],
    ["by HMC in WebAssembly", () => compileModel(eightSchools(false), schools).density(), { algorithm: "hmc" }, 1],
    [
      "in WebAssembly",
      () => compileModel(eightSchools(false), schools).density(),
      { maxDepth: 6, initialRadius: 1 },
      3,
    ],
    // This chain is stuck after warm-up and adapts again, where it is interrupted too.
    ["while it adapts again", () => compileModel(eightSchools(true), schools).density(), { seed: 9 }, 20],
  ])("goes on as if nothing had happened, %s", async (name, density, settings, after) => {
    const all = { seed: 1, warmup: 100, draws: 60, ...settings };
    const whole = await interrupted(density(), all, Number.POSITIVE_INFINITY);
    const parts = await interrupted(density(), all, after);
    expect(parts.interruptions).toBeGreaterThan(5);
    expect(parts.storage.positions).toEqual(whole.storage.positions);
    expect(parts.storage.draws).toEqual(whole.storage.draws);
    expect(parts.storage.published).toEqual(whole.storage.published);
    const counted = [0, 1, 2, 3, 4, 5, 8];
    for (const slot of counted) expect(parts.state.progress[slot]).toBe(whole.state.progress[slot]);
    if (name === "while it adapts again") expect(whole.state.readapted).toBeGreaterThan(0);
  });

  it("has no state before it has started", async () => {
    const density = equicorrelatedNormal(3, 0.5);
    const settings = resolveSettings({});
    const storage = allocateChain(3, settings.warmup, settings.draws, false);
    const chain = createChain(density, await samplerCode(density, settings), {
      settings,
      chain: 0,
      storage,
      options: {},
    });
    expect(
      chain.advance(
        () => false,
        () => true,
      ),
    ).toBe(false);
    expect(chain.state()).toBeUndefined();
  });
});
