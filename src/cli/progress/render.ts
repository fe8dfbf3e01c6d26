// Progress as text: a pure function from where the chains stand to lines.

import type { ChainProgress } from "../../sampling/index.ts";
import type { Style } from "../terminal/index.ts";
import { count, cut } from "../../words/index.ts";
import { bar } from "./line.ts";
import { gradientsPerDraw, type ProgressState, transitionsOf } from "./state.ts";
import { duration, figure, fixed } from "../../words/index.ts";

type NumberedChain = ChainProgress & { readonly number: number };

const widestBar = 30;
const narrowestBar = 6;

/**
 * One line per chain and one for all: phase, bar, draws done, divergences, step size, gradients per draw, time left, worst R-hat so far. No line is
 * wider than `width`; where there are more chains than `height` allows, those furthest behind are shown. A chain with a
 * divergence is red.
 */
export function progressBlock(state: ProgressState, width: number, height: number, style: Style): readonly string[] {
  const room = Math.max(1, height - 2);
  const numbered = state.chains.map((chain, index) => ({ ...chain, number: index + 1 }));
  const shown =
    numbered.length <= room
      ? numbered
      : numbered.sort((a, b) => a.iteration - b.iteration || a.number - b.number).slice(0, room);
  const hidden = state.chains.length - shown.length;
  return [
    ...shown.map((chain) => {
      const line = chainLine(chain, state, width);
      return chain.divergences > 0 ? style.red(line) : line;
    }),
    cut(
      `${overall(state)}${hidden > 0 ? `; ${hidden} more ${hidden === 1 ? "chain" : "chains"} ahead of these` : ""}`,
      width,
    ),
  ];
}

/** One line that stands for all chains, where lines cannot be redrawn. */
export function progressLine(state: ProgressState): string {
  const { done, total } = transitionsOf(state);
  const divergences = state.chains.reduce((sum, chain) => sum + chain.divergences, 0);
  const parts = [`${percent(done, total)} of ${total} transitions`];
  if (divergences > 0) parts.push(`${divergences} divergent`);
  return `${duration(state.seconds)}: ${parts.join(", ")}${timeLeft(state)}${worstSoFar(state)}${together(state)}`;
}

function chainLine(chain: NumberedChain, state: ProgressState, width: number): string {
  const total = state.warmup + state.draws;
  const inPhase =
    chain.phase === "warm-up" || chain.phase === "waiting"
      ? `${Math.min(chain.iteration, state.warmup)}/${state.warmup}`
      : `${Math.max(0, chain.iteration - state.warmup)}/${state.draws}`;
  const countWidth = 2 * String(Math.max(state.warmup, state.draws)).length + 1;
  const label = `chain ${String(chain.number).padStart(String(state.chains.length).length)} ${chain.phase.padEnd(8)}`;
  const rate = gradientsPerDraw(chain);
  const figures = [
    inPhase.padStart(countWidth),
    `div ${chain.divergences}`,
    `step ${chain.stepSize > 0 ? figure(chain.stepSize) : "-"}`.padEnd(12),
    `grad/draw ${rate === undefined ? "-" : fixed(rate, 1)}`,
  ].join("  ");
  const room = Math.min(widestBar, width - label.length - figures.length - 4);
  const text =
    room >= narrowestBar ? `${label} ${bar(chain.iteration / total, room)}  ${figures}` : `${label} ${figures}`;
  return cut(text, width);
}

function overall(state: ProgressState): string {
  const { done, total } = transitionsOf(state);
  return `${percent(done, total)} after ${duration(state.seconds)}${timeLeft(state)}${worstSoFar(state)}${together(state)}`;
}

function timeLeft(state: ProgressState): string {
  const { done, total } = transitionsOf(state);
  const left = state.secondsLeft;
  return left === undefined || done >= total ? "" : `, about ${duration(left)} left`;
}

/** Of fewer draws R-hat says little. */
const fewestDrawsShown = 50;

function worstSoFar({ convergence }: ProgressState): string {
  if (convergence === undefined || convergence.draws < fewestDrawsShown) return "";
  return `, highest R-hat ${fixed(convergence.worst.rhat, 3)} after ${count(convergence.draws, "draw")}`;
}

/** Where there are more threads than chains. */
function together({ threadsPerChain }: ProgressState): string {
  return threadsPerChain === undefined ? "" : `, ${threadsPerChain} threads a chain`;
}

function percent(done: number, total: number): string {
  // Rounded down: 100% means done.
  return `${total === 0 ? 100 : Math.floor((100 * done) / total)}%`;
}
