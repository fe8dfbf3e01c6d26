// Problems of models of panels of geos, and of priors on returns.

import { nameList, quote } from "../words/index.ts";
import type { Problem } from "./problem.ts";

export const needsPanel = (where: string, key: string): Problem => ({
  code: "needs-panel",
  message: `\`${key}\` is for panels of geos, and this table is national.`,
  where,
  hint: "Remove the key, or give a table with a column of geos and one row for each geo and period.",
});

export const nationalBesideWeeks = (where: string, channels: readonly string[]): Problem => ({
  code: "national-beside-weeks",
  message: `The spend of ${nameList(channels, 6)} is national: per head it is the same in every geo, and what it brings in a week cannot be told from the effect of the week.`,
  where,
  hint: "Write `week_effects: none` and a trend or a season, or give the spend of each geo.",
});

export const weeksNotIntegrated = (where: string, reason: string): Problem => ({
  code: "weeks-not-integrated",
  message: `Week effects can be integrated out beside normal errors alone, and ${reason}.`,
  where,
  hint: "Leave the key out, or write `week_effects_form: explicit`.",
});

export const latentNationalSpend = (where: string, columns: readonly string[]): Problem => ({
  code: "not-for-panels",
  message: `The spend of ${nameList(columns, 6)} is national and was published with noise: in a panel, noise is modeled where it was added to the spend of each geo.`,
  where,
  hint: `Take the published spend as it is: \`noise: { ${columns[0]}: { mechanism: none } }\` (effects are then found too small). Or fit the sum over all geos as a national table.`,
});

export const nationalUnpooled = (where: string, channels: readonly string[]): Problem => ({
  code: "national-unpooled",
  message: `The spend of ${nameList(channels, 6)} is national: per head it is the same in every geo, and geos tell nothing of how their effects differ.`,
  where,
  hint: "Write `pooling: { coefficient: partial }`, which gives national channels the same effect everywhere, or `complete`.",
});

export const mundlakUnpooled = (where: string, pooling: string): Problem => ({
  code: "mundlak-unpooled",
  message: `\`mundlak\` is for levels of geos that are drawn from one distribution, and the pooling of \`intercept\` is ${pooling}.`,
  where,
  hint: "Write `pooling: { intercept: partial }`, or leave `mundlak` out: geos that each have a level of their own (none) need no such terms.",
});

export const mundlakUnknown = (where: string, name: string, channels: readonly string[]): Problem => ({
  code: "unknown-channel",
  message: `The model has no channel ${quote(name)}.`,
  where,
  hint: `Channels of the model: ${nameList(channels, 6)}.`,
});

export const mundlakTwice = (where: string, name: string): Problem => ({
  code: "repeated-name",
  message: `${quote(name)} is written twice under \`mundlak\`.`,
  where,
  hint: "Remove one of the two.",
});

export const mundlakEven = (where: string, channels: readonly string[]): Problem => ({
  code: "mundlak-even",
  message: `The mean spend per head of ${nameList(channels, 6)} is the same in all geos: levels cannot go with it.`,
  where,
  hint: "Write a list of the channels whose spend differs by geo, or leave `mundlak` out.",
});

export const poolingWithoutParameter = (where: string, name: string, likelihood: string, own: string): Problem => ({
  code: "wrong-value",
  message: `The model has no ${name}: its likelihood is ${likelihood}.`,
  where,
  hint: `What the model leaves unexplained is \`${own}\` here; write \`pooling: { ${own}: partial }\`, or leave the key out.`,
});

const parts = {
  population: {
    says: "The column of the population has no number for any geo.",
    hint: "Fill it in for every geo, or leave `population` out: media and target are then not taken per head.",
  },
} as const;

export const notForPanels = (where: string, part: keyof typeof parts): Problem => ({
  code: "not-for-panels",
  message: parts[part].says,
  where,
  hint: parts[part].hint,
});

export const returnTwice = (where: string, channel: string, kinds: readonly string[]): Problem => ({
  code: "two-priors",
  message: `The channel ${quote(channel)} has priors of ${kinds.join(" and ")}.`,
  where,
  hint: "Keep one of them: each takes the place of the prior of the coefficient.",
});

export const returnUnused = (where: string, kind: string): Problem => ({
  code: "prior-without-parameter",
  message: `No channel is left for this prior on ${kind}: all of them have another by name.`,
  where,
  hint: "Remove it, or one of the others.",
});

export const returnBesideCoefficient = (where: string, channels: readonly string[]): Problem => ({
  code: "two-priors",
  message: `The prior of \`coefficient\` is not used: ${nameList(channels, 6)} ${channels.length === 1 ? "has" : "have"} a prior of a return in its place.`,
  where,
  hint: "Remove one of the two priors.",
});

export const returnWithoutSpend = (where: string, kind: string, channel: string): Problem => ({
  code: "return-without-spend",
  message: `The channel ${quote(channel)} spends nothing in the table, so it has no ${kind}.`,
  where,
  hint: "Give the prior to other channels by name, and leave this one its prior of the coefficient.",
});

export const returnWithoutSpendThere = (channel: string, { from, to }: { from: string; to: string }): Problem => ({
  code: "return-without-spend",
  message: `The channel ${quote(channel)} has a prior on what its spend from ${from} to ${to} returns, and these rows of the table have no spend of that time.`,
  where: "priors",
  hint: "Hold out fewer weeks, or leave the window out.",
});

export const geoWithoutReturn = (where: string, kind: string, channel: string, geos: readonly string[]): Problem => ({
  code: "return-without-spend",
  message: `With \`pooling: { coefficient: none }\` every geo has its own ${kind}, and ${quote(channel)} spends nothing in ${nameList(geos, 6)}.`,
  where,
  hint: "Write `pooling: { coefficient: partial }` or `complete`, or give this channel a prior of its coefficient.",
});
