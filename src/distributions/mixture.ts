// A mixture: one of several distributions, chosen with given weights, with the choice summed out.

import {
  add,
  asNode,
  broadcastShapes,
  broadcastTo,
  constantValue,
  log,
  logAddExp,
  type Node,
  type Operand,
  pick,
  sameShape,
  select,
  sizeOf,
  stack,
} from "../graph/index.ts";
import { badPart, distributionError } from "../problems/distribution-problems.ts";
import { drawCategory } from "./categorical.ts";
import {
  type ArrayDistribution,
  batchShape,
  type DistributionParameter,
  eventShapeOf,
  probabilities,
  type ProperDistribution,
  type ScalarDistribution,
} from "./distribution.ts";
import { boundsOf, interval, outsideCount, type Support } from "./support.ts";

/**
 * log of the sum over k of weights[k] times the density of component k. Components are any distributions of the same sort: of numbers, of whole
 * numbers, or of arrays of one shape.
 *
 * @param weights along the last axis, one for each component, with a sum of 1: a node, numbers, or an array of nodes and numbers whose shapes
 *   broadcast with the value (`[theta, subtract(1, theta)]`)
 */
export function mixture(weights: Operand, components: readonly ScalarDistribution[]): ScalarDistribution;
export function mixture(weights: Operand, components: readonly ArrayDistribution[]): ArrayDistribution;
export function mixture(weights: Operand, components: readonly ProperDistribution[]): ProperDistribution {
  if (!Array.isArray(components) || components.length < 2) {
    const received = Array.isArray(components) ? `${components.length}` : typeof components;
    throw wrong("A mixture has a list of two or more components.", received, "Give the distributions as an array.");
  }
  const given = probabilities("mixture", "weights", alongLast(weights));
  const { length } = components;
  if (given.length !== length) {
    const received = `${given.length} weights for ${length} components`;
    throw wrong(
      "A mixture has one weight for each component.",
      received,
      "Put them along the last axis of the weights.",
    );
  }
  const parameters: DistributionParameter[] = [
    given,
    ...(components as readonly ProperDistribution[]).flatMap((component, k) =>
      component.parameters.map((each: DistributionParameter) => ({
        ...each,
        name: `${each.name} of component ${k + 1}`,
      })),
    ),
  ];
  const { support, guarded } = commonSupport(components);
  const logDensity = (x: Node): Node => {
    const logWeights = log(given.node);
    return components
      .map((component, k) => add(guarded(component, x), pick(logWeights, k, -1)))
      .reduce((total, each) => logAddExp(total, each));
  };
  const common = { name: "mixture", parameters, support, logDensity };
  const [first] = components;
  if (first.event === "scalar") {
    const scalars = components as readonly ScalarDistribution[];
    // Places of the numbers of each component.
    const ends = scalars.reduce<number[]>(
      (found, { parameters: own }) => [
        ...found,
        found[found.length - 1] + own.reduce((n, each) => n + numbersOf(each), 0),
      ],
      [length],
    );
    return {
      event: "scalar",
      ...common,
      draw: (random, numbers) => {
        const k = drawCategory(random.uniform(), numbers.slice(0, length));
        return scalars[k].draw(random, numbers.slice(ends[k], ends[k + 1]));
      },
    };
  }
  const arrays = components as readonly ArrayDistribution[];
  const starts = arrays.reduce<number[]>(
    (found, { parameters: own }) => [...found, found[found.length - 1] + own.length],
    [1],
  );
  return {
    event: "array",
    ...common,
    eventShape: first.eventShape,
    drawArray: (random, values, out) => {
      const k = drawCategory(random.uniform(), values[0]);
      arrays[k].drawArray(random, values.slice(starts[k], starts[k + 1]), out);
    },
  };
}

const wrong = (message: string, received: string, hint: string): Error =>
  distributionError(badPart("mixture", message, received, hint));

/** An array of nodes as one node with the elements along the last axis. */
function alongLast(weights: Operand): Node {
  if (!Array.isArray(weights) || (weights as readonly Operand[]).every((each) => typeof each === "number"))
    return asNode(weights, "mixture");
  const nodes = (weights as readonly Operand[]).map((each) => asNode(each, "mixture"));
  const shape = broadcastShapes(...nodes.map((node) => node.shape));
  return stack(
    nodes.map((node) => broadcastTo(node, shape)),
    -1,
  );
}

function numbersOf(parameter: DistributionParameter): number {
  return sizeOf(parameter.node.shape.slice(batchShape(parameter).length));
}

/** The hull of the supports, and the density of a component there: minus infinity outside of its own support. */
function commonSupport(components: readonly ProperDistribution[]): {
  readonly support: Support;
  readonly guarded: (component: ProperDistribution, x: Node) => Node;
} {
  const [first] = components;
  const other = components.find(
    (each) =>
      each.event !== first.event ||
      !sameShape(eventShapeOf(each), eventShapeOf(first)) ||
      (each.support.kind === "whole") !== (first.support.kind === "whole"),
  );
  if (other !== undefined) {
    const received = `${first.name} and ${other.name}`;
    throw wrong(
      "Components are distributions of the same sort and shape.",
      received,
      "Mix counts with counts, vectors with vectors.",
    );
  }
  const plain = (component: ProperDistribution, x: Node): Node => component.logDensity(x);
  if (components.every(({ support }) => sameSupport(support, first.support)))
    return { support: first.support, guarded: plain };
  const ends = components.map(({ support }) => endsOf(support));
  if (first.event === "array" || ends.some((each) => each === undefined)) {
    const received = components.map(({ name }) => name).join(", ");
    throw wrong(
      "Components of different supports must be of numbers, with constant bounds.",
      received,
      "Give them one support.",
    );
  }
  const known = ends as readonly (readonly [number, number])[];
  const [lower, upper] = [Math.min(...known.map(([a]) => a)), Math.max(...known.map(([, b]) => b))];
  return {
    support: first.support.kind === "whole" ? { kind: "whole", lower, upper } : interval(lower, upper),
    guarded: (component, x) => {
      const outside = outsideCount(component.support, x);
      if (outside === undefined) return component.logDensity(x);
      // The density is computed inside even where it does not count, so that its gradient there is a number.
      const inside = select(outside, pointIn(endsOf(component.support)!), x);
      return select(outside, Number.NEGATIVE_INFINITY, component.logDensity(inside));
    },
  };
}

function sameSupport(a: Support, b: Support): boolean {
  if (a.kind !== b.kind) return false;
  const [p, q] = [boundsOf(a), boundsOf(b)];
  const same = (x: Operand | undefined, y: Operand | undefined): boolean =>
    x === y || (x !== undefined && y !== undefined && sameNumber(x, y));
  return same(p.lower, q.lower) && same(p.upper, q.upper);
}

function sameNumber(x: Operand, y: Operand): boolean {
  const value = constantValue(asNode(x));
  return value !== undefined && value === constantValue(asNode(y));
}

/** Constant ends of a support of numbers. */
function endsOf(support: Support): readonly [number, number] | undefined {
  if (support.kind === "real") return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (support.kind === "positive") return [0, Number.POSITIVE_INFINITY];
  const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY } = boundsOf(support);
  const [from, to] = [constantValue(asNode(lower)), constantValue(asNode(upper))];
  return from === undefined || to === undefined || (from === -Infinity && to === Infinity) ? undefined : [from, to];
}

function pointIn([lower, upper]: readonly [number, number]): number {
  if (Number.isFinite(lower) && Number.isFinite(upper)) return (lower + upper) / 2;
  return Number.isFinite(lower) ? lower + 1 : upper - 1;
}
