// What the model takes of noisy columns as arrays: noise in scaled units, published spend, and the constants of the coordinates
// that true spend is sampled in.

import { type ColumnNoise, isNormalNoise, noiseOf, type ResolvedSpec, noiseVariance } from "../specification/index.ts";

/** Noise of the target in scaled units, which in a panel are per head; of counts, in counts. */
export interface TargetNoise {
  /** [geo]; one number where the target is not per head. */
  readonly scale: Float64Array;
  /** [geo] The bound that lower values were set to, where they were. */
  readonly lower?: Float64Array;
}

/** Channels with latent spend, in the order of the specification; arrays row-major with time last. */
export interface SpendNoise {
  /** Positions among the channels. */
  readonly members: readonly number[];
  /** [member][geo] in scaled spend, which in a panel is per head. */
  readonly scale: Float64Array;
  readonly lower: Float64Array;
  /** [member][geo][week] scaled spend as it was published. */
  readonly published: Float64Array;
  /** [member] Location and scale of the log of true spend, by moments: the origin of the coordinates. */
  readonly location: Float64Array;
  readonly logScale: Float64Array;
  /** The coordinates of the true spend of each geo and week. */
  readonly cells: CellConstants;
}

/** [member][geo][week] See `latentSpend` for what they are constants of. */
export interface CellConstants {
  readonly kink: Float64Array;
  readonly width: Float64Array;
  readonly middle: Float64Array;
  readonly pull: Float64Array;
  readonly lean: Float64Array;
  readonly stretch: Float64Array;
  readonly relative: Float64Array;
}

/** How a value of the table is distributed around the true one. */
export type NoiseKind = "laplace" | "laplace sum" | "normal";

export function noiseKind(noise: ColumnNoise): NoiseKind {
  if (isNormalNoise(noise)) return "normal";
  return noise.cells_summed === 1 ? "laplace" : "laplace sum";
}

/** Scale of a noise of its kind: b of one cell, or the standard deviation of the whole where it counts as normal. */
export function kindScale(noise: ColumnNoise): number {
  return noiseKind(noise) === "normal" ? Math.sqrt(noiseVariance(noise)) : noise.scale;
}

interface Scale {
  readonly location: number;
  readonly scale: number;
}

/** @param people [geo] whom a value is of, where the scaled target is per head of them; by default it is not */
export function targetNoise(
  spec: ResolvedSpec,
  { location, scale }: Scale,
  people: Float64Array = Float64Array.of(1),
): TargetNoise | undefined {
  const noise = noiseOf(spec, spec.target);
  if (noise === undefined) return undefined;
  const { clip } = noise;
  const own = { scale: people.map((count) => kindScale(noise) / count / scale) };
  return clip === "none" ? own : { ...own, lower: people.map((count) => (clip.lower / count - location) / scale) };
}

/** The cells of a table: of a panel whom spend is of, and where there are rows. */
export interface CellsOfTable {
  readonly weeks: number;
  /** [geo] */
  readonly people: Float64Array;
  /** [geo][week] 1 where there is a row, else 0; all of a national table. */
  readonly hasRow?: Float64Array;
}

/**
 * @param spend [channel][geo][week] in the table's own unit
 * @param scales of the channels, per head
 */
export function spendNoise(
  spec: ResolvedSpec,
  spend: readonly Float64Array[],
  scales: readonly Scale[],
  { weeks, people, hasRow }: CellsOfTable,
): SpendNoise | undefined {
  const latent = spec.latent_spend?.channels ?? [];
  const members = spec.channels.flatMap(({ column }, i) => (latent.includes(column) ? [i] : []));
  if (members.length === 0) return undefined;
  const geos = people.length;
  const size = geos * weeks;
  const noises = members.map((i): ColumnNoise => {
    const noise = noiseOf(spec, spec.channels[i].column);
    if (noise === undefined) throw new RangeError(`Channel ${spec.channels[i].name} has latent spend and no noise.`);
    return noise;
  });
  const perGeo = (of: (noise: ColumnNoise, k: number, count: number) => number): Float64Array =>
    Float64Array.from(noises.flatMap((noise, k) => Array.from(people, (count) => of(noise, k, count))));
  const published = new Float64Array(members.length * size);
  members.forEach((i, k) => {
    for (let t = 0; t < size; t++) {
      published[k * size + t] = spend[i][t] / people[Math.floor(t / weeks)] / scales[i].scale;
    }
  });
  const scale = perGeo((noise, k, count) => kindScale(noise) / count / scales[members[k]].scale);
  const array = (): Float64Array => new Float64Array(members.length * size);
  const cells: Record<keyof CellConstants, Float64Array> = {
    kink: array(),
    width: array(),
    middle: array(),
    pull: array(),
    lean: array(),
    stretch: array(),
    relative: array(),
  };
  const there = (t: number): boolean => hasRow === undefined || hasRow[t] === 1;
  const moments = members.map((i, k) => {
    const row = published.subarray(k * size, (k + 1) * size);
    // Per head, noise differs between geos: its mean variance over the rows.
    const squares = row.map((_, t) => 1 / people[Math.floor(t / weeks)] ** 2).filter((_, t) => there(t));
    const perHead = squares.reduce((sum, value) => sum + value, 0) / squares.length;
    const known = row.filter((_, t) => there(t));
    return { row, ...logMoments(known, (noiseVariance(noises[k]) * perHead) / scales[i].scale ** 2) };
  });
  noises.forEach((noise, k) => {
    const { row, location, scale: spread } = moments[k];
    const channel = { location, scale: spread };
    const kind = noiseKind(noise);
    for (let t = 0; t < size; t++) {
      // Where there is no row nothing is known beside the channel's level and spread.
      const cell = there(t)
        ? knownCell(
            channel,
            row[t],
            scale[k * geos + Math.floor(t / weeks)],
            kind,
            isClipped(noise, spend[members[k]][t]),
          )
        : cellConstants(channel, location, 0, { mean: location, sd: spread });
      for (const key of Object.keys(cells) as (keyof CellConstants)[]) cells[key][k * size + t] = cell[key];
    }
  });
  return {
    members,
    scale,
    lower: perGeo(({ clip }, k, count) => (clip === "none" ? 0 : clip.lower / count / scales[members[k]].scale)),
    published,
    location: Float64Array.from(moments, ({ location }) => location),
    logScale: Float64Array.from(moments, (each) => Math.log(each.scale)),
    cells,
  };
}

function isClipped({ clip }: ColumnNoise, spend: number): boolean {
  return clip !== "none" && spend <= clip.lower;
}

/** The coordinates of a cell whose spend was published. @param scale of the noise */
function knownCell(
  channel: { readonly location: number; readonly scale: number },
  published: number,
  scale: number,
  kind: NoiseKind,
  clipped: boolean,
): Record<keyof CellConstants, number> {
  const logNoise = (x: number): number => noiseTerm(kind, (published - x) / scale, clipped);
  // Only one Laplace has a kink.
  const slope = kind === "laplace" && !clipped ? published / scale : 0;
  const posterior = logPosterior(channel.location, channel.scale, logNoise);
  return cellConstants(channel, Math.log(published), slope, posterior);
}

/** Slopes of the noise's log density, per posterior deviation, below which its kink does not disturb. */
const leastKink = 0.05;

/** Location and scale of the log of true spend from mean and variance of what was published, with noise of this variance. */
function logMoments(row: Float64Array, noise: number): { location: number; scale: number } {
  let mean = 0;
  for (const value of row) mean += value / row.length;
  let variance = 0;
  for (const value of row) variance += (value - mean) ** 2 / (row.length - 1);
  const level = Math.max(mean, 1e-3 * Math.sqrt(variance), 1e-300);
  const left = Math.max(variance - noise, 0.01 * variance, 1e-6 * level * level);
  const squared = Math.log1p(left / (level * level));
  return { location: Math.log(level) - squared / 2, scale: Math.sqrt(squared) };
}

/** Log density of a distance between published and true value, in scales of the noise, up to a constant. */
function noiseTerm(kind: NoiseKind, distance: number, clipped: boolean): number {
  // The constants of coordinates need no more than this of a clipped value.
  if (clipped) return Math.min(0, distance);
  return kind === "normal" ? -0.5 * distance * distance : -Math.abs(distance);
}

interface Moments {
  readonly mean: number;
  readonly sd: number;
}

/** Mean and deviation of the log of one week's true spend, given what was published, on a grid over its prior. */
function logPosterior(location: number, scale: number, logNoise: (spend: number) => number): Moments {
  const steps = 400;
  const reach = 5;
  const logWeights = new Float64Array(steps + 1);
  const at = (i: number): number => location + scale * reach * ((2 * i) / steps - 1);
  for (let i = 0; i <= steps; i++) {
    const z = (at(i) - location) / scale;
    logWeights[i] = logNoise(Math.exp(at(i))) - 0.5 * z * z;
  }
  const largest = Math.max(...logWeights);
  const over = (f: (v: number) => number): number => {
    let total = 0;
    for (let i = 0; i <= steps; i++) total += f(at(i)) * Math.exp(logWeights[i] - largest);
    return total;
  };
  const whole = over(() => 1);
  const mean = over((v) => v) / whole;
  const variance = over((v) => (v - mean) ** 2) / whole;
  return { mean, sd: Math.max(Math.sqrt(variance), 1e-3 * scale) };
}

/** Where there is no kink, it is taken to be this many deviations to the left, so far that nothing is bent. */
const far = 40;

/**
 * Constants with which u = 0 is the posterior mean of the log spend v given level and spread of the channel, and du = 1 one posterior
 * deviation, to first order in how level and spread differ from `channel`. As with normal noise of variance n around a normal of
 * variance s^2: the posterior variance is s^2 times w = n / (n + s^2), its mean follows the level by w, and the logs of its
 * deviation and of the mean's distance from the level follow log s by w and 2 w.
 */
function cellConstants(
  channel: { readonly location: number; readonly scale: number },
  logPublished: number,
  slope: number,
  { mean, sd }: Moments,
): Record<keyof CellConstants, number> {
  const bends = slope * sd > leastKink;
  const kink = bends ? logPublished : mean - sd * (far - Math.LN2);
  const width = bends ? 1 / slope : sd;
  const offset = unbent((mean - kink) / width);
  const middle = unbent((channel.location - kink) / width);
  // dz / dv at the mean.
  const steepness = (1 + Math.exp(-Math.abs(offset))) / width;
  const relative = Math.min(1, (sd / channel.scale) ** 2);
  return {
    kink,
    width,
    middle,
    pull: relative * steepness,
    lean: offset - middle,
    stretch: sd * steepness,
    relative,
  };
}

/** The z with bent(z) = y; see `latentSpend`. */
function unbent(y: number): number {
  const size = Math.abs(y) + Math.LN2;
  return Math.sign(y) * (size + Math.log(-Math.expm1(-size)));
}
