// One data set of a recovery study: fitted, and held against its truth. Only figures leave the thread.

import type { TaskContext } from "../../threads/index.ts";
import { spreadOf } from "../../decisions/predictions/index.ts";
import { essBulk, essTail, mean, quantileOfSorted, standardDeviation } from "../../diagnostics/index.ts";
import {
  explicitDesign,
  explicitForm,
  makeDesign,
  reportedDraws,
  fitMediaMix,
  type MediaMixFit,
  modelData,
  type ProgramCache,
  programCache,
} from "../../mmm/fit/index.ts";
import { bindModel, type DrawsBlock, type Model, namesOfArray, type Posterior } from "../../model/index.ts";
import type { ResolvedSpec } from "../../mmm/specification/index.ts";
import { CarryoverError } from "../../problems/problem.ts";
import { randomStream } from "../../numerics/index.ts";
import { rankAmongThinned } from "./rank.ts";
import { failedSet, type FittedSet, levels, type RecoverySet, type SetRow } from "./recovery-set.ts";
import { joined, type Reported, type StudiedDraws, studiedDraws } from "./studied-draws.ts";

export interface RecoverPayload {
  readonly set: RecoverySet;
  /** Also rank every truth among the draws, and the log likelihood at the truth among its own. */
  readonly calibrate: boolean;
  /** Also what each week has of its own; default no. */
  readonly weeks?: boolean;
}

/** Draws of the prior beside which every posterior stands: the error of a spread is some 3%. */
const priorCount = 1000;
const purposes = { prior: 11, rank: 12 } as const;

/** Kept for all sets that this thread fits. */
let programs: ProgramCache | undefined;

/**
 * Fits one set. A fit that fails or has not converged is a result like any other, with its reason.
 * @throws the signal's reason when the study is canceled
 */
export async function recoverSet(
  { set, calibrate, weeks = false }: RecoverPayload,
  { signal }: TaskContext,
): Promise<FittedSet> {
  const started = performance.now();
  programs ??= programCache();
  const { data, resolution, like } = set;
  const { index, seed } = set;
  let fit: MediaMixFit;
  try {
    fit = await fitMediaMix(data, resolution, {
      inThisThread: true,
      programs,
      pointwise: false,
      signal,
      ...(like === undefined ? {} : { like }),
    });
  } catch (error) {
    signal.throwIfAborted();
    return failedSet(set, reasonOf(error), (performance.now() - started) / 1000);
  }
  signal.throwIfAborted();
  const { diagnostics, sampler } = fit;
  const judged = judge(set, fit, programs, { calibrate, weeks });
  const failing = diagnostics.checks.filter(({ status }) => status === "fail");
  return {
    index,
    seed,
    outcome: diagnostics.converged ? "converged" : "not-converged",
    reason: failing.map(({ detail }) => detail).join(" "),
    failing: failing.map(({ name }) => name),
    seconds: (performance.now() - started) / 1000,
    maxRhat: diagnostics.max_rhat,
    minEssBulk: diagnostics.min_ess_bulk,
    minEssTail: diagnostics.min_ess_tail,
    divergences: diagnostics.divergences,
    leapfrogsPerDraw: mean(sampler.leapfrogs.values),
    ...judged,
  };
}

/** The first problem says it; the others follow from the same table. */
function reasonOf(error: unknown): string {
  const [problem] = error instanceof CarryoverError ? error.problems : [];
  return problem?.message ?? (error instanceof Error ? error.message : String(error));
}

function judge(
  { data, resolution: { spec }, like, truth, seed }: RecoverySet,
  fit: MediaMixFit,
  { program }: ProgramCache,
  { calibrate, weeks }: Required<Pick<RecoverPayload, "calibrate" | "weeks">>,
): Pick<FittedSet, "rows" | "withoutTruth"> {
  const design = makeDesign(data, spec, like);
  const bound = (own: ResolvedSpec, given = design): Posterior =>
    bindModel(program(own, design.weeks), modelData(given));
  const posterior = bound(spec);
  // With everything that was integrated out among its parameters, so that these have priors and truths as well.
  const explicit = explicitForm(spec);
  const whole = explicit === spec ? posterior : bound(explicit, explicitDesign(design));
  const prior = whole.priorDraws(randomStream([seed, purposes.prior]), priorCount);
  const reported = (blocks: readonly DrawsBlock[], draws: number): Reported =>
    reportedDraws(blocks, spec, data, { chains: 1, draws });
  const drawn =
    truth.kind === "world" ? undefined : new Map(truth.columns.map(([name, value]) => [name, Float64Array.of(value)]));
  const parts = [
    { parameters: fit.parameters, quantities: fit.quantities },
    reported(prior.blocks, priorCount),
    ...(drawn === undefined ? [] : [reported(blocksOf(whole, drawn), 1)]),
  ];
  const [shape] = fit.parameters;
  const count = shape.chains * shape.draws;
  const known = new Map(
    truth.kind === "world" ? truth.values.map(({ group, name, value }) => [`${group} ${name}`, value]) : [],
  );
  const random = randomStream([seed, purposes.rank]);
  const rows: SetRow[] = [];
  const withoutTruth: string[] = [];
  const add = (
    each: StudiedDraws,
    own: Float64Array,
    prior: Float64Array | undefined,
    value: number | undefined,
  ): void => {
    // What priors fix is the same in every draw, and nothing is learned of it.
    if (own.every((draw) => draw === own[0])) return;
    if (value === undefined) {
      withoutTruth.push(each.name);
      return;
    }
    const row = rowOf(each, own, prior, value);
    const draws = { chains: shape.chains, draws: shape.draws, values: own };
    rows.push(
      calibrate
        ? { ...row, rank: rankAmongThinned(value, own, Math.min(essBulk(draws), essTail(draws)), random) }
        : row,
    );
  };
  for (const each of studiedDraws(joined(parts), spec, data, design, weeks)) {
    const own = each.values.subarray(0, count);
    const prior = each.values.subarray(count, count + priorCount);
    const value = drawn === undefined ? known.get(`${each.group} ${each.name}`) : each.values[count + priorCount];
    add(each, own, prior, value);
  }
  if (calibrate && drawn !== undefined) {
    const at = positionOf(posterior, drawn);
    if (at !== undefined) {
      const each = { group: "quantity", name: "log_likelihood", unit: "", values: new Float64Array(0) } as const;
      const own = posterior.constrainDraws(fit.positions, count).logLikelihood;
      add(each, own, undefined, posterior.constrainDraws(at, 1).logLikelihood[0]);
    }
  }
  return { rows, withoutTruth };
}

/** Values by the names of elements as blocks of one draw. */
function blocksOf({ arrays }: Posterior, values: ReadonlyMap<string, Float64Array>): readonly DrawsBlock[] {
  return arrays.map((array) => ({
    ...array,
    values: Float64Array.from(namesOfArray(array), (name) => values.get(name)?.[0] ?? Number.NaN),
  }));
}

/**
 * Where the sampler would have to be for the parameters to be the truth; undefined for models in which the likelihood also depends on
 * something that is not reported, as the mixtures behind some noise.
 */
function positionOf(
  { program: { model }, unconstrain }: Posterior,
  truth: ReadonlyMap<string, Float64Array>,
): Float64Array | undefined {
  if (!follows(model)) return undefined;
  return unconstrain(
    Object.fromEntries(
      model.parameters.map(({ name, elementNames }) => [name, elementNames.map((element) => truth.get(element)![0])]),
    ),
  );
}

/** Whether every coordinate is a parameter or follows from parameters. */
function follows({ coordinates, parameters }: Model): boolean {
  return coordinates.every(
    ({ value, recovery }) => recovery !== undefined || parameters.some(({ node }) => node === value),
  );
}

function rowOf(
  { group, name, geo, unit }: StudiedDraws,
  own: Float64Array,
  prior: Float64Array | undefined,
  truth: number,
): SetRow {
  const sorted = own.slice().sort();
  const ends = levels.map((level) => [
    quantileOfSorted(sorted, (1 - level) / 2),
    quantileOfSorted(sorted, (1 + level) / 2),
  ]);
  return {
    group,
    name,
    ...(geo === undefined ? {} : { geo }),
    unit,
    truth,
    mean: mean(own),
    sd: standardDeviation(own),
    lower: ends.map(([lower]) => lower),
    upper: ends.map(([, upper]) => upper),
    spread: spreadOf(sorted),
    prior:
      prior === undefined
        ? { sd: Number.NaN, spread: Number.NaN }
        : { sd: standardDeviation(prior), spread: spreadOf(prior.slice().sort()) },
  };
}
