// Lane engines of any backend against the float64 twin: graphs and models, several lanes, fits with data of their own.

import type { CompileRequest } from "../../../src/compile/index.ts";
import type { LaneData, LaneEngine } from "../../../src/compile/lanes.ts";
import * as g from "../../../src/graph/index.ts";
import type { Model } from "../../../src/model/index.ts";
import { densityRequest } from "../../../src/model/program.ts";
import { type Case as Graph, fill } from "../../graph/support/cases.ts";
import { positions } from "../../mmm/support/cases.ts";
import { expectAgreement } from "./agreement.ts";
import { makeTwin, type Twin } from "./float32-twin.ts";
import { lanesAt } from "./lanes-of-tests.ts";

export type MakeEngine = (
  request: CompileRequest,
  fits: readonly LaneData[],
  lanesPerFit: number,
) => Promise<LaneEngine>;

const lanesPerFit = 2;
/** Of the box about the origin that positions are drawn from, on the unconstrained scale. */
const radius = 1;

/** Twins by request and fit, so that several backends are held to the same one without making it anew. */
export type Twins = (request: CompileRequest, data: LaneData, fit: number) => Twin;

export function twins(): Twins {
  const made = new Map<CompileRequest, Twin[]>();
  return (request, data, fit) => {
    const own = made.get(request) ?? [];
    made.set(request, own);
    own[fit] ??= remembered(makeTwin(request, data));
    return own[fit];
  };
}

/** Errors by position: they take hundreds of slow runs. */
function remembered(twin: Twin): Twin {
  const known = new Map<string, Float64Array>();
  return {
    exact: twin.exact,
    error(position) {
      const key = Array.from(position).join();
      const error = known.get(key) ?? twin.error(position);
      known.set(key, error);
      return error;
    },
  };
}

/** Holds log density and gradient of every lane to the twin of its fit. */
export async function checkRequest(
  request: CompileRequest,
  fits: readonly LaneData[],
  at: readonly Float32Array[],
  make: MakeEngine,
  twinOf: Twins,
): Promise<void> {
  const engine = await make(request, fits, at.length / fits.length);
  try {
    // Elsewhere at first: nothing may be left over from an earlier call.
    await engine.integrate(lanesAt(at.map((position) => position.map((value) => 0.3 * value))));
    const lanes = lanesAt(at);
    await engine.integrate(lanes);
    at.forEach((_, lane) => {
      const fit = Math.floor((lane * fits.length) / at.length);
      expectAgreement(lanes, lane, twinOf(request, fits[fit]!, fit), engine.name);
    });
  } finally {
    engine.dispose();
  }
}

/** The sum of all elements, each times a parameter of its own: its gradient holds every element and every derivative. */
export function probed({ parameters, data, outputs }: Graph): CompileRequest {
  const weights = outputs.map((node, i) => g.parameterInput(`weight${i}`, node.shape));
  const total = outputs.map((node, i) => g.sum(g.multiply(node, weights[i]!))).reduce((a, b) => g.add(a, b));
  const all = [...weights, ...parameters];
  const gradients = g.gradient(total, all).map((node, i) => ({ name: `gradient ${i}`, node }));
  return { parameters: all, data, outputs: [{ name: "total", node: total }, ...gradients] };
}

/** A graph with data of its own for each of so many fits, at arbitrary positions. */
export function graphLanes(
  request: CompileRequest,
  fits: number,
): { readonly data: LaneData[]; readonly at: Float32Array[] } {
  const dimension = request.parameters.reduce((total, { shape }) => total + g.sizeOf(shape), 0);
  const data = Array.from({ length: fits }, (_, fit) =>
    Object.fromEntries(
      request.data.map((node, i) => [
        node.kind === "input" ? node.name : "",
        fill(g.sizeOf(node.shape), 1 + i + 100 * fit),
      ]),
    ),
  );
  const at = Array.from({ length: fits * lanesPerFit }, (_, lane) => Float32Array.from(fill(dimension, 1 + lane)));
  return { data, at };
}

/** A model's density and gradient with data sets of its shapes. */
export function modelLanes(
  model: Model,
  fits: readonly Readonly<Record<string, ArrayLike<number>>>[],
): { readonly request: CompileRequest; readonly data: LaneData[]; readonly at: Float32Array[] } {
  const request = densityRequest(model);
  const dimension = request.parameters.reduce((total, { shape }) => total + g.sizeOf(shape), 0);
  const data = fits.map((fit) =>
    Object.fromEntries(Object.entries(fit).map(([name, values]) => [name, Float64Array.from(values)])),
  );
  const at = positions(dimension, fits.length * lanesPerFit, radius).map((position) => Float32Array.from(position));
  return { request, data, at };
}
