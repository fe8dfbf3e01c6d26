// One run of one system, whatever the system and the model.

export interface SystemRun {
  readonly system: string;
  readonly version: string;
  readonly round: number;
  readonly seed: number;
  readonly warmup: number;
  /** Kept, of each chain. */
  readonly draws: number;
  /** Wall time of sampling alone where a system says it, else of a fit for which everything that can be kept was kept. */
  readonly warmSeconds: number | undefined;
  /** Wall time of a first fit with compiling. */
  readonly coldSeconds: number | undefined;
  readonly divergences: number;
  /** After warm-up. */
  readonly leapfrogsPerDraw: number;
  /** Smallest bulk effective sample size over the parameters, and whose it is. */
  readonly minEssBulk: number;
  readonly minEssName: string;
  readonly maxRhat: number;
}

/** R-hat at most 1.01 and no divergences: what every system is held to. */
export const converged = ({ maxRhat, divergences }: SystemRun): boolean => maxRhat <= 1.01 && divergences === 0;

/** Effective draws (smallest bulk ESS) per second of wall time. */
export const rate = ({ minEssBulk }: SystemRun, seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : minEssBulk / seconds;
