// Statements of probability about channels (or geos) against each other: which of two has the higher return, which places each may take.

/** Of channels that spent anything, in the order of `names`. */
export interface Ranking extends Places {
  /** [i][j]: probability that channel i is above channel j; 0 on the diagonal, equal values count half. */
  readonly above: readonly (readonly number[])[];
}

/** Share of draws above a bound; NaN when a draw is not a number. */
export function probabilityAbove(draws: Float64Array, bound: number): number {
  let above = 0;
  for (let i = 0; i < draws.length; i++) {
    if (Number.isNaN(draws[i])) return Number.NaN;
    if (draws[i] > bound) above++;
  }
  return above / draws.length;
}

/** Share of draws below a bound; NaN when a draw is not a number. */
export function probabilityBelow(draws: Float64Array, bound: number): number {
  return probabilityAbove(
    draws.map((value) => -value),
    -bound,
  );
}

/** Which place each of several may take: rankings say so by probability, since an order of means hides how uncertain it is. */
export interface Places {
  readonly names: readonly string[];
  /** [i][place]: probability that the i-th has this place, 0 being the highest. */
  readonly places: readonly (readonly number[])[];
  /** Mean place, from 1. */
  readonly meanPlace: readonly number[];
}

interface Ranked {
  readonly name: string;
  readonly draws: Float64Array;
}

/** The places of these, draw by draw. Of equals the first has the higher place. */
export function placesOf(ranked: readonly Ranked[]): Places {
  const size = ranked.length;
  const count = ranked[0]?.draws.length ?? 0;
  const times = ranked.map(() => new Array<number>(size).fill(0));
  const values = new Float64Array(size);
  const order = Uint32Array.from({ length: size }, (_, k) => k);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < size; k++) {
      values[k] = ranked[k].draws[i];
      order[k] = k;
    }
    order.sort((a, b) => values[b] - values[a] || a - b);
    for (let place = 0; place < size; place++) times[order[place]][place]++;
  }
  const places = times.map((row) => row.map((each) => each / count));
  return {
    names: ranked.map(({ name }) => name),
    places,
    meanPlace: places.map((row) => row.reduce((sum, share, place) => sum + share * (place + 1), 0)),
  };
}

/** Compares channels draw by draw. */
export function rankingOf(channels: readonly Ranked[]): Ranking {
  const size = channels.length;
  const count = channels[0]?.draws.length ?? 0;
  const above = channels.map(() => new Array<number>(size).fill(0));
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      const [first, second] = [channels[a].draws, channels[b].draws];
      let times = 0;
      for (let i = 0; i < count; i++) times += first[i] > second[i] ? 1 : first[i] === second[i] ? 0.5 : 0;
      above[a][b] = times / count;
      above[b][a] = 1 - above[a][b];
    }
  }
  const { names, places, meanPlace } = placesOf(channels);
  return { names, above, places, meanPlace };
}
