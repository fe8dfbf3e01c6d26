// Statements of probability about channels against each other: which of two has the higher return, which places a channel may take.

/** Of channels that spent anything, in the order of `names`. */
export interface Ranking {
  readonly names: readonly string[];
  /** [i][j]: probability that channel i is above channel j; 0 on the diagonal, equal values count half. */
  readonly above: readonly (readonly number[])[];
  /** [i][place]: probability that channel i has this place, 0 being the highest. */
  readonly places: readonly (readonly number[])[];
  /** Mean place, from 1. */
  readonly meanPlace: readonly number[];
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

/** Compares channels draw by draw. */
export function rankingOf(channels: readonly { readonly name: string; readonly draws: Float64Array }[]): Ranking {
  const size = channels.length;
  const count = channels[0]?.draws.length ?? 0;
  const above = channels.map(() => new Array<number>(size).fill(0));
  const places = channels.map(() => new Array<number>(size).fill(0));
  const wins = new Int32Array(size);
  for (let i = 0; i < count; i++) {
    wins.fill(0);
    for (let a = 0; a < size; a++) {
      for (let b = a + 1; b < size; b++) {
        const [first, second] = [channels[a].draws[i], channels[b].draws[i]];
        above[a][b] += first > second ? 1 : first === second ? 0.5 : 0;
        // Of equals the first in the table has the higher place.
        wins[first >= second ? a : b]++;
      }
    }
    for (let a = 0; a < size; a++) places[a][size - 1 - wins[a]]++;
  }
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      above[a][b] /= count;
      above[b][a] = 1 - above[a][b];
    }
  }
  const shares = places.map((row) => row.map((times) => times / count));
  return {
    names: channels.map(({ name }) => name),
    above,
    places: shares,
    meanPlace: shares.map((row) => row.reduce((sum, share, place) => sum + share * (place + 1), 0)),
  };
}
