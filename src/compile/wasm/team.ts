// Threads that run one program together, over one shared memory: each takes its part of the nests that are divided, one of them runs the others, and all
// wait for each other in between.

import { teamSlots } from "../team.ts";
import {
  atomic,
  call,
  type FunctionBuilder,
  type FunctionReference,
  i32,
  type I32,
  type Local,
  type ModuleBuilder,
} from "./encoder.ts";

/** The part of a nest that falls to a thread: (thread, threads). */
export type Part = FunctionReference<readonly ["i32", "i32"], readonly []>;

/** What runs between two others: as a whole on one thread, or on all. */
export interface Stretch {
  readonly whole?: FunctionReference<readonly [], readonly []>;
  readonly part?: Part;
}

/**
 * Turns of waiting for the others before a thread sleeps: some tenth of a millisecond, more than the sampler needs between two gradients of a panel, because waking
 * takes that long.
 */
const spins = 100_000;
/** A sleeper looks this often whether the team was dissolved. */
const sleep = 50_000_000n;

/** The first turn of a thread's run of a loop, which ends where that of the next thread begins. */
export function firstTurn(extent: number, thread: I32, threads: Local<"i32">): I32 {
  return i32.div_u(i32.mul(thread, extent), threads);
}

/**
 * The body of `run`, for the thread that leads, and the export `help`, of a thread's number from 1 on: helpers run every evaluation with the leader until the
 * team is dissolved. A leader without helpers waits for nobody.
 */
export function printTeam(
  module: ModuleBuilder,
  run: FunctionBuilder<readonly [], readonly []>,
  sections: readonly Stretch[],
  address: number,
): void {
  const wait = printBarrier(module, address);
  const together = module.function("together", ["i32", "i32"], []);
  {
    const [thread, threads] = together.parameters;
    const meet = (): void => together.do(call(wait, threads));
    sections.forEach(({ whole, part }, i) => {
      if (part !== undefined) {
        // After what one thread ran, and after what others did.
        if (i > 0) meet();
        together.do(call(part, thread, threads));
        return;
      }
      if (sections[i - 1]?.part !== undefined) meet();
      together.if(i32.eqz(thread), () => together.do(call(whole!)));
    });
    if (sections.at(-1)?.part !== undefined) meet();
  }
  const threads = run.let(atomic.load(address, teamSlots.threads));
  run.if(i32.le_s(threads, 1), () => {
    run.do(call(together, i32.constant(0), i32.constant(1)));
    run.return();
  });
  run.do(call(wait, threads));
  run.do(call(together, i32.constant(0), threads));

  const help = module.function("help", ["i32"], [], { export: true });
  const [thread] = help.parameters;
  const all = help.let(atomic.load(address, teamSlots.threads));
  help.loop((again) => {
    help.do(call(wait, all));
    help.if(atomic.load(address, teamSlots.dissolved), () => help.return());
    help.do(call(together, thread, all));
    help.branch(again);
  });
}

/**
 * A function in which threads wait until all have come: (threads). What each wrote before is what the others read afterwards. Returns at once where there is
 * one, and soon where the team was dissolved.
 */
function printBarrier(module: ModuleBuilder, team: number): FunctionReference<readonly ["i32"], readonly []> {
  const f = module.function("wait for all", ["i32"], []);
  const [threads] = f.parameters;
  f.if(i32.le_s(threads, 1), () => f.return());
  const phase = f.let(atomic.load(team, teamSlots.phase));
  f.if(i32.eq(atomic.add(team, 1, teamSlots.arrived), i32.sub(threads, 1)), () => {
    f.do(atomic.store(team, 0, teamSlots.arrived));
    f.do(atomic.store(team, i32.add(phase, 1), teamSlots.phase));
    f.if(atomic.load(team, teamSlots.asleep), () => f.drop(atomic.notify(team, -1, teamSlots.phase)));
    f.return();
  });
  const left = f.let(i32.constant(spins));
  f.loop((again) => {
    f.if(i32.ne(atomic.load(team, teamSlots.phase), phase), () => f.return());
    f.set(left, i32.sub(left, 1));
    f.branchIf(again, left);
  });
  f.loop((again) => {
    f.if(atomic.load(team, teamSlots.dissolved), () => f.return());
    f.drop(atomic.add(team, 1, teamSlots.asleep));
    f.drop(atomic.wait(team, phase, sleep, teamSlots.phase));
    f.drop(atomic.add(team, -1, teamSlots.asleep));
    f.branchIf(again, i32.eq(atomic.load(team, teamSlots.phase), phase));
  });
  return f;
}
