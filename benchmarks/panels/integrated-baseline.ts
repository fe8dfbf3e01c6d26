// A panel whose intercepts, and where asked slopes of controls and season, are integrated out of the likelihood beside its week effects; for benchmarks/integrated-parts.ts.
//
// With r what media leave of the target, V the covariance of noise and week effects, B the columns of the linear parts and S their scales (spreads over the geos, deviations
// of the priors of centers), so that the parts are B S u with u standard normal,
//
//   log p(r) = log normal(r; 0, V) - sum log L_jj + z' z / 2,   I + S B' V^-1 B S = L L',   L z = S B' V^-1 r.
//
// V^-1 B has one factor for each number of targets in a week, so that products of columns are known from the table, and a gradient forms no matrix of rows by columns.

import * as g from "../../src/graph/index.ts";
import {
  along,
  type AxisName,
  minus,
  type OnAxes,
  onAxes,
  plus,
  mapped,
  sumOver,
  times,
} from "../../src/mmm/axes/index.ts";
import { withLeastSpend } from "../../src/mmm/adstock/index.ts";
import { unitsOf } from "../../src/mmm/coordinates/index.ts";
import { type CellsOfModel, panelCells } from "../../src/mmm/fit/cells-of-panel.ts";
import { coefficients, overChannels } from "../../src/mmm/fit/coefficients.ts";
import type { Design } from "../../src/mmm/fit/design.ts";
import { positiveSize } from "../../src/mmm/fit/error-size.ts";
import { centeringNames, plainParameter, pooledNormal, spreadOf } from "../../src/mmm/fit/pooled.ts";
import { integratedWeeks } from "../../src/mmm/likelihood/index.ts";
import { vectorParameter } from "../../src/mmm/priors/index.ts";
import {
  allParameters,
  axesOf,
  hasPriorsByName,
  isPooled,
  type ParameterName,
  priorOf,
  priorsByName,
  type ResolvedSpec,
} from "../../src/mmm/specification/index.ts";
import {
  adstockParameters,
  channelGroups,
  mediaEffect,
  pressureOf,
  saturationParameters,
  taken,
} from "../../src/mmm/terms/index.ts";
import { type Model, ModelBuilder } from "../../src/model/index.ts";

/** A linear part: a value in common and, where pooled, the deviation of each geo from it. */
interface Part {
  /** [geo][time], of cells with a target; 0 in others. */
  readonly rows: Float64Array;
  /** Of the prior of the value in common, which has mean 0. */
  readonly deviation: number;
  /** Over the geos, one number. */
  readonly spread: g.Node | undefined;
}

export type LinearPart = "intercept" | "control" | "season";

const cellAxes = ["geo", "time"] as const;

export function integratedBaseline(
  spec: ResolvedSpec,
  design: Design,
  which: readonly LinearPart[],
): { readonly model: Model; readonly columns: number } {
  const { weeks, geos, panel } = design;
  if (panel === undefined) throw new Error("The parts of geos are of panels.");
  const builder = new ModelBuilder();
  const cells = panelCells(builder, [geos.length, weeks]);
  const target = onAxes(builder.data("target row", [geos.length, weeks]), cellAxes);
  const units = unitsOf(target, cells.average);
  const withoutMedia = minus(target, mediaOf(builder, spec, design, cells, target));
  const size = (name: "week_spread" | "sigma", coordinate: string, mayVanish: boolean): g.Node =>
    positiveSize(builder, spec, name, priorOf(spec, name), { coordinate, unit: units.sd, mayVanish }).node;
  const common = g.square(size("week_spread", "size of week effects", true));
  const parts = partsOf(builder, spec, design, which);
  const residual = sampledParts(builder, spec, design, which).reduce(minus, withoutMedia);
  const variance = g.square(size("sigma", "noise", false));
  const seen = cells.seen!;
  const { logLikelihood, location } = integratedWeeks(residual, seen, onAxes(variance, []), g.sqrt(common));

  const { products, byCount, counts } = productsOf(parts, panel.hasTarget, geos.length, weeks);
  const scales = g.concatenate(
    parts.flatMap(({ deviation, spread }) => [
      g.constant([deviation]),
      ...(spread === undefined ? [] : [g.broadcastTo(g.reshape(spread, [1]), [geos.length])]),
    ]),
    0,
  );
  const shares = g.divide(common, g.add(variance, g.multiply(common, g.constant(counts))));
  const weighted = g.sum(g.multiply(g.reshape(shares, [counts.length, 1, 1]), byCount), [0]);
  const scaled = g.divide(scales, g.sqrt(variance));
  const told = g.multiply(g.outerProduct(scaled, scaled), g.subtract(products, weighted));
  const columns = scales.shape[0]!;
  const precision = g.add(g.identity(columns), told);
  // V^-1 r, and its products with the columns.
  const weightedResidual = mapped(times(seen, minus(residual, onAxes(location, ["time"]))), (x) =>
    g.divide(x, variance),
  );
  const productsWithResidual = g.concatenate(
    parts.flatMap(({ rows, spread }) => {
      const own = onAxes(g.constant(rows, [geos.length, weeks]), cellAxes);
      const byGeo = sumOver(times(weightedResidual, own), "time").node;
      return [g.reshape(g.sum(byGeo), [1]), ...(spread === undefined ? [] : [byGeo])];
    }),
    0,
  );
  builder.potential(
    "target",
    g.add(g.sum(logLikelihood), integral(precision, g.multiply(scales, productsWithResidual))),
  );
  return { model: builder.build(), columns };
}

/**
 * z' z / 2 - sum log L_jj with L L' = P and L z = c. Its derivatives are v = P^-1 c by c and -(P^-1 + v v') / 2 by P, which take half of what differentiating the factor does.
 */
function integral(precision: g.Node, products: g.Node): g.Node {
  const still = (x: g.Node): g.Node => g.differentiated(x, []);
  const factor = g.cholesky(precision);
  const solved = g.triangularSolve(factor, products);
  const value = g.subtract(g.multiply(0.5, g.sum(g.square(solved))), g.sum(g.log(g.diagonal(factor))));
  const expected = g.triangularSolve(factor, solved, { transposed: true });
  const inverse = g.choleskySolve(factor, g.identity(precision.shape[0]!));
  const byPrecision = g.multiply(-0.5, still(g.add(inverse, g.outerProduct(expected, expected))));
  const moving = g.add(g.sum(g.multiply(still(expected), products)), g.sum(g.multiply(byPrecision, precision)));
  return g.add(still(value), g.subtract(moving, still(moving)));
}

/** What media bring, over geo and time: parameters and coordinates are those of the fitted model. */
function mediaOf(
  builder: ModelBuilder,
  spec: ResolvedSpec,
  design: Design,
  cells: CellsOfModel,
  target: OnAxes,
): OnAxes {
  const [channels, geos] = [spec.channels.length, design.geos.length];
  const media = withLeastSpend(builder.data("media", [channels, geos, design.weeks]));
  const groups = channelGroups(spec);
  const vector = (name: ParameterName, make?: Parameters<typeof vectorParameter>[4]): g.Node =>
    vectorParameter(builder, name, axesOf(name, spec), priorsByName(spec, name), make);
  const ofAdstocks = adstockParameters(builder, spec, groups, vector);
  const pressures = groups.map((group) => pressureOf(spec, group, media, (name) => ofAdstocks[name]));
  const ofCurves = saturationParameters(builder, spec, groups, pressures, vector);
  const values = (name: string): g.Node => ofAdstocks[name] ?? ofCurves[name];
  const curves = groups.map((group, i) =>
    onAxes(mediaEffect(spec, group, pressures[i], values), ["channel", ...cellAxes]),
  );
  const known = { builder, spec, cells, media, latent: [], groups, pressures, values, curves };
  const scales = {
    targetScale: builder.data("target scale", [1]),
    totalSpend: builder.data("total spend", [channels]),
    mediaScale: () => builder.data("media scale", [channels]),
  };
  const means = overChannels(groups, curves, cells.average);
  const coefficient = coefficients({ ...known, ...scales }, means, unitsOf(target, cells.average));
  return groups
    .map((group, i) =>
      sumOver(times({ ...coefficient, node: taken(coefficient.node, group.members) }, curves[i]), "channel"),
    )
    .reduce(plus);
}

/** Effects of controls and season where these are sampled, as in the fitted model. */
function sampledParts(
  builder: ModelBuilder,
  spec: ResolvedSpec,
  design: Design,
  which: readonly LinearPart[],
): readonly OnAxes[] {
  const cells = [design.geos.length, design.weeks];
  const effect = (name: "control" | "season", shape: readonly number[], names: readonly AxisName[]): OnAxes => {
    const axes = axesOf(name, spec);
    const [{ name: axis, labels }] = axes;
    const { overGeos } = allParameters()[name];
    const pooled = overGeos !== undefined && isPooled(name, spec);
    const named = (): OnAxes =>
      onAxes(
        vectorParameter(builder, name, axes, priorsByName(spec, name)),
        axes.map((each) => each.name),
      );
    const plain = (): OnAxes => (hasPriorsByName(name) ? named() : plainParameter(builder, spec, name));
    const value = pooled ? pooledNormal(builder, spec, name, overGeos) : plain();
    const rows = onAxes(builder.data(`${name} rows`, [labels.length, ...shape]), [axis, ...names]);
    return sumOver(times(value, rows), axis);
  };
  return [
    ...(which.includes("control") ? [] : [effect("control", cells, cellAxes)]),
    ...(which.includes("season") ? [] : [effect("season", cells.slice(1), ["time"])]),
  ];
}

/** Intercept, controls and season; spreads over geos are sampled as in the fitted model. */
function partsOf(
  builder: ModelBuilder,
  spec: ResolvedSpec,
  design: Design,
  which: readonly LinearPart[],
): readonly Part[] {
  const { geos, weeks, panel } = design;
  const seen = panel!.hasTarget;
  const all = geos.length * weeks;
  const part = (name: LinearPart, values: ArrayLike<number>, byGeo: boolean): readonly Part[] => {
    if (!which.includes(name)) return [];
    const { overGeos } = allParameters()[name];
    const axes = axesOf(name, spec);
    const labels = axes.find((axis) => axis.name !== "geo")?.labels ?? [name];
    let spread: g.Node | undefined;
    if (overGeos !== undefined && isPooled(name, spec)) {
      const shape = axes.map((axis) => axis.labels.length);
      const found = spreadOf(builder, spec, overGeos, builder.data(centeringNames.precision(name), shape));
      spread = g.broadcastTo(along(found, found.axes), [labels.length]);
    }
    return labels.map((label, k) => {
      const prior = hasPriorsByName(name) ? priorsByName(spec, name)[label] : priorOf(spec, name);
      const { distribution, parameters } = prior;
      if (distribution !== "normal" || parameters[0] !== 0)
        throw new Error(`The prior of ${name} is not normal around 0.`);
      return {
        rows: Float64Array.from(
          { length: all },
          (_, i) => seen[i] * values[byGeo ? k * all + i : k * weeks + (i % weeks)],
        ),
        deviation: Number(parameters[1]),
        spread: spread === undefined ? undefined : g.slice(spread, 0, k, k + 1),
      };
    });
  };
  return [
    ...part("intercept", new Float64Array(weeks).fill(1), false),
    ...part("control", design.terms.control.values, true),
    ...part("season", design.terms.season.values, false),
  ];
}

/**
 * Products of columns over all cells, [columns, columns], and those of their sums over the geos of a week, by the number of targets in the week. Columns are
 * the value in common and then the geos, part after part.
 */
function productsOf(
  parts: readonly Part[],
  seen: Float64Array,
  geos: number,
  weeks: number,
): { readonly products: g.Node; readonly byCount: g.Node; readonly counts: readonly number[] } {
  const columns = parts.flatMap(({ rows, spread }) => [
    rows,
    ...(spread === undefined
      ? []
      : Array.from({ length: geos }, (_, geo) => rows.map((x, i) => (Math.floor(i / weeks) === geo ? x : 0)))),
  ]);
  const sums = columns.map((column) => sumsOver(column, weeks));
  const targets = sumsOver(seen, weeks);
  const counts = [...new Set(targets)].filter((count) => count > 0);
  const size = columns.length;
  const matrix = (vectors: readonly Float64Array[]): number[] =>
    vectors.flatMap((a) => vectors.map((b) => a.reduce((sum, x, i) => sum + x * b[i], 0)));
  const ofCount = (count: number): number[] => matrix(sums.map((sum) => sum.filter((_, t) => targets[t] === count)));
  return {
    products: g.constant(Float64Array.from(matrix(columns)), [size, size]),
    byCount: g.constant(Float64Array.from(counts.flatMap(ofCount)), [counts.length, size, size]),
    counts,
  };
}

/** Over the geos, by week. */
function sumsOver(values: Float64Array, weeks: number): Float64Array {
  const sums = new Float64Array(weeks);
  values.forEach((x, i) => (sums[i % weeks] += x));
  return sums;
}
