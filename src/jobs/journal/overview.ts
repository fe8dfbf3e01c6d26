// The overview of a batch: one row for each fit, made from what the journals say, as CSV and as JSON.

import { elementName } from "../../mmm/axes/index.ts";
import { type Document, documentOf, documentText } from "../../documents/index.ts";
import { join } from "node:path";
import { formatProblem } from "../../problems/problem.ts";
import { outNotWritable } from "../../problems/run-problems.ts";
import { csvText } from "../../files/index.ts";
import { writeWhole } from "../../store/export/index.ts";
import { carryoverVersion } from "../../store/index.ts";
import { batchFiles } from "./batch-folder.ts";
import { type FitFigure, figureLevel, type FitState } from "../tasks/index.ts";
import { type JournalEntry, readJournals } from "./journal.ts";

/** A fit that no journal speaks of: it has not been made yet, or by a shard that writes elsewhere. */
export interface MissingFit {
  readonly name: string;
  readonly state: "missing";
}

export type OverviewRow = JournalEntry | MissingFit;

export interface OverviewCounts {
  readonly fits: number;
  readonly converged: number;
  readonly not_converged: number;
  readonly failed: number;
  readonly missing: number;
}

/** What overview.json holds. */
export interface Overview {
  readonly version: string;
  /** Probability of the intervals. */
  readonly level: number;
  readonly counts: OverviewCounts;
  /** What ran the fits of the process that wrote this, and why it was chosen; absent when journals were only put together. */
  readonly executor?: { readonly name: string; readonly reason: string };
  /** In the order of the manifest. */
  readonly fits: readonly OverviewRow[];
}

/** Every fit of a batch with its outcome: overview.json. */
export function overviewDocument(overview: Overview): Document<"carryover/batch-overview/3", Overview> {
  return documentOf("carryover/batch-overview/3", overview);
}

export interface PrintedOverview extends Overview {
  /** The folder of the batch. */
  readonly folder: string;
}

/** `carryover batch --json`. */
export function batchDocument(overview: PrintedOverview): Document<"carryover/batch/2", PrintedOverview> {
  return documentOf("carryover/batch/2", overview);
}

/** Puts the journals in `folder` together for the fits of these names. */
export async function overviewOf(
  folder: string,
  names: readonly string[],
  executor?: Overview["executor"],
): Promise<Overview> {
  const entries = await readJournals(folder);
  const fits = names.map((name): OverviewRow => entries.get(name) ?? { name, state: "missing" });
  const count = (state: FitState | "missing"): number => fits.filter((fit) => fit.state === state).length;
  return {
    version: carryoverVersion(),
    level: figureLevel,
    counts: {
      fits: fits.length,
      converged: count("converged"),
      not_converged: count("not converged"),
      failed: count("failed"),
      missing: count("missing"),
    },
    ...(executor === undefined ? {} : { executor }),
    fits,
  };
}

/**
 * Writes overview.json and overview.csv, each whole or not at all.
 * @returns their paths
 * @throws CarryoverError when they cannot be written
 */
export async function writeOverview(folder: string, overview: Overview): Promise<readonly string[]> {
  const files = [
    { name: batchFiles.overview, content: documentText(overviewDocument(overview)) },
    { name: batchFiles.overviewTable, content: overviewCsv(overview) },
  ];
  for (const { name, content } of files) await writeWhole(join(folder, name), [content], outNotWritable);
  return files.map(({ name }) => join(folder, name));
}

/** Figures of one row by column; columns that a row has no figure for stay empty. */
type Cells = Readonly<Record<string, string | number | undefined>>;

const columns = [
  "name",
  "state",
  "reasons",
  "problem_codes",
  "problems",
  "executor",
  "sampler",
  "fallback",
  "seed",
  "table",
  "target",
  "max_rhat",
  "min_ess_bulk",
  "min_ess_tail",
  "divergences",
  "seconds",
] as const;

/** Text of overview.csv: contributions and returns of a channel are empty where a fit does not have the channel. */
export function overviewCsv({ fits }: Overview): string {
  const channels = [
    ...new Set(fits.flatMap((fit) => (fit.state === "missing" ? [] : fit.channels.map(({ name }) => name)))),
  ];
  const rows = fits.map(
    (fit): Cells => (fit.state === "missing" ? { name: fit.name, state: fit.state } : cellsOf(fit)),
  );
  const quantityColumns = channels.flatMap((channel) =>
    quantities.flatMap((quantity) => figures.map((figure) => columnOf(quantity, channel, figure))),
  );
  const names = [...columns, ...quantityColumns];
  return csvText(
    names,
    rows.map((row) => names.map((name) => row[name])),
  );
}

const quantities = ["contribution", "roi"] as const;
const figures = ["estimate", "statistic", "lower", "upper"] as const satisfies readonly (keyof FitFigure)[];

const columnOf = (quantity: string, channel: string, figure: string): string =>
  `${elementName(quantity, [channel])}_${figure}`;

function cellsOf(fit: JournalEntry): Cells {
  const { reasons, problems, channels, fallback, internal: _, at: __, ...cells } = fit;
  const quantitiesOf = channels.flatMap((channel) =>
    quantities.flatMap((quantity) =>
      figures.map((figure) => [columnOf(quantity, channel.name, figure), channel[quantity][figure]]),
    ),
  );
  return {
    ...cells,
    reasons: reasons.join(" "),
    fallback: fallback.join(" "),
    problem_codes: problems.map(({ code }) => code).join(" "),
    problems: problems.map(formatProblem).join(" "),
    ...Object.fromEntries(quantitiesOf),
  };
}
