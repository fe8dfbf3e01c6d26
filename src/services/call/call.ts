// How a caller follows a service and ends it.

import type { Engine } from "../engine/index.ts";
import type { WorkerPool } from "../../sampling/index.ts";

/** Beside the request of every service. */
export interface ServiceCall<Progress = never> {
  /** Ends the work in good order. Each service says what is kept then. */
  readonly signal?: AbortSignal | undefined;
  /** Told how far the work is. Cheap to call often; the caller decides what is shown. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** How whoever made the request wrote a key of it, for problems: the command line has `--break-even` for breakEven. Default: the key. */
  readonly written?: ((key: string) => string) | undefined;
}

/** A call of a service that samples. */
export interface SamplingCall<Progress> extends ServiceCall<Progress> {
  /** The engine itself unless given, as tests do. */
  readonly engine?: Engine | undefined;
  /** Threads that are being started already, or that stay warm between calls; the service closes neither before it has sampled. */
  readonly workers?: Promise<WorkerPool> | undefined;
}
