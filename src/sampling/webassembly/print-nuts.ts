// The transition of sampling/nuts.ts as WebAssembly, statement by statement: the same draws, bit for bit, at full speed from the first draws
// of a new thread on, where JavaScript takes a third of a second of compiling until it is quick.

import { call, f64, i32, type I32, type Local, memoryLimits, ModuleBuilder } from "../../compile/wasm/index.ts";
import { leavesBetweenLooks, rescaleAbove } from "../transition.ts";
import { candidate, choicesStream, endVectors, firsts, momentumStream, numbers, sums, words } from "./layout.ts";
import { printHmc } from "./print-hmc.ts";
import { printDynamics } from "./print-dynamics.ts";
import { printRandom } from "./print-random.ts";

/**
 * A module that exports `step`, of the workspace's address, and the `trajectory` of HMC (`printHmc`). It imports `host.memory`, `host.run` (the density), `host.interrupt` (which may throw),
 * and `host.exp` and `host.log` (JavaScript's). It is the same for every density, dimension and metric.
 */
export function printNuts(shared: boolean = false): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  module.importMemory("host", "memory", memoryLimits(shared));
  const density = module.importFunction("host", "run", [], []);
  const interrupt = module.importFunction("host", "interrupt", [], []);
  const exp = module.importFunction("host", "exp", ["f64"], ["f64"]);
  const log = module.importFunction("host", "log", ["f64"], ["f64"]);
  const random = printRandom(module, { exp, log });
  const dynamics = printDynamics(module, density);

  printHmc(module, dynamics, random.normal, interrupt);

  const f = module.function("step", ["i32"], [], { export: true });
  const [base] = f.parameters;
  const word = (offset: number): I32 => i32.load(base, offset);
  const setWord = (offset: number, value: I32 | number): void => f.do(i32.store(base, value, offset));
  const swapWords = (a: number, b: number): void => {
    const kept = f.let(word(a));
    setWord(a, word(b));
    setWord(b, kept);
  };
  const bytes = f.let(word(words.vectorBytes));
  const stride = f.let(word(words.stride));
  const copy = (from: I32, to: I32): void => f.do(call(dynamics.copy, from, to, stride));
  const left = f.let(word(words.left));
  const right = f.let(word(words.right));
  const gradient = f.let(word(words.gradient));
  const choices = f.let(i32.add(base, choicesStream));
  const momentumOf = (end: I32): I32 => i32.add(end, i32.shl(stride, 1));
  const gradientOf = (place: I32): I32 => i32.add(i32.add(place, candidate.position), stride);

  // Both ends at the current state, which JavaScript has written into the chosen candidate, with a fresh momentum.
  const start = f.let(word(words.chosen));
  const leftMomentum = f.let(momentumOf(left));
  f.for(0, bytes, 8, (i) =>
    f.do(f64.store(i32.add(leftMomentum, i), call(random.normal, base, i32.add(base, momentumStream)))),
  );
  copy(i32.add(start, candidate.position), left);
  f.do(call(dynamics.force, base, gradientOf(start), i32.add(left, stride)));
  f.do(call(dynamics.copy, left, right, i32.mul(stride, endVectors)));
  copy(leftMomentum, word(words.trajectorySum));
  const startEnergy = f.let(call(dynamics.energy, base, leftMomentum, f64.load(start, candidate.logDensity)));
  f.do(f64.store(start, startEnergy, candidate.energy));
  f.do(i32.store(start, 0, candidate.offset));

  const zero = (): Local<"i32"> => f.let(i32.constant(0));
  const number = (value: number): Local<"f64"> => f.let(f64.constant(value));
  const acceptance = number(0);
  const symmetricAcceptance = number(0);
  const leapfrogs = zero();
  const leftCount = zero();
  const rightCount = zero();
  // Weights exp(H0 - H) relative to exp(reference).
  const reference = number(0);
  const trajectoryWeight = number(1);
  const depth = zero();
  const turned = zero();
  const forward = zero();
  const end = zero();
  const leaves = zero();
  const leaf = zero();
  const momentum = zero();
  const carriedFirst = zero();
  const treeWeight = number(0);
  const stepSize = number(0);
  setWord(words.divergent, 0);

  const integrateLeaf = (): Local<"f64"> => {
    copy(end, word(words.before));
    const energy = f.let(call(dynamics.leapfrog, base, end, stepSize));
    f.set(leapfrogs, i32.add(leapfrogs, 1));
    return energy;
  };

  /** Counts the leaf's acceptance and returns its weight. */
  const weigh = (logWeight: Local<"f64">): Local<"f64"> => {
    f.if(f64.gt(f64.sub(logWeight, reference), rescaleAbove), () => {
      const shrink = f.let(call(exp, f64.sub(reference, logWeight)));
      f.set(trajectoryWeight, f64.mul(trajectoryWeight, shrink));
      f.set(treeWeight, f64.mul(treeWeight, shrink));
      f.set(reference, logWeight);
    });
    const weight = f.let(call(exp, f64.sub(logWeight, reference)));
    const ratio = f.let(weight);
    f.if(f64.ne(reference, 0), () => f.set(ratio, call(exp, logWeight)));
    f.if(
      f64.lt(ratio, 1),
      () => f.set(acceptance, f64.add(acceptance, ratio)),
      () => f.set(acceptance, f64.add(acceptance, 1)),
    );
    const symmetric = f.let(call(exp, f64.mul(-2, f64.abs(logWeight))));
    // NaN counts as 0.
    f.if(f64.eq(symmetric, symmetric), () => f.set(symmetricAcceptance, f64.add(symmetricAcceptance, symmetric)));
    return weight;
  };

  const propose = (energy: Local<"f64">): void => {
    const proposed = f.let(word(words.proposed));
    copy(end, i32.add(proposed, candidate.position));
    copy(gradient, gradientOf(proposed));
    f.do(f64.store(proposed, f64.load(base, numbers.endLogDensity), candidate.logDensity));
    f.do(f64.store(proposed, energy, candidate.energy));
    const steps = f.let(i32.add(leaf, 1));
    f.if(
      forward,
      () => f.do(i32.store(proposed, i32.add(rightCount, steps), candidate.offset)),
      () => f.do(i32.store(proposed, i32.sub(0, i32.add(leftCount, steps)), candidate.offset)),
    );
  };

  /** Merges the leaf with the siblings that wait: level by level while the bits of `leaf` are set. */
  const mergeSiblings = (): Local<"i32"> => {
    f.set(carriedFirst, momentum);
    const level = f.let(i32.constant(0));
    const bits = f.let(leaf);
    f.block((merged) => {
      f.loop((again) => {
        f.branchIf(merged, i32.eqz(i32.and(bits, 1)));
        const first = f.let(i32.load(i32.add(base, i32.shl(level, 2)), firsts));
        const sum = f.let(word(words.sum));
        f.if(
          i32.eqz(level),
          () => f.set(turned, call(dynamics.pairTurns, first, momentum, sum, bytes)),
          () => {
            const last = i32.add(word(words.lasts), i32.mul(level, stride));
            const waiting = i32.load(i32.add(base, i32.shl(level, 2)), sums);
            f.set(turned, call(dynamics.mergeTurns, first, last, waiting, carriedFirst, momentum, sum, bytes));
          },
        );
        f.branchIf(merged, turned);
        f.set(carriedFirst, first);
        f.set(bits, i32.shr_u(bits, 1));
        f.set(level, i32.add(level, 1));
        f.branch(again);
      });
    });
    return level;
  };

  /** Stores the sub-tree that ends with the current leaf until its sibling of the same size is there. */
  const keepForSibling = (level: Local<"i32">): void => {
    const entry = f.let(i32.add(base, i32.shl(level, 2)));
    f.if(
      i32.eqz(level),
      () => copy(momentum, i32.load(entry, firsts)),
      () => {
        // The first momentum lies with the left half, one level down; memory is exchanged, not copied.
        const first = f.let(i32.load(entry, firsts - 4));
        f.do(i32.store(entry, i32.load(entry, firsts), firsts - 4));
        f.do(i32.store(entry, first, firsts));
        copy(momentum, i32.add(word(words.lasts), i32.mul(level, stride)));
        const waiting = f.let(i32.load(entry, sums));
        f.do(i32.store(entry, word(words.sum), sums));
        setWord(words.sum, waiting);
      },
    );
  };

  f.block((done) => {
    f.loop((doubleAgain) => {
      f.branchIf(done, i32.or(i32.ge_s(depth, word(words.depthLimit)), turned));
      f.set(forward, i32.shr_u(call(random.word, choices), 31));
      f.set(end, left);
      f.set(stepSize, f64.neg(f64.load(base, numbers.stepSize)));
      f.if(forward, () => {
        f.set(end, right);
        f.set(stepSize, f64.load(base, numbers.stepSize));
      });
      f.set(leaves, i32.shl(1, depth));
      f.set(momentum, momentumOf(end));
      copy(momentum, word(words.nearMomentum));
      f.set(treeWeight, f64.constant(0));
      f.set(carriedFirst, momentum);
      f.set(leaf, i32.constant(0));
      f.block((grown) => {
        f.loop((nextLeaf) => {
          f.branchIf(grown, i32.ge_s(leaf, leaves));
          f.if(i32.eq(i32.and(leaf, leavesBetweenLooks - 1), leavesBetweenLooks - 1), () => f.do(call(interrupt)));
          const energy = integrateLeaf();
          const logWeight = f.let(f64.sub(startEnergy, energy));
          const weight = weigh(logWeight);
          f.if(i32.eqz(f64.le(f64.neg(logWeight), f64.load(base, numbers.maxEnergyError))), () => {
            setWord(words.divergent, 1);
            f.set(turned, i32.constant(1));
            f.branch(grown);
          });
          // Multinomial selection inside the sub-tree, one leaf at a time.
          f.set(treeWeight, f64.add(treeWeight, weight));
          const takes = f.let(i32.eqz(leaf));
          f.if(leaf, () => f.set(takes, f64.lt(f64.mul(call(random.uniform, choices), treeWeight), weight)));
          f.if(takes, () => propose(energy));
          const level = mergeSiblings();
          f.branchIf(grown, turned);
          f.set(leaf, i32.add(leaf, 1));
          f.if(i32.lt_s(leaf, leaves), () => keepForSibling(level));
          f.branch(nextLeaf);
        });
      });
      f.branchIf(done, turned);

      // The sub-tree is valid. Biased progressive selection between it and the old trajectory.
      f.if(f64.lt(f64.mul(call(random.uniform, choices), trajectoryWeight), treeWeight), () =>
        swapWords(words.chosen, words.proposed),
      );
      f.set(trajectoryWeight, f64.add(trajectoryWeight, treeWeight));
      const sum = f.let(word(words.sum));
      const trajectorySum = f.let(word(words.trajectorySum));
      f.if(i32.eqz(depth), () => copy(momentum, sum));
      const far = f.let(right);
      f.if(
        forward,
        () => {
          f.set(rightCount, i32.add(rightCount, leaves));
          f.set(far, left);
        },
        () => f.set(leftCount, i32.add(leftCount, leaves)),
      );
      f.set(
        turned,
        call(
          dynamics.mergeTurns,
          momentumOf(far),
          word(words.nearMomentum),
          trajectorySum,
          carriedFirst,
          momentum,
          sum,
          bytes,
        ),
      );
      copy(sum, trajectorySum);
      f.set(depth, i32.add(depth, 1));
      f.branch(doubleAgain);
    });
  });
  f.do(f64.store(base, acceptance, numbers.acceptance));
  f.do(f64.store(base, symmetricAcceptance, numbers.symmetricAcceptance));
  setWord(words.leapfrogs, leapfrogs);
  setWord(words.treeDepth, depth);
  return module.encode();
}
