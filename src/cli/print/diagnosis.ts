// What carryover diagnose prints: verdict, checks, worst parameters, chains, divergences, leave-one-out.

import { elementsOf } from "../../mmm/axes/index.ts";
import { checkLines, summaryColumns, timeLines, verdictLines } from "../../diagnostics/fit/index.ts";
import { locateDivergences, looProblem, psisLoo } from "../../diagnostics/index.ts";
import type { SummaryRow } from "../../mmm/fit/index.ts";
import type { StoredDraws, StoredRun } from "../../store/run/index.ts";
import { chainTable } from "../../services/analyze/index.ts";
import type { Style } from "../terminal/index.ts";
import { tableLines, wrapText } from "./table.ts";
import { figure, fixed } from "../../words/index.ts";

/** Rows of the table of parameters that mix worst. */
const worstShown = 5;
/** Parameters in which divergences are placed. */
const placesShown = 3;

export function diagnosisLines(run: StoredRun, width: number, style: Style): readonly string[] {
  const { diagnostics, draws, summary, record } = run;
  const passed = diagnostics.checks.filter(({ status }) => status === "pass");
  return [
    ...verdictLines(diagnostics, width, style),
    ...passed.flatMap((check) => checkLines(check, width, style)),
    ...worstLines(summary.parameters, width, style),
    ...chainLines(draws, width, style),
    ...divergenceLines(draws, width, style),
    ...looLines(run, width, style),
    "",
    ...timeLines(diagnostics, diagnostics.seconds.total, width),
    `Created by carryover ${record.versions.carryover} with Node ${record.versions.node} on ${record.created}: ${record.command}`,
  ];
}

function worstLines(parameters: readonly SummaryRow[], width: number, style: Style): readonly string[] {
  if (parameters.length === 0) return [];
  const ess = ({ ess_bulk }: SummaryRow): number => (Number.isNaN(ess_bulk) ? Number.NEGATIVE_INFINITY : ess_bulk);
  const worst = [...parameters].sort((a, b) => (ess(a) === ess(b) ? 0 : ess(a) - ess(b))).slice(0, worstShown);
  return [
    "",
    style.bold("Parameters with the smallest effective sample sizes"),
    ...tableLines(summaryColumns(worst), width, style),
  ];
}

function chainLines(draws: StoredDraws, width: number, style: Style): readonly string[] {
  if (draws.draws === 0) return [];
  const rows = chainTable(draws.sampler);
  // Trajectories of HMC have no trees.
  const trees = rows.some(({ deepest }) => deepest > 0);
  const figure = (title: string, rank: number, of: (row: (typeof rows)[number]) => string) => ({
    title,
    align: "right" as const,
    rank,
    cells: rows.map(of),
  });
  return [
    "",
    style.bold("Chains"),
    ...tableLines(
      [
        figure("chain", 0, ({ chain }) => String(chain)),
        figure("divergences", 0, ({ divergences }) => String(divergences)),
        figure("acceptance", 1, ({ acceptance }) => fixed(acceptance, 3)),
        figure("leapfrogs/draw", 2, ({ leapfrogs }) => fixed(leapfrogs, 1)),
        ...(trees
          ? [
              figure("tree depth", 4, ({ treeDepth }) => fixed(treeDepth, 2)),
              figure("deepest", 5, ({ deepest }) => String(deepest)),
            ]
          : []),
        figure("E-BFMI", 3, ({ ebfmi }) => fixed(ebfmi, 2)),
      ],
      width,
      style,
    ),
  ];
}

function divergenceLines({ parameters, sampler }: StoredDraws, width: number, style: Style): readonly string[] {
  const places = locateDivergences(parameters.flatMap(elementsOf), sampler.divergent.values).slice(0, placesShown);
  if (places.length === 0) return [];
  const text = places.map(
    ({ name, mean, shift }) =>
      `${name} near ${figure(mean)} (${fixed(Math.abs(shift), 1)} sd ${shift < 0 ? "below" : "above"} its mean)`,
  );
  return ["", style.bold("Location of divergences"), ...wrapText(text.join(", "), width)];
}

function looLines({ draws: { pointwise, draws }, data }: StoredRun, width: number, style: Style): readonly string[] {
  if (pointwise === undefined || draws === 0) return [];
  const { observations } = pointwise;
  const loo = psisLoo(pointwise);
  const { count, threshold, largestK } = looProblem(loo);
  const rows = data.geos === undefined ? "rows" : "cells (one geo in one row of time, given all others)";
  return [
    "",
    style.bold("Leave-one-out"),
    ...wrapText(
      `elpd ${fixed(loo.elpd, 1)} (standard error ${fixed(loo.se.elpd, 1)}), effective parameters ` +
        `${fixed(loo.pLoo, 1)}; ${count} of ${observations} ${rows} have Pareto k above ${fixed(threshold, 2)} ` +
        `(largest ${fixed(largestK, 2)})`,
      width,
    ),
  ];
}
