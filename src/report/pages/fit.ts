// Model fit over time.

import { fitOverTime } from "../../charts/fit/index.ts";
import { fitByGeo } from "../../charts/geos/index.ts";
import type { Analysis } from "../../decisions/advice/index.ts";
import type { Holdout } from "../../decisions/predictions/index.ts";
import { type DrawFigure, type Figure, type Section, table } from "../shell/index.ts";
import { count, percent, short } from "../../words/index.ts";

export async function fitPage({ quantities, checks, units, geos }: Analysis, draw: DrawFigure): Promise<Section> {
  const { weekly, target, period } = quantities.contributions;
  const figures: Figure[] = [];
  // Of a panel every geo has rows of its own.
  const rowUnit = geos === undefined ? period.unit : "row";
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
            `The model explains ${percent(Math.max(0, checks.scores.r2))} of the variance of ${target}${geos === undefined ? "" : " within geos"}` +
            `${Number.isFinite(checks.scores.mape) ? ` with a mean absolute percentage error of ${percent(checks.scores.mape)}` : ""}; ` +
            `${ninety.inside} of ${count(ninety.rows, rowUnit)} lie inside ${geos === undefined ? "the" : "their"} 90% predictive ${geos === undefined ? "band" : "interval"}.${geos === undefined ? "" : " The chart shows the sum over all geos, and no dot where the target of a geo is not known."}`,
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
  if (holdout !== undefined && holdout.bands.geos !== undefined) {
    figures.push(await holdoutOfGeos(holdout, period.unit, draw));
  } else if (holdout !== undefined) {
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

/** The largest geos beside each other, with the rows that were held out. */
async function holdoutOfGeos(holdout: Holdout, unit: string, draw: DrawFigure): Promise<Figure> {
  const { bands, scores } = holdout;
  const names = bands.geos ?? [];
  const weeks = [...new Set(bands.dates)].toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const geos = [...new Set(names)].map((name) => {
    const own = weeks.map((week) => names.findIndex((geo, k) => geo === name && bands.dates[k] === week));
    const of = (values: readonly number[]): number[] => own.map((k) => values[k] ?? Number.NaN);
    const { observed, expected, lower90, upper90 } = bands;
    return { name, observed: of(observed), expected: of(expected), lower: of(lower90), upper: of(upper90) };
  });
  const size = ({ expected }: (typeof geos)[number]): number =>
    expected.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0);
  return draw(
    "holdout",
    fitByGeo,
    { weeks, geos: geos.toSorted((a, b) => size(b) - size(a)) },
    {
      finding: `The last ${count(holdout.rows, unit)} of all geos were held out: ${scores.coverage[1].inside} of ${count(scores.rows, "row")} lie inside the 90% predictive interval of a refit without them. Its mean absolute error is ${percent(scores.wmape)} of their mean target.`,
      howToRead: `Only the held-out ${unit}s are shown; a fit to the others predicts them. About nine of ten dots should lie inside the band.`,
      table: table(`The held-out rows, with 90% predictive intervals`, [
        { title: "geo", cells: [...names] },
        { title: unit, cells: [...bands.dates] },
        { title: "observed", align: "right", cells: bands.observed.map(short) },
        { title: "predicted", align: "right", cells: bands.expected.map(short) },
        { title: "lower", align: "right", cells: bands.lower90.map(short) },
        { title: "upper", align: "right", cells: bands.upper90.map(short) },
      ]),
    },
  );
}
