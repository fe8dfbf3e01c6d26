// What stands between the expected target and the one in the table: the likelihood, with the noise that the target was published with.

import { normal, type ScalarDistribution, studentT } from "../../distributions/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import type { ModelBuilder } from "../../model/index.ts";
import { along, mapped, type OnAxes, onAxes, plus } from "../axes/index.ts";
import type { TargetUnits } from "../coordinates/index.ts";
import {
  type Cells,
  countDistribution,
  type CountUnits,
  integratedWeeks,
  noisyLikelihood,
  overdispersionUnit,
} from "../likelihood/index.ts";
import { type ColumnNoise, noiseOf, type ResolvedSpec } from "../specification/index.ts";
import type { CellsOfModel } from "./cells-of-panel.ts";
import { errorSize } from "./error-size.ts";
import { plainParameter } from "./pooled.ts";

export interface ObservedTarget {
  readonly builder: ModelBuilder;
  readonly spec: ResolvedSpec;
  readonly cells: Cells;
  readonly seen: CellsOfModel;
  readonly units: TargetUnits;
  /** Standard deviation of the target in its own unit, [1]. */
  readonly targetScale: Node;
  /** Over geo and time, in scaled units. */
  readonly target: OnAxes;
  readonly expected: OnAxes;
}

/** Week effects that are integrated out: what they are normal around, given everything else. */
export interface WeeksDrawnBack {
  /** [time] */
  readonly location: Node;
  readonly deviation: Node;
}

/** Declares the observation of the target around what is expected, week effects included. */
export function observeTarget(given: ObservedTarget): void {
  const { builder, spec, cells, seen, target } = given;
  const isCount = spec.likelihood === "negative_binomial";
  const own = isCount ? countLikelihood(given) : normalLikelihood(given);
  const observed = isCount ? builder.data("target counts", cells.shape) : target.node;
  const known = seen.seen;
  // What is not known says nothing: its part of the likelihood is 1.
  const likelihood =
    known === undefined ? own : { ...own, logDensity: (x: Node): Node => g.multiply(known.node, own.logDensity(x)) };
  builder.observe("target", likelihood, observed, { labels: cells.labels });
}

/** The same without week effects in what is expected: they are integrated out. @param spread of week effects */
export function observeWithoutWeeks(given: ObservedTarget, spread: Node): WeeksDrawnBack {
  const { builder, spec, cells, seen: known, target, expected } = given;
  const { seen } = known;
  if (seen === undefined) throw new RangeError("Week effects are of panels.");
  const residual = onAxes(g.subtract(target.node, expected.node), target.axes);
  const own = mapped(sigmaOf(given), g.square);
  // Normal noise in the target adds its variance.
  const published = noiseOf(spec, spec.target) === undefined ? undefined : onAxes(noiseScale(given), ["geo", "time"]);
  const variance = published === undefined ? own : plus(own, onAxes(g.square(g.sum(published.node, [1])), ["geo"]));
  const { logLikelihood, ofCells, location, deviation } = integratedWeeks(residual, seen, variance, spread);
  builder.potential("target", logLikelihood, { pointwise: ofCells, labels: cells.labels });
  return { location, deviation };
}

/** Sigma through the log of its ratio to the target's standard deviation; where the target has noise, it may be all there is. */
function sigmaOf({ builder, spec, seen, units }: ObservedTarget): OnAxes {
  const mayVanish = noiseOf(spec, spec.target) !== undefined;
  return errorSize(builder, spec, "sigma", { coordinate: "noise", unit: units.sd, mayVanish }, seen.people);
}

/** One number for all, or beside arrays over geo and time. */
function beside(size: OnAxes): Node {
  return size.axes.length === 0 ? size.node : along(size, ["geo", "time"]);
}

/** What is known of the noise that the target was published with: one number, or for each geo where the target is per head. Counts are not. */
function noiseData(name: string, { builder, spec, seen, cells }: ObservedTarget): Node {
  const isPerHead = seen.people !== undefined && spec.likelihood !== "negative_binomial";
  return builder.data(name, isPerHead ? [cells.shape[0], 1] : [1]);
}

function noiseScale(given: ObservedTarget): Node {
  return noiseData("target noise", given);
}

function normalLikelihood(given: ObservedTarget): ScalarDistribution {
  const { builder, spec, cells, expected } = given;
  const sigma = beside(sigmaOf(given));
  const freedom = (): Node => plainParameter(builder, spec, "degrees_of_freedom").node;
  const noise = noiseOf(spec, spec.target);
  if (noise === undefined) {
    return spec.likelihood === "normal" ? normal(expected.node, sigma) : studentT(freedom(), expected.node, sigma);
  }
  const scale = noiseScale(given);
  const bound = boundOf(given, noise);
  return noisyLikelihood({ builder, spec, cells, noise, scale, bound, expected: expected.node, sigma, freedom });
}

/** Where lower values were set to a bound, that bound. */
function boundOf(given: ObservedTarget, { clip }: ColumnNoise): Node | undefined {
  return clip === "none" ? undefined : noiseData("target clipped at", given);
}

function countLikelihood(given: ObservedTarget): ScalarDistribution {
  const { builder, spec, cells, seen, units: target, targetScale, expected } = given;
  const { people } = seen;
  const units: CountUnits = {
    location: builder.data("target location", [1]),
    scale: targetScale,
    ...(people === undefined ? {} : { people: along(people, ["geo", "time"]) }),
  };
  const coordinates = { coordinate: "rate of the target", unit: overdispersionUnit(target, units), mayVanish: true };
  const overdispersion = beside(errorSize(builder, spec, "overdispersion", coordinates, people));
  const bend = builder.data("bend of the mean", people === undefined ? [1] : [cells.shape[0], 1]);
  const noise = noiseOf(spec, spec.target);
  const published = noise === undefined ? undefined : { noise, scale: noiseScale(given), bound: boundOf(given, noise) };
  return countDistribution({ builder, cells, expected: expected.node, overdispersion, units, bend, published });
}
