// Which failures another run may be spared: those of machines, never those of tables.

import { exitCodes, type ExitCode } from "../problems/problem.ts";
import type { Failure } from "./failure.ts";
import type { Again } from "./job.ts";

const attempts = 3;

/** Full disks and files that cannot be read or written for a while. */
const systems: Readonly<Record<string, number>> = {
  ENOSPC: 300_000,
  EDQUOT: 300_000,
  EIO: 30_000,
  EMFILE: 30_000,
  EBUSY: 5000,
  EAGAIN: 5000,
};

/** What went wrong inside, and what could not be written. A table that is wrong is wrong again. */
const byExit: Readonly<Record<ExitCode, number | undefined>> = {
  [exitCodes.success]: undefined,
  [exitCodes.internal]: undefined,
  [exitCodes.usage]: undefined,
  [exitCodes.badInput]: undefined,
  [exitCodes.notConverged]: undefined,
  [exitCodes.notFeasible]: undefined,
  [exitCodes.reviewFailed]: undefined,
  [exitCodes.notWritten]: 30_000,
  [exitCodes.canceled]: undefined,
};

/**
 * @param jitter a number in [0, 1), by which waits of many jobs that failed together are spread
 * @returns undefined where another run would end alike
 */
export function againAfter(failure: Failure, attempt: number, jitter: number = Math.random()): Again | undefined {
  const held = failure.problems.some(({ code }) => code === "out-is-held");
  const wait = systems[failure.system ?? ""] ?? (held ? 2000 : byExit[failure.exitCode]);
  if (wait === undefined) return undefined;
  return { after: wait * 2 ** (attempt - 1) * (1 + 0.25 * jitter), attempts };
}
