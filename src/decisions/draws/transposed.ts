// A matrix [place][draw] that numbers are added to draw by draw.

export interface Transposed {
  /** [place][draw], zero at first; complete once the last draw was added. */
  readonly values: Float64Array;
  /** Makes all values zero. */
  readonly clear: () => void;
  /** Adds a number for each place, in ascending order of draws: elements of `source` from `start` on, times `factor`; none beyond its end. */
  readonly add: (draw: number, source: Float64Array, start: number, factor: number) => void;
}

/** Draws that are added and written together: a cache line of each place at a time, instead of one number of it. */
const together = 8;

export function transposed(places: number, count: number): Transposed {
  const values = new Float64Array(places * count);
  const lines = new Float64Array(places * together);
  const add = (draw: number, source: Float64Array, start: number, factor: number): void => {
    const column = draw % together;
    const there = Math.max(0, Math.min(places, source.length - start));
    for (let place = 0; place < there; place++) lines[place * together + column] = factor * source[start + place];
    for (let place = there; place < places; place++) lines[place * together + column] = 0;
    if (column === together - 1 || draw === count - 1) write(lines, places, column + 1, values, draw - column, count);
  };
  return { values, clear: () => values.fill(0), add };
}

function write(
  lines: Float64Array,
  places: number,
  size: number,
  values: Float64Array,
  first: number,
  count: number,
): void {
  for (let place = 0; place < places; place++) {
    const from = place * together;
    const to = place * count + first;
    for (let k = 0; k < size; k++) values[to + k] += lines[from + k];
  }
}

/** Adds values element by element. */
export function addTo(total: Float64Array, values: ArrayLike<number>): void {
  for (let i = 0; i < total.length; i++) total[i] += values[i];
}
