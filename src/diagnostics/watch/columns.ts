// Draws so far as columns: the log density and the sampler's own coordinates, or quantities that are made of the draws.

import type { ChainDraws, ChosenQuantities, RunningDraws } from "../../sampling/index.ts";
import type { Draws } from "../draws.ts";
import type { CommonDraws } from "./common-draws.ts";

/** Columns of one look at a run. */
export interface WatchedColumns {
  readonly names: readonly string[];
  /** Makes what is needed of these draws, in pieces. */
  prepare(chains: readonly ChainDraws[], common: CommonDraws): Iterable<WorkDone>;
  /** The column of this number, after `prepare`. */
  column(number: number): Draws;
}

/** A piece of work that is done. */
export interface WorkDone {
  /** Pieces of a kind take as long as they have numbers. */
  readonly kind: "evaluated" | "screened" | "judged";
  readonly numbers: number;
}

export const logDensityName = "log density";

/** Positions that are made into quantities in one piece. */
const pieceOfDraws = 100;

/** The log density, then every coordinate. */
export function coordinateColumns({ dimension, names }: RunningDraws): WatchedColumns {
  const known = Array.from({ length: dimension }, (_, i) => names?.[i] ?? `x[${i}]`);
  let chosen: readonly ChainDraws[] = [];
  let draws = 0;
  return {
    names: [logDensityName, ...known],
    prepare(chains, common) {
      chosen = common.chains.map((number) => chains[number]);
      draws = common.draws;
      return [];
    },
    column(number) {
      const values = new Float64Array(chosen.length * draws);
      chosen.forEach(({ positions, logDensity }, chain) => {
        const start = chain * draws;
        if (number === 0) values.set(logDensity.subarray(0, draws), start);
        else for (let k = 0; k < draws; k++) values[start + k] = positions[k * dimension + number - 1];
      });
      return { chains: chosen.length, draws, values };
    },
  };
}

/** The log density, then quantities of the draws; each draw is evaluated once, however often a run is looked at. */
export function quantityColumns(quantities: ChosenQuantities): WatchedColumns {
  const { names } = quantities;
  const out = new Float64Array(names.length);
  const kept: KeptDraws[] = [];
  let chosen: readonly ChainDraws[] = [];
  let common: CommonDraws = { chains: [], draws: 0 };
  return {
    names: [logDensityName, ...names],
    *prepare(chains, wanted) {
      common = wanted;
      chosen = wanted.chains.map((number) => chains[number]);
      for (const number of wanted.chains) {
        const { positions, restarts, draws: made } = chains[number];
        const { buffer } = positions;
        let own = kept[number];
        if (own === undefined || own.restarts !== restarts || own.buffer !== buffer) {
          own = { buffer, restarts, draws: 0, columns: names.map(() => new Float64Array(0)) };
          kept[number] = own;
        }
        if (own.columns.some(({ length }) => length < wanted.draws)) {
          own.columns = own.columns.map((column) => grown(column, 2 * wanted.draws));
        }
        const dimension = positions.length / made;
        while (own.draws < wanted.draws) {
          const end = Math.min(wanted.draws, own.draws + pieceOfDraws);
          for (let k = own.draws; k < end; k++) {
            quantities.evaluate(positions.subarray(k * dimension, (k + 1) * dimension), out);
            for (let i = 0; i < out.length; i++) own.columns[i][k] = out[i];
          }
          const numbers = end - own.draws;
          own.draws = end;
          yield { kind: "evaluated", numbers };
        }
      }
    },
    column(number) {
      const { chains, draws } = common;
      const values = new Float64Array(chains.length * draws);
      chains.forEach((chain, i) => {
        const own = number === 0 ? chosen[i].logDensity : kept[chain].columns[number - 1];
        values.set(own.subarray(0, draws), i * draws);
      });
      return { chains: chains.length, draws, values };
    },
  };
}

/** What was made of a chain's draws: of those of this run, and since they were begun anew. */
interface KeptDraws {
  readonly buffer: ArrayBufferLike;
  readonly restarts: number;
  draws: number;
  columns: Float64Array[];
}

function grown(values: Float64Array, length: number): Float64Array {
  const longer = new Float64Array(length);
  longer.set(values);
  return longer;
}
