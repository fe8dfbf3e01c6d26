// The slow, obvious twin of nuts.ts: recursive, in momenta p and velocities p# = M^-1 p, new arrays everywhere.
// It draws its random numbers in the same order, so that the two can be compared transition by transition.

import type { LogDensity } from "../../../src/sampling/density.ts";
import type { TransitionRandom } from "../../../src/sampling/transition.ts";

interface State {
  position: number[];
  momentum: number[];
  gradient: number[];
  energy: number;
}

interface Tree {
  /** In the order of integration. */
  first: State;
  last: State;
  sum: number[];
}

const dot = (a: number[], b: number[]): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
const add = (a: number[], b: number[]): number[] => a.map((value, i) => value + b[i]);

export interface TwinTransition {
  position: number[];
  depth: number;
  leapfrogs: number;
  acceptance: number;
  divergent: boolean;
}

export function recursiveNuts(
  density: LogDensity,
  inverseMass: readonly number[],
  stepSize: number,
  maxDepth: number,
  start: Float64Array,
  random: TransitionRandom,
): TwinTransition {
  const velocity = (p: number[]): number[] => p.map((value, i) => inverseMass[i] * value);
  const stateAt = (position: number[], momentum: number[]): State => {
    const gradient = new Float64Array(position.length);
    const logDensity = density.evaluate(Float64Array.from(position), gradient);
    return {
      position,
      momentum,
      gradient: Array.from(gradient),
      energy: 0.5 * dot(momentum, velocity(momentum)) - logDensity,
    };
  };
  const step = (from: State, epsilon: number): State => {
    const half = from.momentum.map((p, i) => p + 0.5 * epsilon * from.gradient[i]);
    const position = add(
      from.position,
      velocity(half).map((v) => epsilon * v),
    );
    const there = stateAt(position, half);
    const momentum = half.map((p, i) => p + 0.5 * epsilon * there.gradient[i]);
    return stateAt(position, momentum);
  };
  const persists = (a: State, b: State, sum: number[]): boolean =>
    dot(velocity(a.momentum), sum) > 0 && dot(velocity(b.momentum), sum) > 0;
  const merge = (a: Tree, b: Tree): Tree | undefined => {
    const sum = add(a.sum, b.sum);
    const whole = persists(a.first, b.last, sum);
    const left = persists(a.first, b.first, add(a.sum, b.first.momentum));
    const right = persists(a.last, b.last, add(a.last.momentum, b.sum));
    return whole && left && right ? { first: a.first, last: b.last, sum } : undefined;
  };

  // Momentum p = w / sigma from a whitened w.
  const whitened = new Float64Array(start.length);
  random.momentum.fillNormal(whitened);
  const origin = stateAt(
    Array.from(start),
    Array.from(whitened, (w, i) => w / Math.sqrt(inverseMass[i])),
  );
  let acceptance = 0;
  let leapfrogs = 0;
  let divergent = false;

  const grow = (
    from: State,
    forward: boolean,
    depth: number,
  ): { tree: Tree; chosen: State; weight: number } | undefined => {
    let weight = 0;
    let chosen = from;
    let leaves = 0;
    const build = (near: State, level: number): Tree | undefined => {
      if (level === 0) {
        const leaf = step(near, forward ? stepSize : -stepSize);
        leapfrogs++;
        const logWeight = origin.energy - leaf.energy;
        acceptance += Number.isNaN(logWeight) ? 0 : Math.min(1, Math.exp(logWeight));
        if (!(-logWeight <= 1000)) {
          divergent = true;
          return undefined;
        }
        weight += Math.exp(logWeight);
        if (leaves++ === 0 || random.choices.uniform() * weight < Math.exp(logWeight)) chosen = leaf;
        return { first: leaf, last: leaf, sum: leaf.momentum };
      }
      const a = build(near, level - 1);
      if (a === undefined) return undefined;
      const b = build(a.last, level - 1);
      return b && merge(a, b);
    };
    const tree = build(from, depth);
    return tree && { tree, chosen, weight };
  };

  let whole: { left: State; right: State; sum: number[] } = { left: origin, right: origin, sum: origin.momentum };
  let chosen = origin;
  let weight = 1;
  let depth = 0;
  while (depth < maxDepth) {
    const forward = random.choices.bits() >= 2 ** 31;
    const grown = grow(forward ? whole.right : whole.left, forward, depth);
    if (grown === undefined) break;
    depth++;
    if (random.choices.uniform() * weight < grown.weight) chosen = grown.chosen;
    weight += grown.weight;
    const old: Tree = forward
      ? { first: whole.left, last: whole.right, sum: whole.sum }
      : { first: whole.right, last: whole.left, sum: whole.sum };
    const merged = merge(old, grown.tree);
    if (merged === undefined) break;
    whole = forward
      ? { left: whole.left, right: grown.tree.last, sum: merged.sum }
      : { left: grown.tree.last, right: whole.right, sum: merged.sum };
  }
  return { position: chosen.position, depth, leapfrogs, acceptance: acceptance / leapfrogs, divergent };
}
