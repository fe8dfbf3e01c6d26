// Series of a panel [geo][time] as scales and models take them: per head, and of the rows that there are.

import type { GeoData } from "../../data/panel/index.ts";

/** [geo][time] Values per head of the population of their geo; as they are for national tables and for geos without a population. */
export function perHead(values: Float64Array, geos: readonly GeoData[] | undefined): Float64Array {
  if (geos === undefined || geos[0].population === undefined) return values;
  const rows = values.length / geos.length;
  return values.map((value, k) => value / (geos[Math.floor(k / rows)].population ?? 1));
}

/** The values of the cells that there are, one after another; all of them where nothing says which. */
export function valuesThere(values: Float64Array, there: ArrayLike<number> | undefined): Float64Array {
  return there === undefined ? values : values.filter((_, k) => there[k] === 1);
}

/**
 * Mean square of what the known values of a column are multiplied by to be per head; undefined where they are not.
 * @param there [geo][time] 1 where there is a value; by default where it is not NaN
 */
export function perHeadSquare(
  values: Float64Array,
  geos: readonly GeoData[] | undefined,
  there?: ArrayLike<number>,
): number | undefined {
  if (geos === undefined || geos[0].population === undefined) return undefined;
  const factors = perHead(new Float64Array(values.length).fill(1), geos).filter((_, k) =>
    there === undefined ? !Number.isNaN(values[k]) : there[k] === 1,
  );
  return factors.reduce((total, factor) => total + factor * factor, 0) / factors.length;
}
