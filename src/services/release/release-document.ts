// A private release as a document: theory of the noise, and what is published.

import { quantitySettings } from "../../settings/index.ts";
import { type Document, documentOf } from "../../documents/index.ts";
import type { LedgerState } from "../../privacy/ledger/index.ts";
import { intervalHalfWidth, noiseStandardDeviation, type ScaleKind } from "../../privacy/mechanisms/index.ts";
import { type ReleaseStatement, relativeErrorOfTotal } from "../../privacy/release/index.ts";
import type { PrivatizeResult } from "./privatize.ts";

const shownProbability = quantitySettings.level.default;

/** What theory says of the noise in one column. Nothing here has seen the truth. */
export interface ColumnTheory {
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

/** The theory of every noised column. */
export function theoryOf({ release }: PrivatizeResult): readonly ColumnTheory[] {
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
  readonly ledger: Pick<LedgerState, "path" | "id" | "budget" | "spent" | "left" | "restores" | "separate">;
}

/** `carryover privatize --json`. */
export function releaseDocument(result: PrivatizeResult): Document<"carryover/release/1", PrintedRelease> {
  const { spent, left, budget, path, id, restores, separate } = result.release.ledger;
  return documentOf("carryover/release/1", {
    files: result.files,
    bounds: result.bounds,
    columns: theoryOf(result),
    statement: result.release.noise.statement,
    ledger: { path, id, budget, spent, left, restores, separate },
  });
}
