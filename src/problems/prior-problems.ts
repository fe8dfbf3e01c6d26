// Problems of priors that are given by a mean and standard deviation or by quantiles, and of windows of priors on returns.

import { figure, quote } from "../words/index.ts";
import type { Problem } from "./problem.ts";

export const priorForm = (where: string, found: string, forms: readonly string[]): Problem => ({
  code: "prior-arguments",
  message: "A prior of this family cannot be given by these numbers.",
  where,
  received: found === "" ? "nothing" : quote(found),
  hint: `Write ${forms.length === 1 ? forms[0] : `${forms.slice(0, -1).join(", ")} or ${forms[forms.length - 1]}`}.`,
});

export const quantileKey = (where: string, found: string): Problem => ({
  code: "prior-arguments",
  message: "A quantile is named by its probability, which lies between 0 and 1.",
  where,
  received: quote(found),
  hint: "Write for example `quantiles: { 0.05: 0.5, 0.95: 3 }`, or `5%=0.5, 95%=3` within a text.",
});

interface Wanted {
  readonly distribution: string;
  readonly given: string;
  readonly reason: keyof typeof impossible;
  readonly limit: number | undefined;
}

const impossible = {
  outside: ({ distribution }: Wanted) => `A quantile lies outside of the values that ${distribution} allows.`,
  order: () => "The quantile of the larger probability must have the larger value.",
  mean: ({ distribution, limit }: Wanted) =>
    `A ${distribution} has a mean above 0${limit === undefined ? "" : ` and below ${figure(limit)}`}.`,
  sd: ({ distribution, limit = 0 }: Wanted) =>
    `With this mean, the standard deviation of a ${distribution} is below ${figure(limit)}.`,
  freedom: ({ distribution, limit = 0 }: Wanted) =>
    `A ${distribution} has no ${limit > 1 ? "standard deviation" : "mean"} with ${figure(limit)} degrees of freedom or less.`,
  reach: ({ distribution }: Wanted) =>
    `No ${distribution} has these quantiles: they are too far apart, or too close together.`,
} as const;

export const priorImpossible = (where: string, wanted: Wanted): Problem => ({
  code: "prior-impossible",
  message: impossible[wanted.reason](wanted),
  where,
  received: wanted.given,
  hint: "Change one of the numbers, or choose another distribution.",
});

export const windowNotOfReturn = (where: string, parameter: string): Problem => ({
  code: "window-not-of-return",
  message: `A window is of priors on returns, and \`${parameter}\` is the same in all weeks.`,
  where,
  hint: "Remove it, or write the prior under `roi`, `mroi` or `contribution`.",
});

export const windowUnreadable = (
  where: string,
  received: string,
  numbered: boolean,
  first: string,
  last: string,
): Problem => ({
  code: "wrong-value",
  message: `The ends of a window must be ${numbered ? "numbers of weeks" : "dates such as 2025-01-06"}, as the table has them.`,
  where,
  received: quote(received),
  hint: `The table runs from ${first} to ${last}.`,
});

export const windowEmpty = (where: string, from: string, to: string, first: string, last: string): Problem => ({
  code: "window-empty",
  message: `The table has no row from ${from} to ${to}.`,
  where,
  hint: `It runs from ${first} to ${last}.`,
});

export const windowWithoutSpend = (where: string, kind: string, channel: string): Problem => ({
  code: "return-without-spend",
  message: `The channel ${quote(channel)} spends nothing in this window, so it has no ${kind} there.`,
  where,
  hint: "Choose a window in which it spends, or leave the window out to mean the whole table.",
});

export const returnFixed = (where: string, kind: string, value: number): Problem => ({
  code: "prior-outside-domain",
  message: `A return cannot be fixed: \`${kind}\` follows from the coefficient and all parameters of the curve.`,
  where,
  hint: `Write a narrow prior, such as lognormal(mean=${value > 0 ? value : 1}, sd=${value > 0 ? Number((value / 50).toPrecision(2)) : 0.02}).`,
});

export const shareOfNothing = (where: string, target: string, total: number): Problem => ({
  code: "share-of-nothing",
  message: `The sum of ${quote(target)} in these rows is not above 0, so a share of it says nothing.`,
  where,
  received: figure(total),
  hint: "Write a prior of `roi` or `mroi` instead, or choose a window in which the target is known and positive.",
});
