// The privacy statement of a table in sentences: unit, epsilon, delta, mechanism, composition, what was not protected.

import type { NoiseDescription } from "./noise-description.ts";
import type { ColumnNoiseDescription, CountingLedger, ReleaseStatement } from "./noise-terms.ts";
import { noiseStandardDeviation, noiseWords } from "../mechanisms/index.ts";
import { given } from "../../words/index.ts";

/** Noise in words. */
export const mechanismNames: Readonly<Record<ColumnNoiseDescription["mechanism"], string>> = {
  ...noiseWords,
  none: "no noise",
  unknown: "noise of unknown size",
};

/** Whether a column was published with noise. */
export function isNoised({ mechanism }: ColumnNoiseDescription): boolean {
  return mechanism !== "none";
}

/** One sentence or two for each thing a reader has to know, to be carried by every fit, report and exported file. */
export function privacyStatement({ statement, columns }: NoiseDescription): string[] {
  const notNoised = columns.filter((column) => !isNoised(column));
  return [
    ...(statement === undefined ? withoutStatement(columns) : guarantee(statement)),
    ...columns.filter(isNoised).map(columnSentence),
    ...notNoised.map(({ column }) => `Not protected: ${column} (described as without noise).`),
    ...(statement?.notProtected ?? []).map(({ column, reason }) => `Not protected: ${column} (${reason}).`),
    ...(statement?.limits ?? []),
  ];
}

function guarantee(statement: ReleaseStatement): string[] {
  const { unit, neighbors, epsilon, delta, composition, budget, ledger, wholeUserEpsilon, grid } = statement;
  const kind = delta === 0 ? `epsilon ${given(epsilon)}, delta 0` : `epsilon ${given(epsilon)}, delta ${delta}`;
  return [
    `Protected unit: one ${unit}. Differential privacy with ${kind}, for ${neighbors}.`,
    ...(wholeUserEpsilon === undefined
      ? []
      : [`A user who appears in every week is protected only with epsilon ${given(wholeUserEpsilon)}.`]),
    `Composition: ${composition}.`,
    ...(grid === undefined ? [] : [`Public grid: ${grid}.`]),
    ...(budget === undefined
      ? []
      : [
          `All releases ${ledger === undefined ? "from its ledger" : `that are charged to ledger ${ledger.id}`} together stay within ` +
            `epsilon ${given(budget.epsilon)}, delta ${budget.delta} (${budget.accounting} composition)` +
            `${ledger === undefined ? "" : ", over all versions of the table"}.`,
        ]),
    ...(ledger === undefined ? [] : countedBy(ledger)),
  ];
}

function countedBy({ version, restores, separate }: CountingLedger): string[] {
  const times = restores === 1 ? "once" : `${restores} times`;
  return [
    ...(version === 1
      ? []
      : [`This is version ${version} of the table; earlier versions were charged to the same budget.`]),
    ...(restores === 0
      ? []
      : [
          `The ledger was restored from a backup or copied ${times}. The charges that were then found missing are counted; others would not be.`,
        ]),
    ...(separate.length === 0
      ? []
      : [
          `Not counted: releases of the same events that are charged to ${separate.length === 1 ? "ledger" : "ledgers"} ${separate.join(", ")}. ` +
            "What they cost adds to this.",
        ]),
    "Not counted: releases through ledgers of other accounts or machines.",
  ];
}

function withoutStatement(columns: readonly ColumnNoiseDescription[]): string[] {
  const units = [...new Set(columns.map(({ unit }) => unit))];
  const unit = units.length === 1 && units[0] !== "unknown" ? `one ${units[0]}` : "not stated for the table as a whole";
  const silent = columns.filter((column) => isNoised(column) && column.epsilon === undefined);
  return [
    `Protected unit: ${unit}. The noise was added elsewhere; its guarantee is as described, not checked here.`,
    ...(silent.length === 0
      ? []
      : [
          `No epsilon is stated for ${silent.map(({ column }) => column).join(", ")}: how much the noise protects is not known.`,
        ]),
    "Composition: not stated. The losses of columns made from the same people add up.",
  ];
}

function columnSentence(noise: ColumnNoiseDescription): string {
  const {
    column,
    mechanism,
    scale,
    scaleKind,
    granularity,
    epsilon,
    delta,
    bounds,
    clip,
    suppressedBelow,
    cellsSummed,
  } = noise;
  const parts = [mechanismNames[mechanism]];
  if (scale !== undefined) {
    const deviation = noiseStandardDeviation({ scaleKind, scale });
    parts.push(
      scaleKind === "b" ? `b = ${given(scale)} (standard deviation ${given(deviation)})` : `sigma = ${given(scale)}`,
    );
  }
  if (cellsSummed > 1) parts.push(`in each of ${cellsSummed} summed cells`);
  if (granularity !== undefined) parts.push(`in steps of ${granularity}`);
  if (epsilon !== undefined) {
    parts.push(delta === undefined ? `epsilon ${given(epsilon)}` : `epsilon ${given(epsilon)}, delta ${delta}`);
  }
  if (bounds !== undefined) parts.push(`at most ${bounds.cap} from one unit in a cell and ${bounds.total} in all`);
  if (clip?.lower !== undefined) parts.push(`clipped below at ${clip.lower}`);
  if (clip?.upper !== undefined) parts.push(`clipped above at ${clip.upper}`);
  if (suppressedBelow !== undefined) parts.push(`cells below ${suppressedBelow} left out`);
  return `${column}: ${parts.join(", ")}.`;
}
