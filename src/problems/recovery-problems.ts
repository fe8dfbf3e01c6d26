// Problems of recovery studies.

import type { Problem } from "./problem.ts";
import { nameList, quote } from "../words/index.ts";

export const recoveryNeedsSource = (): Problem => ({
  code: "truth-source-missing",
  message: "Exactly one source of the truth must be given.",
  hint:
    "Give one of them: a table or a model file (truth drawn from the model's prior), --preset ecommerce or media (a simulated world), " +
    "or --truth RUN (truth drawn from the posterior of a run).",
});

export const latentSpendNotRecovered = (columns: readonly string[]): Problem => ({
  code: "latent-spend-not-recovered",
  message:
    "A recovery study simulates the target but not spend, and this model has unknown spend, because it was released with noise.",
  received: nameList(columns),
  hint: "Study the model with noise: none in the model file, or the effect of noise in spend with carryover tradeoff.",
});

export const calibrationNeedsPrior = (): Problem => ({
  code: "calibration-needs-prior",
  message: "--calibrate needs true parameters drawn from the prior; only then are the ranks of a correct fit uniform.",
  hint: "Give a table or a model file instead of --preset or --truth, or leave out --calibrate.",
});

export const recoveryOptionWithoutUse = (options: readonly string[], beside: string): Problem => ({
  code: "option-without-use",
  message: `${options.join(", ")} ${options.length === 1 ? "has" : "have"} no effect with ${beside}.`,
  hint: "Leave out one or the other. --weeks goes with --preset; a table has the rows that it has.",
});

export const recoveryResumeWithoutOut = (): Problem => ({
  code: "resume-without-out",
  message: "--resume needs --out, the folder with the finished data sets.",
  hint: "Give the command that was canceled, with --resume.",
});

export const recoveryNothingToResume = (path: string): Problem => ({
  code: "nothing-to-resume",
  message: "There is no unfinished study in this folder.",
  where: path,
  hint: "Leave out --resume to begin one.",
});

export const recoveryUnfinished = (path: string): Problem => ({
  code: "study-unfinished",
  message: "There is an unfinished study in this folder.",
  where: path,
  hint: "Add --resume to continue it, give another folder, or remove this file to start again.",
});

export const recoveryResumeDiffers = (path: string, what: string, before: string, now: string): Problem => ({
  code: "resume-differs",
  message: `The unfinished study cannot be resumed: ${what} differs. It was ${before}.`,
  where: path,
  received: now,
  hint: "Give the same command with --resume, or another folder with --out.",
});

export const journalUnreadable = (path: string, line: number, text: string): Problem => ({
  code: "journal-unreadable",
  message: "This line of the unfinished study cannot be read.",
  where: `${path}, line ${line}`,
  received: quote(text.slice(0, 40)),
  hint: "Remove the file to start again.",
});
