// How large a fit is before it is made: numbers of a draw, memory of its arrays, bytes on disk.

import { sizeOf } from "../../graph/index.ts";
import { pointwiseEvery } from "../../model/index.ts";
import type { ResolvedSpec } from "../specification/index.ts";
import { type ProgramCache, programCache } from "./programs.ts";

export interface ModelSize {
  /** Unconstrained coordinates. */
  readonly dimension: number;
  /** Parameters and quantities that are reported of a draw. */
  readonly reported: number;
  /** Numbers in the memory of the compiled density. */
  readonly program: number;
  /** Threads that can share its gradient; 1 for one that is not divided. */
  readonly sharing: number;
}

/** What the arrays of a fit depend on besides its model. */
export interface SampleShape {
  /** Log likelihoods of a draw: one for each row of the table, in a panel for each geo and week. */
  readonly weeks: number;
  readonly chains: number;
  readonly warmup: number;
  /** Per chain. */
  readonly draws: number;
}

/** How a fit is sampled, and of how many log likelihoods a draw has. @param weeks rows of the table for each geo */
export function sampleShape({ sampling, geos = [] }: ResolvedSpec, weeks: number): SampleShape {
  const { chains, warmup, draws } = sampling;
  return { weeks: Math.max(1, geos.length) * weeks, chains, warmup, draws };
}

/** Numbers of one draw of a model, and of its program. @param programs keeps the program for the fit */
export function modelSize(spec: ResolvedSpec, weeks: number, programs: ProgramCache = programCache()): ModelSize {
  const { model, density } = programs.program(spec, weeks);
  const { coordinates, parameters, derived } = model;
  const elements = (list: readonly { readonly elementNames: readonly string[] }[]): number =>
    list.reduce((total, { elementNames }) => total + elementNames.length, 0);
  // Week effects that are integrated out are reported all the same.
  const drawnBack = spec.week_effects_form === "integrated" ? weeks : 0;
  return {
    dimension: coordinates.reduce((total, { input }) => total + sizeOf(input.shape), 0),
    reported: elements(parameters) + elements(derived) + drawnBack,
    program: density.size,
    sharing: density.team?.most ?? 1,
  };
}

/** More numbers than a draw of the model has and its program takes, known without making the model. */
export function mostNumbers(spec: ResolvedSpec, weeks: number): ModelSize {
  const { channels, controls = [], latent_spend: latent, geos = [] } = spec;
  const latentSpend = (latent?.channels.length ?? 0) * Math.max(1, geos.length) * weeks;
  const byGeo = geos.length * (2 + 2 * channels.length + controls.length);
  const numbers = 64 + 24 * channels.length + 4 * controls.length + latentSpend + byGeo + 2 * weeks;
  const cells = Math.max(1, geos.length) * weeks;
  return {
    dimension: numbers,
    reported: 2 * numbers,
    program: 20_000 + 8 * numbers + cells * (60 + 40 * channels.length + 4 * controls.length),
    sharing: Number.POSITIVE_INFINITY,
  };
}

/** Columns of a draw's statistics that the sampler keeps, and as many again where they are collected and written. */
const statistics = 14;

/**
 * Memory of the arrays of a fit when its run is written, in bytes. There are then: positions as the chains sampled them, joined, and as columns of
 * draws.f64; what is reported and the log likelihoods, both in the fit and in draws.f64. What warm-up logs comes on top.
 */
export function arrayBytes({ dimension, reported }: ModelSize, shape: SampleShape): number {
  const { chains, warmup, draws } = shape;
  const perDraw = 3 * dimension + 2 * reported + 2 * statistics;
  return 8 * chains * (draws * perDraw + warmup * statistics) + 16 * keptPointwise(shape);
}

/** Share of warm-up whose draws and gradients a metric may be made of. */
const keptOfWarmup = 0.85;
/** Vectors of the sampler's own: of its tree, the metric's directions and their decomposition. */
const vectorsOfChain = 600;

/**
 * Memory of a thread that samples, in bytes: the density with what it computes on the way, the draws and gradients of warm-up, and the sampler's
 * own vectors; and of the draws that all chains have put into shared memory.
 */
export function samplingBytes(
  { dimension, program }: ModelSize,
  { chains, warmup, draws }: SampleShape,
): { readonly perThread: number; readonly shared: number } {
  const chain = dimension * (2 * keptOfWarmup * warmup + vectorsOfChain);
  return { perThread: 8 * (program + chain), shared: 8 * chains * (draws * (dimension + 6) + 6 * warmup) };
}

/** Of a channel in a geo, at each draw: contribution, with and without carry-over, and marginal return (`decisions/draws`: `GeoDraws`). */
const figuresOfGeo = 4;
/** Draws whose expectations span what a model explains (`decisions/review`). */
const mostMoves = 300;
/** Numbers that predictions of a panel may have, of three kinds (`decisions/predictions`). */
const mostPredicted = 8_000_000;

/**
 * Memory of the arrays of a fit while its checks and its report are made, in bytes: positions as sampled and joined, what is reported, once more as rows of
 * parameters, log likelihoods, predictions of every row, and of a panel what each channel brings in each geo, and the directions that its residuals are made
 * orthogonal to.
 * @param panel geos and channels of a panel; undefined of a national table
 */
export function analysisBytes(
  { dimension, reported }: ModelSize,
  shape: SampleShape,
  panel: { readonly geos: number; readonly channels: number } | undefined,
): number {
  const { chains, draws, weeks } = shape;
  const predicted = chains * draws * weeks;
  const perDraw =
    2 * dimension +
    2 * reported +
    2 * statistics +
    figuresOfGeo * (panel === undefined ? 0 : panel.geos * panel.channels);
  // A level of each geo and of each week, and moves of draws.
  const directions = panel === undefined ? 0 : weeks * (panel.geos + weeks / panel.geos + mostMoves);
  const ofRows = panel === undefined ? predicted : Math.min(mostPredicted, predicted);
  return 8 * (chains * draws * perDraw + keptPointwise(shape) + 3 * ofRows + directions);
}

/** Log likelihoods of a fit that are kept: of fewer draws where there are very many observations. */
function keptPointwise({ weeks, chains, draws }: SampleShape): number {
  return chains * Math.floor(draws / pointwiseEvery(weeks, { chains, draws })) * weeks;
}

/** Columns of the sampler in draws.f64. */
const storedStatistics = 6;

/** Bytes of draws.f64. */
export function storedBytes({ dimension, reported }: ModelSize, shape: SampleShape): number {
  return 8 * (shape.chains * shape.draws * (dimension + reported + storedStatistics) + keptPointwise(shape));
}
