// The latest draws and gradients of a fit's chains together, for its metric.

import type { DrawsAndGradients } from "../adaptation/index.ts";

/** A ring of draws: when it is full, the oldest gives way. */
export interface DrawWindow {
  readonly capacity: number;
  /** [capacity x dimension] each. */
  readonly positions: Float64Array;
  readonly gradients: Float64Array;
  /** Draws added since the window began. */
  added: number;
}

export function drawWindow(dimension: number, capacity: number): DrawWindow {
  const length = capacity * dimension;
  return { capacity, positions: new Float64Array(length), gradients: new Float64Array(length), added: 0 };
}

export function addDraw(window: DrawWindow, position: Float64Array, gradient: Float64Array): void {
  const place = (window.added % window.capacity) * position.length;
  window.positions.set(position, place);
  window.gradients.set(gradient, place);
  window.added++;
}

/** The draws held; their order is of no account. */
export function heldDraws({ positions, gradients, added, capacity }: DrawWindow): DrawsAndGradients {
  return { positions, gradients, from: 0, to: Math.min(added, capacity) };
}

/** Writes the mean of the draws held; leaves it as it is when there are none. */
export function meanOfHeld(window: DrawWindow, mean: Float64Array): void {
  const { positions, to } = heldDraws(window);
  if (to === 0) return;
  const dimension = mean.length;
  mean.fill(0);
  for (let k = 0; k < to; k++) for (let i = 0; i < dimension; i++) mean[i] += positions[k * dimension + i] / to;
}
