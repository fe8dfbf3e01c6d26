// How far a run has converged while it goes on: R-hat and effective sample sizes of the draws so far, at a bounded cost.

import type { Posterior } from "../../model/index.ts";
import { unknownWatched, wrongInterval } from "../../problems/sampling-problems.ts";
import { CarryoverError } from "../../problems/problem.ts";
import type { ChainProgress, ChainDraws, RunningDraws, Watch } from "../../sampling/index.ts";
import { checkOptionNames } from "../../settings/index.ts";
import { type Convergence, convergence } from "../convergence.ts";
import { sum } from "../../numerics/index.ts";
import { rhatBasic } from "../rhat.ts";
import { type CommonDraws, commonDraws } from "./common-draws.ts";
import { coordinateColumns, logDensityName, type WorkDone, quantityColumns, type WatchedColumns } from "./columns.ts";

export interface WatchOptions {
  /** Called after each look, in the thread that called the sampler. An error that it throws ends the run. */
  readonly onUpdate: (running: RunningConvergence) => void;
  /** Least milliseconds between two looks. Default 1500. Looks are rarer where one takes more than 1/150 of that. */
  readonly every?: number | undefined;
  /**
   * What is watched: names of parameters and derived quantities or of their elements (`theta`, `theta[2]`), in their own units, where the
   * model is known (`model.fit`, `fitMediaMix`, or by `posterior`); else names of unconstrained coordinates; in both cases "log density". Default: the
   * log density and the seven coordinates in which the halves of the chains disagree most at each look.
   */
  readonly quantities?: readonly string[] | undefined;
  /** The model whose quantities are named, for `sample` and `sampleOnThreads`. */
  readonly posterior?: Pick<Posterior, "chosen"> | undefined;
}

/** One watched quantity; figures are those that `rhat`, `essBulk` and `essTail` give of the draws that were looked at. */
export interface RunningQuantity extends Convergence {
  readonly name: string;
}

/** A run at one look: plain data. */
export interface RunningConvergence {
  /** Since this call began to sample. */
  readonly seconds: number;
  /** Until all chains are done; absent before enough transitions were made to say. */
  readonly secondsLeft?: number;
  /** Counters of every chain. */
  readonly chains: readonly ChainProgress[];
  /** The first draws of which chains (from 0) were looked at: those that take in the most draws. Absent before a chain has 12. */
  readonly of?: CommonDraws;
  /** Empty before a chain has 12 draws. */
  readonly quantities: readonly RunningQuantity[];
  /** The one with the highest R-hat. */
  readonly worst?: RunningQuantity;
  /** Names of what was not looked at: beyond the first 100 that were asked for, or coordinates whose chains agree better. */
  readonly leftOut: readonly string[];
  /**
   * Time of this look in milliseconds. A piece of it that took more than twice as long as the fastest of its kind counts as twice as long: it waited
   * for a core while sampling threads had them all.
   */
  readonly milliseconds: number;
}

const defaultInterval = 1500;
/** The time between two looks is at least so many times that of a look: less than 1% of one core, which leaves room for collecting garbage. */
const leastRest = 150;
/** Milliseconds of work at a time, so that others who use this thread are not held up. */
const mostAtOnce = 5;
/** Quantities of one look, of those that are asked for by name and of those that are not. */
const mostNamed = 100;
const mostUnnamed = 8;

/**
 * Watches a run: `sampleOnThreads(source, settings, { watch: watchConvergence({ onUpdate }) })`. Every 1.5 seconds it compares the draws
 * that are complete. The sampling threads are not disturbed. In the calling thread it takes about 1% of one core's time, and once about
 * 60 ms until its code is warm: a look that takes longer than 10 ms is followed by a longer rest. The draws do not depend on it.
 * @throws CarryoverError for an unknown option; an unknown quantity ends the run when it begins
 */
export function watchConvergence(options: WatchOptions): Watch {
  checkOptionNames("watchConvergence", options, { onUpdate: true, every: true, quantities: true, posterior: true });
  const { onUpdate, every = defaultInterval, quantities, posterior } = options;
  if (!(every >= 0)) throw new CarryoverError([wrongInterval(String(every))]);
  let watched: Watched | undefined;
  let run: ArrayBufferLike | undefined;
  let due = every;
  let look: Look | undefined;
  const fastest: Rates = {};

  return (running) => {
    // A fit may be sampled more than once.
    if (watched === undefined || memoryOf(running) !== run) {
      run = memoryOf(running);
      due = every;
      look = undefined;
      watched = watchedOf(running, quantities, posterior?.chosen ?? running.chosen);
    }
    const now = 1000 * running.seconds;
    if (look === undefined) {
      if (now < due) return;
      look = { began: now, completed: running.completed, pieces: [], steps: figuresOf(watched, running) };
    }
    const figures = proceed(look, fastest);
    if (figures === undefined) return;
    const { began, pieces, completed } = look;
    const milliseconds = costOf(pieces, fastest);
    look = undefined;
    due = began + Math.max(every, leastRest * milliseconds);
    // Draws that were given up meanwhile: what was computed is of no run.
    if (figures.of?.chains.some((number) => completed[number].restarts !== running.completed[number].restarts)) return;
    const { seconds, secondsLeft, chains } = running;
    onUpdate({ seconds, ...(secondsLeft !== undefined && { secondsLeft }), chains, ...figures, milliseconds });
  };
}

/** What is looked at in a run. */
interface Watched {
  readonly columns: WatchedColumns;
  /** Numbers of columns; undefined for those that agree least. */
  readonly numbers?: readonly number[];
}

function watchedOf(
  running: RunningDraws,
  wanted: readonly string[] | undefined,
  chosen: RunningDraws["chosen"],
): Watched {
  if (wanted === undefined) return { columns: coordinateColumns(running) };
  if (chosen === undefined) {
    const columns = coordinateColumns(running);
    const numbers = wanted.map((name) => {
      const number = columns.names.indexOf(name);
      if (number < 0) throw new CarryoverError([unknownWatched(name, columns.names)]);
      return number;
    });
    return { columns, numbers };
  }
  const columns = quantityColumns(chosen(wanted.filter((name) => name !== logDensityName)));
  const first = wanted.includes(logDensityName) ? 0 : 1;
  return { columns, numbers: columns.names.map((_, number) => number).slice(first) };
}

/** By which a run is known. */
function memoryOf({ completed }: RunningDraws): ArrayBufferLike | undefined {
  return completed.at(0)?.positions.buffer;
}

/** Least milliseconds that a number took, by the kind of work. */
type Rates = Partial<Record<WorkDone["kind"], number>>;

interface TimedPiece extends WorkDone {
  readonly milliseconds: number;
}

/** A look under way. */
interface Look {
  readonly began: number;
  /** Draws as they were when it began. */
  readonly completed: readonly ChainDraws[];
  readonly pieces: TimedPiece[];
  readonly steps: Iterator<WorkDone, Figures>;
}

type Figures = Pick<RunningConvergence, "of" | "quantities" | "worst" | "leftOut">;

/** Works for a while; the figures once they are there. */
function proceed(look: Look, fastest: Rates): Figures | undefined {
  const since = performance.now();
  for (let before = since; before - since < mostAtOnce; ) {
    const step = look.steps.next();
    if (step.done === true) return step.value;
    const { kind, numbers } = step.value;
    const now = performance.now();
    const milliseconds = now - before;
    fastest[kind] = Math.min(fastest[kind] ?? Number.POSITIVE_INFINITY, milliseconds / numbers);
    look.pieces.push({ kind, numbers, milliseconds });
    before = now;
  }
  return undefined;
}

function costOf(pieces: readonly TimedPiece[], fastest: Rates): number {
  const costs = pieces.map(({ kind, numbers, milliseconds }) =>
    Math.min(milliseconds, 2 * numbers * (fastest[kind] ?? Number.POSITIVE_INFINITY)),
  );
  return sum(costs);
}

function* figuresOf({ columns, numbers: wanted }: Watched, { completed }: RunningDraws): Generator<WorkDone, Figures> {
  const of = commonDraws(completed);
  if (of === undefined) return { quantities: [], leftOut: [] };
  yield* columns.prepare(completed, of);
  const numbers = wanted?.slice(0, mostNamed) ?? (yield* leastAgreed(columns));
  const quantities: RunningQuantity[] = [];
  for (const number of numbers) {
    const draws = columns.column(number);
    quantities.push({ name: columns.names[number], ...convergence(draws) });
    yield { kind: "judged", numbers: draws.values.length };
  }
  const worst = quantities.filter(({ rhat }) => !Number.isNaN(rhat)).sort((a, b) => b.rhat - a.rhat)[0];
  const all = wanted ?? columns.names.map((_, number) => number);
  const leftOut = all.filter((number) => !numbers.includes(number)).map((number) => columns.names[number]);
  return { of, quantities, ...(worst && { worst }), leftOut };
}

/** The log density and the columns with the highest plain R-hat, which needs no sort, in order of their numbers. */
function* leastAgreed(columns: WatchedColumns): Generator<WorkDone, number[]> {
  const all = columns.names.map((_, number) => number);
  if (all.length <= mostUnnamed) return all;
  const ratios: { readonly number: number; readonly ratio: number }[] = [];
  for (const number of all.slice(1)) {
    const draws = columns.column(number);
    const ratio = rhatBasic(draws);
    ratios.push({ number, ratio: Number.isNaN(ratio) ? 0 : ratio });
    yield { kind: "screened", numbers: draws.values.length };
  }
  const worst = ratios.sort((a, b) => b.ratio - a.ratio).slice(0, mostUnnamed - 1);
  return [0, ...worst.map(({ number }) => number).sort((a, b) => a - b)];
}
