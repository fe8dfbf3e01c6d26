// The no-U-turn sampler with multinomial selection (Hoffman & Gelman 2014; Betancourt 2017; checks as in Stan's base_nuts.hpp),
// without recursion: a new sub-tree is integrated leaf by leaf and its finished halves are merged like carries of a binary counter.

import type { LogDensity } from "./density.ts";
import { energyOf, leapfrog, type PhasePoint, phasePoint, mergeTurns, pairTurns } from "./hamiltonian/index.ts";
import type { ChainPoint, Kernel, TransitionPlan, TransitionRandom } from "./transition.ts";
import { chainPoint, leavesBetweenLooks, rescaleAbove } from "./transition.ts";

export interface NutsSettings {
  /** Most doublings memory is set aside for; a plan's own limit may be lower. */
  readonly maxDepth: number;
  /** Energy error H - H0 above which a trajectory is divergent. */
  readonly maxEnergyError: number;
}

/** A state that may become the next draw. */
interface Candidate extends ChainPoint {
  energy: number;
  offset: number;
}

export function nutsKernel(density: LogDensity, settings: NutsSettings, interrupt?: () => void): Kernel {
  const { dimension } = density;
  const vectors = (count: number): Float64Array[] => Array.from({ length: count }, () => new Float64Array(dimension));

  // The two ends of the trajectory; an end is integrated in place. They share the gradient's memory.
  const left = phasePoint(dimension);
  const right: PhasePoint = { ...phasePoint(dimension), gradient: left.gradient };
  const velocity = new Float64Array(dimension);
  const before = new Float64Array(dimension);
  const trajectorySum = new Float64Array(dimension);
  const nearMomentum = new Float64Array(dimension);

  // Finished sub-trees of 2^level leaves that wait for their sibling: at most one per level.
  const firstOf = vectors(settings.maxDepth + 1);
  const lastOf = vectors(settings.maxDepth + 1);
  const sumOf = vectors(settings.maxDepth + 1);
  let sum: Float64Array = new Float64Array(dimension);

  let chosen = candidate(dimension);
  let proposed = candidate(dimension);

  return {
    init(position, point) {
      point.position.set(position);
      point.logDensity = density.evaluate(point.position, point.gradient);
    },

    step(point, plan, random, info) {
      const { choices } = random;
      const startEnergy = startTrajectory(point, plan, random);
      const depthLimit = Math.min(plan.maxDepth, settings.maxDepth);
      let acceptance = 0;
      let symmetricAcceptance = 0;
      let leapfrogs = 0;
      let leftCount = 0;
      let rightCount = 0;
      // Weights exp(H0 - H) relative to exp(reference).
      let reference = 0;
      let trajectoryWeight = 1;
      let depth = 0;
      info.divergent = false;

      for (let turned = false; depth < depthLimit && !turned; depth++) {
        const forward = choices.bits() >= 0x80000000;
        const end = forward ? right : left;
        const stepSize = forward ? plan.stepSize : -plan.stepSize;
        const leaves = 2 ** depth;
        const momentum = end.momentum;
        nearMomentum.set(momentum);
        let treeWeight = 0;
        let carriedFirst = momentum;

        for (let leaf = 0; leaf < leaves; leaf++) {
          if ((leaf & (leavesBetweenLooks - 1)) === leavesBetweenLooks - 1) interrupt?.();
          before.set(end.position);
          const energy = leapfrog(density, plan.metric, end, stepSize, velocity);
          leapfrogs++;
          const logWeight = startEnergy - energy;
          if (logWeight - reference > rescaleAbove) {
            const shrink = Math.exp(reference - logWeight);
            trajectoryWeight *= shrink;
            treeWeight *= shrink;
            reference = logWeight;
          }
          const weight = Math.exp(logWeight - reference);
          const ratio = reference === 0 ? weight : Math.exp(logWeight);
          acceptance += ratio < 1 ? ratio : 1;
          symmetricAcceptance += Math.exp(-2 * Math.abs(logWeight)) || 0;
          if (!(-logWeight <= settings.maxEnergyError)) {
            info.divergent = true;
            info.divergencePosition.set(before);
            info.divergenceLogDensity = end.logDensity;
            info.divergenceGradient.set(end.gradient);
            turned = true;
            break;
          }

          // Multinomial selection inside the sub-tree, one leaf at a time.
          treeWeight += weight;
          if (leaf === 0 || choices.uniform() * treeWeight < weight) {
            proposed.position.set(end.position);
            proposed.gradient.set(end.gradient);
            proposed.logDensity = end.logDensity;
            proposed.energy = energy;
            proposed.offset = forward ? rightCount + leaf + 1 : -(leftCount + leaf + 1);
          }

          // Merge with the siblings that wait: level by level while the bits of `leaf` are set.
          carriedFirst = momentum;
          let level = 0;
          for (let bits = leaf; bits & 1; bits >>= 1, level++) {
            turned =
              level === 0
                ? pairTurns(firstOf[0], momentum, sum)
                : mergeTurns(firstOf[level], lastOf[level], sumOf[level], carriedFirst, momentum, sum);
            if (turned) break;
            carriedFirst = firstOf[level];
          }
          if (turned) break;
          if (leaf + 1 < leaves) keepForSibling(level, momentum);
        }
        if (turned) break;

        // The sub-tree is valid. Biased progressive selection between it and the old trajectory.
        if (choices.uniform() * trajectoryWeight < treeWeight) {
          const swap = chosen;
          chosen = proposed;
          proposed = swap;
        }
        trajectoryWeight += treeWeight;
        if (forward) rightCount += leaves;
        else leftCount += leaves;
        if (depth === 0) sum.set(momentum);
        const far = forward ? left : right;
        turned = mergeTurns(far.momentum, nearMomentum, trajectorySum, carriedFirst, momentum, sum);
        trajectorySum.set(sum);
      }

      point.position.set(chosen.position);
      point.gradient.set(chosen.gradient);
      point.logDensity = chosen.logDensity;
      info.energy = chosen.energy;
      info.offset = chosen.offset;
      info.acceptance = leapfrogs === 0 ? 0 : acceptance / leapfrogs;
      info.symmetricAcceptance = leapfrogs === 0 ? 0 : symmetricAcceptance / leapfrogs;
      info.leapfrogs = leapfrogs;
      info.treeDepth = depth;
    },
  };

  /** Places both ends, with a fresh momentum, and the candidate at the current state; returns the energy there. */
  function startTrajectory(point: ChainPoint, plan: TransitionPlan, random: TransitionRandom): number {
    random.momentum.fillNormal(left.momentum);
    left.position.set(point.position);
    left.logDensity = point.logDensity;
    plan.metric.force(point.gradient, left.force);
    right.position.set(left.position);
    right.force.set(left.force);
    right.momentum.set(left.momentum);
    right.logDensity = left.logDensity;
    trajectorySum.set(left.momentum);
    const energy = energyOf(left);
    chosen.position.set(point.position);
    chosen.gradient.set(point.gradient);
    chosen.logDensity = point.logDensity;
    chosen.energy = energy;
    chosen.offset = 0;
    return energy;
  }

  /** Stores the sub-tree that ends with the current leaf until its sibling of the same size is there. */
  function keepForSibling(level: number, momentum: Float64Array): void {
    if (level === 0) {
      firstOf[0].set(momentum);
      return;
    }
    // The first momentum lies with the left half, one level down; memory is exchanged, not copied.
    const first = firstOf[level - 1];
    firstOf[level - 1] = firstOf[level];
    firstOf[level] = first;
    lastOf[level].set(momentum);
    const waiting = sumOf[level];
    sumOf[level] = sum;
    sum = waiting;
  }
}

function candidate(dimension: number): Candidate {
  return { ...chainPoint(dimension), energy: 0, offset: 0 };
}
