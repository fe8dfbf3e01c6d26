// Draws from the prior, ancestor by ancestor, with the quantities and observations that follow from them.

import { arraysOf, type DrawsBlock, withColumns } from "./draws.ts";
import { compileFor, observationOutputs } from "./program.ts";
import { instantiate } from "../compile/index.ts";
import { arraySampler } from "../distributions/index.ts";
import { type Node, topologicalOrder, sizeOf } from "../graph/index.ts";
import type { Random } from "../numerics/index.ts";
import { withGiven } from "./given.ts";
import type { PriorTerm } from "./model.ts";
import { observationSampler, type ObservedDraws } from "./predictive.ts";
import { modelError, noPriorDraw, priorOrder, twoPriors } from "../problems/model-problems.ts";
import type { ModelProgram } from "./program.ts";

export interface PriorDraws {
  readonly count: number;
  /** Parameters and derived quantities. */
  readonly blocks: readonly DrawsBlock[];
  /** The same by the name of each element, one number for each draw. */
  readonly columns: ReadonlyMap<string, Float64Array>;
  /** What would be observed. */
  readonly observed: ObservedDraws;
}

/**
 * `count` draws: every node that has a prior is drawn from it in the order of declaration, given those before; everything
 * else is computed from them, coordinates through their recovery. A prior of a computed node is drawn for that node, so that
 * the draws have the distributions the model speaks of, whatever coordinates the sampler moves in. Potentials do not enter:
 * they have no draws. Draw i uses the sub-stream i of `random`.
 */
export function priorDraws(
  program: ModelProgram,
  data: Readonly<Record<string, Float64Array>>,
  random: Random,
  count: number,
): PriorDraws {
  const { model, backend } = program;
  const drawn = model.priors.filter(({ distribution }) => distribution.event !== "flat");
  const twice = drawn.find(({ node }, k) => drawn.findIndex((other) => other.node === node) < k);
  if (twice !== undefined) throw modelError(twoPriors(twice.name));
  const { inputs, rewrite, unreached } = withGiven(model, drawn);
  checkOrder(drawn, inputs, rewrite);

  const quantities = [...model.parameters, ...model.derived];
  const stages = drawn.map(({ name, distribution }) =>
    distribution.parameters.map((p) => ({ name: `prior ${name}: ${p.name}`, node: rewrite(p.node) })),
  );
  const outputs = [
    ...stages.flat(),
    ...quantities.map(({ name, node }) => ({ name: `quantity ${name}`, node: rewrite(node) })),
    ...observationOutputs(model, rewrite),
  ];
  const missing = unreached(outputs.map(({ node }) => node));
  if (missing.length > 0) throw modelError(noPriorDraw(missing));

  const executable = instantiate(compileFor(inputs, backend, outputs));
  executable.setData(data);
  executable.run();
  const starts: number[] = [];
  inputs.reduce((start, input) => {
    starts.push(start);
    return start + sizeOf(input.shape);
  }, 0);
  const draws = drawn.map(({ distribution, node }, k) => {
    const sampler = distribution.event === "flat" ? undefined : arraySampler(distribution, node.shape);
    const parameters = stages[k].map(({ name }) => executable.output(name));
    const target = executable.parameters.subarray(starts[k], starts[k] + sizeOf(node.shape));
    const follows = stages[k].some((stage) => dependsOn(stage.node, inputs));
    return (): void => {
      if (follows) executable.run();
      sampler?.(random, parameters, target);
    };
  });

  const arrays = [...arraysOf(model.parameters, "parameter"), ...arraysOf(model.derived, "derived")];
  const blocks = arrays.map((array): DrawsBlock => ({ ...array, values: new Float64Array(array.size * count) }));
  const writers = blocks.map(({ name, size, values }) => {
    const view = executable.output(`quantity ${name}`);
    return (i: number): void => {
      for (let k = 0; k < size; k++) values[k * count + i] = view[k];
    };
  });
  const observed = observationSampler(model, count);
  for (let i = 0; i < count; i++) {
    random.seek(i);
    for (const draw of draws) draw();
    executable.run();
    for (const write of writers) write(i);
    observed.draw(executable, random, i);
  }
  return withColumns({ count, blocks, observed: observed.draws });
}

/** Every prior may depend on nodes drawn before it only. */
function checkOrder(drawn: readonly PriorTerm[], inputs: readonly Node[], rewrite: (node: Node) => Node): void {
  drawn.forEach(({ name, distribution }, k) => {
    for (const { node } of distribution.parameters) {
      const reached = new Set(topologicalOrder([rewrite(node)]));
      const late = inputs.findIndex((input, j) => j >= k && reached.has(input));
      if (late >= 0) throw modelError(priorOrder(name, drawn[late].name));
    }
  });
}

function dependsOn(node: Node, inputs: readonly Node[]): boolean {
  const reached = new Set(topologicalOrder([node]));
  return inputs.some((input) => reached.has(input));
}
