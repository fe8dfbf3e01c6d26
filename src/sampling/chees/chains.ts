// Chains of one fit that adapt together, those of one thread: in warm-up they wait for the chains of other threads after each round, then each draws alone.

import { type Chain, type ChainState, type ChainTask, createChain } from "../chain.ts";
import type { LogDensity } from "../density.ts";
import { chainError } from "../result.ts";
import type { SamplerCode } from "../sampler-code.ts";
import type { Settings } from "../settings.ts";
import type { Kernel } from "../transition.ts";
import { type Exchange, meet } from "./exchange.ts";
import { type Member, pooledAdaptation } from "./pooled-adaptation.ts";
import { roundEnds, windowsOf } from "./schedule.ts";

/** Each trajectory's length is uniform within this share of the mean. */
const jitter = 0.5;

export interface ChainsTogether {
  /** The fit's chains that run here. */
  readonly tasks: readonly ChainTask[];
  /**
   * Makes transitions until all chains of this thread are complete (true) or `stop` says so (false).
   * @param canceled asked also within long trajectories and while chains wait for those of other threads. Default: never
   */
  advance(stop: () => boolean, canceled?: () => boolean): boolean;
  /**
   * State of each chain, in the order of the tasks. A chain that was stopped in warm-up goes on from the beginning of the window it was in; all of the
   * fit are in the same one.
   */
  states(): (ChainState | undefined)[];
}

/**
 * @param tasks the fit's chains that run here, at least one
 * @param threads threads that chains of the fit run on. What is drawn does not depend on it
 */
export function chainsTogether(
  density: LogDensity,
  code: SamplerCode,
  tasks: readonly ChainTask[],
  exchange: Exchange,
  threads: number,
): ChainsTogether {
  const [{ settings, resume }] = tasks;
  const pool = pooledAdaptation(density.dimension, settings, code.matrices, exchange, resume?.adaptation);
  const members: Member[] = [];
  const chains: Chain[] = tasks.map((task) =>
    createChain(density, code, task, (starting, interrupt) => {
      const adaptation = pool.member(starting, task.chain, task.resume);
      members.push(adaptation);
      return { kernel: cheesKernel(density, code, settings, interrupt), adaptation };
    }),
  );
  const rounds = windowsOf(settings.warmup).flatMap((window) => roundEnds(window).map((end) => ({ window, end })));
  /** Rounds that have ended, chains that have ended the one under way, and chains that are complete. */
  let round = resume ? rounds.findIndex(({ end }) => end > resume.iteration) : 0;
  if (round < 0) round = rounds.length;
  let next = 0;
  /** As chains were at the beginning of the window they are in. */
  let checkpoints = tasks.map((task) => task.resume);

  const withChain = <T>(place: number, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw chainError(tasks[place].chain, error);
    }
  };

  const endRound = (canceled: () => boolean): boolean => {
    if (!meet(exchange, threads, canceled)) return false;
    const { window, end } = rounds[round];
    pool.learn(window, end);
    // Nobody writes the next round's moves before everybody has read this one's.
    if (!meet(exchange, threads, canceled)) return false;
    for (const member of members) member.follow(window, end);
    if (end === window.end) checkpoints = chains.map((chain) => chain.state());
    round++;
    next = 0;
    return true;
  };

  return {
    tasks,
    advance(stop, canceled = () => false) {
      while (round < rounds.length) {
        for (; next < chains.length; next++) {
          if (!withChain(next, () => chains[next].advance(stop, canceled, rounds[round].end))) return false;
        }
        if (!endRound(canceled)) return false;
      }
      for (; next < chains.length; next++) {
        if (!withChain(next, () => chains[next].advance(stop, canceled))) return false;
      }
      return true;
    },
    states() {
      if (round >= rounds.length) return chains.map((chain) => chain.state());
      tasks.forEach(({ storage }, place) => {
        const { progress } = storage;
        const checkpoint = checkpoints[place];
        if (checkpoint) progress.set(checkpoint.progress);
        else progress.fill(0);
      });
      return checkpoints;
    },
  };
}

/** NUTS while chains are on their way in, which finds the way from anywhere; then HMC. */
function cheesKernel(density: LogDensity, code: SamplerCode, settings: Settings, interrupt: () => void): Kernel {
  const nuts = code.nuts(density, settings, interrupt);
  const hmc = code.hmc!(density, { ...settings, jitter }, interrupt);
  return {
    init: (position, point) => nuts.init(position, point),
    step: (point, plan, random, info) => (plan.time === undefined ? nuts : hmc).step(point, plan, random, info),
  };
}
