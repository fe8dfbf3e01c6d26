// What the routes of a server work with.

import type { ServiceDatabase } from "../database/index.ts";
import type { JobQueue } from "../queue/index.ts";
import type { Questions } from "./analysis/index.ts";
import type { Home } from "./home.ts";

export interface ServerContext {
  readonly db: ServiceDatabase;
  readonly queue: JobQueue;
  readonly home: Home;
  readonly analysis: Questions;
  readonly limits: ServerLimits;
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number;
}

export interface ServerLimits {
  /** Bytes of an uploaded file. */
  readonly upload: number;
  /** Bytes of a JSON body. */
  readonly json: number;
}

export const defaultServerLimits: ServerLimits = { upload: 100 * 2 ** 20, json: 2 ** 20 };
