// A recovery study in figures: what was fitted, what came back of the truth, whether ranks are uniform, and the verdict.

import { type FitFigures, type RankUniformity, type StudySettings } from "./study-figures.ts";
import { mean, uniformityOfRanks, uniformityPValue } from "../../diagnostics/index.ts";
import { holmAdjusted } from "./coverage.ts";
import { rankedDraws } from "./rank.ts";
import type { FittedSet, StudiedGroup } from "./recovery-set.ts";
import { type FamilySummary, isRepeated, type RowSummary, summarizeFamilies, summarizeRows } from "./summarize-rows.ts";
import { type RecoveryVerdict, recoveryVerdict } from "./verdict.ts";

/** Coverage of all fits that have draws beside that of the converged ones, for one number and level. */
export interface BothCoverages {
  readonly group: StudiedGroup;
  readonly name: string;
  readonly level: number;
  readonly converged: { readonly inside: number; readonly fits: number };
  readonly all: { readonly inside: number; readonly fits: number };
}

/** Plain data: it can be written as JSON, where numbers that are not finite become null. */
export interface Recovery extends StudySettings {
  readonly fits: FitFigures;
  readonly rows: readonly RowSummary[];
  readonly families: readonly FamilySummary[];
  readonly coverages: readonly BothCoverages[];
  /** What the model reports and the truth does not say, by name. */
  readonly withoutTruth: readonly string[];
  readonly calibration?: { readonly rankedDraws: number; readonly rows: readonly RankUniformity[] };
  readonly verdict: RecoveryVerdict;
  /** In the order of their numbers. */
  readonly sets: readonly FittedSet[];
}

/** Probability of the bands of one number's ranks. */
export const bandLevel = 0.99;

/** Judges the data sets that were fitted. */
export function recoveryOf(settings: StudySettings, sets: readonly FittedSet[], wallSeconds: number): Recovery {
  const usable = sets.filter(({ outcome }) => outcome !== "failed");
  const converged = sets.filter(({ outcome }) => outcome === "converged");
  const chosen = settings.selection === "all" ? usable : converged;
  const rows = summarizeRows(chosen).filter(({ name }) => name !== "log_likelihood");
  const families = summarizeFamilies(chosen, rows);
  const calibration = settings.calibrate ? { rankedDraws, rows: ranksOf(chosen) } : undefined;
  const fits = fitFigures(sets, wallSeconds);
  return {
    ...settings,
    fits,
    rows,
    families,
    coverages: bothCoverages(summarizeRows(converged), summarizeRows(usable)),
    withoutTruth: [...new Set(sets.flatMap(({ withoutTruth }) => withoutTruth))],
    ...(calibration === undefined ? {} : { calibration }),
    verdict: recoveryVerdict({ settings, fits, rows, families, ranks: calibration?.rows }),
    sets,
  };
}

function fitFigures(sets: readonly FittedSet[], wallSeconds: number): FitFigures {
  const count = (outcome: FittedSet["outcome"]): number => sets.filter((set) => set.outcome === outcome).length;
  const reasons = new Map<string, number[]>();
  for (const { outcome, failing, reason, index } of sets) {
    if (outcome === "converged") continue;
    const what = outcome === "failed" ? reason : failing.join(", ");
    reasons.set(what, [...(reasons.get(what) ?? []), index]);
  }
  const sampled = sets.filter(({ outcome }) => outcome !== "failed");
  return {
    converged: count("converged"),
    notConverged: count("not-converged"),
    failed: count("failed"),
    reasons: [...reasons].map(([reason, own]) => ({ reason, sets: own })).sort((a, b) => b.sets.length - a.sets.length),
    divergences: sampled.reduce((sum, { divergences }) => sum + divergences, 0),
    setsWithDivergences: sampled.filter(({ divergences }) => divergences > 0).length,
    leapfrogsPerDraw: mean(sampled.map(({ leapfrogsPerDraw }) => leapfrogsPerDraw)),
    secondsPerFit: mean(sets.map(({ seconds }) => seconds)),
    wallSeconds,
  };
}

function bothCoverages(converged: readonly RowSummary[], all: readonly RowSummary[]): readonly BothCoverages[] {
  return all.flatMap(({ group, name, coverage }) => {
    const own = converged.find((row) => row.group === group && row.name === name);
    return coverage.map(({ level, inside, fits }, k) => ({
      group,
      name,
      level,
      converged: { inside: own?.coverage[k].inside ?? 0, fits: own?.fits ?? 0 },
      all: { inside, fits },
    }));
  });
}

/** Uniformity of the ranks that these fits have, of every number that does not repeat another. */
export function ranksOf(sets: readonly FittedSet[]): readonly RankUniformity[] {
  const ranks = new Map<string, { group: StudiedGroup; name: string; ranks: number[] }>();
  for (const { group, name, rank } of sets.flatMap(({ rows }) => rows)) {
    if (rank === undefined) continue;
    const key = `${group} ${name}`;
    const own = ranks.get(key) ?? { group, name, ranks: [] };
    own.ranks.push(rank);
    ranks.set(key, own);
  }
  const judged = [...ranks.values()].map((each) => {
    const { ecdfDifference, lower, upper } = uniformityOfRanks(each.ranks, rankedDraws, bandLevel);
    return {
      group: each.group,
      name: each.name,
      fits: each.ranks.length,
      pValue: uniformityPValue(each.ranks, rankedDraws),
      ecdfDifference: [...ecdfDifference],
      lower: [...lower],
      upper: [...upper],
    };
  });
  // What repeats another number has its ranks, and is not judged twice.
  const own = judged.filter(({ group, name }) => !isRepeated(group, name));
  const adjusted = holmAdjusted(own.map(({ pValue }) => pValue));
  return own.map((each, i) => ({ ...each, adjusted: adjusted[i] }));
}
