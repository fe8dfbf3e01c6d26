// Draws with known properties for the tests, from a small generator with a fixed seed.

import type { Draws } from "../../../src/diagnostics/draws.ts";
import { inverseNormalCdf } from "../../../src/numerics/special/normal.ts";

/** Uniform numbers in (0, 1): Numerical Recipes' 32-bit linear congruential generator, its low bits mixed by a shift. */
export function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) >>> 0;
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32 + 2 ** -33;
  };
}

/** Stationary autoregressive chains of order one with the given autocorrelation, mean 0, standard deviation 1. */
export function autoregressive(chains: number, draws: number, correlation: number, seed: number): Draws {
  const uniform = uniforms(seed);
  const values = new Float64Array(chains * draws);
  for (let chain = 0; chain < chains; chain++) {
    let state = inverseNormalCdf(uniform());
    for (let i = 0; i < draws; i++) {
      state = correlation * state + Math.sqrt(1 - correlation * correlation) * inverseNormalCdf(uniform());
      values[chain * draws + i] = state;
    }
  }
  return { chains, draws, values };
}

/** Independent standard normal draws. */
export function independent(chains: number, draws: number, seed: number): Draws {
  return autoregressive(chains, draws, 0, seed);
}
