// The order of a set of values: a least-significant-digit radix sort of the bits of doubles, six digits of 11 or 10 bits.

const WIDTHS = [11, 11, 10] as const;
const BUCKETS = 2048;

/** Values in ascending order, with the place each came from. */
export interface Order {
  /** `index[k]` is the place of the k-th smallest value; equal values keep their order. */
  readonly index: Uint32Array;
  readonly sorted: Float64Array;
}

/** Sorts finite values (and infinities); NaN is not allowed for. -0 and 0 are equal. Linear in the number of values. */
export function orderOf(values: Float64Array): Order {
  const n = values.length;
  const positive = new Float64Array(n);
  for (let i = 0; i < n; i++) positive[i] = values[i] + 0; // -0 becomes 0
  const words = new Uint32Array(positive.buffer);
  const low = new Uint32Array(n);
  const high = new Uint32Array(n);
  const lowWord = littleEndian ? 0 : 1;
  for (let i = 0; i < n; i++) {
    // Order of unsigned integers = order of doubles: flip all bits of a negative number, the sign bit of the others.
    const h = words[2 * i + 1 - lowWord];
    const l = words[2 * i + lowWord];
    const negative = h >>> 31;
    high[i] = negative ? ~h : h | 0x80000000;
    low[i] = negative ? ~l : l;
  }
  let from = new Uint32Array(n);
  let to = new Uint32Array(n);
  for (let i = 0; i < n; i++) from[i] = i;
  const counts = new Uint32Array(BUCKETS);
  for (const key of [low, high]) {
    let shift = 0;
    for (const width of WIDTHS) {
      if (scatter(key, shift, (1 << width) - 1, counts, from, to)) [from, to] = [to, from];
      shift += width;
    }
  }
  const sorted = new Float64Array(n);
  for (let k = 0; k < n; k++) sorted[k] = positive[from[k]];
  return { index: from, sorted };
}

const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** One stable pass by one digit; false (and nothing moved) when all values share the digit. */
function scatter(
  key: Uint32Array,
  shift: number,
  mask: number,
  counts: Uint32Array,
  from: Uint32Array,
  to: Uint32Array,
): boolean {
  const n = key.length;
  counts.fill(0);
  for (let i = 0; i < n; i++) counts[(key[i] >>> shift) & mask]++;
  if (n === 0 || counts[(key[0] >>> shift) & mask] === n) return false;
  let place = 0;
  for (let digit = 0; digit <= mask; digit++) {
    const count = counts[digit];
    counts[digit] = place;
    place += count;
  }
  for (let k = 0; k < n; k++) {
    const i = from[k];
    to[counts[(key[i] >>> shift) & mask]++] = i;
  }
  return true;
}
