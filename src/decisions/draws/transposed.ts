// A matrix [place][draw] that is filled draw by draw.

export interface Transposed {
  /** [place][draw]; complete once the last draw was put. */
  readonly values: Float64Array;
  /** Puts a number for each place, in ascending order of draws: elements of `source` from `start` on, times `factor`. */
  readonly put: (draw: number, source: Float64Array, start: number, factor: number) => void;
}

/** Draws that are put by and written together: a cache line of each place at a time, instead of one number of it. */
const together = 8;

export function transposed(places: number, count: number): Transposed {
  const values = new Float64Array(places * count);
  const lines = new Float64Array(places * together);
  const put = (draw: number, source: Float64Array, start: number, factor: number): void => {
    const column = draw % together;
    for (let place = 0; place < places; place++) lines[place * together + column] = factor * source[start + place];
    if (column === together - 1 || draw === count - 1) write(lines, places, column + 1, values, draw - column, count);
  };
  return { values, put };
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
    for (let k = 0; k < size; k++) values[to + k] = lines[from + k];
  }
}
