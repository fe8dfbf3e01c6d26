// Problems and notices of noise that a model is told of: descriptions that do not fit the model, noise that drowns the signal.

import type { Notice } from "./notice.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import { figure, nameList, percent, quote } from "../words/index.ts";

export const noiseOnUnknownColumn = (where: string, column: string, known: readonly string[]): Problem => ({
  code: "noise-on-unknown-column",
  message: "The model has no such column.",
  where,
  received: quote(column),
  hint: `${didYouMean(column, known)}It has: ${nameList(known, 12)}.`,
});

export const noiseOnControl = (where: string, column: string): Notice => ({
  level: "warning",
  code: "noise-on-control",
  message: `The noise in the control ${quote(column)} is not modeled; its values are taken as exact.`,
  where,
  hint: "Expect its effect to be biased toward zero. Remove the control if it is mostly noise.",
});

export const noiseOnCost = (column: string, channel: string): Notice => ({
  level: "warning",
  code: "noise-on-cost",
  message: `The noise in ${quote(column)} is not modeled: another column drives ${channel}, and the spend is its cost alone.`,
  where: column,
  hint: "Returns are over the spend as it was published. To model the noise, let spend drive the channel: `driver: spend`.",
});

export const noiseOnCounts = (where: string, column: string): Notice => ({
  level: "note",
  code: "noise-on-counts",
  message: `Counts of ${quote(column)} are modeled as continuous, and so is their noise.`,
  where,
  hint: "This is appropriate for dozens of conversions per week or more. For fewer, use `likelihood: negative_binomial`.",
});

export const noiseSummedOver = (where: string, column: string): Notice => ({
  level: "note",
  code: "noise-on-counts",
  message: `The noise in ${quote(column)} is modeled exactly: the likelihood of a published value sums over all possible counts.`,
  where,
  hint: "Nothing to do.",
});

export const noiseOverCounts = (where: string, column: string, widest: number): Notice => ({
  level: "note",
  code: "noise-on-counts",
  message: `The noise in ${quote(column)} is added to a normal approximation of the counts.`,
  where,
  hint: `The approximation is good if the noise is wide. Noise with a scale up to ${widest}, in one cell and not clipped, is modeled exactly.`,
});

export const noiseWithoutScale = (where: string, column: string): Problem => ({
  code: "noise-scale-missing",
  message: `The scale of the noise in ${quote(column)} is missing.`,
  where,
  hint: "Write `scale`: b of a Laplace, the standard deviation of a normal, in the unit of the column.",
});

export const noiseScaleKind = (where: string, mechanism: string, kind: string, scaleWords: string): Problem => ({
  code: "noise-scale-kind",
  message: `The scale of ${mechanism} noise is not a ${kind}.`,
  where,
  hint: scaleWords,
});

export const noiseWithScale = (where: string, column: string): Problem => ({
  code: "noise-inconsistent",
  message: `The column ${quote(column)} has a scale but no noise mechanism.`,
  where,
  hint: "Write its mechanism, or remove the scale.",
});

export const noiseNotModeled = (where: string, column: string, what: string): Problem => ({
  code: "noise-not-modeled",
  message: `Noise in ${quote(column)} that was ${what} cannot be modeled.`,
  where,
  hint: "Ask for the noised values before that step; negative values are not errors.",
});

export const belowClip = (where: string, column: string, value: number, lower: number): Problem => ({
  code: "noise-inconsistent",
  message: `The values of ${quote(column)} are described as clipped at ${lower}, but one is lower.`,
  where,
  received: String(value),
  hint: "Remove `clip` from the description, or check the column.",
});

export const noiseFileNotRead = (where: string, path: string): Problem => ({
  code: "noise-file-not-read",
  message: `The description of the noise, ${path}, has not been read.`,
  where,
  hint: "Write `noise:` as a map of columns, or fit from the command line.",
});

export const latentWithoutNoise = (where: string): Problem => ({
  code: "setting-without-effect",
  message: "`latent_spend` has no effect: no channel's spend has noise.",
  where,
  hint: "Write `noise: { spend_TV: { mechanism: laplace, scale: 1000 } }`, or remove the key.",
});

export const latentNotNoised = (where: string, column: string, noised: readonly string[]): Problem => ({
  code: "noise-on-unknown-column",
  message: "The true spend of a channel without noise is known.",
  where,
  received: quote(column),
  hint: `${didYouMean(column, noised)}Channels with noise: ${nameList(noised, 12)}.`,
});

/** Signal and noise of a column of spend, in its own unit. */
export interface NoiseFigures {
  readonly column: string;
  /** Standard deviation of the noise. */
  readonly noise: number;
  /** Standard deviation of the published values over the weeks. */
  readonly published: number;
  /** Variance of the noise as a share of that of the published values. */
  readonly share: number;
}

const figures = ({ noise, published, share }: NoiseFigures): string =>
  `noise of standard deviation ${figure(noise)} in values that vary by ${figure(published)}: ${percent(share)} of their variance`;

export const noiseDrowns = (where: string, column: NoiseFigures): Problem => ({
  code: "noise-drowns-signal",
  message: `The noise in ${quote(column.column)} is as large as the variation of the spend, so its effect cannot be estimated.`,
  where,
  received: figures(column),
  hint: "Release it with a larger epsilon, sum it over longer periods, or use invoices. `latent_spend: { force: true }` fits it anyway; the posterior then equals the prior.",
});

export const noiseForced = (where: string, column: NoiseFigures): Notice => ({
  level: "warning",
  code: "noise-drowns-signal",
  message: `The noise in ${quote(column.column)} exceeds the signal, but the spend is fitted (latent_spend.force).`,
  where,
  received: figures(column),
  hint: "Expect the posterior of this channel to equal its prior.",
});

export const noiseStrong = (where: string, column: NoiseFigures): Notice => ({
  level: "warning",
  code: "noise-strong",
  message: `Much of the variation of ${quote(column.column)} is noise. Ignoring it would bias the channel's effect toward zero by about this share.`,
  where,
  received: figures(column),
  hint: "The model accounts for it; expect wider intervals for this channel.",
});

export const noiseIgnored = (where: string, column: NoiseFigures): Notice => ({
  level: "warning",
  code: "noise-ignored",
  message: `The spend in ${quote(column.column)} is taken as known despite its noise, because latent_spend.channels does not list it.`,
  where,
  received: figures(column),
  hint: "Expect the channel's effect to be biased toward zero by about this share, and its interval to be too narrow.",
});

export const noiseWeak = (where: string, column: NoiseFigures): Notice => ({
  level: "note",
  code: "noise-weak",
  message: `The noise in ${quote(column.column)} is negligible; the spend is taken as known.`,
  where,
  received: figures(column),
  hint: "Nothing to do. `latent_spend: { channels: [...] }` overrides this.",
});

export const noiseFound = (where: string, columns: readonly string[]): Notice => ({
  level: "note",
  code: "noise-found",
  message: `The table was released with noise. The model accounts for it in ${nameList(columns, 12)}.`,
  where,
  hint: "`noise: none` in a model file ignores it.",
});
