// Smallest and largest allowed values of the sampling settings, for the model file and for command-line flags.

/** Both ends are allowed, except for `target_accept`, which lies strictly between them. */
export const samplingLimits: {
  readonly [K in "chains" | "warmup" | "draws" | "seed" | "target_accept" | "max_depth"]: readonly [number, number];
} = {
  chains: [1, 1024],
  warmup: [1, 1_000_000],
  draws: [1, 10_000_000],
  seed: [0, Number.MAX_SAFE_INTEGER],
  target_accept: [0, 1],
  max_depth: [1, 20],
};
