// A smooth trend: a Gaussian process over time, approximated by sines that are zero at a boundary outside of the table.
// Source: Riutort-Mayol, Buerkner, Andersen, Solin and Vehtari (2022), "Practical Hilbert space approximate Bayesian Gaussian processes".

import * as g from "../../../graph/index.ts";
import type { Node } from "../../../graph/index.ts";
import { onAxes, sumOver, times } from "../../axes/index.ts";
import { positiveLine, realLine } from "../../parameters/index.ts";
import { continueProcess } from "./continue-process.ts";
import type { Continuation, Term, TermModel } from "./term.ts";
import { type TrendKernel, type SmoothTrend, type Trend, trendOf } from "./trend-kinds.ts";

interface KernelRecord {
  /** Of c = max(a l / S, 1.2) and m = ceil(b c / (l / S)), with S half of the rows. */
  readonly rule: readonly [a: number, b: number];
  /** Spectral density at frequency w for a size of 1: alpha^2 times it is that of any size. */
  readonly density: (length: Node, squaredFrequency: Node) => Node;
  /** Correlation at a distance in length scales, of which the density is the Fourier transform. */
  readonly correlation: (distance: number) => number;
}

/** (4^nu-like constants of) Matern kernels: density = factor / l^power (2 nu / l^2 + w^2)^-(nu + 1/2). */
function matern(factor: number, twoNu: number): KernelRecord["density"] {
  return (length, squared) => {
    const inner = g.add(g.divide(twoNu, g.square(length)), squared);
    // In logarithms, so that short and long lengths keep their digits.
    const log = g.subtract(
      g.subtract(Math.log(factor), g.multiply(twoNu, g.log(length))),
      g.multiply((twoNu + 1) / 2, g.log(inner)),
    );
    return g.exp(log);
  };
}

export const kernels: Readonly<Record<TrendKernel, KernelRecord>> = {
  matern32: {
    rule: [4.5, 3.42],
    density: matern(4 * 3 ** 1.5, 3),
    correlation: (distance) => (1 + Math.sqrt(3) * distance) * Math.exp(-Math.sqrt(3) * distance),
  },
  matern52: {
    rule: [4.1, 2.65],
    density: matern((16 / 3) * 5 ** 2.5, 5),
    correlation: (distance) =>
      (1 + Math.sqrt(5) * distance + (5 / 3) * distance ** 2) * Math.exp(-Math.sqrt(5) * distance),
  },
  squared_exponential: {
    rule: [3.2, 1.75],
    density: (length, squared) =>
      g.multiply(
        g.multiply(Math.sqrt(2 * Math.PI), length),
        g.exp(g.multiply(-0.5, g.multiply(g.square(length), squared))),
      ),
    correlation: (distance) => Math.exp(-0.5 * distance ** 2),
  },
};

/** How many sines, and where they are zero, to represent lengths from `shortest` rows on in a table of so many rows. */
export function smoothTrendFor(kernel: TrendKernel, shortest: number, rows: number): SmoothTrend {
  const half = (rows - 1) / 2;
  const ratio = shortest / half;
  const [a, b] = kernels[kernel].rule;
  const factor = Math.max(a * ratio, 1.2);
  return {
    kind: "hsgp",
    kernel,
    shortest_length: shortest,
    functions: Math.ceil((b * factor) / ratio),
    boundary: Math.round(10 * factor * half) / 10,
  };
}

/**
 * The trend for a table of `rows` rows of one of `periods` that it was made for: a smooth one still ends at the same row after the table, with
 * as many more sines as that takes.
 */
export function trendOfRows(trend: Trend, periods: number, rows: number): Trend {
  const own = trendOf({ trend }, "hsgp");
  if (own === undefined) return trend;
  const boundary = own.boundary + (periods - rows) / 2;
  return boundary <= own.boundary
    ? own
    : { ...own, boundary, functions: Math.ceil((own.functions * boundary) / own.boundary) };
}

const needs = "trend: { kind: hsgp }";
const none: SmoothTrend = { kind: "hsgp", kernel: "matern52", shortest_length: 1, functions: 0, boundary: 1 };
const ownOf = (model: Pick<TermModel, "trend">): SmoothTrend => trendOf(model, "hsgp") ?? none;

/** Frequency of the j-th sine, per shortest length. */
const frequency = ({ boundary, shortest_length }: SmoothTrend, j: number): number =>
  ((j + 1) * Math.PI) / ((2 * boundary) / shortest_length);

/** A sine, at a distance from the middle of the table in shortest lengths. */
function sineAt(own: SmoothTrend, j: number, x: number): number {
  const width = own.boundary / own.shortest_length;
  return Math.sin(frequency(own, j) * (x + width)) / Math.sqrt(width);
}

/** [sine][row] Each less its mean over the fitted rows, so that the trend is about the middle of the table, like a line. */
function sines(model: TermModel, rows: number, fitted: number): readonly Float64Array[] {
  const own = ownOf(model);
  const middle = (fitted - 1) / 2;
  return Array.from({ length: own.functions }, (_, j) => {
    const wave = Float64Array.from({ length: rows }, (__, t) => sineAt(own, j, (t - middle) / own.shortest_length));
    const mean = wave.subarray(0, fitted).reduce((total, value) => total + value, 0) / Math.min(fitted, rows);
    return wave.map((value) => value - mean);
  });
}

/** The process after the table, given its path there, which the sines and their weights of a draw tell. */
const goOn: NonNullable<Continuation["draw"]> = ({ last, values, count, model, normal }) => {
  const own = ownOf(model);
  const { periods = 0 } = model;
  const {
    hsgp_size: [size],
    hsgp_length: [length],
    hsgp_wave: wave,
  } = values;
  // Of constants the graph makes a constant.
  const squared = g.constant(Array.from({ length: own.functions }, (_, j) => frequency(own, j) ** 2));
  const spectrum = kernels[own.kernel].density(g.constant(length), squared);
  const density = spectrum.kind === "constant" ? spectrum.values : new Float64Array();
  const at = (row: number): number => {
    const x = (row - (periods - 1) / 2) / own.shortest_length;
    return wave.reduce((sum, weight, j) => sum + weight * Math.sqrt(density[j]) * sineAt(own, j, x), 0);
  };
  const later = continueProcess({
    at,
    rows: periods,
    count,
    length: length * own.shortest_length,
    correlation: kernels[own.kernel].correlation,
    normal,
  });
  // The trend is less its mean over the table.
  const mean = size * at(periods - 1) - last;
  return later.map((value) => size * value - mean);
};

export const hsgp: Term = {
  name: "hsgp",
  parameters: [
    {
      name: "hsgp_size",
      axes: [],
      domain: positiveLine,
      meaning: "standard deviation of the smooth trend, in scaled target",
      needs,
      prior: "exponential(1.5)",
      reason: "as small as the data allow; with a probability of 5% above two scaled units",
      assumes: ["target"],
    },
    {
      name: "hsgp_length",
      axes: [],
      domain: positiveLine,
      meaning: "length scale of the smooth trend, in multiples of `shortest_length`: how long it takes to turn",
      needs,
      prior: "inverse_gamma(2, 4.74)",
      reason: "with a probability of 5% shorter than the trend can represent; otherwise slow, without an upper end",
    },
    {
      name: "hsgp_wave",
      axes: ["harmonic"],
      domain: realLine,
      meaning: "weights of the sines of the smooth trend, in standard deviations",
      needs,
      prior: "normal(0, 1)",
      reason: "what makes it a Gaussian process",
    },
  ],
  present: (model) => trendOf(model, "hsgp") !== undefined,
  labels: (model) => ({ harmonic: Array.from({ length: ownOf(model).functions }, (_, j) => String(j + 1)) }),
  rowAxes: ["harmonic", "time"],
  rows: ({ rows }, model, fitted) => {
    const weeks = fitted?.weeks ?? rows;
    const values = new Float64Array(ownOf(model).functions * rows);
    sines(model, rows, weeks).forEach((wave, j) => values.set(wave, j * rows));
    return { weeks, values };
  },
  centered: true,
  effect: ({ hsgp_size: size, hsgp_length: length, hsgp_wave: wave }, rows, model) => {
    const own = ownOf(model);
    const squared = g.constant(Array.from({ length: own.functions }, (_, j) => frequency(own, j) ** 2));
    const spectrum = g.multiply(size.node, g.sqrt(kernels[own.kernel].density(length.node, squared)));
    return sumOver(times(times(onAxes(spectrum, ["harmonic"]), wave), rows), "harmonic");
  },
  beyond: {
    // The sines are zero at their boundary whatever the process does: they are asked about the rows of the table alone.
    reach: ({ periods = 0 }) => periods,
    draw: goOn,
    says: "goes on as the process does given its path in the table",
  },
  parts: () => [{ name: "trend", kind: "trend" }],
};
