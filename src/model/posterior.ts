// A compiled model with its data: the density for samplers, and what is reported of positions they visit.

import { type Executable, instantiate } from "../compile/index.ts";
import { sizeOf } from "../graph/index.ts";
import {
  type ChosenQuantities,
  type DensitySource,
  type LogDensity,
  samplerModules,
  type StartingRange,
} from "../sampling/index.ts";
import type { Random } from "../numerics/index.ts";
import { chosenQuantities } from "./chosen.ts";
import { checkedData } from "./data.ts";
import { type DensityPayload, densitySource, makeDensity } from "./density.ts";
import { type ArrayLabels, arraysOf, type DrawsBlock, namesOfArray, type ReportedArray, withColumns } from "./draws.ts";
import type { DataValues, Model } from "./model.ts";
import type { DrawsShape, PointwiseLogLikelihood } from "./pointwise.ts";
import { observationSampler, type ObservedDraws } from "./predictive.ts";
import { type PriorDraws, priorDraws } from "./prior-draws.ts";
import { type CompileOptions, compileProgram, type ModelProgram } from "./program.ts";
import { modelError, wrongPositions } from "../problems/model-problems.ts";
import { startingRange } from "./starting-range.ts";
import { type ParameterValues, unconstrain } from "./unconstrain.ts";

/** One reported number of a draw. */
export interface ReportedElement {
  /** `tau`, `theta[1]`, `decay[TikTok]`. */
  readonly name: string;
  readonly kind: "parameter" | "derived";
  /** Name of the parameter or derived quantity it is an element of. */
  readonly of: string;
  readonly unit?: string;
}

/** Draws in columns, each of `count` numbers. */
export interface ConstrainedDraws {
  readonly count: number;
  /** One for each reported array, parameters first, in the order of the model. */
  readonly blocks: readonly DrawsBlock[];
  /** The same by the name of each element. */
  readonly columns: ReadonlyMap<string, Float64Array>;
  /** Log density of the parameters on the scale of their priors, without Jacobians. */
  readonly logPrior: Float64Array;
  /** The Jacobians the sampler's density has in addition. */
  readonly logJacobian: Float64Array;
  readonly logLikelihood: Float64Array;
}

export interface Posterior {
  readonly program: ModelProgram;
  /** The data by name, checked; in shared memory, not to be changed. */
  readonly data: Readonly<Record<string, Float64Array>>;
  /** Length of the unconstrained vector. */
  readonly dimension: number;
  /** What the unconstrained vector is made of, in order. */
  readonly coordinates: readonly ArrayLabels[];
  /** One for each element of the unconstrained vector, after the parameter it belongs to. */
  readonly coordinateNames: readonly string[];
  /** What `evaluateDraw` writes, in order; then come log prior, log Jacobian and log likelihood. */
  readonly arrays: readonly ReportedArray[];
  /** The same, element by element. */
  readonly reported: readonly ReportedElement[];
  /** How many numbers `evaluateDraw` writes. */
  readonly drawSize: number;
  /** Names of all that is observed, in the order of pointwise log likelihoods. */
  readonly observed: readonly string[];
  /** A density of its own memory, for this thread. */
  density(): LogDensity;
  /** The log density without its gradient, at about half the cost; it may round otherwise. With memory of its own, for this thread. */
  logDensity(): (position: Float64Array) => number;
  /** For worker threads. */
  densitySource(): DensitySource;
  /**
   * Parameters and derived quantities by name, or elements of them (`theta`, `theta[2]`), compiled without all the rest.
   * @throws CarryoverError for a name that the model does not report
   */
  chosen(names: readonly string[]): ChosenQuantities;
  /** Writes `drawSize` numbers. */
  evaluateDraw(position: Float64Array, out: Float64Array): void;
  /**
   * Reported quantities of the first `count` positions that lie one after another in `positions`. Throws a CarryoverError where there are fewer.
   * @param pointwise where the log likelihood of every observation is written too, [rows x observed]
   * @param rowOf row of `pointwise` that a draw goes to, negative for none; default its own number
   */
  constrainDraws(
    positions: Float64Array,
    count: number,
    pointwise?: Float64Array,
    rowOf?: (draw: number) => number,
  ): ConstrainedDraws;
  /** Log likelihood of every observation, in the order of `observed`, at positions that lie draw after draw, chain after chain. */
  pointwiseLogLikelihood(positions: Float64Array, shape: DrawsShape): PointwiseLogLikelihood;
  /** The position at which the parameters have these values. */
  unconstrain(values: ParameterValues): Float64Array;
  /** Draws of parameters, derived quantities and observations from the prior. */
  priorDraws(random: Random, count: number): PriorDraws;
  /** One draw of everything observed for each position; position i uses the sub-stream i of `random`. */
  posteriorPredictive(random: Random, positions: Float64Array, count: number): ObservedDraws;
}

/** Compiles a model and gives it data: `bindModel(compileProgram(model, options), data)`. */
export function compileModel(model: Model, data: DataValues = {}, options: CompileOptions = {}): Posterior {
  return bindModel(compileProgram(model, options), data);
}

/**
 * Gives a compiled model data of its shapes. The data are checked and copied; throws a CarryoverError when they are
 * incomplete, of the wrong length, not finite, or outside the support of what is observed.
 */
export function bindModel(program: ModelProgram, given: DataValues = {}): Posterior {
  const { model } = program;
  const data = checkedData(model, given);
  const coordinateNames = model.coordinates.flatMap(({ elementNames }) => elementNames);
  let starts: StartingRange | undefined;
  const payload = (): DensityPayload => ({
    names: coordinateNames,
    start: (starts ??= startingRange(model, data)),
    program: program.density,
    data,
    sampler: program.density.code.kind === "wasm" ? samplerModules(program.density.team !== undefined) : undefined,
  });
  const dimension = model.coordinates.reduce((total, { input }) => total + sizeOf(input.shape), 0);
  const arrays = [...arraysOf(model.parameters, "parameter"), ...arraysOf(model.derived, "derived")];
  const width = arrays.reduce((total, { size }) => total + size, 0) + 3;
  const observations = model.pointwise.flatMap(({ elementNames }) => elementNames);

  let drawing: Executable | undefined;
  const evaluate = (position: Float64Array): Float64Array => {
    drawing ??= started(program.draw(), data);
    drawing.parameters.set(position);
    drawing.run();
    return drawing.outputs;
  };
  const at = (positions: Float64Array, i: number): Float64Array =>
    positions.subarray(i * dimension, (i + 1) * dimension);
  const checkPositions = (positions: Float64Array, count: number): void => {
    const whole = Number.isInteger(count) && count >= 0;
    if (!whole || positions.length < count * dimension) {
      throw modelError(wrongPositions(whole ? count : undefined, dimension, whole ? positions.length : count));
    }
  };

  return {
    program,
    data,
    dimension,
    coordinates: model.coordinates.map(({ name, labels }) => ({ name, labels })),
    coordinateNames,
    arrays,
    drawSize: width,
    get reported() {
      return arrays.flatMap((array) => reportedElements(array));
    },
    density: () => makeDensity(payload()),
    logDensity() {
      const executable = started(program.logDensity(), data);
      return (position) => {
        executable.parameters.set(position);
        executable.run();
        return executable.outputs[0];
      };
    },
    densitySource: () => densitySource(payload()),
    chosen: (names) => chosenQuantities(program, data, names),
    evaluateDraw(position, out) {
      checkPositions(position, 1);
      const values = evaluate(position);
      for (let j = 0; j < width; j++) out[j] = values[j];
    },
    observed: observations,
    constrainDraws(positions, count, pointwise, rowOf = (draw) => draw) {
      checkPositions(positions, count);
      const blocks = arrays.map((array): DrawsBlock => ({ ...array, values: new Float64Array(array.size * count) }));
      const [logPrior, logJacobian, logLikelihood] = [0, 1, 2].map(() => new Float64Array(count));
      for (let i = 0; i < count; i++) {
        const values = evaluate(at(positions, i));
        let j = 0;
        for (const block of blocks) {
          for (let k = 0; k < block.size; k++) block.values[k * count + i] = values[j++];
        }
        logPrior[i] = values[j];
        logJacobian[i] = values[j + 1];
        logLikelihood[i] = values[j + 2];
        const row = pointwise === undefined ? -1 : rowOf(i);
        if (row >= 0) pointwise!.set(values.subarray(width, width + observations.length), row * observations.length);
      }
      return withColumns({ count, blocks, logPrior, logJacobian, logLikelihood });
    },
    pointwiseLogLikelihood(positions, { chains, draws }) {
      const count = chains * draws;
      checkPositions(positions, count);
      const values = new Float64Array(count * observations.length);
      for (let i = 0; i < count; i++) {
        const outputs = evaluate(at(positions, i));
        values.set(outputs.subarray(width, width + observations.length), i * observations.length);
      }
      return { chains, draws, observations: observations.length, values };
    },
    unconstrain: (values) => unconstrain(model, data, values),
    priorDraws: (random, count) => priorDraws(program, data, random, count),
    posteriorPredictive(random, positions, count) {
      checkPositions(positions, count);
      const executable = started(program.predictive(), data);
      const sampler = observationSampler(model, count);
      for (let i = 0; i < count; i++) {
        executable.parameters.set(at(positions, i));
        executable.run();
        random.seek(i);
        sampler.draw(executable, random, i);
      }
      return sampler.draws;
    },
  };
}

function started(program: Parameters<typeof instantiate>[0], data: Readonly<Record<string, Float64Array>>): Executable {
  const executable = instantiate(program);
  executable.setData(data);
  return executable;
}

function reportedElements({ name: of, kind, labels, unit }: ReportedArray): ReportedElement[] {
  return namesOfArray({ name: of, labels }).map((name) => ({
    name,
    kind,
    of,
    ...(unit === undefined ? {} : { unit }),
  }));
}
