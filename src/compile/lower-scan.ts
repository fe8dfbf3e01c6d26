// A scan as nests: its steps are a loop around the nests of its body, which read and write the flat value at the place of the step.

import { makeNode, type Node, scanLayout, type Shape, stepResults, stridesOf } from "../graph/index.ts";
import type { Nest, StepLoop } from "./loops.ts";
import { unrollSteps } from "./unroll-steps.ts";
import {
  copyNest,
  type LoopPlaces,
  type LowerStep,
  type LoweringContext,
  stepsOf,
  type Placement,
} from "./placement.ts";

export function lowerScan(
  node: Node & { readonly kind: "scan" },
  places: LoopPlaces,
  context: LoweringContext,
  lowerStep: LowerStep,
): Nest[] {
  const { body } = node;
  const { carries, elements, captured, stacked, reverse } = body;
  const layout = scanLayout(body);
  const depth = context.around.length;
  const loop: StepLoop = { extent: body.length, reverse };

  /** One entry along `axis` of a piece of the value, `ahead` of the step. */
  const entry = ({ start, shape }: { start: number; shape: Shape }, axis: number, ahead: number): Placement => {
    const strides = stridesOf(shape);
    return {
      buffer: places.value.buffer,
      offset: places.value.offset + start + ahead * strides[axis]!,
      strides: strides.toSpliced(axis, 1),
      steps: [...stepsOf(places.value, depth), strides[axis]!],
    };
  };
  const whole = ({ start, shape }: { start: number; shape: Shape }): Placement => ({
    ...places.value,
    offset: places.value.offset + start,
    strides: stridesOf(shape),
  });

  const inputs = new Map<string, Placement>();
  const bind = (placeholder: Node, view: Placement): void => {
    if (placeholder.kind === "input") inputs.set(placeholder.name, view);
  };
  const [before, after] = reverse ? [1, 0] : [0, 1];
  carries.forEach((carry, i) => bind(carry.before, entry(layout.trajectories[i]!, 0, before)));
  elements.forEach(({ node: element, axis }, i) => {
    const view = places.inputs[carries.length + i]!;
    const steps = [...stepsOf(view, depth), view.strides[axis]!];
    bind(element, { ...view, strides: view.strides.toSpliced(axis, 1), steps });
  });
  captured.forEach((placeholder, i) => bind(placeholder, places.inputs[carries.length + elements.length + i]!));

  // A total is added to in place: the sum before the step is where the sum after it will be.
  const totals = body.totals.map((total, i) => {
    const sum = makeNode({ kind: "input", role: "parameter", name: `total ${i}`, inputs: [], shape: total.shape });
    bind(sum, whole(layout.totals[i]!));
    return makeNode({ kind: "binary", function: "add", inputs: [sum, total], shape: total.shape });
  });
  const nodes = [...stepResults(body).slice(0, carries.length + stacked.length), ...totals];
  const views = [
    ...layout.trajectories.map((piece) => entry(piece, 0, after)),
    ...layout.stacked.map((piece, i) => entry(piece, stacked[i]!.axis, 0)),
    ...layout.totals.map(whole),
  ];
  const firstOwn = context.buffers.length;
  const steps = lowerStep(
    inputs,
    nodes.map((result, i) => ({ node: result, view: views[i]! })),
    { ...context, around: [...context.around, loop] },
  );

  const start = [
    ...carries.map((carry, i) => {
      const { steps: moved, ...first } = entry(layout.trajectories[i]!, 0, reverse ? body.length : 0);
      const to = { ...first, steps: moved!.slice(0, depth) };
      return copyNest(places.inputs[i]!, to, carry.before.shape, context.around);
    }),
    ...layout.totals.map((piece) => copyNest(0, whole(piece), piece.shape, context.around)),
  ];
  const own = new Set(context.buffers.slice(firstOwn).filter(({ role }) => role === "scratch"));
  const straight = unrollSteps(steps, own);
  if (straight === undefined) return [...start, ...steps];
  // What only the steps used is in registers now.
  context.buffers.splice(0, context.buffers.length, ...context.buffers.filter((buffer) => !own.has(buffer)));
  return [...start, straight];
}
