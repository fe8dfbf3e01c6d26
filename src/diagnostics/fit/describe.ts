// What is said of sampled chains, whatever their model: sampler statistics, summaries, verdict, times.

import { sum } from "../../numerics/index.ts";
import type { Remedies } from "../../problems/remedies.ts";
import type { SampleResult } from "../../sampling/index.ts";
import { chainFaults } from "../chain-faults.ts";
import type { JudgedParameter } from "../check.ts";
import { locateDivergences } from "../divergences.ts";
import type { Draws } from "../draws.ts";
import { samplerStatistics } from "../sampler-statistics.ts";
import { type Summary, summarize } from "../summarize.ts";
import { verdict } from "../verdict.ts";
import { labelsOfElements } from "./axes.ts";
import { type DrawsColumn, elementsOf, type NamedDraws } from "./columns.ts";
import { unitsOfElements } from "./units.ts";
import type { Diagnostics, EarlierAttempt, QuantityColumn, SampledFit, SamplerDraws, SummaryRow } from "./types.ts";

/** Milliseconds at which the phases of a fit began or ended. */
export interface FitTimes {
  readonly started: number;
  readonly compiled: number;
  readonly sampled: number;
}

export interface DescribedChains {
  readonly result: SampleResult;
  /** What was sampled before and given up for its divergences; default nothing. */
  readonly earlier?: readonly EarlierAttempt[] | undefined;
  readonly times: FitTimes;
  /** The fit that these chains went on from; its time counts too. */
  readonly before?: (Pick<SampledFit, "diagnostics"> & { readonly result: SampleResult }) | undefined;
  /** Of the unconstrained coordinates. */
  readonly coordinateNames: readonly string[];
  readonly parameters: readonly DrawsColumn[];
  readonly quantities: readonly QuantityColumn[];
  readonly remedies: Remedies;
  /** Which elements the verdict looks at; default all. Those that are the same in every draw are left out in any case. */
  readonly isJudged?: (element: ElementRow, all: readonly ElementRow[]) => boolean;
}

/** One element of a column with its summary. */
export interface ElementRow extends NamedDraws {
  /** The column it is an element of. */
  readonly of: string;
  readonly labels: readonly string[];
  /** Of quantities. */
  readonly unit?: string;
  readonly row: SummaryRow;
}

/** Unconstrained positions of the draws that all chains have, chain after chain, and how many draws those are. */
export function completedDraws({ chains, dimension }: SampleResult): {
  readonly draws: number;
  readonly positions: Float64Array;
} {
  const draws = Math.min(...chains.map((chain) => chain.draws));
  const positions = new Float64Array(chains.length * draws * dimension);
  chains.forEach((chain, i) => positions.set(chain.positions.subarray(0, draws * dimension), i * draws * dimension));
  return { draws, positions };
}

/** Summary, diagnostics and sampler statistics of chains whose draws are columns already. */
export function describeChains(
  chains: DescribedChains,
): Pick<SampledFit, "sampler" | "summary" | "diagnostics" | "complete"> {
  const { result, parameters, quantities, times, before } = chains;
  const sampler = samplerDraws(result, Math.min(...result.chains.map((chain) => chain.draws)));
  const parameterRows = parameters.flatMap((column) => elementRows(column, [], result.superchains));
  const quantityRows = quantities.flatMap((column) => elementRows(column, unitsOfElements(column), result.superchains));
  return {
    sampler,
    summary: {
      parameters: parameterRows.map(({ row }) => row),
      quantities: quantityRows.map(({ row, unit = "" }) => ({ ...row, unit })),
    },
    diagnostics: diagnosticsOf(chains, [...parameterRows, ...quantityRows], sampler, timings(result, times, before)),
    complete: result.complete,
  };
}

function samplerDraws({ chains }: SampleResult, draws: number): SamplerDraws {
  const collect = (pick: (chain: SampleResult["chains"][number]) => ArrayLike<number>): Draws => {
    const values = new Float64Array(chains.length * draws);
    chains.forEach((chain, i) => {
      const own = pick(chain);
      for (let d = 0; d < draws; d++) values[i * draws + d] = own[d];
    });
    return { chains: chains.length, draws, values };
  };
  return {
    logDensity: collect((chain) => chain.logDensity),
    energy: collect((chain) => chain.energy),
    acceptance: collect((chain) => chain.acceptance),
    treeDepth: collect((chain) => chain.treeDepth),
    leapfrogs: collect((chain) => chain.leapfrogs),
    divergent: collect((chain) => chain.divergent),
  };
}

function elementRows(
  column: DrawsColumn,
  units: readonly string[],
  superchains: readonly number[] | undefined,
): readonly ElementRow[] {
  const labels = labelsOfElements(column.axes);
  return elementsOf(column).map(({ name, draws }, k) => ({
    name,
    draws,
    of: column.name,
    labels: labels[k],
    row: { name, ...summaryOf(draws, superchains) },
    ...(units.length === 0 ? {} : { unit: units[k] }),
  }));
}

function summaryOf(draws: Draws, superchains: readonly number[] | undefined): Summary {
  return draws.draws === 0 ? noSummary : summarize(draws, superchains);
}

const noSummary: Summary = {
  estimate: Number.NaN,
  statistic: "mean",
  mean: Number.NaN,
  sd: Number.NaN,
  q5: Number.NaN,
  median: Number.NaN,
  q95: Number.NaN,
  mcse_mean: Number.NaN,
  mcse_sd: Number.NaN,
  rhat: Number.NaN,
  ess_bulk: Number.NaN,
  ess_tail: Number.NaN,
};

/** Wall time by phase. Chains share threads, so the time of sampling is split as the chains' own times are. */
function timings(
  { chains }: SampleResult,
  at: FitTimes,
  before: DescribedChains["before"],
): Omit<Diagnostics["seconds"], "total"> & { total(): number } {
  const spent = (of: "warmupSeconds" | "samplingSeconds"): number =>
    sum(chains.map((chain) => chain[of])) - sum((before?.result.chains ?? []).map((chain) => chain[of]));
  const earlier = before?.diagnostics.seconds ?? { compile: 0, warmup: 0, sampling: 0, total: 0 };
  const warmup = spent("warmupSeconds");
  const sampling = spent("samplingSeconds");
  const wall = (at.sampled - at.compiled) / 1000;
  const share = warmup + sampling > 0 ? warmup / (warmup + sampling) : 0;
  return {
    compile: earlier.compile + (at.compiled - at.started) / 1000,
    warmup: earlier.warmup + wall * share,
    sampling: earlier.sampling + wall * (1 - share),
    total: () => earlier.total + (performance.now() - at.started) / 1000,
  };
}

function diagnosticsOf(
  { result, earlier = [], coordinateNames, remedies, isJudged = () => true }: DescribedChains,
  rows: readonly ElementRow[],
  sampler: SamplerDraws,
  seconds: ReturnType<typeof timings>,
): Diagnostics {
  const { chains, settings } = result;
  const { draws } = sampler.logDensity;
  // What is the same in every draw by construction (a fixed decay has one half-life) says nothing about convergence.
  const judged = rows
    .filter((row) => isJudged(row, rows))
    .filter(({ draws: { values } }) => draws === 0 || values.some((value) => value !== values[0]))
    .map((each) => ((each.unit ?? "") === "" ? each : { ...each, name: `${each.name} in ${each.unit}` }));
  const statistics = samplerStatistics(result, coordinateNames);
  const divergences = sum(statistics.divergences);
  const locations =
    divergences === 0 ? {} : { divergenceLocations: locateDivergences(judged, sampler.divergent.values) };
  const resampled = { target_accept: settings.targetAccept, earlier };
  const { converged, checks } = verdict(
    judged.map(({ name, row, draws: each }): JudgedParameter => ({ name, summary: row, faults: chainFaults(each) })),
    {
      ...statistics,
      ...locations,
      ...(earlier.length === 0 ? {} : { resampled }),
    },
    undefined,
    remedies,
  );
  const gradients = sum(chains.map((chain) => chain.gradients));
  const busy = sum(chains.map((chain) => chain.warmupSeconds + chain.samplingSeconds));
  const summaries = judged.map(({ row }) => row);
  const largest = (of: (row: SummaryRow) => number): number =>
    summaries.reduce((most, row) => Math.max(most, of(row)), Number.NEGATIVE_INFINITY);
  return {
    converged,
    chains: chains.length,
    draws_per_chain: draws,
    ...(statistics.startingPoints === undefined ? {} : { starting_points: statistics.startingPoints }),
    judged: judged.length,
    divergences,
    tree_depth_hits: statistics.treeDepthHits,
    max_rhat: largest(({ rhat }) => rhat),
    min_ess_bulk: -largest(({ ess_bulk }) => -ess_bulk),
    min_ess_tail: -largest(({ ess_tail }) => -ess_tail),
    min_ebfmi: Math.min(...statistics.ebfmi),
    ...(earlier.length === 0 ? {} : { resampled }),
    gradient_evaluations: gradients,
    microseconds_per_gradient: (busy / gradients) * 1e6,
    seconds: { compile: seconds.compile, warmup: seconds.warmup, sampling: seconds.sampling, total: seconds.total() },
    checks,
  };
}
