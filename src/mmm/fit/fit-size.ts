// How large a fit is before it is made: numbers of a draw, memory of its arrays, bytes on disk.

import { sizeOf } from "../../graph/index.ts";
import type { ResolvedSpec } from "../specification/index.ts";
import { mediaMixModel } from "./model.ts";

export interface ModelSize {
  /** Unconstrained coordinates. */
  readonly dimension: number;
  /** Parameters and quantities that are reported of a draw. */
  readonly reported: number;
}

/** What the arrays of a fit depend on besides its model. */
export interface SampleShape {
  /** Log likelihoods of a draw: one for each row of the table, or for each week whose effect is integrated out. */
  readonly weeks: number;
  readonly chains: number;
  readonly warmup: number;
  /** Per chain. */
  readonly draws: number;
}

/** Numbers of one draw of a model. */
export function modelSize(spec: ResolvedSpec, weeks: number): ModelSize {
  const { coordinates, parameters, derived } = mediaMixModel(spec, weeks);
  const elements = (list: readonly { readonly elementNames: readonly string[] }[]): number =>
    list.reduce((total, { elementNames }) => total + elementNames.length, 0);
  // Week effects that are integrated out are reported all the same.
  const drawnBack = spec.week_effects_form === "integrated" ? weeks : 0;
  return {
    dimension: coordinates.reduce((total, { input }) => total + sizeOf(input.shape), 0),
    reported: elements(parameters) + elements(derived) + drawnBack,
  };
}

/** More numbers than a draw of the model has, known without making the model. */
export function mostNumbers(spec: ResolvedSpec, weeks: number): ModelSize {
  const { channels, controls = [], latent_spend: latent, geos = [] } = spec;
  const latentSpend = (latent?.channels.length ?? 0) * weeks;
  const byGeo = geos.length * (2 + 2 * channels.length + controls.length);
  const numbers = 64 + 24 * channels.length + 4 * controls.length + latentSpend + byGeo + 2 * weeks;
  return { dimension: numbers, reported: 2 * numbers };
}

/** Columns of a draw's statistics that the sampler keeps, and as many again where they are collected and written. */
const statistics = 14;

/**
 * Largest memory that the arrays of a fit take at a time, in bytes. When the run is written there are: positions as the chains sampled them and joined; what
 * is reported; the log likelihood of every row; and all of it again as the columns of draws.f64, of which positions and log likelihoods are taken apart
 * first. What warm-up logs comes on top.
 */
export function arrayBytes({ dimension, reported }: ModelSize, { weeks, chains, warmup, draws }: SampleShape): number {
  const perDraw = 4 * dimension + 2 * reported + 3 * weeks + 2 * statistics;
  return 8 * chains * (draws * perDraw + warmup * statistics);
}

/** Columns of the sampler in draws.f64. */
const storedStatistics = 6;

/** Bytes of draws.f64. */
export function storedBytes({ dimension, reported }: ModelSize, { weeks, chains, draws }: SampleShape): number {
  return 8 * chains * draws * (dimension + reported + weeks + storedStatistics);
}
