// Studies as CSV text for programs.

import { type CsvCell, csvText } from "../../files/index.ts";
import type { ScenarioStudy } from "../../studies/failing-worlds/index.ts";
import {
  type BothCoverages,
  type FittedSet,
  levels,
  type RankUniformity,
  type Recovery,
  type RowSummary,
} from "../../studies/recovery/index.ts";
import { measures, type Tradeoff } from "../../studies/tradeoff/index.ts";

type CsvColumns<Row> = readonly (readonly [title: string, cell: (row: Row) => CsvCell])[];

function csvOf<Row>(columns: CsvColumns<Row>, rows: readonly Row[]): string {
  return csvText(
    columns.map(([title]) => title),
    rows.map((row) => columns.map(([, cell]) => cell(row))),
  );
}

/** One row for each number, with coverage of the converged fits and of all that have draws. */
export function recoveryCsv({ rows, calibration, coverages }: Recovery): string {
  const perLevel = (what: string, cell: (row: RowSummary, level: number) => number): CsvColumns<RowSummary> =>
    levels.map((level, k) => [`${what}_${Math.round(100 * level)}`, (row) => cell(row, k)] as const);
  const both = ({ group, name }: RowSummary, k: number): BothCoverages =>
    coverages.find((each) => each.group === group && each.name === name && each.level === levels[k])!;
  const ranksOf = ({ group, name }: RowSummary): RankUniformity | undefined =>
    calibration?.rows.find((each) => each.group === group && each.name === name);
  const columns: CsvColumns<RowSummary> = [
    ["group", ({ group }) => group],
    ["name", ({ name }) => name],
    ["geo", ({ geo }) => geo],
    ["unit", ({ unit }) => unit],
    ["fits", ({ fits }) => fits],
    ["truth_mean", ({ truth }) => truth.mean],
    ["truth_least", ({ truth }) => truth.least],
    ["truth_most", ({ truth }) => truth.most],
    ["bias", ({ bias }) => bias],
    ["bias_error", ({ biasError }) => biasError],
    ["relative_bias", ({ relativeBias }) => relativeBias],
    ["rmse", ({ rmse }) => rmse],
    ["relative_rmse", ({ relativeRmse }) => relativeRmse],
    ["z_mean", ({ z }) => z.mean],
    ["z_sd", ({ z }) => z.sd],
    ["z_rms", ({ z }) => z.rms],
    ["width_90", ({ width }) => width],
    ["relative_width_90", ({ relativeWidth }) => relativeWidth],
    ...perLevel("coverage", ({ coverage }, k) => coverage[k].inside / coverage[k].fits),
    ...perLevel("bound_lower", ({ coverage }, k) => coverage[k].lower),
    ...perLevel("bound_upper", ({ coverage }, k) => coverage[k].upper),
    ...perLevel("coverage_converged", (row, k) => both(row, k).converged.inside / both(row, k).converged.fits),
    ...perLevel("coverage_all", (row, k) => both(row, k).all.inside / both(row, k).all.fits),
    ["narrowed", ({ narrowed }) => narrowed],
    ["learned", ({ learned }) => learned],
    ["rank_p_value", (row) => ranksOf(row)?.pValue],
    ["rank_p_value_adjusted", (row) => ranksOf(row)?.adjusted],
  ];
  return csvOf(columns, rows);
}

/** One row for each data set. */
export function setsCsv({ sets }: Recovery): string {
  const columns: CsvColumns<FittedSet> = [
    ["dataset", ({ index }) => index + 1],
    ["seed", ({ seed }) => seed],
    ["outcome", ({ outcome }) => outcome],
    ["converged", ({ outcome }) => String(outcome === "converged")],
    ["divergences", ({ divergences }) => divergences],
    ["max_rhat", ({ maxRhat }) => maxRhat],
    ["min_ess_bulk", ({ minEssBulk }) => minEssBulk],
    ["min_ess_tail", ({ minEssTail }) => minEssTail],
    ["leapfrogs_per_draw", ({ leapfrogsPerDraw }) => leapfrogsPerDraw],
    ["seconds", ({ seconds }) => seconds],
    ["reason", ({ reason }) => reason],
  ];
  return csvOf(columns, sets);
}

/** A row for each fit. */
export function scenariosCsv({ outcomes }: ScenarioStudy): string {
  return csvText(
    [
      "world",
      "seed",
      "weeks",
      "converged",
      "wrong",
      "verdict",
      "media_truth",
      "media_median",
      "media_lower",
      "media_upper",
      "geos",
      "geos_held",
      "divergences",
      "leapfrogs_per_draw",
      "checks",
    ],
    outcomes.map(({ world, seed, weeks, converged, judgment, verdict, checks, ...outcome }) => {
      const media = judgment.contributions[judgment.contributions.length - 1];
      const warned = checks.filter(({ status }) => status !== "PASS").map(({ check }) => check);
      return [
        world,
        seed,
        weeks,
        String(converged),
        String(judgment.wrong),
        verdict,
        media.truth,
        media.median,
        media.lower,
        media.upper,
        judgment.geos?.length,
        judgment.geos?.filter(({ inside }) => inside).length,
        outcome.divergences,
        outcome.leapfrogsPerDraw,
        warned.join(" "),
      ];
    }),
  );
}

/** One row for each model and epsilon. */
export function tradeoffCsv({ points }: Tradeoff): string {
  return csvText(
    [
      "model",
      "epsilon",
      "fits",
      "refused",
      "converged",
      "contribution_coverage",
      "roi_coverage",
      ...measures.flatMap((measure) => {
        const name = measure.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
        return [`${name}_median`, `${name}_lower`, `${name}_upper`];
      }),
    ],
    points.map((point) => [
      point.model,
      point.epsilon,
      point.fits,
      point.refused,
      point.converged,
      point.contributionCoverage,
      point.roiCoverage,
      ...measures.flatMap((measure) => [point[measure].median, point[measure].lower, point[measure].upper]),
    ]),
  );
}
