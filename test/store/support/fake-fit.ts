// A small fit that was never sampled: independent normal draws under the names and shapes of a real one.

import { type Axis, type DrawsColumn, elementsOf, nation } from "../../../src/mmm/axes/index.ts";
import type { Draws } from "../../../src/diagnostics/draws.ts";
import { summarize } from "../../../src/diagnostics/summarize.ts";
import type { MediaData } from "../../../src/data/panel/media-data.ts";
import type { MediaMixFit } from "../../../src/mmm/fit/fit-types.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { randomStream } from "../../../src/numerics/random.ts";

const table: MediaData = {
  source: "weekly.csv",
  hash: "ab".repeat(32),
  rows: 3,
  cadence: "weekly",
  dateColumn: "week",
  dates: ["1", "2", "3"],
  weekIndex: Float64Array.of(1, 2, 3),
  target: { name: "revenue", kind: "revenue", values: Float64Array.of(1000.1, 1200, 0.1 + 0.2) },
  channels: [{ name: "TV", column: "spend_TV", spend: Float64Array.of(100, 0, 1 / 3) }],
  controls: [{ name: "promotions", values: Float64Array.of(0, 1, 0) }],
  notices: [],
};

export interface FakeOptions {
  readonly chains?: number;
  readonly draws?: number;
  readonly complete?: boolean;
  readonly seed?: number;
  readonly pointwise?: boolean;
}

export function fakeFit(options: FakeOptions = {}): MediaMixFit {
  const { chains = 2, draws = 150, complete = true, seed = 1, pointwise = false } = options;
  // A fit without draws was canceled: it asked for some.
  const { spec, provenance } = resolve(undefined, table, { chains, draws: Math.max(1, draws), seed });
  const size = chains * draws;
  const series = (stream: number): Draws => {
    const values = new Float64Array(size);
    randomStream([seed, stream]).fillNormal(values);
    return { chains, draws, values };
  };
  const channel: Axis = { name: "channel", labels: ["TV"] };
  const column = (name: string, axes: readonly Axis[], stream: number): DrawsColumn => ({
    name,
    axes,
    chains,
    draws,
    values: series(stream).values,
  });
  const parameters = [
    column("decay", [channel], 0),
    column("slope", [channel], 1),
    column("intercept", [{ name: "geo", labels: [nation] }], 2),
    column("sigma", [], 3),
  ];
  const quantities = [{ ...column("roi", [channel], 10), unit: "revenue per spend" }];
  const constant = (value: number): Draws => ({ chains, draws, values: new Float64Array(size).fill(value) });
  const positions = new Float64Array(size * 2);
  randomStream([seed, 20]).fillNormal(positions);
  const fit: MediaMixFit = {
    spec,
    provenance,
    data: table,
    parameters,
    quantities,
    sampler: {
      logDensity: series(30),
      energy: series(31),
      acceptance: constant(0.85),
      treeDepth: constant(3),
      leapfrogs: constant(7),
      divergent: constant(0),
    },
    positions,
    coordinates: ["logit decay", "log slope"].map((name) => ({ name, labels: [["TV"]] })),
    summary: {
      parameters: parameters.flatMap(elementsOf).map(({ name, draws: own }) => ({ name, ...summarize(own) })),
      quantities: quantities.flatMap((each) =>
        elementsOf(each).map(({ name, draws: own }) => ({
          name,
          unit: each.unit,
          ...summarize(own),
        })),
      ),
    },
    diagnostics: {
      converged: complete,
      chains,
      draws_per_chain: draws,
      divergences: 0,
      tree_depth_hits: 0,
      max_rhat: 1.001,
      min_ess_bulk: 300,
      min_ess_tail: Number.NaN,
      min_ebfmi: 1,
      gradient_evaluations: 14 * size,
      microseconds_per_gradient: 9.5,
      seconds: { compile: 0.01, warmup: 0.2, sampling: 0.3, total: 0.6 },
      checks: [{ name: "divergences", status: "pass", detail: "There were no divergences after warm-up.", remedy: "" }],
    },
    complete,
    resumable: complete
      ? undefined
      : { chains: [{ iteration: 12, point: Float64Array.of(0.1, Number.NaN, -0), depth: Uint8Array.of(3, 4) }] },
  };
  return pointwise
    ? { ...fit, pointwise: { chains, draws, observations: positions.length / size, values: positions } }
    : fit;
}
