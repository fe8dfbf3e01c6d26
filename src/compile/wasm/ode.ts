// The solver of differential equations as WebAssembly: what `solveOde` of numerics/ode does, operation by operation, around a compiled
// right-hand side.

import {
  errorWeights,
  firstStep,
  stages,
  stageTimes,
  stageWeights,
  stepControl,
  workspaceOf,
} from "../../numerics/ode/index.ts";
import { placedProblem, type Solver } from "../loops.ts";
import {
  call,
  type F64,
  f64,
  f64x2,
  type FunctionBuilder,
  type FunctionReference,
  i32,
  type I32,
  type Label,
  type Local,
  type ModuleBuilder,
  select,
} from "./encoder.ts";
import { callMath } from "./math/index.ts";

type Body = FunctionBuilder<readonly [], readonly []>;

/** Prints the solver into `body`; `derive` is the right-hand side over the workspace. */
export function printSolver(
  module: ModuleBuilder,
  body: Body,
  solver: Solver,
  derive: FunctionReference<readonly [], readonly []>,
): void {
  const problem = placedProblem(solver);
  const { states, times: count, relativeTolerance, absoluteTolerance, maxSteps, workspace, solution } = problem;
  const { failures } = problem;
  const places = workspaceOf(problem);
  const bytes = states * 8;
  const byteOf = (place: number): number => (workspace + place) * 8;
  const [state, derivative, current] = [byteOf(places.state), byteOf(places.derivative), byteOf(places.current)];
  const slopeOf = (stage: number): number => byteOf(places.slopes) + stage * bytes;
  const clock = byteOf(places.time);

  const each = (make: (at: Local<"i32">) => void): void => body.for(0, bytes, 8, make);
  const copy = (from: number, to: number): void => each((at) => body.do(f64.store(at, f64.load(at, from), to)));
  const slope = (stage: number): void => {
    body.do(call(derive));
    copy(derivative, slopeOf(stage));
  };
  /** The sum of the derivatives of the stages with these weights, at one state. */
  const weighted = (weights: readonly number[], at: I32): F64 =>
    weights
      .map((weight, j) => ({ weight, j }))
      .filter(({ weight }) => weight !== 0)
      .map(({ weight, j }) => f64.mul(weight, f64.load(at, slopeOf(j))))
      .reduce((total, term) => f64.add(total, term));
  const scaleOf = (size: F64): F64 => f64.add(absoluteTolerance, f64.mul(relativeTolerance, size));

  const time = body.let(f64.load(0, byteOf(places.startTime)));
  copy(current, state);
  body.do(f64.store(0, time, clock));
  slope(0);
  const [size, speed] = [body.let(f64.constant(0)), body.let(f64.constant(0))];
  each((at) => {
    const scale = body.let(scaleOf(f64.abs(f64.load(at, current))));
    body.set(size, f64.max(size, f64.div(f64.abs(f64.load(at, current)), scale)));
    body.set(speed, f64.max(speed, f64.div(f64.abs(f64.load(at, slopeOf(0))), scale)));
  });
  const known = i32.and(f64.gt(size, firstStep.negligible), f64.gt(speed, firstStep.negligible));
  const proposed = body.let(
    select(f64.div(f64.mul(firstStep.share, size), speed), f64.constant(firstStep.smallest), known),
  );
  const steps = body.let(i32.constant(0));
  /** The time that is wanted, and the row of the solution, in bytes. */
  const wanted = body.let(i32.constant(0));
  const row = body.let(i32.constant(0));
  const [end, left, step, error, factor] = Array.from({ length: 5 }, () => body.declare("f64")) as [
    Local<"f64">,
    Local<"f64">,
    Local<"f64">,
    Local<"f64">,
    Local<"f64">,
  ];
  const last = body.declare("i32");

  const tryStep = (giveUp: Label): void => {
    body.set(left, f64.sub(end, time));
    body.set(last, f64.ge(proposed, left));
    body.set(step, select(left as F64, proposed as F64, last));
    body.set(steps, i32.add(steps, 1));
    const stuck = i32.eqz(f64.gt(f64.add(time, step), time));
    body.branchIf(giveUp, i32.or(i32.gt_s(steps, maxSteps), stuck));
    for (let stage = 1; stage < stages; stage++) {
      each((at) => {
        const moved = f64.mul(step, weighted(stageWeights[stage - 1]!, at));
        body.do(f64.store(at, f64.add(f64.load(at, current), moved), state));
      });
      body.do(f64.store(0, f64.add(time, f64.mul(stageTimes[stage - 1]!, step)), clock));
      slope(stage);
    }
    body.set(error, f64.constant(0));
    each((at) => {
      const largest = f64.max(f64.abs(f64.load(at, current)), f64.abs(f64.load(at, state)));
      const off = f64.abs(f64.mul(step, weighted(errorWeights, at)));
      body.set(error, f64.max(error, f64.div(off, scaleOf(largest))));
    });
    const root = f64x2.extract_lane(
      0,
      callMath(
        module,
        "exp",
        f64x2.mul(f64x2.splat(stepControl.exponent), callMath(module, "log", f64x2.splat(error))),
      ),
    );
    body.set(factor, f64.mul(stepControl.safety, root));
    body.set(
      factor,
      select(f64.min(factor, stepControl.most), f64.constant(stepControl.least), f64.ge(factor, stepControl.least)),
    );
    body.if(
      f64.le(error, 1),
      () => {
        body.set(time, select(end as F64, f64.add(time, step), last));
        copy(state, current);
        copy(slopeOf(stages - 1), slopeOf(0));
        const next = body.let(f64.mul(step, factor));
        body.set(proposed, select(f64.max(proposed, next), next as F64, last));
      },
      () => body.set(proposed, f64.mul(step, f64.min(1, factor))),
    );
  };

  body.block((solved) => {
    body.block((giveUp) => {
      body.loop((nextTime) => {
        body.set(end, f64.load(wanted, byteOf(places.times)));
        body.block((reached) => {
          body.loop((again) => {
            body.branchIf(reached, i32.eqz(f64.lt(time, end)));
            tryStep(giveUp);
            body.branch(again);
          });
        });
        body.branchIf(giveUp, f64.gt(time, end));
        each((at) => body.do(f64.store(i32.add(row, at), f64.load(at, current), solution * 8)));
        body.set(wanted, i32.add(wanted, 8));
        body.set(row, i32.add(row, bytes));
        body.branchIf(nextTime, i32.lt_s(wanted, count * 8));
      });
      body.branch(solved);
    });
    body.for(row, count * bytes, 8, (at) => body.do(f64.store(at, f64.constant(Number.NaN), solution * 8)));
    const counted = (slot: number, by: F64): void => {
      const at = (failures + slot) * 8;
      body.do(f64.store(0, f64.add(f64.load(0, at), by), at));
    };
    counted(0, f64.constant(1));
    counted(1, f64.convert_i32_u(i32.gt_s(steps, maxSteps)));
  });
}
