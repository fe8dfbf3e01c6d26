// What the thread that owns a run and its workers say to each other.

import type { ChainState, ChainTask } from "./chain.ts";
import type { DensitySource } from "./density.ts";

export type WorkerRequest =
  /** Import the module and make the density, to be used until another one is sent. */
  | { readonly kind: "density"; readonly source: DensitySource }
  /** Run a chain; stop when the flag is not 0. */
  | { readonly kind: "chain"; readonly task: ChainTask; readonly cancel: Int32Array };

export type WorkerReply =
  | { readonly kind: "density"; readonly dimension: number; readonly names?: readonly string[] | undefined }
  | { readonly kind: "chain"; readonly state: ChainState | undefined };
