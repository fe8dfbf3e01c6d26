// Model fit over time.

import { fitOverTime } from "../../charts/fit/index.ts";
import type { Analysis } from "../../decisions/advice/index.ts";
import { type DrawFigure, type Figure, type Section, table } from "../shell/index.ts";
import { count, percent, short } from "../../words/index.ts";

export async function fitPage({ quantities, checks, units }: Analysis, draw: DrawFigure): Promise<Section> {
  const { weekly, target, period } = quantities.contributions;
  const figures: Figure[] = [];
  const [, ninety] = checks.scores.coverage;
  if (weekly !== undefined) {
    figures.push(
      await draw(
        "fit-over-time",
        fitOverTime,
        {
          weeks: weekly.dates,
          observed: weekly.observed,
          expected: weekly.expected,
          predictive: weekly.predictive,
        },
        {
          finding:
            `The model explains ${percent(Math.max(0, checks.scores.r2))} of the variance of ${target}` +
            `${Number.isFinite(checks.scores.mape) ? ` with a mean absolute percentage error of ${percent(checks.scores.mape)}` : ""}; ` +
            `${ninety.inside} of ${count(ninety.rows, period.unit)} lie inside the 90% predictive band.`,
          howToRead:
            "Dots are observations. The line is the expected target, and the dark band its 90% credible interval. The light band is the " +
            "90% predictive interval. Long runs of dots on one side of the line indicate that a driver is missing.",
          table: table(`Expected and observed by ${period.unit}, with the 90% predictive interval`, [
            { title: period.unit, cells: weekly.dates },
            { title: "observed", unit: units.target, align: "right", cells: weekly.observed.map(short) },
            { title: "expected", unit: units.target, align: "right", cells: weekly.expected.estimate.map(short) },
            { title: "lower", unit: units.target, align: "right", cells: weekly.predictive.lower.map(short) },
            { title: "upper", unit: units.target, align: "right", cells: weekly.predictive.upper.map(short) },
          ]),
        },
      ),
    );
  }
  const { holdout, bands } = checks;
  if (holdout !== undefined) {
    const from = bands.dates.length - holdout.rows;
    const held = holdout.bands;
    const join = (before: readonly number[], after: readonly number[]): number[] => [
      ...before.slice(0, from),
      ...after,
    ];
    figures.push(
      await draw(
        "holdout",
        fitOverTime,
        {
          weeks: bands.dates,
          observed: bands.observed,
          expected: {
            estimate: join(bands.expected, held.expected),
            lower: join(bands.expectedLower90, held.expectedLower90),
            upper: join(bands.expectedUpper90, held.expectedUpper90),
          },
          predictive: { lower: join(bands.lower90, held.lower90), upper: join(bands.upper90, held.upper90) },
          holdoutFrom: from,
        },
        {
          finding: `Of ${count(holdout.rows, "held-out " + period.unit)}, ${holdout.scores.coverage[1].inside} lie inside the 90% predictive band of a refit without them. Its mean absolute error is ${percent(holdout.scores.wmape)} of their mean target.`,
          howToRead:
            "The shaded part was held out; a fit to the other rows predicts it. About nine of ten dots should lie inside the band.",
          table: table(`The ${count(holdout.rows, "held-out " + period.unit)}, with 90% predictive intervals`, [
            { title: period.unit, cells: bands.dates.slice(from) },
            { title: "observed", unit: units.target, align: "right", cells: bands.observed.slice(from).map(short) },
            { title: "predicted", unit: units.target, align: "right", cells: held.expected.map(short) },
            { title: "lower", unit: units.target, align: "right", cells: held.lower90.map(short) },
            { title: "upper", unit: units.target, align: "right", cells: held.upper90.map(short) },
          ]),
        },
      ),
    );
  }
  return { id: "fit", title: "Model fit", figures };
}
