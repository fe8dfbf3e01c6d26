// The noise that a release at each epsilon would have, and synthetic tables with noise of that size. It is drawn from seeded random numbers: good
// for studies of synthetic tables, and no protection of anything.

import type { MediaData } from "../../data/panel/index.ts";
import type { FoundNoise } from "../../mmm/specification/index.ts";
import { add, decimalOf, toDecimalNumber, toNumber } from "../../privacy/exact/index.ts";
import {
  calibrate,
  type Mechanism,
  type MechanismName,
  mechanismOf,
  type ScaleKind,
  noiseStandardDeviation,
  type ContributionBounds,
  sensitivityOf,
} from "../../privacy/mechanisms/index.ts";
import type { Random } from "../../numerics/index.ts";

/** What would be released: columns under one bound and one charge. */
export interface TradeoffRelease extends ContributionBounds {
  readonly columns: readonly string[];
  readonly granularity: number;
  readonly mechanism: MechanismName;
  /** For mechanisms that need one. */
  readonly delta?: number;
}

/** Noise of every cell, in the table's own units. */
export interface ReleaseNoise {
  readonly epsilon: number;
  /** 0 for Laplace. */
  readonly delta: number;
  readonly scaleKind: ScaleKind;
  readonly scale: number;
  readonly deviation: number;
}

/** @throws CarryoverError (wrong usage) for an epsilon, delta or bounds that cannot be */
export function releaseNoise(release: TradeoffRelease, epsilon: number, rows: number): ReleaseNoise {
  const { columns, granularity, mechanism, delta } = release;
  const request = { mechanism, epsilon, ...(delta === undefined ? {} : { delta }) } as Mechanism;
  const noise = calibrate(request, sensitivityOf(release, granularity, columns.length * rows));
  const { scaleKind } = mechanismOf(mechanism);
  const scale = toNumber(noise.scale) * granularity;
  const deviation = noiseStandardDeviation({ scaleKind, scale });
  return { epsilon: noise.epsilon, delta: noise.delta, scaleKind, scale, deviation };
}

/** Simulated noise of scale 1 for each column, [column][row]: the same for every epsilon, so that curves differ by its size alone. */
export function unitNoise(release: TradeoffRelease, rows: number, random: Random): readonly Float64Array[] {
  const { simulated } = mechanismOf(release.mechanism);
  return release.columns.map(() => Float64Array.from({ length: rows }, () => simulated(random)));
}

/** The table as it would be published. */
export function publishedTable(
  data: MediaData,
  { columns, granularity }: TradeoffRelease,
  { scale }: ReleaseNoise,
  noise: readonly Float64Array[],
): MediaData {
  const noised = (column: string, values: Float64Array): Float64Array => {
    const k = columns.indexOf(column);
    if (k < 0) return values;
    return values.map((value, t) => value + Math.round((scale * noise[k][t]) / granularity) * granularity);
  };
  return {
    ...data,
    target: { ...data.target, values: noised(data.target.name, data.target.values) },
    channels: data.channels.map((channel) => ({ ...channel, spend: noised(channel.column, channel.spend) })),
  };
}

/** The description that goes with a published table. */
export function describedNoise({ columns, mechanism }: TradeoffRelease, { scale }: ReleaseNoise): FoundNoise {
  return {
    source: "simulated noise",
    origin: "detected",
    columns: Object.fromEntries(columns.map((column) => [column, { mechanism, scale }])),
  };
}

/** A published table as who does not know of noise takes it: negative spend is none. */
export function withoutNegativeSpend(data: MediaData): MediaData {
  return {
    ...data,
    channels: data.channels.map((channel) => ({ ...channel, spend: channel.spend.map((value) => Math.max(value, 0)) })),
  };
}

/** What releases at each of these would cost together, without errors of binary fractions. */
export function totalEpsilon(epsilons: readonly number[]): number {
  return toDecimalNumber(epsilons.map(decimalOf).reduce(add), "up");
}
