// The model builder: parameters, data, likelihood and derived quantities, written in graph operations, put together to a model.

import {
  type AffineForm,
  boundsOf,
  describeSupport,
  type Distribution,
  eventShapeOf,
  insideOrMinusInfinity,
  type ProperDistribution,
  type Support,
  transformTo,
  wrongShapeFor,
} from "../distributions/index.ts";
import {
  add,
  asNode,
  broadcastTo,
  constant,
  dataInput,
  divide,
  log,
  multiply,
  type Node,
  type Operand,
  parameterInput,
  subtract,
  sum,
  topologicalOrder,
  formatShape,
  sameShape,
  type Shape,
} from "../graph/index.ts";
import { dependsOnParameters } from "./dependence.ts";
import { checkDistribution, checkOptions, checkShape } from "./check-arguments.ts";
import { checkParameters, naturalShape } from "./check-parameters.ts";
import { fitModel, priorOfModel } from "./fit.ts";
import type {
  Coordinate,
  DataEntry,
  DrawPrior,
  FitModel,
  Model,
  ModelParts,
  Observation,
  PointwiseTerm,
  PriorTerm,
  Quantity,
} from "./model.ts";
import { substitution } from "./substitute.ts";
import { axisLabels, elementNames, type Labels } from "./names.ts";
import { quote } from "../words/index.ts";
import { duplicateName, emptyName, modelError, shapeMismatch, wrongUse } from "../problems/model-problems.ts";

export interface ArrayOptions {
  /** Extents, outermost axis first; a single number by default, or as large as the distribution's parameters. */
  readonly shape?: Shape;
  /** One label for each element of a vector, or one list for each axis; counted from 1 by default. */
  readonly labels?: Labels;
}

export interface ParameterOptions extends ArrayOptions {
  /**
   * Whether the sampler moves in the parameter itself (the default) or in standardized coordinates:
   * parameter = location + scale * coordinate. Not centered is better for groups that their own data say little about.
   */
  readonly centered?: boolean;
}

export interface DerivedOptions {
  readonly labels?: Labels;
  readonly unit?: string;
}

interface StandardForm extends Omit<AffineForm, "standard"> {
  readonly standard: ProperDistribution;
}

export interface PotentialOptions {
  /**
   * Whether the elements are log likelihoods of single observations; by default they are a prior. Where observations depend on each other: the log
   * density of each given all others, which leave-one-out takes in place of the elements.
   */
  readonly pointwise?: boolean | Operand;
  /** One label for each observation, or one list for each axis. */
  readonly labels?: Labels;
}

/**
 * Builds a model statement by statement; `build` gives the finished model.
 *
 * ```ts
 * const m = new ModelBuilder();
 * const mu = m.parameter("mu", normal(0, 5));
 * const tau = m.parameter("tau", halfCauchy(5));
 * const theta = m.parameter("theta", normal(mu, tau), { shape: [8], centered: false });
 * const y = m.data("y", [8]);
 * const sigma = m.data("sigma", [8]);
 * m.observe("y", normal(theta, sigma), y);
 * const model = m.build();
 * ```
 *
 * Mistakes throw a CarryoverError that names the statement.
 */
export class ModelBuilder {
  private readonly coordinates: Coordinate[] = [];
  private readonly recoveries = new Map<string, Node>();
  private readonly parameters: Quantity[] = [];
  private readonly derived: Quantity[] = [];
  private readonly priors: PriorTerm[] = [];
  private readonly observations: Observation[] = [];
  private readonly pointwise: PointwiseTerm[] = [];
  private readonly dataEntries: DataEntry[] = [];
  /** Names taken, with what took them. */
  private readonly names = new Map<string, string>();
  private readonly termNames = new Map<string, string>();

  /** Scalar addends, as sampled and as reported. */
  private readonly sampledTerms: Node[] = [];
  private readonly priorTerms: Node[] = [];
  private readonly jacobianTerms: Node[] = [];
  private readonly likelihoodTerms: Node[] = [];

  /** A parameter with a prior; returns its value, inside the support of the distribution. */
  parameter(name: string, distribution: Distribution, options: ParameterOptions = {}): Node {
    const where = `parameter ${quote(String(name))}`;
    checkDistribution(where, distribution);
    checkOptions(where, options, ["shape", "labels", "centered"]);
    const shape = options.shape ?? naturalShape(where, distribution);
    checkShape(where, shape);
    this.checkContinuous(where, distribution, shape);
    if (options.centered === false) return this.nonCentered(name, distribution, shape, options.labels);
    const value = this.coordinateOf(name, distribution.support, shape, options.labels, "parameter");
    this.parameters.push(quantity(name, value, options.labels));
    this.addPrior(name, distribution, value, false);
    return value;
  }

  private nonCentered(name: string, distribution: Distribution, shape: Shape, labels: Labels | undefined): Node {
    const where = `parameter "${name}"`;
    const form = standardForm(distribution, shape);
    if (form === undefined) {
      const message = `The distribution ${distribution.name} has no location and scale to take out.`;
      const hint =
        "Leave `centered` out, or use one that has both, such as normal, student_t, multivariate_normal or gaussian_process.";
      throw modelError(wrongUse(where, message, hint));
    }
    const { standard, apply, undo } = form;
    const raw = this.coordinateOf(name, standard.support, shape, labels, "parameter");
    const value = apply(raw);
    const logScale = sum(form.logScale);
    const standardTerm = sum(standard.logDensity(raw));
    this.claim(this.termNames, "prior", name);
    this.parameters.push(quantity(name, value, labels));
    this.priors.push({ name, distribution, node: value });
    // Written for a stand-in first: simplification would look through the value to what it is computed from.
    const standIn = parameterInput(name, shape);
    this.recoveries.set(name, substitution((node) => (node === standIn ? value : undefined))(undo(standIn)));
    this.sampledTerms.push(standardTerm);
    this.priorTerms.push(subtract(standardTerm, logScale));
    this.jacobianTerms.push(logScale);
    return value;
  }

  /**
   * Free coordinates brought into a support, with the Jacobian of that and no prior; returns their value. Not reported: see
   * `define`. For sampling in other coordinates than those that priors and reports speak of.
   */
  coordinate(name: string, support: Support, options: ArrayOptions = {}): Node {
    checkOptions(`coordinate ${quote(String(name))}`, options, ["shape", "labels"]);
    const shape = options.shape ?? [];
    checkShape(`coordinate "${name}"`, shape);
    return this.coordinateOf(name, support, shape, options.labels, "coordinate");
  }

  /**
   * How a coordinate's value follows from parameters that have priors, for prior draws and for initial values given by
   * parameter: the inverse of the `define` that computes the parameter from the coordinate.
   */
  recover(name: string, value: Operand): void {
    const where = `recover "${name}"`;
    const coordinate = this.coordinates.find((candidate) => candidate.name === name);
    const node = asNode(value);
    if (coordinate === undefined) {
      throw modelError(wrongUse(where, "There is no coordinate of this name.", "Declare the coordinate first."));
    }
    if (!sameShape(node.shape, coordinate.value.shape)) {
      const wanted = `The coordinate has shape ${formatShape(coordinate.value.shape)}.`;
      throw modelError(shapeMismatch(where, wanted, formatShape(node.shape), "Give one value for each element."));
    }
    this.recoveries.set(name, node);
  }

  /** A named, reported parameter that is computed; returns the node. */
  define(name: string, value: Operand, options: DerivedOptions = {}): Node {
    return this.report(this.parameters, "parameter", name, value, options);
  }

  /** A quantity that is reported for each draw; returns the node. */
  derive(name: string, value: Operand, options: DerivedOptions = {}): Node {
    return this.report(this.derived, "derived quantity", name, value, options);
  }

  /**
   * The prior of a computed node. `logJacobian` (summed over its elements) is the log of the absolute determinant of
   * d node / d coordinates, where the coordinates are not the node itself. Values outside the support have density zero.
   */
  prior(name: string, distribution: Distribution, node: Node, logJacobian: Operand = 0): void {
    checkDistribution(`prior ${quote(String(name))}`, distribution);
    this.checkContinuous(`prior "${name}"`, distribution, node.shape);
    this.addPrior(name, distribution, node, true);
    const jacobian = sum(logJacobian);
    this.sampledTerms.push(jacobian);
    this.jacobianTerms.push(jacobian);
  }

  /**
   * Any further log density term, summed over its elements. It counts as prior, unless its elements are the log likelihoods of single
   * observations (`pointwise`): then it counts as likelihood, and they are kept for leave-one-out under `name`. What has no distribution
   * has no predictive draws.
   */
  potential(name: string, logDensity: Operand, options: PotentialOptions = {}): void {
    const where = `potential ${quote(String(name))}`;
    checkOptions(where, options, ["pointwise", "labels"]);
    const { pointwise: given = false } = options;
    const density = asNode(logDensity, where);
    const term = sum(density);
    if (given !== false) {
      const pointwise = given === true ? density : asNode(given, where);
      this.claim(this.termNames, "observation", name);
      this.pointwise.push(labeled({ name, pointwise }, pointwise.shape, options.labels));
    } else {
      this.claim(this.termNames, "potential", name);
    }
    this.sampledTerms.push(term);
    (given === false ? this.priorTerms : this.likelihoodTerms).push(term);
  }

  /** Data, whose values are given when the model is bound; returns the node. */
  data(name: string, shape: Shape, options: { readonly labels?: Labels } = {}): Node {
    checkShape(`data ${quote(String(name))}`, shape);
    checkOptions(`data ${quote(String(name))}`, options, ["labels"]);
    this.claim(this.names, "data array", name);
    const node = dataInput(name, shape);
    this.dataEntries.push(labeled({ name, shape, node }, shape, options.labels));
    return node;
  }

  /** A likelihood term: `observed`, data or an array of numbers, has this distribution. Its log likelihood is kept for each observation. */
  observe(
    name: string,
    distribution: ProperDistribution,
    observed: Operand,
    options: { readonly labels?: Labels } = {},
  ): void {
    const where = `observation ${quote(String(name))}`;
    checkDistribution(where, distribution);
    checkOptions(where, options, ["labels"]);
    this.claim(this.termNames, "observation", name);
    const node = asNode(observed, where);
    checkParameters(where, distribution, node.shape);
    const density = distribution.logDensity(node);
    // Data and constants are checked against known bounds when data are given; anything else must be kept inside here.
    const isData = node.kind === "constant" || (node.kind === "input" && node.role === "data");
    const { lower, upper } = boundsOf(distribution.support);
    const boundsMove = [lower, upper].some((bound) => bound !== undefined && dependsOnParameters(asNode(bound)));
    const inside = isData && !boundsMove ? undefined : insideOrMinusInfinity(distribution.support, node);
    const shape = node.shape.slice(0, node.shape.length - eventShapeOf(distribution).length);
    const pointwise = broadcastTo(inside === undefined ? density : add(density, inside), shape);
    const total = sum(pointwise);
    const term = labeled({ name, pointwise }, shape, options.labels);
    const own = sameShape(shape, node.shape) ? term.labels : axisLabels(name, node.shape, undefined);
    this.observations.push(
      labeled({ name, pointwise, distribution, node, observedLabels: own }, shape, options.labels),
    );
    this.pointwise.push(term);
    this.sampledTerms.push(total);
    this.likelihoodTerms.push(total);
  }

  /** The finished model. The builder can go on and build a larger one. */
  build(): Model {
    if (this.coordinates.length === 0) {
      throw modelError(wrongUse("model", "There is nothing to sample.", "Give the model a parameter."));
    }
    checkElements([...this.parameters, ...this.derived]);
    const model: ModelParts = {
      coordinates: this.coordinates.map((coordinate) => {
        const recovery = this.recoveries.get(coordinate.name);
        return recovery === undefined ? coordinate : { ...coordinate, recovery };
      }),
      parameters: [...this.parameters],
      derived: [...this.derived],
      priors: [...this.priors],
      observations: [...this.observations],
      pointwise: [...this.pointwise],
      data: [...this.dataEntries],
      logDensity: total(this.sampledTerms),
      logPrior: total(this.priorTerms),
      logJacobian: total(this.jacobianTerms),
      logLikelihood: total(this.likelihoodTerms),
    };
    checkInputs(model);
    const built: Model = {
      ...model,
      fit: (...given) => fitModel(built, ...given),
      priorDraws: (...given) => priorOfModel(built, ...given),
    };
    return built;
  }

  /** `build().priorDraws(data, options)`: draws from the prior, with what would be observed. */
  priorDraws(...given: Parameters<DrawPrior>): ReturnType<DrawPrior> {
    return this.build().priorDraws(...given);
  }

  /** `build().fit(data, settings)`: samples the posterior and gives all that follows from the draws. */
  fit(...given: Parameters<FitModel>): ReturnType<FitModel> {
    return this.build().fit(...given);
  }

  private coordinateOf(name: string, support: Support, shape: Shape, labels: Labels | undefined, what: string): Node {
    const where = `${what} "${name}"`;
    if (support.kind === "whole") {
      const hint = "Sum over its values by hand, or use a continuous parameter.";
      throw modelError(wrongUse(where, `It is ${describeSupport(support)}, which cannot be sampled.`, hint));
    }
    const wrongShape = wrongShapeFor(support, shape);
    if (wrongShape !== undefined) {
      const message = `It is ${describeSupport(support)}: ${wrongShape}`;
      throw modelError(
        shapeMismatch(where, message, formatShape(shape), "Give its size as the last extent of `shape`."),
      );
    }
    this.claim(this.names, what, name);
    const transform = transformTo(support, shape);
    const free = transform.unconstrainedShape;
    const input = parameterInput(name, free);
    const { value, logJacobian } = transform.constrain(input);
    const own = sameShape(free, shape)
      ? axisLabels(name, shape, labels)
      : freeLabels(axisLabels(name, free, undefined));
    this.coordinates.push({
      name,
      input,
      value,
      support,
      transform,
      labels: own,
      elementNames: elementNames(name, free, own),
    });
    const jacobian = sum(logJacobian);
    this.sampledTerms.push(jacobian);
    this.jacobianTerms.push(jacobian);
    return value;
  }

  private addPrior(name: string, distribution: Distribution, node: Node, checked: boolean): void {
    this.claim(this.termNames, "prior", name);
    this.priors.push({ name, distribution, node });
    const inside = checked ? insideOrMinusInfinity(distribution.support, node) : undefined;
    const terms = distribution.event === "flat" ? [] : [sum(distribution.logDensity(node))];
    if (inside !== undefined) terms.push(sum(inside));
    this.sampledTerms.push(...terms);
    this.priorTerms.push(...terms);
  }

  private report(into: Quantity[], what: string, name: string, value: Operand, options: DerivedOptions): Node {
    checkOptions(`${what} ${quote(String(name))}`, options, ["labels", "unit"]);
    this.claim(this.names, what, name);
    const node = asNode(value);
    into.push(quantity(name, node, options.labels, options.unit));
    return node;
  }

  private checkContinuous(where: string, distribution: Distribution, shape: Shape): void {
    if (distribution.support.kind === "whole") {
      const hint = "Sum over its values by hand, or use a continuous parameter.";
      throw modelError(wrongUse(where, `The distribution ${distribution.name} is over whole numbers.`, hint));
    }
    checkParameters(where, distribution, shape);
  }

  private claim(names: Map<string, string>, what: string, name: string): void {
    if (typeof name !== "string" || name.trim() === "" || name.trim() !== name) throw modelError(emptyName(what));
    const before = names.get(name);
    if (before !== undefined) throw modelError(duplicateName(what, name, before));
    names.set(name, what);
  }
}

/** The standard distribution whose draws `apply` turns into draws of `distribution`, with the log scale of every value. */
function standardForm(distribution: Distribution, shape: Shape): StandardForm | undefined {
  if (distribution.event === "array" && distribution.affine !== undefined) {
    const { affine, eventShape } = distribution;
    return { ...affine, logScale: broadcastTo(affine.logScale, shape.slice(0, shape.length - eventShape.length)) };
  }
  if (distribution.event !== "scalar" || distribution.locationScale === undefined) return undefined;
  const { location, scale, standard } = distribution.locationScale;
  return {
    standard,
    apply: (raw) => add(location, multiply(scale, raw)),
    undo: (value) => divide(subtract(value, location), scale),
    logScale: broadcastTo(log(scale), shape),
  };
}

/** Labels of free numbers that are fewer than the elements they stand for. */
function freeLabels([first, ...rest]: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [first.map((label) => `free ${label}`), ...rest];
}

/** A reported array. */
function quantity(name: string, node: Node, given: Labels | undefined, unit?: string): Quantity {
  return labeled({ name, node, ...(unit === undefined ? {} : { unit }) }, node.shape, given);
}

/** No two elements may have one name. Only brackets and commas in names and labels can make that happen. */
function checkElements(quantities: readonly Quantity[]): void {
  const suspect = quantities.filter(({ name, labels }) => {
    const within = quantities.some((other) => other.name.startsWith(`${name}[`));
    const around = quantities.some((other) => name.startsWith(`${other.name}[`));
    return within || around || (labels.length > 1 && labels.some((axis) => axis.some((label) => label.includes(","))));
  });
  const seen = new Set<string>();
  for (const { name, elementNames: elements } of suspect) {
    for (const element of elements) {
      if (seen.has(element)) throw modelError(duplicateName(`element of "${name}"`, element, "reported quantity"));
      seen.add(element);
    }
  }
}

/** Adds labels along each axis, and names of the elements, which are made when they are first asked for: data of panels have very many. */
function labeled<T extends { readonly name: string }>(
  array: T,
  shape: Shape,
  given: Labels | undefined,
): T & Pick<DataEntry, "labels" | "elementNames"> {
  const labels = axisLabels(array.name, shape, given);
  let names: readonly string[] | undefined;
  return Object.defineProperty({ ...array, labels }, "elementNames", {
    get: () => (names ??= elementNames(array.name, shape, labels)),
    enumerable: true,
  }) as T & Pick<DataEntry, "labels" | "elementNames">;
}

function total(terms: readonly Node[]): Node {
  return terms.reduce((sofar, term) => add(sofar, term), constant(0));
}

/** Everything the model computes must follow from its own coordinates and data. */
function checkInputs(model: ModelParts): void {
  const own = new Set([...model.coordinates.map(({ input }) => input), ...model.data.map(({ node }) => node)]);
  const computed = [
    model.logDensity,
    model.logPrior,
    ...model.coordinates.flatMap(({ recovery }) => recovery ?? []),
    ...[...model.parameters, ...model.derived, ...model.priors].map(({ node }) => node),
    ...model.observations.flatMap(({ distribution }) => distribution.parameters.map(({ node }) => node)),
  ];
  for (const node of topologicalOrder(computed)) {
    if (node.kind !== "input" || own.has(node)) continue;
    const message = "It is used in the model but was not declared by it.";
    throw modelError(
      wrongUse(`${node.role} "${node.name}"`, message, "Make it with the builder's own `parameter` or `data`."),
    );
  }
}
