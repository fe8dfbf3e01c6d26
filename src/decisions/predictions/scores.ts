// How close expectations come to what was observed: errors in the table's own units, relative errors, and R squared.

import { sum } from "../../numerics/index.ts";
import { type CellSeries, oneSeries, withinGeos } from "./cells.ts";

/** Scores of one expected value a row. */
export interface PointScores {
  readonly rows: number;
  /**
   * 1 - sum of squared errors / sum of squared deviations of the observed from their own mean, in panels from that of their geo, so that the sizes of
   * geos are nothing to explain; NaN when those are all equal.
   */
  readonly r2: number;
  /** Mean of |error| / |observed| over the rows whose observed value is not zero; NaN when there are none. A share, not per cent. */
  readonly mape: number;
  /** Rows left out of `mape` because what was observed is zero. */
  readonly zeroRows: number;
  /** Sum of |error| / sum of |observed|: a share that zeros do no harm to. */
  readonly wmape: number;
  /** Mean |error|. */
  readonly mae: number;
  /** Root of the mean squared error. */
  readonly rmse: number;
}

/**
 * Scores of `expected` against `observed`, one each a row.
 * @param series which rows are of one geo; default all
 */
export function pointScores(
  observed: ArrayLike<number>,
  expected: ArrayLike<number>,
  series: readonly CellSeries[] = [oneSeries(observed.length)],
): PointScores {
  const rows = observed.length;
  if (expected.length !== rows || rows === 0) throw new RangeError(`${rows} observed, ${expected.length} expected.`);
  const deviations = sum(withinGeos(observed, series).map((value) => value ** 2));
  let squares = 0;
  let absolute = 0;
  let size = 0;
  let relative = 0;
  let zeroRows = 0;
  for (let t = 0; t < rows; t++) {
    const error = Math.abs(expected[t] - observed[t]);
    squares += error ** 2;
    absolute += error;
    size += Math.abs(observed[t]);
    if (observed[t] === 0) zeroRows++;
    else relative += error / Math.abs(observed[t]);
  }
  return {
    rows,
    r2: deviations > 0 ? 1 - squares / deviations : Number.NaN,
    mape: zeroRows < rows ? relative / (rows - zeroRows) : Number.NaN,
    zeroRows,
    wmape: size > 0 ? absolute / size : Number.NaN,
    mae: absolute / rows,
    rmse: Math.sqrt(squares / rows),
  };
}
