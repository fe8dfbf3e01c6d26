// Problems of asking a fit of a model of one's own for what it does not have.

import { nameList, quote } from "../words/index.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

/** Names that a hint lists. */
const mostListed = 12;

const listedNames = (known: readonly string[]): string =>
  known.length <= mostListed
    ? nameList(known)
    : `${nameList(known.slice(0, mostListed))} and ${known.length - mostListed} more`;

export const noDrawsOf = (name: string, known: readonly string[], where: string = "fit.draws"): Problem => ({
  code: "fit-draws",
  message: `There are no draws of ${quote(String(name))}.`,
  where,
  hint: `${didYouMean(String(name), known)}There are draws of ${listedNames(known)}.`,
});

export const noSummaryOf = (name: string, known: readonly string[]): Problem => ({
  code: "fit-summary",
  message: `The summary has no row ${quote(String(name))}.`,
  where: "fit.summary.row",
  hint: `${didYouMean(String(name), known)}It has ${listedNames(known)}.`,
});

export const noObservation = (
  name: string | undefined,
  known: readonly string[],
  where: string = "fit.predictive",
): Problem => ({
  code: "fit-predictive",
  message:
    known.length === 0
      ? "The model observes nothing that has a distribution, so there is nothing to draw."
      : name === undefined
        ? "The model observes more than one array."
        : `The model observes nothing called ${quote(name)}.`,
  where,
  hint:
    known.length === 0
      ? "Write the likelihood with `observe`, not with `potential`."
      : `${name === undefined ? "" : didYouMean(name, known)}Name one of ${listedNames(known)}.`,
});

export const fitWithoutModel = (what: string, folder: string): Problem => ({
  code: "fit-without-model",
  message: "A folder keeps the draws of a fit, not the program of its model.",
  where: what,
  hint: `Give the model when the fit is loaded: \`await loadFit(${quote(folder)}, model)\`.`,
});

export const otherModel = (folder: string, difference: string): Problem => ({
  code: "fit-other-model",
  message: "This is not the model of the fit.",
  where: folder,
  received: difference,
  hint: "Give the model that was fitted, or leave it out to read the draws alone.",
});

export const fitIsComplete = (draws: number): Problem => ({
  code: "fit-complete",
  message: `All chains have their ${draws} draws.`,
  where: "fit.continue",
  hint: "Say how many more each chain is to have: `fit.continue(1000)`.",
});

/** @param isOwnModel whether it is the fit of a model of one's own, not the run of a media mix model */
export const folderOfOtherKind = (folder: string, isOwnModel: boolean): Problem => ({
  code: "run-kind",
  message: isOwnModel
    ? "This folder holds the fit of a model of your own, not of a media mix model."
    : "This folder holds the run of a media mix model.",
  where: folder,
  hint: isOwnModel ? "Read it in a program, with `loadFit`." : "Read it with `loadRun` or `openRun`.",
});

export const reportWithoutPlace = (): Problem => ({
  code: "fit-report",
  message: "The report has no place yet.",
  where: "fit.report",
  hint: 'Give one, `fit.report("report.html")`, or save the fit first: the report then goes into its folder.',
});
