// The log likelihood of every observation at every draw: one type and one layout wherever it is computed, kept, exported or judged.

/** Draws of some chains: how many chains, and how many draws each of them has. */
export interface DrawsShape {
  readonly chains: number;
  /** Draws per chain. */
  readonly draws: number;
}

/** What leave-one-out takes (`diagnostics.psisLoo`) and `Posterior.pointwiseLogLikelihood` gives. */
export interface PointwiseLogLikelihood extends DrawsShape {
  readonly observations: number;
  /** [chain][draw][observation], natural logarithms. */
  readonly values: Float64Array;
  /** Absent where all draws of the fit have it. Otherwise `draws` are the last of every so many of each chain: see `mostPointwise`. */
  readonly every?: number;
}

/**
 * Log likelihoods that are kept of a fit at most: 128 MiB, all of 4,000 draws of 4,194 observations. Of more observations (the cells of a large
 * panel) fewer draws are kept, evenly spaced: leave-one-out of a thousand draws is as good as its Pareto k says, and its memory no longer
 * grows with the table.
 */
export const mostPointwise: number = 2 ** 24;
/** Draws of a chain that are kept however many observations there are. */
const fewestKept = 100;

/** Of every how many draws one is kept, so that at most `most` numbers are. */
export function pointwiseEvery(
  observations: number,
  { chains, draws }: DrawsShape,
  most: number = mostPointwise,
): number {
  const wanted = Math.ceil((observations * chains * draws) / most);
  return Math.max(1, Math.min(wanted, Math.floor(draws / fewestKept)));
}

/** Room for the log likelihoods of a fit, and where each draw of all chains has its own. */
export interface PointwiseRoom {
  readonly pointwise: PointwiseLogLikelihood;
  /** Row of `pointwise.values` of a draw, counted chain after chain; -1 for one that is not kept. */
  rowOf(draw: number): number;
}

export function pointwiseRoom(observations: number, shape: DrawsShape, most: number = mostPointwise): PointwiseRoom {
  const { chains, draws } = shape;
  const every = pointwiseEvery(observations, shape, most);
  const kept = Math.floor(draws / every);
  const values = new Float64Array(chains * kept * observations);
  const rowOf = (draw: number): number => {
    const place = (draw % draws) + 1;
    return place % every === 0 ? Math.floor(draw / draws) * kept + place / every - 1 : -1;
  };
  return { pointwise: { chains, draws: kept, observations, values, ...(every === 1 ? {} : { every }) }, rowOf };
}
