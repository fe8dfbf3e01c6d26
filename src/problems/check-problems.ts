// Problems of checking runs and of comparing them.

import type { Problem } from "./problem.ts";
import { count, listed, quote } from "../words/index.ts";

export const holdoutTooLong = (rows: number, all: number, most: number): Problem => ({
  code: "holdout-too-long",
  message: `Too few of ${all} rows would remain for the fit without the last ${rows}.`,
  where: "--holdout",
  received: String(rows),
  hint: most >= 1 ? `Hold out at most ${most} rows.` : "The table is too short to hold rows out.",
});

export const backtestTooLong = (origins: number, rows: number, most: number): Problem => ({
  code: "backtest-too-long",
  message: `${rows} rows are too few for a backtest from ${count(origins, "origin")}: origins lie in the second half of the table, after at least 20 rows, and 4 weeks or more apart.`,
  where: "--backtest",
  received: String(origins),
  hint:
    most >= 1 ? `Ask for at most ${count(most, "origin")} with --origins.` : "The table is too short for a backtest.",
});

export const geosNotInTraining = (geos: readonly string[], from: string): Problem => ({
  code: "geos-not-in-training",
  message: `${listed(geos)} ${geos.length === 1 ? "has" : "have"} no row before ${from}, from which on rows are held out, so nothing could be known of ${geos.length === 1 ? "it" : "them"}.`,
  where: "--holdout",
  received: String(geos.length),
  hint: "Hold out fewer rows, to include some of its rows in the fit.",
});

export const noSpendInTraining = (column: string, rows: number): Problem => ({
  code: "no-spend-in-training",
  message: `The channel has no spend in the ${rows} rows that would be fitted, so its effect could not be estimated.`,
  where: column,
  hint: "Hold out fewer rows, to include some of its spend in the fit.",
});

export const constantInTraining = (column: string, rows: number): Problem => ({
  code: "constant-in-training",
  message: `The column has one value in all of the ${rows} rows that would be fitted.`,
  where: column,
  hint: "Hold out fewer rows, to include some variation in the fit.",
});

export const tooManyGeosHeldOut = (held: readonly string[], all: number, fewest: number): Problem => ({
  code: "too-many-geos-held-out",
  message:
    held.length === 0
      ? "No geo is named to be held out."
      : `Too few of ${all} geos would remain for the fit without ${listed(held)}.`,
  where: "--holdout-geos",
  received: held.join(","),
  hint: `Name geos with commas between, and leave at least ${fewest} to be fitted.`,
});

export const heldOutGeoNotPooled = (parameters: readonly string[]): Problem => ({
  code: "held-out-geo-not-pooled",
  message: `Nothing would be known of ${listed(parameters)} in a geo that is held out: the model does not pool ${parameters.length === 1 ? "it" : "them"} over the geos.`,
  where: "--holdout-geos",
  received: listed(parameters.map((name) => `pooling: { ${name}: none }`)),
  hint: "Fit the model with `partial` or `complete` pooling, then hold geos out.",
});

export const noSpendInOtherGeos = (column: string, held: readonly string[]): Problem => ({
  code: "no-spend-in-other-geos",
  message: `The channel has no spend outside of ${listed(held)}, so its effect could not be estimated.`,
  where: column,
  hint: "Hold out other geos.",
});

export const constantInOtherGeos = (column: string, held: readonly string[]): Problem => ({
  code: "constant-in-other-geos",
  message: `The column has one value in all rows outside of ${listed(held)}.`,
  where: column,
  hint: "Hold out other geos.",
});

export const runGivenTwice = (folder: string): Problem => ({
  code: "run-given-twice",
  message: "The run folder is given twice.",
  where: folder,
  received: quote(folder),
  hint: "Give each run once.",
});

export const holdoutOfSeveral = (runs: number): Problem => ({
  code: "holdout-of-several-runs",
  message: "--holdout refits one run.",
  received: `${runs} runs`,
  hint: "Give a single run with --holdout, or leave it out.",
});
