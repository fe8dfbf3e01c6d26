// A differential equation as nests: its right-hand side, run by a solver that has a workspace.

import type { Node } from "../graph/index.ts";
import { workspaceOf } from "../numerics/ode/index.ts";
import type { Buffer, Nest, StepLoop } from "./loops.ts";
import { copyNest, type LoopPlaces, type LoweringContext, type LowerStep, type Placement } from "./placement.ts";
import { unrollSteps } from "./unroll-steps.ts";

export function lowerOde(
  node: Node & { readonly kind: "ode" },
  places: LoopPlaces,
  context: LoweringContext,
  lowerStep: LowerStep,
): Nest[] {
  const { body } = node;
  const [times, states] = node.shape as [number, number];
  const layout = workspaceOf({ states, times });
  const workspace: Buffer = { name: "workspace", role: "scratch", size: layout.size, start: -1 };
  const failures: Buffer = { name: "failures", role: "counter", size: 2, start: -1 };
  context.buffers.push(workspace, failures);
  const inWorkspace = (offset: number, strides: readonly number[] = [1]): Placement => ({
    buffer: workspace,
    offset,
    strides,
  });
  const { relativeTolerance, absoluteTolerance, maxSteps } = body;
  const { buffer, offset } = places.value;
  const loop: StepLoop = {
    extent: 1,
    reverse: false,
    solver: {
      problem: { states, times, relativeTolerance, absoluteTolerance, maxSteps },
      workspace,
      solution: { buffer, offset },
      failures,
    },
  };
  const [start, startTime, at, ...captured] = places.inputs as [Placement, Placement, Placement, ...Placement[]];
  const inputs = new Map<string, Placement>();
  const bind = (placeholder: Node, place: Placement): void => {
    if (placeholder.kind === "input") inputs.set(placeholder.name, place);
  };
  bind(body.time, inWorkspace(layout.time, []));
  bind(body.state, inWorkspace(layout.state));
  body.captured.forEach((placeholder, i) => bind(placeholder, captured[i]!));
  const firstOwn = context.buffers.length;
  const result = { node: body.derivative, view: inWorkspace(layout.derivative) };
  const nests = lowerStep(inputs, [result], { ...context, around: [...context.around, loop] });
  const begin = [
    copyNest(start, inWorkspace(layout.current), [states], context.around),
    copyNest(startTime, inWorkspace(layout.startTime, []), [], context.around),
    copyNest(at, inWorkspace(layout.times), [times], context.around),
  ];
  const own = new Set(context.buffers.slice(firstOwn).filter(({ role }) => role === "scratch"));
  const straight = unrollSteps(nests, own);
  if (straight === undefined) return [...begin, ...nests];
  context.buffers.splice(0, context.buffers.length, ...context.buffers.filter((each) => !own.has(each)));
  return [...begin, straight];
}
