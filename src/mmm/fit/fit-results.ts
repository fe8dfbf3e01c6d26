// What a fit is once chains have been sampled: draws of parameters and quantities, summary, diagnostics, verdict.

import { mediaMixRemedies } from "../../problems/remedies.ts";
import { sum } from "../../numerics/index.ts";
import { type MediaData, periodOf } from "../../data/panel/index.ts";
import {
  chainFaults,
  type Draws,
  type JudgedParameter,
  locateDivergences,
  samplerStatistics,
  type Summary,
  summarize,
  verdict,
} from "../../diagnostics/index.ts";
import type { DrawsBlock, Posterior } from "../../model/index.ts";
import type { SampleResult } from "../../sampling/index.ts";
import { type AxisName, type DrawsColumn, elementsOf, labelsOfElements, type NamedDraws } from "../axes/index.ts";
import type {
  Diagnostics,
  EarlierAttempt,
  MediaMixFit,
  QuantityColumn,
  SamplerDraws,
  SummaryRow,
} from "./fit-types.ts";
import type { Attempts } from "./attempts.ts";
import { latentSpendOf } from "./latent-spend-draws.ts";
import { derivedNames } from "./model.ts";
import { axesOf, type Resolution, type ResolvedSpec } from "../specification/index.ts";

/** Milliseconds at which the phases of a fit began or ended. */
export interface FitTimes {
  readonly started: number;
  readonly compiled: number;
  readonly sampled: number;
}

export interface Sampled {
  readonly data: MediaData;
  readonly resolution: Resolution;
  readonly posterior: Posterior;
  readonly result: SampleResult;
  /** What was sampled before and given up for its divergences; default nothing. */
  readonly earlier?: readonly EarlierAttempt[];
  readonly times: FitTimes;
  /** Keep the log likelihood of every row at every draw. */
  readonly pointwise: boolean;
}

/** The fit, of the draws that all chains have completed. */
export function assembleFit({
  data,
  resolution,
  posterior,
  result,
  earlier = [],
  times,
  pointwise: wanted,
}: Sampled): MediaMixFit {
  const draws = Math.min(...result.chains.map((chain) => chain.draws));
  const positions = joined(result, draws, posterior.dimension);
  const count = result.chains.length * draws;
  const observed = wanted ? new Float64Array(count * posterior.observed.length) : undefined;
  const constrained = posterior.constrainDraws(positions, count, observed);
  const shape = { chains: result.chains.length, draws };
  const { parameters, quantities } = reportedDraws(constrained.blocks, resolution.spec, data, shape);
  const latent = latentSpendOf(resolution.spec, data, constrained);
  const sampler = samplerDraws(result, draws);
  const parameterRows = parameters.flatMap((column) => judgedRows(column, undefined, result.superchains));
  const quantityRows = quantities.flatMap((column) => judgedRows(column, column.unit, result.superchains));
  const pointwise = observed === undefined ? undefined : targetRows(observed, posterior, count);
  const seconds = timings(result, times);
  return {
    spec: resolution.spec,
    provenance: resolution.provenance,
    ...(resolution.privacy === undefined ? {} : { privacy: resolution.privacy }),
    data,
    parameters,
    quantities,
    sampler,
    ...(latent === undefined ? {} : { latentSpend: latent }),
    positions,
    coordinates: posterior.coordinates,
    ...(pointwise === undefined ? {} : { pointwise }),
    summary: {
      parameters: parameterRows.map(({ row }) => row),
      quantities: quantityRows.map(({ row, unit = "" }) => ({ ...row, unit })),
    },
    diagnostics: diagnosticsOf(
      { result, earlier },
      posterior.coordinateNames,
      [...parameterRows, ...quantityRows],
      sampler,
      draws,
      seconds,
    ),
    complete: result.complete,
    resumable: { result, earlier } satisfies Attempts,
  };
}

/** Unconstrained positions of the draws that all chains have, chain after chain. */
function joined({ chains }: SampleResult, draws: number, dimension: number): Float64Array {
  const positions = new Float64Array(chains.length * draws * dimension);
  chains.forEach((chain, i) => positions.set(chain.positions.subarray(0, draws * dimension), i * draws * dimension));
  return positions;
}

/** Columns of a posterior, or of its prior, under their public names: parameters in scaled units, quantities in the table's own. */
export function reportedDraws(
  blocks: readonly DrawsBlock[],
  spec: ResolvedSpec,
  data: MediaData,
  shape: Pick<Draws, "chains" | "draws">,
): { readonly parameters: readonly DrawsColumn[]; readonly quantities: readonly QuantityColumn[] } {
  const ofKind = (kind: DrawsBlock["kind"]): readonly DrawsBlock[] => blocks.filter((block) => block.kind === kind);
  const column = (name: string, axes: readonly AxisName[], { labels, values }: DrawsBlock): DrawsColumn => ({
    name,
    axes: axes.map((axis, k) => ({ name: axis, labels: labels[k] })),
    ...shape,
    values,
  });
  const kinds = quantityKinds(data);
  return {
    parameters: ofKind("parameter").map((block) => {
      const axes = axesOf(block.name, spec).map((axis) => axis.name);
      return column(block.name, axes, block);
    }),
    quantities: ofKind("derived").flatMap((block) => {
      const kind = kinds[block.name];
      return kind === undefined ? [] : [{ ...column(kind.name, ["channel"], block), unit: kind.unit }];
    }),
  };
}

/** The derived quantities that are reported, under their public names, with units; all are by channel. */
function quantityKinds(data: MediaData): Readonly<Record<string, { readonly name: string; readonly unit: string }>> {
  const period = periodOf(data.cadence);
  const target = data.target.name;
  return {
    [derivedNames.halfSaturation]: { name: "half_saturation", unit: `spend per ${period}` },
    [derivedNames.halfLife]: { name: "half_life", unit: `${period}s` },
    [derivedNames.contribution]: { name: "contribution", unit: target },
    [derivedNames.totalSpend]: { name: "total_spend", unit: "spend" },
    [derivedNames.roi]: { name: "roi", unit: `${target} per unit of spend` },
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

/** One element of a column with its summary. */
interface ElementRow extends NamedDraws {
  /** The column it is an element of. */
  readonly of: string;
  readonly labels: readonly string[];
  readonly unit?: string;
  readonly row: SummaryRow;
}

function judgedRows(
  column: DrawsColumn,
  unit: string | undefined,
  superchains: readonly number[] | undefined,
): readonly ElementRow[] {
  const labels = labelsOfElements(column.axes);
  return elementsOf(column).map(({ name, draws }, k) => ({
    name,
    draws,
    of: column.name,
    labels: labels[k],
    row: { name, ...summaryOf(draws, superchains) },
    ...(unit === undefined ? {} : { unit }),
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

/** Of [count x observed] what is of the target, [chain][draw][row]. */
function targetRows(values: Float64Array, { program, observed }: Posterior, count: number): Float64Array {
  // Noised spend is observed after the target.
  const rows = program.model.observations.find(({ name }) => name === "target")?.elementNames.length ?? 0;
  const width = observed.length;
  if (rows === width) return values;
  const result = new Float64Array(rows * count);
  for (let i = 0; i < count; i++) result.set(values.subarray(i * width, i * width + rows), i * rows);
  return result;
}

/** Wall time by phase. Chains share threads, so the time of sampling is split as the chains' own times are. */
function timings({ chains }: SampleResult, at: FitTimes): Omit<Diagnostics["seconds"], "total"> & { total(): number } {
  const warmup = sum(chains.map((chain) => chain.warmupSeconds));
  const sampling = sum(chains.map((chain) => chain.samplingSeconds));
  const wall = (at.sampled - at.compiled) / 1000;
  const share = warmup + sampling > 0 ? warmup / (warmup + sampling) : 0;
  return {
    compile: (at.compiled - at.started) / 1000,
    warmup: wall * share,
    sampling: wall * (1 - share),
    total: () => (performance.now() - at.started) / 1000,
  };
}

function diagnosticsOf(
  { result, earlier }: Attempts,
  names: readonly string[],
  rows: readonly ElementRow[],
  sampler: SamplerDraws,
  draws: number,
  seconds: ReturnType<typeof timings>,
): Diagnostics {
  const { chains, settings } = result;
  // What is the same in every draw by construction (a fixed decay has one half-life) says nothing about convergence.
  // Nor does a return on investment beside its contribution, which it is but for a constant where the spend is known.
  const unknown = new Set(rows.flatMap(({ of, labels }) => (of === "total_spend" ? [labels.join()] : [])));
  const judged = rows
    .filter(({ of, labels }) => of !== "roi" || unknown.has(labels.join()))
    .filter(({ draws: { values } }) => draws === 0 || values.some((value) => value !== values[0]))
    .map((each) => (each.unit === undefined ? each : { ...each, name: `${each.name} in ${each.unit}` }));
  const statistics = samplerStatistics(result, names);
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
    mediaMixRemedies,
  );
  const gradients = sum(chains.map((chain) => chain.gradients));
  const busy = sum(chains.map((chain) => chain.warmupSeconds + chain.samplingSeconds));
  const summaries = judged.map(({ row }) => row);
  return {
    converged,
    chains: chains.length,
    draws_per_chain: draws,
    divergences,
    tree_depth_hits: statistics.treeDepthHits,
    max_rhat: Math.max(...summaries.map(({ rhat }) => rhat)),
    min_ess_bulk: Math.min(...summaries.map(({ ess_bulk }) => ess_bulk)),
    min_ess_tail: Math.min(...summaries.map(({ ess_tail }) => ess_tail)),
    min_ebfmi: Math.min(...statistics.ebfmi),
    ...(earlier.length === 0 ? {} : { resampled }),
    gradient_evaluations: gradients,
    microseconds_per_gradient: (busy / gradients) * 1e6,
    seconds: { compile: seconds.compile, warmup: seconds.warmup, sampling: seconds.sampling, total: seconds.total() },
    checks,
  };
}
