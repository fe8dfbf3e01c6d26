// The error bounds that src/compile/wgsl/math/index.ts states, as numbers.

import type { MathName } from "../../../src/compile/wgsl/math/index.ts";

/** Half the distance between float32 numbers above 1. */
export const epsilon: number = 2 ** -24;

export interface Bound {
  /** Largest error in units of epsilon times the size of the result; `floor` is added to that size where it has a zero. */
  readonly epsilons: number;
  /** The size is at least this. */
  readonly least: number;
  readonly domain: readonly [from: number, to: number];
}

const relative = (epsilons: number, from: number, to: number): Bound => ({ epsilons, least: 0, domain: [from, to] });

export const bounds: Readonly<Record<MathName, Bound>> = {
  sqrt: relative(4, 0, 1e38),
  exp: relative(3, -87.3, 88),
  log: relative(3, 1.2e-38, 1e38),
  log1p: relative(6, -0.9999999, 1e38),
  expm1: relative(6, -1e30, 88),
  tanh: relative(6, -1e30, 1e30),
  logistic: relative(6, -87.3, 1e30),
  softplus: relative(6, -87.3, 1e30),
  lgamma: { epsilons: 8, least: 1, domain: [1e-37, 1e36] },
  digamma: { epsilons: 16, least: 1, domain: [1e-30, 1e38] },
  trigamma: relative(12, 1e-18, 1e36),
  erf: relative(6, -1e30, 1e30),
  erfc: relative(8, -1e30, 9.3),
  erfcx: relative(8, -9.3, 1e30),
  sin: relative(8, -12_000, 12_000),
  cos: relative(8, -12_000, 12_000),
  tan: relative(16, -12_000, 12_000),
  atan: relative(6, -1e30, 1e30),
};

/** The size that an error of `name` is relative to. */
export function scaleOf(name: MathName, exact: number): number {
  return Math.max(bounds[name].least, Math.abs(exact));
}
