// A private release as lines and as JSON: theory of the noise, and what is published. Nothing here has seen the truth.

import { type Document, documentOf } from "../../documents/index.ts";
import type { LedgerState } from "../../privacy/ledger/index.ts";
import type { ReleaseStatement } from "../../privacy/release/index.ts";
import { completeDescription, privacyStatement, relativeErrorOfTotal } from "../../privacy/release/index.ts";
import { intervalHalfWidth, noiseStandardDeviation, type ScaleKind } from "../../privacy/mechanisms/index.ts";
import type { PrivatizeResult } from "../../services/release/index.ts";
import { budgetLines } from "./ledger.ts";
import type { Style } from "../terminal/index.ts";
import { tableLines, wrapText } from "./table.ts";
import { figure, percent } from "../../words/index.ts";

const shownProbability = 0.9;

interface ColumnTheory {
  readonly column: string;
  readonly mechanism: string;
  readonly scale: number;
  readonly scaleKind: ScaleKind;
  readonly standardDeviation: number;
  /** Half-width of the interval around a noised cell that holds the true one with probability 0.9. */
  readonly halfWidth90: number;
  /** Expected noise of the sum over all rows, relative to the noised sum. */
  readonly relativeErrorOfTotal: number;
  readonly cached: boolean;
}

function theoryOf({ release }: PrivatizeResult): readonly ColumnTheory[] {
  return release.noise.columns.map(({ column, mechanism, scale = Number.NaN, scaleKind = "b" }) => {
    const noise = { scale, scaleKind };
    const standardDeviation = noiseStandardDeviation(noise);
    const { values } = release.columns.find(({ name }) => name === column)!;
    return {
      column,
      mechanism,
      ...noise,
      standardDeviation,
      halfWidth90: intervalHalfWidth(noise, shownProbability),
      relativeErrorOfTotal: relativeErrorOfTotal(values, standardDeviation),
      cached: release.cachedColumns.includes(column),
    };
  });
}

export interface PrintedRelease {
  /** Paths of what was written. */
  readonly files: readonly string[];
  /** Path of the bounds that were read; absent where there are none. */
  readonly bounds: string | undefined;
  readonly columns: readonly ColumnTheory[];
  readonly statement: ReleaseStatement;
  readonly ledger: Pick<LedgerState, "path" | "budget" | "spent" | "left">;
}

/** `carryover privatize --json`. */
export function releaseDocument(result: PrivatizeResult): Document<"carryover/release/1", PrintedRelease> {
  const { spent, left, budget, path } = result.release.ledger;
  return documentOf("carryover/release/1", {
    files: result.files,
    bounds: result.bounds,
    columns: theoryOf(result),
    statement: result.release.noise.statement,
    ledger: { path, budget, spent, left },
  });
}

export async function releaseLines(result: PrivatizeResult, width: number, style: Style): Promise<readonly string[]> {
  const theory = theoryOf(result);
  const description = completeDescription(result.release.noise, "noise.json");
  const column = (title: string, cells: readonly string[], rank = 0) =>
    ({ title, align: "right", rank, cells }) as const;
  return [
    ...tableLines(
      [
        { title: "column", align: "left", rank: 0, cells: theory.map((row) => row.column) },
        { title: "noise", align: "left", rank: 3, cells: theory.map((row) => row.mechanism.replace("_", " ")) },
        column(
          "scale",
          theory.map((row) => `${row.scaleKind} = ${figure(row.scale)}`),
        ),
        column(
          "90% of cells within",
          theory.map((row) => `± ${figure(row.halfWidth90)}`),
        ),
        column(
          "expected error of the total",
          theory.map((row) => (row.relativeErrorOfTotal >= 10 ? "over 1,000%" : percent(row.relativeErrorOfTotal))),
        ),
        {
          title: "charged",
          align: "left",
          rank: 2,
          cells: theory.map((row) => (row.cached ? "no, released before" : "now")),
        },
      ],
      width,
      style,
    ),
    "",
    ...privacyStatement(description).flatMap((sentence) => wrapText(sentence, width, "  ")),
    "",
    ...budgetLines(result.release.ledger),
    ...(result.bounds === undefined ? [] : [`bounds as in ${result.bounds}`]),
    ...result.files.map((file) => `wrote ${file}`),
  ];
}
