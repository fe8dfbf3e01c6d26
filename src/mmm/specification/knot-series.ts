// The series that automatic knots are chosen for: the target per head, less what media, season and controls explain of it beside any slow
// movement. Otherwise knots follow waves of the season and flights of advertising.

import { cholesky, solveLower, solveLowerTransposed } from "../../numerics/linear-algebra/index.ts";
import { evenKnots, type Fourier, hatFunctions } from "../terms/baseline/index.ts";

/** What is taken off: waves of the seasons, media per head and controls, [geo][row]. */
export interface Explained {
  readonly seasons: readonly Fourier[];
  readonly media: readonly ArrayLike<number>[];
  readonly controls: readonly ArrayLike<number>[];
}

/** What stands for the curves of a channel, whose carry-over and saturation are not known yet: carry-over from row to row, and a power. */
const forms = [
  [0.5, 1],
  [0.5, 0.5],
  [0.2, 0.5],
  [0.8, 0.5],
] as const;
/** Of rows, at most one regressor of media in so many. */
const rowsPerRegressor = 4;

/** [geo][row] Advertising that is left, to a power, in as many forms as there are rows for. */
function mediaForms(media: readonly ArrayLike<number>[], rows: number): readonly Float64Array[] {
  const each = Math.min(forms.length, Math.max(1, Math.floor(rows / rowsPerRegressor / media.length)));
  return media.flatMap((spend) =>
    forms.slice(0, each).map(([decay, power]) => stock(spend, rows, decay).map((left) => left ** power)),
  );
}

function stock(spend: ArrayLike<number>, rows: number, decay: number): Float64Array {
  const left = new Float64Array(spend.length);
  for (let k = 0; k < left.length; k++) {
    const before = k % rows === 0 ? 0 : left[k - 1];
    left[k] = decay * before + (Number.isNaN(spend[k]) ? 0 : Math.max(spend[k], 0));
  }
  return left;
}

/** Rows between bends of the slow movement that season and controls are told apart from. */
const rowsPerBend = 13;

/** @param values [geo][row], NaN where not known */
export function knotSeries(values: Float64Array, rows: number, { seasons, media, controls }: Explained): Float64Array {
  const waves = seasons.flatMap(({ period, harmonics }) =>
    Array.from({ length: 2 * harmonics }, (_, k) => (row: number): number => {
      const angle = (2 * Math.PI * (Math.floor(k / 2) + 1) * (row + 1)) / period;
      return k % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }),
  );
  const explaining = [
    ...waves.map((wave) => Float64Array.from(values, (_, cell) => wave(cell % rows))),
    ...mediaForms(media, rows),
    ...controls.map((control) => Float64Array.from(control)),
  ];
  if (explaining.length === 0) return values;
  const bends = Math.max(2, Math.round(rows / rowsPerBend) + 1);
  const slow = hatFunctions(evenKnots(bends, rows), rows).slice(1);
  const regressors = [...explaining, ...slow.map((hat) => Float64Array.from(values, (_, cell) => hat[cell % rows]))];
  const known = Array.from(values, (value) => !Number.isNaN(value));
  const centered = regressors.map((regressor) => withinGeos(regressor, known, rows));
  const effects = leastSquares(centered, withinGeos(values, known, rows));
  const left = Float64Array.from(values);
  explaining.forEach((regressor, j) => {
    for (let k = 0; k < left.length; k++) left[k] -= effects[j] * regressor[k];
  });
  return left;
}

/** Less the mean of its geo over the known cells, 0 elsewhere. */
function withinGeos(values: Float64Array, known: readonly boolean[], rows: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let start = 0; start < values.length; start += rows) {
    let [sum, count] = [0, 0];
    for (let k = start; k < start + rows; k++) {
      if (!known[k]) continue;
      sum += values[k];
      count++;
    }
    for (let k = start; k < start + rows; k++) if (known[k]) result[k] = values[k] - sum / count;
  }
  return result;
}

/** Effects of the regressors, each standardized; regressors that say the same share it. */
function leastSquares(regressors: readonly Float64Array[], target: Float64Array): readonly number[] {
  const product = (a: Float64Array, b: Float64Array): number => a.reduce((total, value, k) => total + value * b[k], 0);
  const sizes = regressors.map((regressor) => Math.sqrt(product(regressor, regressor)) || 1);
  const size = regressors.length;
  const gram = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      gram[i * size + j] = product(regressors[i], regressors[j]) / (sizes[i] * sizes[j]) + (i === j ? 1e-8 : 0);
    }
  }
  cholesky(gram, size, gram);
  const effects = Float64Array.from(regressors, (regressor, j) => product(regressor, target) / sizes[j]);
  solveLower(gram, size, effects, effects);
  solveLowerTransposed(gram, size, effects, effects);
  return Array.from(effects, (value, j) => value / sizes[j]);
}
