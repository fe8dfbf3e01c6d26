// How large a fit is, before it is made: which program it runs, how many draws of how many numbers, how much memory that takes.

import { sha256 } from "../../files/index.ts";
import {
  arrayBytes,
  modelSize,
  type ModelSize,
  type ProgramCache,
  programKey,
  sampleShape,
  samplingBytes,
} from "../../mmm/fit/index.ts";
import type { ResolvedSpec } from "../../mmm/specification/index.ts";

export interface FitShape {
  /** Equal for fits that one compiled program serves. */
  readonly program: string;
  /** Equal for fits that lanes can sample together: the program, and how it is sampled but for the seed. */
  readonly group: string;
  /** Unconstrained coordinates. */
  readonly dimension: number;
  readonly weeks: number;
  /** 1 of a national table. */
  readonly geos: number;
  readonly channels: number;
  readonly chains: number;
  readonly warmup: number;
  readonly draws: number;
  readonly target_accept: number;
  /** Largest memory that the fit takes at a time, of its arrays and its program, in bytes. */
  readonly bytes: number;
  /** Whether a report is written of it. */
  readonly report: boolean;
}

function shortHash(text: string): string {
  return sha256(text).slice(0, 16);
}

const sizes = new Map<string, ModelSize>();

/** @param programs keeps the program for the fits of this thread */
export function shapeOf(spec: ResolvedSpec, weeks: number, report: boolean, programs?: ProgramCache): FitShape {
  const key = programKey(spec, weeks);
  const program = shortHash(key);
  let size = sizes.get(program);
  if (size === undefined) {
    size = modelSize(spec, weeks, programs);
    sizes.set(program, size);
  }
  const { seed: _, ...settings } = spec.sampling;
  const { chains, warmup, draws, target_accept } = settings;
  const shape = sampleShape(spec, weeks);
  const { perThread, shared } = samplingBytes(size, shape);
  return {
    program,
    group: shortHash(`${key} ${JSON.stringify(settings)}`),
    dimension: size.dimension,
    weeks,
    geos: Math.max(1, spec.geos?.length ?? 1),
    channels: spec.channels.length,
    chains,
    warmup,
    draws,
    target_accept,
    bytes: Math.max(perThread + shared, arrayBytes(size, shape)),
    report,
  };
}
