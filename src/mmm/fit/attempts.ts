// Fits with divergences are sampled again with shorter steps before they count as not converged.

import { sum } from "../../numerics/index.ts";
import { type RunState, type SampleResult, type StoredSeries, withDraws, withoutDraws } from "../../sampling/index.ts";
import { higherAcceptances } from "../../settings/index.ts";
import type { SamplingSettings } from "../specification/index.ts";
import type { EarlierAttempt } from "../../diagnostics/fit/index.ts";

/** The last draws of a fit, and what was sampled before them: what a canceled fit goes on from. */
export interface Attempts {
  readonly result: SampleResult;
  readonly earlier: readonly EarlierAttempt[];
}

/** `Attempts` of a finished fit, kept beside its draws so that it can have more of them. */
export interface KeptAttempts {
  readonly result: RunState;
  readonly earlier: readonly EarlierAttempt[];
}

/** What has to be kept of `resumable` beside the draws of a finished fit; undefined where it cannot go on (lanes, a GPU). */
export function keptAttempts(resumable: unknown): KeptAttempts | undefined {
  if (resumable === undefined) return undefined;
  const { result, earlier } = resumable as Attempts;
  const kept = withoutDraws(result);
  return kept && { result: kept, earlier };
}

/** `resumable` of the finished fit that `keptAttempts` was made of. @throws RangeError where the draws are not its own */
export function resumableOf({ result, earlier }: KeptAttempts, series: StoredSeries): unknown {
  return { result: withDraws(result, series), earlier } satisfies Attempts;
}

/** Target acceptances in the order in which they are tried: the one asked for, then higher ones. */
export function acceptancesOf({ target_accept, resample }: SamplingSettings): readonly number[] {
  const higher = higherAcceptances.slice(0, resample).filter((acceptance) => acceptance > target_accept);
  return [target_accept, ...higher];
}

/**
 * Samples until there are no divergences, or no higher acceptance to try. The draws of the first time are those of a fit that is
 * never sampled again; every time has the same seed, so that the outcome is reproducible.
 * @param sampleOnce samples with a target acceptance, from a canceled result where there is one
 * @param resumed what a canceled fit had come to
 * @param onAgain is told of every time that is not the last
 */
export async function sampleUntilClean(
  sampling: SamplingSettings,
  sampleOnce: (targetAccept: number, resume: SampleResult | undefined) => Promise<SampleResult>,
  resumed: Attempts | undefined,
  onAgain: (attempt: EarlierAttempt, next: number) => void = () => undefined,
): Promise<Attempts> {
  const acceptances = acceptancesOf(sampling);
  const earlier = [...(resumed?.earlier ?? [])];
  let resume = resumed?.result;
  for (;;) {
    const now = earlier.length;
    const began = performance.now();
    const result = await sampleOnce(acceptances[now], resume);
    resume = undefined;
    const divergences = sum(result.chains.map((chain) => chain.divergences));
    if (!result.complete || divergences === 0 || now + 1 >= acceptances.length) return { result, earlier };
    const attempt = {
      target_accept: acceptances[now],
      divergences,
      gradient_evaluations: sum(result.chains.map(({ gradients }) => gradients)),
      seconds: (performance.now() - began) / 1000,
    };
    earlier.push(attempt);
    onAgain(attempt, acceptances[now + 1]);
  }
}
