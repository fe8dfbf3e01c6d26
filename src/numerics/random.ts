// Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3").

/**
 * A stream of random numbers that is a function of its key and of a counter alone: the same key gives the same
 * numbers on every machine and whatever else is drawn, by whichever thread, in between.
 */
export interface Random {
  /**
   * Moves to the start of the sub-stream of this draw (an integer in [0, 2^32)). Sub-streams never overlap, so a run
   * that is resumed at a draw continues with the numbers of the uninterrupted run.
   */
  seek(draw: number): void;
  /** 32 random bits, as an integer in [0, 2^32). */
  bits(): number;
  /** Uniform in the open interval (0, 1), with 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Fills `out` with independent standard normals. */
  fillNormal(out: Float64Array): void;
  /** Exponential with rate 1. */
  exponential(): number;
  /** Gamma with this shape (> 0) and scale 1. */
  gamma(shape: number): number;
  /** Beta with these two shapes (> 0). */
  beta(a: number, b: number): number;
  /** Uniform over the integers 0, ..., count - 1; count in [1, 2^32]. */
  integer(count: number): number;
  /**
   * Writes the state of the stream, of `streamWords` words: key (2), counter (4), the current block of four words and how many of those are
   * used. Code elsewhere that goes on from a copy gives the numbers this stream would give; the stream itself stays where it is.
   */
  copyState(out: Int32Array): void;
}

/** Words in the state of a stream. */
export const streamWords = 11;

/**
 * Last component of the key of random numbers drawn for checks of a fit: `[seed, purpose]`, where seed is that of the fit, or `[seed, fit, purpose]`.
 * The chains' keys have more components, so these numbers are unrelated to those that they were sampled with.
 */
export const randomPurposes = {
  posteriorPredictive: 1,
  priorPredictive: 2,
  misfit: 3,
  weekEffects: 4,
  laterRows: 5,
  liftTests: 6,
} as const;

/**
 * The stream of a key, for instance `[seed, fit, chain, purpose]`. Components are safe integers; keys that differ in
 * a component or in length give unrelated streams.
 */
export function randomStream(key: readonly number[]): Random {
  return new PhiloxStream(foldKey(key));
}

/**
 * Philox4x32-10: writes the four output words of `counter` (four words) under `key` (two words) into `out`.
 * Words are 32-bit patterns; `out` may be `counter`.
 */
export function philox(counter: Int32Array, key: Int32Array, out: Int32Array): void {
  let c0 = counter[0];
  let c1 = counter[1];
  let c2 = counter[2];
  let c3 = counter[3];
  let k0 = key[0];
  let k1 = key[1];
  for (let round = 0; round < 10; round++) {
    // High words of 0xD2511F53 * c0 and of 0xCD9E8D57 * c2 from products of 16-bit halves.
    let low = c0 & 0xffff;
    let high = c0 >>> 16;
    let middle = (Math.imul(0xd251, low) + (Math.imul(0x1f53, low) >>> 16)) | 0;
    let cross = (Math.imul(0x1f53, high) + (middle & 0xffff)) | 0;
    const high0 = (Math.imul(0xd251, high) + (middle >>> 16) + (cross >>> 16)) | 0;
    low = c2 & 0xffff;
    high = c2 >>> 16;
    middle = (Math.imul(0xcd9e, low) + (Math.imul(0x8d57, low) >>> 16)) | 0;
    cross = (Math.imul(0x8d57, high) + (middle & 0xffff)) | 0;
    const high2 = (Math.imul(0xcd9e, high) + (middle >>> 16) + (cross >>> 16)) | 0;
    const low0 = Math.imul(0xd2511f53, c0);
    const low2 = Math.imul(0xcd9e8d57, c2);
    c0 = high2 ^ c1 ^ k0;
    c1 = low2;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/**
 * 128 bits from a key of any length: each component is the counter of a block whose key is what came before. The first two words are
 * the key of the stream's blocks, the other two the upper half of their counters.
 */
export function foldKey(key: readonly number[]): Int32Array {
  const state = new Int32Array(4);
  const counter = new Int32Array(4);
  key.forEach((component, index) => {
    if (!Number.isSafeInteger(component)) {
      throw new RangeError(`Component ${index} of a random key must be a safe integer, not ${component}.`);
    }
    counter[0] = state[2] ^ (component | 0);
    counter[1] = state[3] ^ (Math.floor(component / 4294967296) | 0);
    counter[2] = index + 1;
    counter[3] = key.length;
    philox(counter, state, state);
  });
  return state;
}

// Ziggurat for the half normal (Marsaglia & Tsang 2000, as corrected by Doornik 2005): 256 layers of equal area.
// The edge of the lowest layer solves "the layers end at density 1"; the area is edge * f(edge) + tail.
const layers = 256;
const tailEdge = 3.654152885361009;
const layerArea = 0.004928673233974655;
const edges: Float64Array = new Float64Array(layers + 1);
const heights: Float64Array = new Float64Array(layers + 1);
/** The ziggurat of `normal`, for code elsewhere that draws the same numbers. */
export const ziggurat: { readonly edges: Float64Array; readonly heights: Float64Array; readonly tailEdge: number } = {
  edges,
  heights,
  tailEdge,
};
edges[0] = layerArea / Math.exp(-0.5 * tailEdge * tailEdge);
edges[1] = tailEdge;
heights[1] = Math.exp(-0.5 * tailEdge * tailEdge);
for (let i = 2; i <= layers; i++) {
  heights[i] = i === layers ? 1 : heights[i - 1] + layerArea / edges[i - 1];
  edges[i] = i === layers ? 0 : Math.sqrt(-2 * Math.log(heights[i]));
}

const twoTo20 = 2 ** 20;
const twoToMinus52 = 2 ** -52;
const twoToMinus53 = 2 ** -53;

class PhiloxStream implements Random {
  /** First two words of the folded key; the other two are the upper half of the counter. */
  private readonly key: Int32Array;
  /** [block, draw, folded key]. */
  private readonly counter: Int32Array;
  private readonly block = new Int32Array(4);
  private used = 4;

  constructor(folded: Int32Array) {
    this.key = folded.slice(0, 2);
    this.counter = Int32Array.of(0, 0, folded[2], folded[3]);
  }

  seek(draw: number): void {
    this.counter[0] = 0;
    this.counter[1] = draw;
    this.used = 4;
  }

  private word(): number {
    if (this.used === 4) {
      philox(this.counter, this.key, this.block);
      this.counter[0]++;
      this.used = 0;
    }
    return this.block[this.used++];
  }

  bits(): number {
    return this.word() >>> 0;
  }

  uniform(): number {
    // An odd multiple of 2^-53: never 0, never 1, symmetric about 1/2.
    const high = this.word() >>> 0;
    const low = this.word() >>> 12;
    return (high * twoTo20 + low) * twoToMinus52 + twoToMinus53;
  }

  normal(): number {
    for (;;) {
      const high = this.word() >>> 0;
      const low = this.word();
      const layer = low & 255;
      // Magnitude from 52 bits, layer and sign from nine others.
      const x = (high * twoTo20 + (low >>> 12)) * twoToMinus52 * edges[layer];
      if (x < edges[layer + 1] || this.underCurve(x, layer)) return low & 256 ? x : -x;
      if (layer === 0) {
        const tail = this.tail();
        return low & 256 ? tail : -tail;
      }
    }
  }

  fillNormal(out: Float64Array): void {
    for (let i = 0; i < out.length; i++) out[i] = this.normal();
  }

  /** In the wedge of a layer: whether a uniform height lies under the density. */
  private underCurve(x: number, layer: number): boolean {
    if (layer === 0) return false;
    const height = heights[layer] + this.uniform() * (heights[layer + 1] - heights[layer]);
    return height < Math.exp(-0.5 * x * x);
  }

  /** Beyond the lowest layer's edge (Marsaglia 1964). */
  private tail(): number {
    for (;;) {
      const x = this.exponential() / tailEdge;
      if (2 * this.exponential() > x * x) return tailEdge + x;
    }
  }

  exponential(): number {
    return -Math.log(this.uniform());
  }

  /** Marsaglia & Tsang 2000, "A simple method for generating gamma variables"; shapes below 1 by their boost. */
  gamma(shape: number): number {
    return shape < 1 ? Math.exp(this.logGamma(shape)) : this.gammaAboveOne(shape);
  }

  /** By logarithms, so that small shapes do not turn into 0 / 0. */
  beta(a: number, b: number): number {
    const logA = this.logGamma(a);
    const logB = this.logGamma(b);
    return 1 / (1 + Math.exp(logB - logA));
  }

  private logGamma(shape: number): number {
    if (shape >= 1) return Math.log(this.gammaAboveOne(shape));
    const boosted = Math.log(this.gammaAboveOne(shape + 1));
    return boosted + Math.log(this.uniform()) / shape;
  }

  private gammaAboveOne(shape: number): number {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const cube = (1 + c * x) ** 3;
      if (cube <= 0) continue;
      if (Math.log(this.uniform()) < 0.5 * x * x + d - d * cube + d * Math.log(cube)) return d * cube;
    }
  }

  integer(count: number): number {
    // Words beyond the last full multiple of count are drawn again: no bias.
    const limit = 4294967296 - (4294967296 % count);
    for (;;) {
      const bits = this.bits();
      if (bits < limit) return bits % count;
    }
  }

  copyState(out: Int32Array): void {
    out.set(this.key, 0);
    out.set(this.counter, 2);
    out.set(this.block, 6);
    out[10] = this.used;
  }
}
