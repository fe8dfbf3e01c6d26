// The privacy statement of a table in sentences: unit, epsilon, delta, mechanism, composition, what was not protected.

import type { ColumnNoise, NoiseDescription, ReleaseStatement } from "./noise-description.ts";
import { noiseStandardDeviation } from "./noise-theory.ts";

const mechanismNames: Readonly<Record<ColumnNoise["mechanism"], string>> = {
  laplace: "Laplace noise",
  discrete_laplace: "discrete Laplace noise",
  gaussian: "normal noise",
  discrete_gaussian: "discrete normal noise",
  none: "no noise",
  unknown: "noise of unknown size",
};

/** One sentence or two for each thing a reader has to know, to be carried by every fit, report and exported file. */
export function privacyStatement({ statement, columns }: NoiseDescription): string[] {
  const notNoised = columns.filter(({ mechanism }) => mechanism === "none");
  return [
    ...(statement === undefined ? withoutStatement(columns) : guarantee(statement)),
    ...columns.filter(({ mechanism }) => mechanism !== "none").map(columnSentence),
    ...notNoised.map(({ column }) => `Not protected: ${column} (described as without noise).`),
    ...(statement?.notProtected ?? []).map(({ column, reason }) => `Not protected: ${column} (${reason}).`),
  ];
}

function guarantee(statement: ReleaseStatement): string[] {
  const { unit, neighbours, epsilon, delta, composition, budget, wholeUserEpsilon } = statement;
  const kind = delta === 0 ? `epsilon ${shown(epsilon)}, delta 0` : `epsilon ${shown(epsilon)}, delta ${delta}`;
  return [
    `Protected unit: one ${unit}. Differential privacy with ${kind}, for ${neighbours}.`,
    ...(wholeUserEpsilon === undefined
      ? []
      : [`A user who appears in every week is protected only with epsilon ${shown(wholeUserEpsilon)}.`]),
    `Composition: ${composition}.`,
    ...(budget === undefined
      ? []
      : [
          `All releases of this data together stay within epsilon ${shown(budget.epsilon)}, delta ${budget.delta} ` +
            `(${budget.accounting} composition).`,
        ]),
  ];
}

function withoutStatement(columns: readonly ColumnNoise[]): string[] {
  const units = [...new Set(columns.map(({ unit }) => unit))];
  const unit = units.length === 1 && units[0] !== "unknown" ? `one ${units[0]}` : "not stated for the table as a whole";
  return [`Protected unit: ${unit}. The noise was added elsewhere; its guarantee is as described, not checked here.`];
}

function columnSentence(noise: ColumnNoise): string {
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
      scaleKind === "b" ? `b = ${shown(scale)} (standard deviation ${shown(deviation)})` : `sigma = ${shown(scale)}`,
    );
  }
  if (cellsSummed > 1) parts.push(`in each of ${cellsSummed} summed cells`);
  if (granularity !== undefined) parts.push(`in steps of ${granularity}`);
  if (epsilon !== undefined) {
    parts.push(delta === undefined ? `epsilon ${shown(epsilon)}` : `epsilon ${shown(epsilon)}, delta ${delta}`);
  }
  if (bounds !== undefined) parts.push(`at most ${bounds.cap} from one unit in a cell and ${bounds.total} in all`);
  if (clip?.lower !== undefined) parts.push(`clipped below at ${clip.lower}`);
  if (clip?.upper !== undefined) parts.push(`clipped above at ${clip.upper}`);
  if (suppressedBelow !== undefined) parts.push(`cells below ${suppressedBelow} left out`);
  return `${column}: ${parts.join(", ")}.`;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(6)));
}
