// A model compiled for its shapes: one program for the sampler, one for what is reported of a draw, one for predictions.

import { type Backend, compile, type CompileRequest, type Program } from "../compile/index.ts";
import { describeValue, gradient, type Node, topologicalOrder } from "../graph/index.ts";
import { CarryoverError } from "../problems/problem.ts";
import { wrongSetting } from "../problems/setting-problems.ts";
import { checkOptionNames, runSettings } from "../settings/index.ts";
import { modelError, notAModel } from "../problems/model-problems.ts";
import type { Model } from "./model.ts";

export interface CompileOptions {
  /**
   * `wasm` (default): WebAssembly. `wasm-fma`: the same with fused multiply-adds, for Node 22 and newer: faster, other draws for the same
   * seed. `javascript`: the readable reference.
   */
  readonly backend?: Backend;
}

/** Holds no data: it serves every data set of the same shapes. */
export interface ModelProgram {
  readonly model: Model;
  readonly backend: Backend;
  /** Outputs: log density, then the gradient in the order of the unconstrained vector. */
  readonly density: Program;
  /** Output: the log density alone. */
  logDensity(): Program;
  /** Outputs: parameters, derived quantities, log prior, log Jacobian, log likelihood, pointwise log likelihood. */
  draw(): Program;
  /** Outputs: the parameters of the distributions of the observations. */
  predictive(): Program;
}

/** Compiles the density now and the other programs when they are first asked for. */
export function compileProgram(model: Model, options: CompileOptions = {}): ModelProgram {
  if (!("coordinates" in model && "logDensity" in model)) {
    throw modelError(notAModel(describeValue(model), "build" in (model as object)));
  }
  checkOptionNames("compileProgram", options, { backend: true });
  const backend = options.backend ?? "wasm";
  const { choices } = runSettings.backend;
  if (!choices.includes(backend)) {
    const hint =
      'The default is "wasm"; "wasm-fma" is faster where Node has relaxed SIMD; "javascript" is the readable reference.';
    const wanted = `one of ${choices.map((choice) => `"${choice}"`).join(", ")}`;
    throw new CarryoverError([wrongSetting("compileProgram", "backend", wanted, String(backend), hint)]);
  }
  const inputs = model.coordinates.map(({ input }) => input);
  return {
    model,
    backend,
    density: compile(densityRequest(model), backend, true),
    logDensity: once(() => compileFor(inputs, backend, [{ name: "log density", node: model.logDensity }])),
    draw: once(() => compileFor(inputs, backend, drawOutputs(model))),
    predictive: once(() => compileFor(inputs, backend, observationOutputs(model))),
  };
}

/** The log density of a model, then its gradient in the order of the unconstrained vector, with the data they depend on. */
export function densityRequest(model: Model): CompileRequest {
  const inputs = model.coordinates.map(({ input }) => input);
  const gradients = gradient(model.logDensity, inputs);
  return requestFor(inputs, [
    { name: "log density", node: model.logDensity },
    ...model.coordinates.map(({ name }, i) => ({ name: `gradient of ${name}`, node: gradients[i] })),
  ]);
}

interface NamedOutput {
  readonly name: string;
  readonly node: Node;
}

/** Compiles with the data that the outputs depend on. */
export function compileFor(parameters: readonly Node[], backend: Backend, outputs: readonly NamedOutput[]): Program {
  return compile(requestFor(parameters, outputs), backend);
}

function requestFor(parameters: readonly Node[], outputs: readonly NamedOutput[]): CompileRequest {
  const data = topologicalOrder(outputs.map(({ node }) => node)).filter(
    (node) => node.kind === "input" && node.role === "data",
  );
  return { parameters, data, outputs };
}

function drawOutputs(model: Model): NamedOutput[] {
  return [
    ...model.parameters.map(({ name, node }) => ({ name: `parameter ${name}`, node })),
    ...model.derived.map(({ name, node }) => ({ name: `derived ${name}`, node })),
    { name: "log prior", node: model.logPrior },
    { name: "log Jacobian", node: model.logJacobian },
    { name: "log likelihood", node: model.logLikelihood },
    ...model.pointwise.map(({ name, pointwise }) => ({ name: `pointwise ${name}`, node: pointwise })),
  ];
}

/** The parameters of each observation's distribution, under names that `observationOutput` gives. */
export function observationOutputs(model: Model, through: (node: Node) => Node = (node) => node): NamedOutput[] {
  return model.observations.flatMap(({ name, distribution }) =>
    distribution.parameters.map((parameter) => ({
      name: observationOutput(name, parameter.name),
      node: through(parameter.node),
    })),
  );
}

export const observationOutput = (observation: string, parameter: string): string => `${observation}: ${parameter}`;

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
