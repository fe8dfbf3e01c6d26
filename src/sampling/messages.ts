// What the thread that owns a run and its workers say to each other.

import type { TeamPlace } from "../compile/index.ts";
import type { ChainState, ChainTask } from "./chain.ts";
import type { Exchange } from "./chees/index.ts";
import type { DensitySource } from "./density.ts";

export type WorkerRequest =
  /** Import the module and make the density, to be used until another one is sent. */
  | { readonly kind: "density"; readonly source: DensitySource }
  /** Run a chain; stop when the flag is not 0. */
  | { readonly kind: "chain"; readonly task: ChainTask; readonly cancel: Int32Array }
  /** Run these chains of a fit whose chains adapt together, and wait for the others on so many threads in all. */
  /** Be ready to help with the density of another thread. */
  | { readonly kind: "join"; readonly place: TeamPlace }
  /** Help, as the thread of this number, until the team is dissolved. */
  | { readonly kind: "help"; readonly number: number }
  | {
      readonly kind: "chains";
      readonly tasks: readonly ChainTask[];
      readonly exchange: Exchange;
      readonly threads: number;
      readonly cancel: Int32Array;
    };

export type WorkerReply =
  | {
      readonly kind: "density";
      readonly dimension: number;
      readonly names?: readonly string[] | undefined;
      readonly team?: TeamPlace | undefined;
    }
  | { readonly kind: "join" | "help" }
  | { readonly kind: "chain"; readonly state: ChainState | undefined }
  | { readonly kind: "chains"; readonly states: readonly (ChainState | undefined)[] };
