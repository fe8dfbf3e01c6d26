// The national media mix model: from a specification to a model over sampling coordinates of the engine's choice.
//
// target[t] = intercept + sum over channels of coefficient * saturation(adstock(media))[t] + terms of the baseline + noise;
// of counts, that is the mean (count-likelihood.ts).
//
// The parameters that priors and reports speak of are not the coordinates that are sampled (coordinates.ts):
// - level: the expected target averaged over the weeks, instead of the intercept below all effects;
// - effect size: how much a channel makes the target vary over the weeks, instead of the ceiling of its curve;
// - half point: half-saturation relative to the stock of advertising that there is at the current decay.

import { real } from "../../distributions/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import { type Model, ModelBuilder } from "../../model/index.ts";
import { withLeastSpend } from "../adstock/index.ts";
import { unitsOf, type TargetUnits } from "../coordinates/index.ts";
import { countData, type Cells } from "../likelihood/index.ts";
import { allCells, type CellsOfModel, panelCells, panelData, valuedCells, worthData } from "./cells-of-panel.ts";
import { centeringData } from "./centering.ts";
import type { Design } from "./design.ts";
import { coefficients, overChannels } from "./coefficients.ts";
import { positiveSize } from "./error-size.ts";
import { experimentEffects } from "./experiment-effects.ts";
import { logDensityOfLifts } from "./experiment-likelihood.ts";
import { plainParameter, pooledAroundZero, pooledNormal } from "./pooled.ts";
import { observeTarget, observeWithoutWeeks } from "./observe-target.ts";
import type { MediaOfModel } from "./returns.ts";
import {
  adstockParameters,
  channelGroups,
  type ChannelValues,
  halfEffects,
  halfLives,
  inOrder,
  mediaEffect,
  type OfChannels,
  pressureOf,
  saturationParameters,
  taken,
} from "../terms/index.ts";
import {
  type AxisName,
  meanOver,
  nation,
  type OnAxes,
  onAxes,
  plus,
  shapeOfAxes,
  sumOver,
  times,
} from "../axes/index.ts";
import {
  effectOf,
  intercept,
  rowAxesOf,
  type Term,
  terms,
  termsBesideBase,
  weekEffects,
} from "../terms/baseline/index.ts";
import { effectParameter } from "./effect-parameters.ts";
import { isLearnedFrom } from "../experiments/index.ts";
import { type LatentSpend, latentSpend, latentSpendData } from "../latent-spend/index.ts";
import { distributionOf, type MakePart, vectorParameter } from "../priors/index.ts";
import {
  axesOf,
  hasPriorsByName,
  isValued,
  isPooled,
  type ParameterName,
  priorOf,
  priorsByName,
  type ResolvedSpec,
} from "../specification/index.ts";

/** Names under which the model derives its quantities, for each channel that has them. */
export const derivedNames = {
  halfSaturation: "weekly half_saturation",
  halfLife: "half_life",
  contribution: "contribution",
  geoContribution: "contribution by geo",
  roi: "roi",
  totalSpend: "total_spend",
  weeklySpend: "weekly spend",
  experiment: "experiment",
  weekLocation: "location of week effects",
  weekDeviation: "deviation of week effects",
} as const;

/** Data of the model as its program takes them. */
export function modelData(design: Design): Record<string, Float64Array> {
  const data: Record<string, Float64Array> = {
    media: design.media,
    "media scale": Float64Array.from(design.mediaScales, ({ scale }) => scale),
    // Organic media have none, and nothing is divided by it.
    "total spend": design.totalSpend.map((spend) => (spend === 0 ? 1 : spend)),
    "target row": design.target,
    "target scale": Float64Array.of(design.targetScale.scale),
    ...design.priors,
  };
  for (const [term, { values }] of Object.entries(design.terms)) if (!needsNoRows(term)) data[rowsName(term)] = values;
  const { counts, targetNoise, spendNoise, panel, returns } = design;
  if (panel !== undefined) Object.assign(data, panelData(panel));
  if (design.centering !== undefined) Object.assign(data, centeringData(design.centering));
  if (design.worth !== undefined) Object.assign(data, worthData(design.worth));
  if (returns !== undefined) Object.assign(data, returns);
  Object.assign(data, design.experiments, design.lifts);
  if (counts !== undefined) Object.assign(data, countData(counts, design.targetScale.location));
  if (targetNoise !== undefined) {
    data["target noise"] = targetNoise.scale;
    if (targetNoise.lower !== undefined) data["target clipped at"] = targetNoise.lower;
  }
  if (spendNoise !== undefined) Object.assign(data, latentSpendData(spendNoise));
  return data;
}

/** The model of `spec` for tables of `weeks` rows; it holds no data, so one program serves every table of the shape. */
export function mediaMixModel(spec: ResolvedSpec, weeks: number): Model {
  return new MediaMixBuilder(spec, weeks).build();
}

/** Axes of media, adstocks and curves. */
const curveAxes: readonly AxisName[] = ["channel", "geo", "time"];

/** Name of the data that a term of the baseline is made from. */
function rowsName(term: string): string {
  return `${term} rows`;
}

function needsNoRows(term: string): boolean {
  return term === intercept.name || terms.find(term)?.withoutRows === true;
}

class MediaMixBuilder {
  private readonly builder = new ModelBuilder();
  private readonly spec: ResolvedSpec;
  private readonly weeks: number;
  private readonly channels: readonly string[];
  private readonly geos: readonly string[];
  /** Of the target: a row of weeks for each geo. */
  private readonly cells: Cells;
  private readonly seen: CellsOfModel;
  private latent: LatentSpend | undefined;
  private scaleNode: Node | undefined;
  private spendNode: Node | undefined;
  private unitNode: Node | undefined;

  constructor(spec: ResolvedSpec, weeks: number) {
    this.spec = spec;
    this.weeks = weeks;
    this.channels = spec.channels.map(({ name }) => name);
    this.geos = spec.geos ?? [nation];
    const weekLabels = Array.from({ length: weeks }, (_, t) => String(t + 1));
    this.cells = { shape: [this.geos.length, weeks], labels: [this.geos, weekLabels] };
    const { shape } = this.cells;
    const seen = spec.geos === undefined ? allCells : panelCells(this.builder, shape);
    this.seen = isValued(spec) ? valuedCells(this.builder, seen, shape) : seen;
  }

  build(): Model {
    const { builder, spec } = this;
    this.latent = latentSpend(builder, spec, this.cells, this.seen.there?.node);
    const media = this.media();
    const target = onAxes(builder.data("target row", this.cells.shape), ["geo", "time"]);

    const groups = channelGroups(spec);
    const vector = (name: ParameterName, make?: MakePart): Node => this.vector(name, make);
    const ofAdstocks = adstockParameters(builder, spec, groups, vector);
    const pressures = groups.map((group) => pressureOf(spec, group, media, (name) => ofAdstocks[name]));
    const ofCurves = saturationParameters(builder, spec, groups, pressures, vector);
    const values: ChannelValues = (name) => ofAdstocks[name] ?? ofCurves[name];
    const curves = groups.map((group, i) => onAxes(mediaEffect(spec, group, pressures[i], values), curveAxes));
    const means = overChannels(groups, curves, this.seen.average);
    const units = unitsOf(target, this.seen.average);
    const ofModel = { builder, spec, cells: this.seen, targetScale: this.targetScale(), totalSpend: this.totalSpend() };
    const mediaScale = (): Node => this.mediaScale();
    const { members: latent = [] } = this.latent ?? {};
    const ofMedia: MediaOfModel = { ...ofModel, mediaScale, media, latent, groups, pressures, values, curves };
    const coefficient = coefficients(ofMedia, means, units);

    /** Expected target without its constant, and the mean of that over the weeks. */
    let effects = onAxes(g.broadcastTo(g.constant(0), this.cells.shape), ["geo", "time"]);
    let meanEffect = sumOver(times(coefficient, means), "channel");
    groups.forEach((group, i) => {
      const height = { ...coefficient, node: taken(coefficient.node, group.members) };
      effects = plus(effects, sumOver(times(height, curves[i]), "channel"));
    });
    const integrated = spec.week_effects_form === "integrated";
    const spread = integrated ? this.weekSpread(units).node : undefined;
    for (const term of termsBesideBase(spec)) {
      if (integrated && term === weekEffects) continue;
      const { effect, mean } = this.term(term, units);
      effects = plus(effects, effect);
      if (mean !== undefined) meanEffect = plus(meanEffect, mean);
    }
    const expected = plus(this.intercept(meanEffect, units), effects);
    const { cells, seen } = this;
    const observed = { builder, spec, cells, seen, units, targetScale: this.targetScale(), target };
    if (spread === undefined) observeTarget({ ...observed, expected });
    else {
      const { location, deviation } = observeWithoutWeeks({ ...observed, expected }, spread);
      const labels = [cells.labels[1]];
      builder.derive(derivedNames.weekLocation, location, { labels });
      builder.derive(derivedNames.weekDeviation, deviation, { labels });
    }
    this.latent?.observe();
    this.observeLifts(media, values, coefficient);

    this.derive(ofMedia, coefficient, means);
    return builder.build();
  }

  // ------------------------------------------------------------------------------------------------------ parameters

  /** A parameter with a prior for each of its channels or controls. */
  private vector(name: ParameterName, make?: MakePart): Node {
    const axes = axesOf(name, this.spec);
    if (axes[0].labels.length === 0) return g.constant(new Float64Array());
    return vectorParameter(this.builder, name, axes, priorsByName(this.spec, name), make);
  }

  /** A parameter with one prior, sampled as it is. */
  private plain(name: ParameterName): OnAxes {
    return plainParameter(this.builder, this.spec, name);
  }

  /** Of week effects that are integrated out: the density depends on its square, and geos may have nothing in common. */
  private weekSpread({ sd }: TargetUnits): OnAxes {
    const { builder, spec } = this;
    const [{ name }] = weekEffects.parameters;
    const coordinates = { coordinate: "size of week effects", unit: sd, mayVanish: true };
    return positiveSize(builder, spec, name, priorOf(spec, name), coordinates);
  }

  /** A parameter of a term of the baseline. */
  private ofTerm(parameter: Term["parameters"][number], before: Readonly<Record<string, OnAxes>>, sd: Node): OnAxes {
    const { builder, spec } = this;
    const { name } = parameter;
    const axes = axesOf(name, spec);
    if ("spread" in parameter) return effectParameter(builder, spec, parameter, before[parameter.spread].node, sd);
    const { overGeos } = parameter;
    if (overGeos !== undefined && isPooled(name, spec)) {
      return pooledNormal(builder, spec, name, overGeos);
    }
    if (!hasPriorsByName(name)) return this.plain(name);
    return onAxes(
      this.vector(name),
      axes.map((axis) => axis.name),
    );
  }

  /** A term of the baseline: its addend in the expected target, and the mean of that over the weeks unless it is zero. */
  private term(term: Term, { sd }: TargetUnits): { readonly effect: OnAxes; readonly mean: OnAxes | undefined } {
    const { builder, spec, weeks } = this;
    const values: Record<string, OnAxes> = {};
    for (const parameter of term.parameters) {
      if (!("spread" in parameter) || parameter.pooled !== true) continue;
      const pooled = pooledAroundZero(builder, spec, parameter);
      values[parameter.spread] = pooled.spread;
      values[parameter.name] = pooled.value;
    }
    for (const parameter of term.parameters) {
      values[parameter.name] ??= this.ofTerm(parameter, values, sd);
    }
    if (term.withoutRows === true) {
      const none = onAxes(g.constant(new Float64Array(weeks).fill(1)), ["time"]);
      const effect = effectOf(term, values, none, spec);
      return {
        effect,
        mean: term.centered === true && spec.geos === undefined ? undefined : this.seen.average(effect),
      };
    }
    const axes = rowAxesOf(term, spec, weeks);
    const rows = onAxes(
      builder.data(rowsName(term.name), shapeOfAxes(axes)),
      axes.map(({ name }) => name),
    );
    const effect = effectOf(term, values, rows, spec);
    if (term.centered === true && this.spec.geos === undefined) return { effect, mean: undefined };
    if (term.effect !== undefined) return { effect, mean: this.seen.average(effect) };
    // The mean of known rows is computed once.
    return { effect, mean: effectOf(term, values, this.seen.average(rows), spec) };
  }

  /**
   * The intercept through the level, so that it need not follow every change of the effects above it:
   * intercept = mean + sd * coordinate - mean effect, in units of the target. Priors that keep to an interval are sampled as they are.
   */
  private intercept(effect: OnAxes, units: TargetUnits): OnAxes {
    const { builder, spec } = this;
    const {
      name,
      parameters: [{ overGeos }],
    } = intercept;
    const prior = priorOf(spec, name);
    const pooled = overGeos !== undefined && isPooled(name, spec) ? overGeos : undefined;
    const isPlain = prior.distribution === "fixed" || distributionOf(prior).support.kind !== "real";
    if (pooled === undefined && isPlain) return this.plain(name);
    const axes = axesOf(name, spec);
    const [labels, shape] = [axes.map((axis) => axis.labels), shapeOfAxes(axes)];
    const { sd } = units;
    const [means, meanEffect] =
      axes.length > 0 ? [units.means.node, effect.node] : [units.mean, meanOver(effect, "geo").node];
    if (pooled !== undefined) {
      const known = { coordinate: "level", origin: g.subtract(means, meanEffect) };
      return pooledNormal(builder, spec, name, pooled, known);
    }
    const level = builder.coordinate("level", real, { shape, labels });
    const value = g.subtract(g.add(means, g.multiply(sd, level)), meanEffect);
    builder.define(name, value, { labels });
    builder.prior(name, distributionOf(prior), value, g.broadcastTo(g.log(sd), shape));
    builder.recover("level", g.divide(g.subtract(g.add(value, meanEffect), means), sd));
    return onAxes(
      value,
      axes.map((axis) => axis.name),
    );
  }

  private targetScale(): Node {
    this.scaleNode ??= this.builder.data("target scale", [1]);
    return this.scaleNode;
  }

  /** Scaled spend of all channels, [channels, geos, weeks]: as in the table, or unknown. */
  private media(): Node {
    const { builder, channels, cells, latent } = this;
    const table = builder.data("media", [channels.length, ...cells.shape]);
    if (latent === undefined) return withLeastSpend(table);
    const known = channels.flatMap((_, i) => (latent.members.includes(i) ? [] : [i]));
    // Before a geo starts nothing is spent.
    const unknown = this.seen.there === undefined ? latent.spend : withLeastSpend(latent.spend);
    if (known.length === 0) return unknown;
    return inOrder([withLeastSpend(taken(table, known)), unknown], [known, latent.members]);
  }

  /** What lift tests would read, and what those say that the model learns from. */
  private observeLifts(media: Node, values: ChannelValues, coefficient: OnAxes): void {
    const { builder, spec } = this;
    const { experiments } = spec;
    if (experiments === undefined) return;
    const targetScale = this.targetScale();
    const data = (name: string, shape: readonly number[]): Node => builder.data(name, shape);
    const expected = experimentEffects({ spec, media, values, coefficient, targetScale, data }, experiments);
    builder.derive(derivedNames.experiment, expected, { labels: experiments.map(({ name }) => name) });
    const learned = experiments.flatMap((test, k) => (isLearnedFrom(test) ? [k] : []));
    if (learned.length === 0) return;
    const own = learned.map((k) => experiments[k]);
    builder.potential("experiments", logDensityOfLifts(own, taken(expected, learned), data));
  }

  // ------------------------------------------------------------------------------------------------------ quantities

  /** Quantities in the table's own units. */
  private derive({ groups, values, curves }: MediaOfModel, coefficient: OnAxes, means: OnAxes): void {
    const { builder, channels, weeks } = this;
    const mediaScale = this.mediaScale();
    const totalSpend = this.totalSpend();
    const targetScale = this.targetScale();
    const labels = ({ members }: OfChannels): string[] => members.map((i) => channels[i]);
    const half = halfEffects(this.spec, groups, values);
    if (half !== undefined) {
      const spend = g.multiply(half.node, taken(mediaScale, half.members));
      builder.derive(derivedNames.halfSaturation, spend, { labels: labels(half) });
    }
    const life = halfLives(this.spec, values);
    if (life !== undefined) builder.derive(derivedNames.halfLife, life.node, { labels: labels(life) });
    const { geos } = this.spec;
    if (geos !== undefined) {
      const perGeo = times(coefficient, overChannels(groups, curves, this.seen.total));
      const brought = g.multiply(perGeo.node, targetScale);
      const whole = g.sum(brought, [1]);
      builder.derive(derivedNames.contribution, whole, { labels: channels });
      const value = isValued(this.spec) ? this.value(coefficient, groups, curves) : whole;
      this.deriveReturns(value, this.spent(totalSpend, mediaScale));
      builder.derive(derivedNames.geoContribution, brought, { labels: [channels, geos] });
      return;
    }
    const perWeek = sumOver(times(coefficient, means), "geo").node;
    const contribution = g.multiply(g.multiply(perWeek, weeks), targetScale);
    builder.derive(derivedNames.contribution, contribution, { labels: channels });
    const value = isValued(this.spec) ? this.value(coefficient, groups, curves) : contribution;
    this.deriveReturns(value, this.spent(totalSpend, mediaScale));
  }

  /** [channels] What contributions are worth. */
  private value(coefficient: OnAxes, groups: MediaOfModel["groups"], curves: MediaOfModel["curves"]): Node {
    const perGeo = times(coefficient, overChannels(groups, curves, this.seen.valued));
    return g.multiply(sumOver(perGeo, "geo").node, this.targetScale());
  }

  /** ROI of the channels that have spend. */
  private deriveReturns(contribution: Node, spent: Node): void {
    const paid = this.spec.channels.flatMap(({ organic }, i) => (organic === true ? [] : [i]));
    if (paid.length === 0) return;
    const roi = g.divide(taken(contribution, paid), taken(spent, paid));
    this.builder.derive(derivedNames.roi, roi, { labels: paid.map((i) => this.channels[i]) });
  }

  private totalSpend(): Node {
    this.spendNode ??= this.builder.data("total spend", [this.channels.length]);
    return this.spendNode;
  }

  private mediaScale(): Node {
    this.unitNode ??= this.builder.data("media scale", [this.channels.length]);
    return this.unitNode;
  }

  /** Spend of each channel over the table: what was spent where that is an unknown, not what was published of it. */
  private spent(totalSpend: Node, mediaScale: Node): Node {
    const { builder, channels, cells, latent } = this;
    if (latent === undefined) return totalSpend;
    const { members, labels, spend } = latent;
    const scale = taken(mediaScale, members);
    const unknown = onAxes(spend, curveAxes);
    const perChannel = onAxes(scale, ["channel"]);
    const { people } = this.seen;
    const whole = people === undefined ? unknown : times(unknown, people);
    const sum = times(sumOver(whole, "geo", "time"), perChannel).node;
    const total = builder.derive(derivedNames.totalSpend, sum, { labels });
    builder.derive(derivedNames.weeklySpend, times(whole, perChannel).node, { labels: [labels, ...cells.labels] });
    const known = channels.flatMap((_, i) => (members.includes(i) ? [] : [i]));
    return known.length === 0 ? total : inOrder([taken(totalSpend, known), total], [known, members]);
  }
}
