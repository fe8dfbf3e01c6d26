// What a fit is once chains have been sampled: draws of parameters and quantities, summary, diagnostics, verdict.

import { sum } from "../../numerics/index.ts";
import type { MediaData } from "../../data/panel/index.ts";
import {
  chainFaults,
  type Draws,
  ebfmi,
  type JudgedParameter,
  locateDivergences,
  type Summary,
  summarize,
  verdict,
} from "../../diagnostics/index.ts";
import type { Posterior } from "../../model/index.ts";
import type { SampleResult } from "../../sampling/index.ts";
import type { Diagnostics, MediaMixFit, NamedDraws, QuantityDraws, SamplerDraws, SummaryRow } from "./fit-types.ts";
import { latentSpendOf } from "./latent-spend-draws.ts";
import { derivedNames } from "./model.ts";
import type { Resolution } from "../specification/index.ts";

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
  readonly times: FitTimes;
  /** Keep the log likelihood of every row at every draw. */
  readonly pointwise: boolean;
}

/** The fit, of the draws that all chains have completed. */
export function assembleFit({ data, resolution, posterior, result, times, pointwise: wanted }: Sampled): MediaMixFit {
  const draws = Math.min(...result.chains.map((chain) => chain.draws));
  const positions = joined(result, draws, posterior.dimension);
  const count = result.chains.length * draws;
  const observed = wanted ? new Float64Array(count * posterior.observed.length) : undefined;
  const constrained = posterior.constrainDraws(positions, count, observed);
  const { parameters, quantities } = reportedDraws(posterior, constrained.columns, data, {
    chains: result.chains.length,
    draws,
  });
  const latent = latentSpendOf(resolution.spec, data, constrained);
  const sampler = samplerDraws(result, draws);
  const rows = [...parameters, ...quantities].map((each) => ({ ...each, row: rowOf(each, result.superchains) }));
  const pointwise = observed === undefined ? undefined : targetRows(observed, posterior.observed, count);
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
    coordinateNames: posterior.coordinateNames,
    ...(pointwise === undefined ? {} : { pointwise }),
    summary: {
      parameters: rows.slice(0, parameters.length).map(({ row }) => row),
      quantities: rows.slice(parameters.length).map(({ row }, i) => ({ ...row, unit: quantities[i].unit })),
    },
    diagnostics: diagnosticsOf(result, rows, sampler, draws, seconds),
    complete: result.complete,
    resumable: result,
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
  { reported }: Pick<Posterior, "reported">,
  columns: ReadonlyMap<string, Float64Array>,
  data: MediaData,
  shape: Pick<Draws, "chains" | "draws">,
): { readonly parameters: readonly NamedDraws[]; readonly quantities: readonly QuantityDraws[] } {
  const named = reported.map(({ name, kind, of }): ReportedDraws => {
    return { name, kind, of, draws: { ...shape, values: columns.get(name) ?? new Float64Array(0) } };
  });
  return { parameters: named.filter(({ kind }) => kind === "parameter"), quantities: quantitiesOf(named, data) };
}

interface ReportedDraws extends NamedDraws {
  readonly kind: "parameter" | "derived";
  /** Name of the parameter or quantity it is an element of. */
  readonly of: string;
}

/** The derived quantities under their public names, with units. */
function quantitiesOf(columns: readonly ReportedDraws[], data: MediaData): QuantityDraws[] {
  const period = data.cadence === "weekly" ? "week" : "day";
  const target = data.target.name;
  const kinds: Readonly<Record<string, { name: string; unit: string }>> = {
    [derivedNames.halfSaturation]: { name: "half_saturation", unit: `spend per ${period}` },
    [derivedNames.halfLife]: { name: "half_life", unit: `${period}s` },
    [derivedNames.contribution]: { name: "contribution", unit: target },
    [derivedNames.totalSpend]: { name: "total_spend", unit: "spend" },
    [derivedNames.roi]: { name: "roi", unit: `${target} per unit of spend` },
  };
  return columns
    .filter(({ kind, of }) => kind === "derived" && of !== derivedNames.weeklySpend)
    .map(({ name, of, draws }) => ({ name: name.replace(of, kinds[of].name), unit: kinds[of].unit, draws }));
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

function rowOf({ name, draws }: NamedDraws, superchains: readonly number[] | undefined): SummaryRow {
  return { name, ...(draws.draws === 0 ? noSummary : summarize(draws, superchains)) };
}

const noSummary: Summary = {
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
function targetRows(values: Float64Array, observed: readonly string[], count: number): Float64Array {
  const rows = observed.filter((name) => name.startsWith("target[")).length;
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

const totalPrefix = `${derivedNames.totalSpend}[`;
const roiPrefix = `${derivedNames.roi}[`;

function diagnosticsOf(
  { chains, settings, superchains }: SampleResult,
  rows: readonly (NamedDraws & { readonly unit?: string; readonly row: SummaryRow })[],
  sampler: SamplerDraws,
  draws: number,
  seconds: ReturnType<typeof timings>,
): Diagnostics {
  // What is the same in every draw by construction (a fixed decay has one half-life) says nothing about convergence.
  // Nor does a return on investment beside its contribution, which it is but for a constant where the spend is known.
  const unknown = rows.flatMap(({ name }) => (name.startsWith(totalPrefix) ? [name.slice(totalPrefix.length)] : []));
  const repeats = (name: string): boolean =>
    name.startsWith(roiPrefix) && !unknown.includes(name.slice(roiPrefix.length));
  const judged = rows
    .filter(({ name }) => !repeats(name))
    .filter(({ draws: { values } }) => draws === 0 || values.some((value) => value !== values[0]))
    .map((each) => (each.unit === undefined ? each : { ...each, name: `${each.name} in ${each.unit}` }));
  const energies = draws === 0 ? chains.map(() => Number.NaN) : ebfmi(sampler.energy);
  const divergences = chains.map((_, i) => sum(sampler.divergent.values.subarray(i * draws, (i + 1) * draws)));
  const treeDepthHits = sampler.treeDepth.values.filter((depth) => depth >= settings.maxDepth).length;
  const locations =
    sum(divergences) === 0 ? {} : { divergenceLocations: locateDivergences(judged, sampler.divergent.values) };
  const { converged, checks } = verdict(
    judged.map(({ name, row, draws: each }): JudgedParameter => ({ name, summary: row, faults: chainFaults(each) })),
    {
      chains: chains.length,
      drawsPerChain: draws,
      divergences,
      treeDepthHits,
      maxTreeDepth: settings.maxDepth,
      ebfmi: energies,
      ...(superchains === undefined ? {} : { startingPoints: new Set(superchains).size }),
      ...locations,
    },
  );
  const gradients = sum(chains.map((chain) => chain.gradients));
  const busy = sum(chains.map((chain) => chain.warmupSeconds + chain.samplingSeconds));
  const summaries = judged.map(({ row }) => row);
  return {
    converged,
    chains: chains.length,
    draws_per_chain: draws,
    divergences: sum(divergences),
    tree_depth_hits: treeDepthHits,
    max_rhat: Math.max(...summaries.map(({ rhat }) => rhat)),
    min_ess_bulk: Math.min(...summaries.map(({ ess_bulk }) => ess_bulk)),
    min_ess_tail: Math.min(...summaries.map(({ ess_tail }) => ess_tail)),
    min_ebfmi: Math.min(...energies),
    gradient_evaluations: gradients,
    microseconds_per_gradient: (busy / gradients) * 1e6,
    seconds: { compile: seconds.compile, warmup: seconds.warmup, sampling: seconds.sampling, total: seconds.total() },
    checks,
  };
}
