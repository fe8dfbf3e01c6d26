// Several fits side by side: leave-one-out differences where they are of the same data, scores, returns.
// Source of the paired difference: Vehtari, Gelman and Gabry (2017), Statistics and Computing 27(5), section 5.

import type { PointwiseLogLikelihood } from "../../diagnostics/index.ts";
import { sumWithError } from "../../numerics/index.ts";
import { type FittedModel, type Interval, intervalOf, periodOf, perSpend, spendDraws } from "../draws/index.ts";
import {
  atCells,
  takenOf,
  predictionsOf,
  type LooScore,
  looScore,
  type PredictiveScores,
  predictiveScores,
} from "../predictions/index.ts";

/** A fit under the name it is to have in the comparison. */
export interface RunToCompare {
  readonly name: string;
  readonly model: FittedModel;
  /** Log likelihood of every row, [chain][draw][row]. */
  readonly pointwise?: PointwiseLogLikelihood | undefined;
}

export interface ComparedRun {
  readonly name: string;
  readonly converged: boolean;
  /** Whose target is known; of a panel for each geo. */
  readonly rows: number;
  readonly target: string;
  /** SHA-256 of the table. */
  readonly dataHash: string;
  /** Of the rows that were fitted. */
  readonly scores: Omit<PredictiveScores, "pit">;
  /** `elpd` is of the target in its own units, so that fits that scale it differently compare. */
  readonly loo?: {
    readonly elpd: number;
    readonly se: number;
    readonly pLoo: number;
    readonly unreliableRows: number;
  };
  /** Contribution per unit of spend over the table, by channel. */
  readonly roi: readonly { readonly channel: string; readonly roi: Interval }[];
}

export interface LooDifference {
  readonly name: string;
  /** elpd of this run less that of the best one: 0 for the best, negative for the others. */
  readonly difference: number;
  /** Standard error of the difference, paired row by row; 0 for the best. */
  readonly se: number;
}

export interface RunComparison {
  readonly runs: readonly ComparedRun[];
  /** Best first; absent when the runs cannot be compared this way, and `refusal` says why. */
  readonly differences?: readonly LooDifference[];
  readonly refusal?: string;
}

/** Compares two or more fits. */
export function compareRuns(runs: readonly RunToCompare[]): RunComparison {
  const loos = runs.map(({ model, pointwise }) => looScore(model, pointwise));
  const compared = runs.map((run, k) => comparedRun(run, loos[k]));
  const refusal = refusalOf(compared, loos);
  if (refusal !== undefined) return { runs: compared, refusal };
  return { runs: compared, differences: differencesOf(runs, loos as readonly LooScore[]) };
}

/** Why the expected log densities of these runs say nothing about each other; undefined when they do. */
function refusalOf(runs: readonly ComparedRun[], loos: readonly (LooScore | undefined)[]): string | undefined {
  const [first] = runs;
  const other = runs.find(({ dataHash }) => dataHash !== first.dataHash);
  if (other !== undefined) {
    return `${first.name} and ${other.name} are fits of different tables: only densities of the same data can be compared.`;
  }
  const target = runs.find((run) => run.target !== first.target || run.rows !== first.rows);
  if (target !== undefined) {
    return `${first.name} models ${first.target} and ${target.name} ${target.target}: densities of different targets cannot be compared.`;
  }
  const without = runs.filter((_, k) => loos[k] === undefined).map(({ name }) => name);
  return without.length === 0 ? undefined : `No log likelihood of single rows was kept in ${without.join(", ")}.`;
}

function differencesOf(runs: readonly RunToCompare[], loos: readonly LooScore[]): readonly LooDifference[] {
  const best = loos.reduce((most, loo) => (loo.elpdInUnits > most.elpdInUnits ? loo : most));
  return loos
    .map((loo, k) => {
      const terms = loo.pointwise.map(({ elpdInUnits }, row) => elpdInUnits - best.pointwise[row].elpdInUnits);
      const { sum: difference, error: se } = sumWithError(terms);
      return { name: runs[k].name, difference, se };
    })
    .toSorted((a, b) => b.difference - a.difference);
}

function comparedRun({ name, model }: RunToCompare, loo: LooScore | undefined): ComparedRun {
  const { data, design, spec } = model;
  const predictions = predictionsOf(model);
  const { pit: _, ...scores } = predictiveScores(
    predictions,
    atCells(data.target.values, predictions.series, data.rows),
  );
  const { count, taken } = predictions;
  return {
    name,
    converged: model.converged,
    rows: predictions.weeks,
    target: data.target.name,
    dataHash: data.hash,
    scores,
    ...(loo === undefined
      ? {}
      : {
          loo: {
            elpd: loo.elpdInUnits,
            se: loo.se,
            pLoo: loo.pLoo,
            unreliableRows: loo.unreliableRows.length,
          },
        }),
    roi: spec.channels.map(({ name: channel }, c) => ({
      channel,
      roi: intervalOf(
        perSpend(
          predictions.values.slice(c * count, (c + 1) * count),
          design.totalSpend[c],
          takenOf(spendDraws(model, c, periodOf(data)), taken),
        ),
      ),
    })),
  };
}
