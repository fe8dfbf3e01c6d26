// The adjoint of a differential equation: forward sensitivities, solved together with the state.

import { makeNode, type Node, topologicalOrder } from "./node.ts";
import { constant } from "./operands.ts";
import { add, broadcastTo, concatenate, expand, multiply, pick, reshape, select, slice, sum } from "./operations.ts";
import { makeOde } from "./ode.ts";
import type { AdjointsOf } from "./scan-gradient.ts";
import { sizeOf } from "./shape.ts";
import { placeholder } from "./tree.ts";

/** Sensitivities take more steps than the state alone: a solution that was found has its gradient, and only the state is given up. */
const stepsForSensitivities = 10;

/**
 * The adjoint of each input of `node` that is needed. With the state y' = f(y, p) of n numbers, sensitivities S = dy/d(y0, p) follow
 * S' = df/dy S + df/d(y0, p), from the identity by y0 and zero by p; rows of the two Jacobians are gradients of the elements of f.
 * @param masked whether sensitivities by which adjoints of zero are multiplied must not count, whatever they are
 */
export function odeAdjoints(
  node: Node & { readonly kind: "ode" },
  adjoint: Node,
  needed: (input: Node) => boolean,
  adjointsOf: AdjointsOf,
  masked: boolean,
): (Node | undefined)[] {
  const { body } = node;
  const [start, startTime, times, ...outside] = node.inputs as [Node, Node, Node, ...Node[]];
  const n = body.state.shape[0]!;
  const own = needed(start) ? n : 0;
  const moving = body.captured.filter((_, i) => needed(outside[i]!));
  const sizes = moving.map(({ shape }) => sizeOf(shape));
  const columns = sizes.reduce((total, size) => total + size, own);

  // The state of the whole: the state, then each row of the sensitivities.
  const whole = placeholder("state and sensitivities", [n + n * columns]);
  const state = slice(whole, 0, 0, n);
  const rows = reshape(slice(whole, 0, n, n + n * columns), [n, columns]);
  const rowsOfJacobian = Array.from({ length: n }, (_, i): Node => {
    const element = pick(body.derivative, i);
    const found = adjointsOf(new Map([[element, constant(1)]]), [body.state, ...moving]);
    const [byState, ...byCaptured] = found;
    const direct = [
      ...(own === 0 ? [] : [zeros([own])]),
      ...byCaptured.map((each, k) => reshape(broadcastTo(each ?? 0, moving[k]!.shape), [sizes[k]!])),
    ];
    const through = byState === undefined ? [] : [sum(multiply(expand(broadcastTo(byState, [n]), 1), rows), [0])];
    return [concatenate(direct, 0), ...through].reduce((total, part) => add(total, part));
  });
  const derivative = concatenate([body.derivative, ...rowsOfJacobian], 0);
  const sensitive = makeOde(
    {
      ...body,
      maxSteps: Math.min(body.maxSteps * stepsForSensitivities, 2 ** 31 - 1),
      state: whole,
      derivative: substitute(derivative, body.state, state),
    },
    [concatenate([start, sensitivitiesAtStart(n, own, columns)], 0), startTime, times, ...outside],
  );
  // Of each column: what all elements of the solution at all times bring.
  const count = times.shape[0]!;
  const solved = reshape(slice(sensitive, 1, n, n + n * columns), [count, n, columns]);
  const weight = expand(broadcastTo(adjoint, [count, n]), 2);
  const weighted = multiply(weight, solved);
  const total = sum(masked ? select(weight, weighted, 0) : weighted, [0, 1]);
  let next = own;
  const byCaptured = new Map(
    moving.map((inside, k) => {
      const first = next;
      next += sizes[k]!;
      return [inside, reshape(slice(total, 0, first, next), inside.shape)];
    }),
  );
  return [
    own === 0 ? undefined : slice(total, 0, 0, own),
    undefined,
    undefined,
    ...body.captured.map((inside) => byCaptured.get(inside)),
  ];
}

function zeros(shape: readonly number[]): Node {
  return broadcastTo(0, shape);
}

/** The identity by the initial state, and zeros by everything else. */
function sensitivitiesAtStart(n: number, own: number, columns: number): Node {
  const values = new Float64Array(n * columns);
  for (let i = 0; i < own; i++) values[i * columns + i] = 1;
  return constant(values);
}

/** `root` with `by` in the place of `old`. */
function substitute(root: Node, old: Node, by: Node): Node {
  const rebuilt = new Map<Node, Node>();
  for (const node of topologicalOrder([root])) {
    if (node === old) {
      rebuilt.set(node, by);
      continue;
    }
    const inputs = node.inputs.map((input) => rebuilt.get(input)!);
    const same = inputs.every((input, i) => input === node.inputs[i]);
    rebuilt.set(node, same ? node : makeNode({ ...node, inputs }));
  }
  return rebuilt.get(root)!;
}
