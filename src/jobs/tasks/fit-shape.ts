// How large a fit is, before it is made: which program it runs, how many draws of how many numbers, how much memory that takes.

import { sha256 } from "../../files/index.ts";
import { sizeOf } from "../../graph/index.ts";
import { mediaMixModel, programKey } from "../../mmm/fit/index.ts";
import type { ResolvedSpec } from "../../mmm/specification/index.ts";

export interface FitShape {
  /** Equal for fits that one compiled program serves. */
  readonly program: string;
  /** Equal for fits that lanes can sample together: the program, and how it is sampled but for the seed. */
  readonly group: string;
  /** Unconstrained coordinates. */
  readonly dimension: number;
  readonly weeks: number;
  readonly channels: number;
  readonly chains: number;
  readonly warmup: number;
  readonly draws: number;
  readonly target_accept: number;
  /** Largest memory that the arrays of the fit take at a time, in bytes. */
  readonly bytes: number;
  /** Whether a report is written of it. */
  readonly report: boolean;
}

function shortHash(text: string): string {
  return sha256(text).slice(0, 16);
}

interface ModelSize {
  /** Unconstrained coordinates. */
  readonly dimension: number;
  /** Parameters and quantities that are reported of a draw. */
  readonly reported: number;
}

const sizes = new Map<string, ModelSize>();

export function shapeOf(spec: ResolvedSpec, weeks: number, report: boolean): FitShape {
  const key = programKey(spec, weeks);
  const program = shortHash(key);
  let size = sizes.get(program);
  if (size === undefined) {
    size = modelSize(spec, weeks);
    sizes.set(program, size);
  }
  const { seed: _, ...settings } = spec.sampling;
  const { chains, warmup, draws, target_accept } = settings;
  return {
    program,
    group: shortHash(`${key} ${JSON.stringify(settings)}`),
    dimension: size.dimension,
    weeks,
    channels: spec.channels.length,
    chains,
    warmup,
    draws,
    target_accept,
    bytes: arrayBytes(size, { weeks, chains, warmup, draws }),
    report,
  };
}

function modelSize(spec: ResolvedSpec, weeks: number): ModelSize {
  const { coordinates, parameters, derived } = mediaMixModel(spec, weeks);
  const elements = (list: readonly { readonly elementNames: readonly string[] }[]): number =>
    list.reduce((total, { elementNames }) => total + elementNames.length, 0);
  return {
    dimension: coordinates.reduce((total, { input }) => total + sizeOf(input.shape), 0),
    reported: elements(parameters) + elements(derived),
  };
}

/** Columns of a draw's statistics that the sampler keeps, and as many again where they are collected and written. */
const statistics = 14;

/**
 * When the run is written there are: positions as the chains sampled them and joined; what is reported; the log likelihood of every row;
 * and all of it again as the columns of draws.f64, of which positions and log likelihoods are taken apart
 * first. What warm-up logs comes on top.
 */
function arrayBytes(
  { dimension, reported }: ModelSize,
  { weeks, chains, warmup, draws }: Pick<FitShape, "weeks" | "chains" | "warmup" | "draws">,
): number {
  const perDraw = 4 * dimension + 2 * reported + 3 * weeks + 2 * statistics;
  return 8 * chains * (draws * perDraw + warmup * statistics);
}
