// True spend as an unknown: its prior, the coordinates it is sampled in, and what was published of it.
//
// The log of a week's true spend v is sampled through u, with bent(z) = sign(z) (softplus(|z|) - log 2):
//
//   v = kink + width * bent(z),   z = middle + pull * (level - level0) + lean * r^2 + stretch * r * u,   r = (spread / spread0)^relative.
//
// bent turns a logistic variable into a Laplace one. The density of Laplace noise has a kink where the true value is the published
// one; with the kink of the map at the same place and of the same size, the density of u is smooth, as gradient-based sampling
// wants it, and near normal. Where the noise has no kink the map is straight. `relative`, from 0 to 1, says week by week how much of
// what is known of the spend comes from the channel's level and spread (estimated beforehand as level0 and spread0) rather than
// from what was published: near 0 the coordinates are centered, near 1 they are not.

import { autoregressive, laplaceSum, leftCensored, normal, real, type WithCdf } from "../../distributions/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import type { ModelBuilder } from "../../model/index.ts";
import { throughMap } from "../coordinates/index.ts";
import { relativeTo } from "../coordinates/maps/index.ts";
import { type CellConstants, type Cells, type NoiseKind, noiseKind, type SpendNoise } from "../likelihood/index.ts";
import { taken } from "../terms/index.ts";
import { type MakePart, vectorParameter } from "../priors/index.ts";
import {
  axesOf,
  membersOf,
  type ColumnNoise,
  priorsByName,
  noiseOf,
  type ResolvedSpec,
} from "../specification/index.ts";

/** Names of the data of latent spend, with the part of `SpendNoise` that each is. */
const dataNames = {
  scale: "spend noise",
  lower: "spend clipped at",
  published: "published spend",
  location: "spend origin",
  logScale: "spend spread",
} as const;

const cellNames: Readonly<Record<keyof CellConstants, string>> = {
  kink: "spend kink",
  width: "spend width",
  middle: "spend middle",
  pull: "spend pull",
  lean: "spend lean",
  stretch: "spend stretch",
  relative: "spend relative",
};

const cellKeys = Object.keys(cellNames) as (keyof CellConstants)[];

/** Data of latent spend as the program takes them. */
export function latentSpendData(noise: SpendNoise): Record<string, Float64Array> {
  return Object.fromEntries([
    ...(Object.keys(dataNames) as (keyof typeof dataNames)[]).map((key) => [dataNames[key], noise[key]]),
    ...cellKeys.map((key) => [cellNames[key], noise.cells[key]]),
  ]);
}

export interface LatentSpend {
  /** Positions among the channels. */
  readonly members: readonly number[];
  /** Names of those channels. */
  readonly labels: readonly string[];
  /** [members, geos, weeks] scaled. */
  readonly spend: Node;
  /** Declares what was published as an observation; to be called after that of the target. */
  readonly observe: () => void;
}

/**
 * Declares the true spend of the channels that have noise; undefined when none has.
 * @param there of a panel, over geo and time: 1 where there is a row; elsewhere nothing is spent, and nothing was published
 */
export function latentSpend(
  builder: ModelBuilder,
  spec: ResolvedSpec,
  cells: Cells,
  there?: Node,
): LatentSpend | undefined {
  const { latent_spend } = spec;
  if (latent_spend === undefined) return undefined;
  const columns = spec.channels.map(({ column }) => column);
  const members = columns.flatMap((column, i) => (latent_spend.channels.includes(column) ? [i] : []));
  const labels = membersOf("spend_location", spec);
  const count = members.length;
  const perChannel = (name: string): Node => builder.data(name, [count]);
  const shape = [count, ...cells.shape];
  const perWeek = (name: string): Node => builder.data(name, shape);
  /** A number for each channel, or channel and geo, beside an array over channels, geos and weeks. */
  const wide = (node: Node): Node => g.reshape(node, [...node.shape, ...(node.shape.length === 1 ? [1, 1] : [1])]);
  /** Of noise: per head it differs between geos. */
  const ofNoise = (name: string): Node => builder.data(name, there === undefined ? [count] : [count, cells.shape[0]]);
  const origin = perChannel(dataNames.location);
  const spread = perChannel(dataNames.logScale);

  const location = vectorParameter(
    builder,
    "spend_location",
    axesOf("spend_location", spec),
    priorsByName(spec, "spend_location"),
    around(builder, origin, spread),
  );
  const scale = vectorParameter(
    builder,
    "spend_scale",
    axesOf("spend_scale", spec),
    priorsByName(spec, "spend_scale"),
    throughMap(builder, "spread", (those) => relativeTo(taken(spread, those))),
  );
  const name = "true spend";
  const u = builder.coordinate(name, real, { shape, labels: [labels, ...cells.labels] });
  const constants = Object.fromEntries(cellKeys.map((key) => [key, perWeek(cellNames[key])]));
  const map = cellMap(
    constants as Record<keyof CellConstants, Node>,
    wide(g.subtract(location, origin)),
    wide(g.subtract(g.log(scale), spread)),
  );
  const { value: log, logSlope } = map.forward(u);
  const prior = latent_spend.autocorrelated
    ? autoregressive(
        wide(location),
        wide(scale),
        wide(
          vectorParameter(
            builder,
            "spend_autocorrelation",
            axesOf("spend_autocorrelation", spec),
            priorsByName(spec, "spend_autocorrelation"),
          ),
        ),
        cells.shape[1],
      )
    : normal(wide(location), wide(scale));
  builder.prior(name, prior, log, logSlope);
  builder.recover(name, map.inverse(log));

  const spend = there === undefined ? g.exp(log) : g.multiply(there, g.exp(log));
  return {
    members,
    labels,
    spend,
    observe: () => {
      const noises = members.map((i) => noiseOf(spec, columns[i])!);
      const published = perWeek(dataNames.published);
      const scales = ofNoise(dataNames.scale);
      const lower = ofNoise(dataNames.lower);
      const groups = groupsOf(noises);
      for (const { places, noise } of groups) {
        const of = (node: Node): Node => wide(taken(node, places));
        const seen = noised(noise, taken(spend, places), of(scales));
        const what =
          groups.length === 1 ? "published spend" : `published spend of ${places.map((k) => labels[k]).join(", ")}`;
        const own = noise.clip === "none" ? seen : leftCensored(seen, of(lower));
        const known =
          there === undefined ? own : { ...own, logDensity: (x: Node): Node => g.multiply(there, own.logDensity(x)) };
        builder.observe(what, known, taken(published, places), {
          labels: [places.map((k) => labels[k]), ...cells.labels],
        });
      }
    },
  };
}

/** How published values are distributed around the true ones; `scale` is that of `kindScale`. */
function noised(noise: ColumnNoise, truth: Node, scale: Node): WithCdf {
  const make: Readonly<Record<NoiseKind, () => WithCdf>> = {
    laplace: () => laplaceSum(truth, scale, 1),
    "laplace sum": () => laplaceSum(truth, scale, noise.cells_summed),
    normal: () => normal(truth, scale),
  };
  return make[noiseKind(noise)]();
}

/** Channels with noise of one kind. */
function groupsOf(noises: readonly ColumnNoise[]): { places: number[]; noise: ColumnNoise }[] {
  const byKind = new Map<string, { places: number[]; noise: ColumnNoise }>();
  noises.forEach((noise, k) => {
    const kind = noiseKind(noise);
    const key = `${kind} ${kind === "laplace sum" ? noise.cells_summed : ""} ${noise.clip === "none"}`;
    const group = byKind.get(key);
    if (group === undefined) byKind.set(key, { places: [k], noise });
    else group.places.push(k);
  });
  return [...byKind.values()];
}

interface CellMap {
  readonly forward: (u: Node) => { readonly value: Node; readonly logSlope: Node };
  readonly inverse: (value: Node) => Node;
}

/** The map of every week, for level and log spread of the channels relative to where the constants were found. */
function cellMap(cells: Readonly<Record<keyof CellConstants, Node>>, level: Node, logSpread: Node): CellMap {
  const { kink, width, middle, pull, lean, stretch, relative } = cells;
  const logRatio = g.multiply(relative, logSpread);
  const ratio = g.exp(logRatio);
  const center = g.add(g.add(middle, g.multiply(pull, level)), g.multiply(lean, g.square(ratio)));
  const unit = g.multiply(stretch, ratio);
  return {
    forward: (u) => {
      const z = g.add(center, g.multiply(unit, u));
      const size = g.absolute(z);
      const soft = g.softplus(size);
      const bent = g.subtract(soft, Math.LN2);
      // d bent / dz = logistic(|z|), and log logistic(|z|) = |z| - softplus(|z|).
      return {
        value: g.add(kink, g.multiply(width, g.select(g.less(z, 0), g.negate(bent), bent))),
        logSlope: g.add(g.add(g.log(g.multiply(width, stretch)), logRatio), g.subtract(size, soft)),
      };
    },
    inverse: (value) => {
      const y = g.divide(g.subtract(value, kink), width);
      const size = g.add(g.absolute(y), Math.LN2);
      const z = g.add(size, g.log(g.negate(g.expm1(g.negate(size)))));
      return g.divide(g.subtract(g.select(g.less(y, 0), g.negate(z), z), center), unit);
    },
  };
}

/** location = origin + spread * coordinate, where the prior is over all numbers. */
function around(builder: ModelBuilder, origin: Node, logSpread: Node): MakePart {
  return (partName, distribution, array, members) => {
    const name = `level of ${partName}`;
    if (distribution.support.kind !== "real") {
      const value = builder.coordinate(name, distribution.support, array);
      builder.prior(partName, distribution, value);
      return { value, recoverFrom: (values) => (values === value ? undefined : builder.recover(name, values)) };
    }
    const [from, log] = [taken(origin, members), taken(logSpread, members)];
    const value = g.add(from, g.multiply(g.exp(log), builder.coordinate(name, real, array)));
    builder.prior(partName, distribution, value, log);
    return {
      value,
      recoverFrom: (values) => builder.recover(name, g.multiply(g.subtract(values, from), g.exp(g.negate(log)))),
    };
  };
}
