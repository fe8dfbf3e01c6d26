// Numbers in ascending order in linear time, for many thousand draws at once: buckets of equal width, then insertion.

/** Below this size, and for values that crowd into few buckets, the comparison sort of the engine is as quick. */
const fewest = 256;

/** Moves of the insertion, per value, after which the comparison sort takes over. */
const movesPerValue = 8;

let places: Uint32Array = new Uint32Array(0);
let starts: Int32Array = new Int32Array(0);
let copy: Float64Array = new Float64Array(0);

/** Sorts in place, as `values.sort()` does (NaN last), and returns `values`; -0 and 0 are equal. */
export function sortNumbers(values: Float64Array): Float64Array {
  const size = values.length;
  if (size < fewest) return values.sort();
  const { low, high } = rangeOf(values);
  const scale = size / (high - low);
  // Not for NaN, infinities, equal values, and ranges that overflow or underflow.
  if (!(Number.isFinite(scale) && Number.isFinite(high - low))) return values.sort();
  if (places.length < size) {
    places = new Uint32Array(size);
    starts = new Int32Array(size + 2);
    copy = new Float64Array(size);
  }
  countPlaces(values, low, scale);
  addUp(size);
  scatter(values);
  return insertionSort(values) ? values : values.sort();
}

/** NaN anywhere makes both NaN. */
function rangeOf(values: Float64Array): { readonly low: number; readonly high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < low) low = value;
    if (value > high) high = value;
    total += value;
  }
  return Number.isNaN(total) ? { low: Number.NaN, high: Number.NaN } : { low, high };
}

/*
 * Each loop is a function of its own: a run of the command line sorts a few hundred times, and V8 compiles a loop best when what follows it in the
 * function need not be guessed.
 */

/** The bucket of each value, kept beside a copy of it, and how many there are in each, one place further on. */
function countPlaces(values: Float64Array, low: number, scale: number): void {
  const size = values.length;
  starts.fill(0, 0, size + 2);
  for (let i = 0; i < size; i++) {
    const value = values[i];
    const place = ((value - low) * scale) | 0;
    places[i] = place;
    copy[i] = value;
    starts[place + 1]++;
  }
}

/** Where each bucket begins. The largest value has a bucket of its own. */
function addUp(size: number): void {
  let before = 0;
  for (let place = 1; place <= size + 1; place++) {
    before += starts[place];
    starts[place] = before;
  }
}

function scatter(values: Float64Array): void {
  for (let i = 0; i < values.length; i++) values[starts[places[i]]++] = copy[i];
}

/** Finishes an almost sorted array in place; false when it was not almost sorted. */
function insertionSort(values: Float64Array): boolean {
  let moves = movesPerValue * values.length;
  for (let k = 1; k < values.length; k++) {
    const value = values[k];
    if (values[k - 1] <= value) continue;
    let at = k;
    while (at > 0 && values[at - 1] > value) {
      values[at] = values[at - 1];
      at--;
    }
    values[at] = value;
    moves -= k - at;
    if (moves < 0) return false;
  }
  return true;
}
