// The maximum a posteriori point of the fit's own model.
//
// The mode depends on the metric. This is the mode of the density over the parameters that priors and reports speak of (without
// the Jacobians of the sampling coordinates, as Stan's optimizing has it): the sampling coordinates are the engine's choice, and what is
// compared with the posterior should not follow from it.

import * as g from "../../graph/index.ts";
import { compileModel, type Model, withGiven } from "../../model/index.ts";
import { namesOfElements } from "../../mmm/axes/index.ts";
import { mediaMixModel, modelData, reportedDraws } from "../../mmm/fit/index.ts";
import { executableOf, parameterMatrix, thinned } from "../../mmm/response/index.ts";
import type { FittedModel } from "../draws/index.ts";
import { type LbfgsResult, minimize, type Objective } from "../../numerics/optimize/index.ts";

export interface MapPoint {
  /** The fit with the mode as its only draw. */
  readonly model: FittedModel;
  /** Log prior plus log likelihood there, in scaled units. */
  readonly logDensity: number;
  /** Whether the optimizer ended where the gradient vanishes or the value no longer changes. */
  readonly settled: boolean;
  /** Starting points, and how many of them led to within 0.01 of the best log density: more than one mode where not all did. */
  readonly starts: number;
  readonly agreeing: number;
}

/** Draws of the posterior that the search starts from. */
const defaultStarts = 4;

/**
 * The highest mode that L-BFGS finds from `starts` draws, evenly taken from the posterior. Undefined for models with unknowns beside
 * their parameters, such as true spend behind noise: the mode over those jointly is no summary of the parameters. Undefined for panels, whose density
 * grows without bound as the spread of a pooled parameter goes to 0.
 */
export function mapPoint(model: FittedModel, starts: number = defaultStarts): MapPoint | undefined {
  const { spec, design, posterior: draws } = model;
  if (spec.latent_spend !== undefined || spec.geos !== undefined) return undefined;
  const made = mediaMixModel(spec, design.weeks);
  const { rewrite, unreached } = withGiven(made, made.parameters);
  if (unreached(made.coordinates.map(({ value }) => rewrite(value))).length > 0) return undefined;
  const data = modelData(design);
  const posterior = compileModel(made, data);
  const objective = negativeLogDensity(made, data);
  const one = { chains: 1, draws: 1 };
  const found: LbfgsResult[] = [];
  for (const i of thinned(draws.count, starts)) {
    found.push(minimize(objective, posterior.unconstrain(valuesOf(made, model, i)), { iterations: 3000 }));
  }
  const best = found.reduce((lowest, each) => (each.value < lowest.value ? each : lowest));
  return {
    model: {
      ...model,
      chains: 1,
      posterior: parameterMatrix(
        spec,
        reportedDraws(posterior.constrainDraws(best.x, 1).blocks, spec, model.data, one).parameters,
      ),
    },
    logDensity: -best.value,
    settled: best.ended === "gradient" || best.ended === "value",
    starts,
    agreeing: found.filter(({ value }) => value - best.value < 0.01).length,
  };
}

/** Minus log prior and log likelihood over the sampling coordinates, without their Jacobian. */
function negativeLogDensity(model: Model, data: Record<string, Float64Array>): Objective {
  const inputs = model.coordinates.map(({ input }) => input);
  const value = g.negate(g.add(model.logPrior, model.logLikelihood));
  const gradients = g.gradient(value, inputs);
  const executable = executableOf({
    parameters: inputs,
    data: model.data.map(({ node }) => node),
    outputs: [
      { name: "value", node: value },
      ...model.coordinates.map(({ name }, i) => ({ name: `gradient of ${name}`, node: gradients[i] })),
    ],
  });
  executable.setData(data);
  return (x, gradient) => {
    executable.parameters.set(x);
    executable.run();
    for (let i = 0; i < gradient.length; i++) gradient[i] = executable.outputs[i + 1];
    return executable.outputs[0];
  };
}

/** Values of the reported parameters at draw `i`, as the model takes them. */
function valuesOf(made: Model, { posterior }: FittedModel, i: number): Record<string, Float64Array> {
  const at = (position: number): number => posterior.values[i * posterior.width + position];
  return Object.fromEntries(
    made.parameters.flatMap(({ name, elementNames }) => {
      const block = posterior.blocks.find((each) => each.name === name);
      if (block === undefined) return [];
      const { start, axes } = block;
      // Fixed elements are not reported; the others keep their order.
      const names = namesOfElements(name, axes);
      return [[name, Float64Array.from(elementNames, (element) => at(start + names.indexOf(element)))]];
    }),
  );
}
