// The order of a set of values in linear time: a counting sort of values scaled to 22 bits, then insertion for what that left equal.

/** Two digits of 11 bits: 4000 draws of a smooth distribution leave hardly any two with the same digits. */
const DIGIT_BITS = 11;
const BUCKETS = 2 ** DIGIT_BITS;
const LARGEST_KEY = 2 ** (2 * DIGIT_BITS) - 1;

/** Moves of the insertion, per value, after which a comparison sort takes over (values far from evenly spread). */
const MOVES_PER_VALUE = 8;

/** Values in ascending order, with the place each came from. */
export interface Order {
  /** `index[k]` is the place of the k-th smallest value; equal values keep their order. */
  readonly index: Int32Array;
  readonly sorted: Float64Array;
}

/** Sorts finite values; -0 and 0 are equal. */
export function orderOf(values: Float64Array): Order {
  const index = digitOrder(values);
  const sorted = new Float64Array(index.length);
  gather(values, index, sorted);
  if (!insertionSort(sorted, index)) {
    index.sort((i, j) => values[i] - values[j] || i - j);
    gather(values, index, sorted);
  }
  return { index, sorted };
}

function gather(values: Float64Array, index: Int32Array, out: Float64Array): void {
  for (let k = 0; k < out.length; k++) out[k] = values[index[k]];
}

/*
 * Each loop below is a function of its own: a run of the command line sorts a few dozen parameters once, and V8 compiles a
 * loop best when what follows it in the function need not be guessed.
 */

let keys: Int32Array = new Int32Array(0);
let byLowDigit: Int32Array = new Int32Array(0);
const counts: Int32Array = new Int32Array(2 * BUCKETS);

/** Order by the 22-bit keys floor((value - lowest) * scale), which never decrease as the value grows. */
function digitOrder(values: Float64Array): Int32Array {
  const size = values.length;
  if (keys.length < size) {
    keys = new Int32Array(size);
    byLowDigit = new Int32Array(size);
  }
  const [low, high] = range(values);
  // A range that overflows or underflows leaves all keys 0, and the order to the comparison sort.
  const ratio = LARGEST_KEY / (high - low);
  const usable = Number.isFinite(ratio) && Number.isFinite(high - low);
  counts.fill(0);
  countDigits(values, usable ? low : 0, usable ? ratio : 0);
  countsToPlaces();
  scatterByLowDigit(size);
  const index = new Int32Array(size);
  scatterByHighDigit(index);
  return index;
}

function range(values: Float64Array): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function countDigits(values: Float64Array, low: number, scale: number): void {
  for (let i = 0; i < values.length; i++) {
    // With scale 0 an overflowing value gives 0 or, times infinity, NaN, which | 0 makes 0.
    const key = ((values[i] - low) * scale) | 0;
    keys[i] = key;
    counts[key & (BUCKETS - 1)]++;
    counts[BUCKETS + (key >> DIGIT_BITS)]++;
  }
}

function scatterByLowDigit(size: number): void {
  for (let i = 0; i < size; i++) byLowDigit[counts[keys[i] & (BUCKETS - 1)]++] = i;
}

function scatterByHighDigit(index: Int32Array): void {
  for (let k = 0; k < index.length; k++) {
    const i = byLowDigit[k];
    index[counts[BUCKETS + (keys[i] >> DIGIT_BITS)]++] = i;
  }
}

/** Turns the counts of each of the two digits into the place where its first value goes. */
function countsToPlaces(): void {
  let lowPlace = 0;
  let highPlace = 0;
  for (let digit = 0; digit < BUCKETS; digit++) {
    const lowCount = counts[digit];
    const highCount = counts[BUCKETS + digit];
    counts[digit] = lowPlace;
    counts[BUCKETS + digit] = highPlace;
    lowPlace += lowCount;
    highPlace += highCount;
  }
}

/** Finishes an almost sorted array in place; false when it was not almost sorted. */
function insertionSort(sorted: Float64Array, index: Int32Array): boolean {
  let moves = MOVES_PER_VALUE * sorted.length;
  for (let k = 1; k < sorted.length; k++) {
    const value = sorted[k];
    if (sorted[k - 1] <= value) continue;
    const place = index[k];
    let at = k;
    while (at > 0 && sorted[at - 1] > value) {
      sorted[at] = sorted[at - 1];
      index[at] = index[at - 1];
      at--;
    }
    sorted[at] = value;
    index[at] = place;
    moves -= k - at;
    if (moves < 0) return false;
  }
  return true;
}
