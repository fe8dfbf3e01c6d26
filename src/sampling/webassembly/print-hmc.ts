// The trajectory of sampling/hmc.ts as WebAssembly: the same numbers, bit for bit.

import { call, f64, type FunctionReference, i32, type I32, type ModuleBuilder } from "../../compile/wasm/index.ts";
import { leavesBetweenLooks } from "../transition.ts";
import { candidate, momentumStream, numbers, words } from "./layout.ts";
import type { Dynamics } from "./print-dynamics.ts";

/**
 * Exports `trajectory`, of the workspace's address: from the state in the chosen candidate, with a fresh momentum, so many steps as `words.steps` says or until
 * it diverges. The left end is then where it ended, the candidate's energy that of its start.
 */
export function printHmc(
  module: ModuleBuilder,
  dynamics: Dynamics,
  normal: FunctionReference<readonly ["i32", "i32"], readonly ["f64"]>,
  interrupt: FunctionReference<readonly [], readonly []>,
): void {
  const f = module.function("trajectory", ["i32"], [], { export: true });
  const [base] = f.parameters;
  const word = (offset: number): I32 => i32.load(base, offset);
  const stride = f.let(word(words.stride));
  const start = f.let(word(words.chosen));
  const end = f.let(word(words.left));
  const momentum = f.let(i32.add(end, i32.shl(stride, 1)));
  f.for(0, word(words.vectorBytes), 8, (i) =>
    f.do(f64.store(i32.add(momentum, i), call(normal, base, i32.add(base, momentumStream)))),
  );
  f.do(call(dynamics.copy, i32.add(start, candidate.position), end, stride));
  f.do(call(dynamics.force, base, i32.add(i32.add(start, candidate.position), stride), i32.add(end, stride)));
  const startEnergy = f.let(call(dynamics.energy, base, momentum, f64.load(start, candidate.logDensity)));
  const energy = f.let(startEnergy);
  f.do(f64.store(start, startEnergy, candidate.energy));
  f.do(i32.store(base, 0, words.divergent));
  const leapfrogs = f.let(i32.constant(0));
  f.block((done) => {
    f.loop((again) => {
      f.branchIf(done, i32.ge_s(leapfrogs, word(words.steps)));
      f.if(i32.eq(i32.and(leapfrogs, leavesBetweenLooks - 1), leavesBetweenLooks - 1), () => f.do(call(interrupt)));
      f.do(call(dynamics.copy, end, word(words.before), stride));
      f.set(energy, call(dynamics.leapfrog, base, end, f64.load(base, numbers.stepSize)));
      f.set(leapfrogs, i32.add(leapfrogs, 1));
      f.branchIf(again, f64.le(f64.sub(energy, startEnergy), f64.load(base, numbers.maxEnergyError)));
      f.do(i32.store(base, 1, words.divergent));
    });
  });
  f.do(f64.store(base, energy, numbers.endEnergy));
  f.do(i32.store(base, leapfrogs, words.leapfrogs));
  f.return();
}
