// Differential equations: the right-hand side is traced once, solved with error control, and differentiated by forward sensitivities.

import { carryChangesShape, nestedLoop, odeOption, odeReturns, odeTimes } from "../problems/graph-problems.ts";
import { graphError } from "../problems/shape-problems.ts";
import { closeOver } from "./capture.ts";
import { makeNode, type Node, type OdeBody, topologicalOrder } from "./node.ts";
import { asNode, type Operand } from "./operands.ts";
import { broadcastTo, concatenate, reshape, slice } from "./operations.ts";
import { formatShape, sameShape, sizeOf } from "./shape.ts";
import { leavesOf, type Nodes, placeholder, type Tree, withLeaves } from "./tree.ts";

/** How exactly an equation is solved. */
export interface OdeOptions {
  /** Largest error of a step as a share of the state. Default 1e-6, as Stan's `ode_rk45`. */
  readonly relativeTolerance?: number;
  /** Largest error of a step as a number, for states near zero. Default 1e-6, as Stan's `ode_rk45`. */
  readonly absoluteTolerance?: number;
  /**
   * Steps after which a solution is given up: it is NaN, and a sampler rejects the parameters that led there; the verdict says how many were.
   * Default 100,000.
   */
  readonly maxSteps?: number;
}

const defaults = { relativeTolerance: 1e-6, absoluteTolerance: 1e-6, maxSteps: 100_000 } as const;

/**
 * The solution of an initial value problem at `times`: `system(state, time)` gives the derivative of the state by time, for a state that is one
 * tensor, or a list or record of tensors. The result has the form of the state, each tensor with the times as a new first axis.
 *
 *     const { prey, predators } = ode(
 *       ({ prey, predators }) => ({
 *         prey: prey.mul(subtract(alpha, predators.mul(beta))),
 *         predators: predators.mul(prey.mul(delta).sub(gamma)),
 *       }),
 *       { prey: prey0, predators: predators0 },
 *       0,
 *       years,
 *     );
 *
 * Parameters, data and constants of the model are simply used in the system, which is called once, with placeholders. Steps are those of
 * Dormand and Prince (1980), of order 5, each held to the tolerances; they end at every one of the times. The gradient solves the
 * equations of the sensitivities to the initial state and the parameters together with the state, under the same control of errors
 * (Stan does the same): one equation for each state and each number that is differentiated by, which pays for up to some dozens of these.
 * WebAssembly and JavaScript solve equations; WebGPU and TensorFlow.js refuse to compile a model that has one.
 *
 * @param startTime the time of the initial state, a number or data
 * @param times ascending, none before `startTime`; numbers or data, [times]
 * @throws CarryoverError for times that are parameters or do not ascend, tolerances that are not positive, or a derivative of another shape than the state
 */
export function ode<const S extends Tree>(
  system: (state: Nodes<S>, time: Node) => Tree,
  initial: S,
  startTime: Operand,
  times: Operand,
  options: OdeOptions = {},
): Nodes<S> {
  const settings = { ...defaults, ...options };
  for (const [name, value] of Object.entries(settings)) {
    if (!(name in defaults)) throw graphError(odeOption(name, "unknown", Object.keys(defaults)));
    const right = name === "maxSteps" ? Number.isInteger(value) && value > 0 : Number.isFinite(value) && value > 0;
    if (!right) throw graphError(odeOption(name, String(value), Object.keys(defaults)));
  }
  const [t0, ts] = [asNode(startTime, "ode"), asNode(times, "ode")];
  checkTimes(t0, ts);
  const starts = leavesOf(initial);
  const state = placeholder("state", [starts.reduce((total, { node }) => total + sizeOf(node.shape), 0)]);
  const time = placeholder("time", []);
  const shapes = starts.map(({ node }) => node.shape);
  const derivatives = leavesOf(system(withLeaves(initial, parts(state, shapes, [])) as Nodes<S>, time));
  const found = new Map(derivatives.map((leaf) => [leaf.path, leaf.node]));
  if (found.size !== starts.length || starts.some(({ path }) => !found.has(path))) {
    const names = (leaves: typeof starts): string[] => leaves.map(({ path }) => `state${path}`);
    throw graphError(odeReturns(names(starts), names(derivatives)));
  }
  const ordered = starts.map(({ path, node }) => {
    const derivative = found.get(path)!;
    if (derivative.shape.length > 0 || node.shape.length === 0) {
      if (!sameShape(derivative.shape, node.shape))
        throw graphError(carryChangesShape("ode", `state${path}`, node.shape, derivative.shape));
    }
    return broadcastTo(derivative, node.shape);
  });
  const { results, captured } = closeOver([joined(ordered)], [state, time]);
  if (topologicalOrder(results).some(({ kind }) => kind === "ode")) throw graphError(nestedLoop("ode"));
  const solution = makeOde(
    { time, state, captured: captured.map(({ inside }) => inside), derivative: results[0]!, ...settings },
    [joined(starts.map(({ node }) => node)), t0, ts, ...captured.map(({ outside }) => outside)],
  );
  return withLeaves(initial, parts(solution, shapes, [ts.shape[0]!])) as Nodes<S>;
}

function checkTimes(start: Node, times: Node): void {
  if (start.shape.length !== 0) throw graphError(odeTimes(`a start of shape ${formatShape(start.shape)}`));
  if (times.shape.length !== 1) throw graphError(odeTimes(`times of shape ${formatShape(times.shape)}`));
  for (const node of topologicalOrder([start, times])) {
    if (node.kind === "input" && node.role === "parameter")
      throw graphError(odeTimes(`times that depend on ${node.name}`));
  }
  if (times.kind !== "constant") return;
  const known = [...(start.kind === "constant" ? start.values : []), ...times.values];
  const at = known.findIndex((value, i) => !Number.isFinite(value) || (i > 0 && value < known[i - 1]!));
  if (at >= 0) throw graphError(odeTimes(at === 0 ? String(known[0]) : `${known[at - 1]}, then ${known[at]}`));
}

/** All elements of several nodes, one after another. */
function joined(nodes: readonly Node[]): Node {
  return concatenate(
    nodes.map((node) => reshape(node, [sizeOf(node.shape)])),
    0,
  );
}

/** Nodes of these shapes out of the last axis of `whole`, behind its `leading` axes. */
function parts(whole: Node, shapes: readonly (readonly number[])[], leading: readonly number[]): Node[] {
  let next = 0;
  return shapes.map((shape) => {
    const start = next;
    next += sizeOf(shape);
    return reshape(slice(whole, leading.length, start, next), [...leading, ...shape]);
  });
}

/** An ode node; inputs are the initial state, its time, the times and what is captured. */
export function makeOde(body: OdeBody, inputs: readonly Node[]): Node & { readonly kind: "ode" } {
  const shape = [inputs[2]!.shape[0]!, body.state.shape[0]!];
  return makeNode({ kind: "ode", body, inputs, shape }) as Node & { kind: "ode" };
}
