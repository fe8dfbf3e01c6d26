// Problems of a model file: YAML, keys and values, priors, and what does not fit the model or the table.

import type { Notice } from "./notice.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import { alike, nameList, percent, quote, range } from "../words/index.ts";
import { experimentRules, type ExperimentRule } from "./experiment-problems.ts";
import { notBuilt, type Rule } from "./written-file-problems.ts";

export type RuleName =
  | "schema"
  | "file"
  | "data"
  | "column"
  | "scaling"
  | "channel"
  | "channels"
  | "controls"
  | "treatments"
  | "treatment"
  | "baseline"
  | "terms"
  | "seasonality"
  | "trend"
  | "trendKnots"
  | "noise"
  | "noiseColumn"
  | "clip"
  | "clipLower"
  | "latentSpend"
  | "latentChannels"
  | "referenceValues"
  | "population"
  | "national"
  | "pooling"
  | "mundlak"
  | "priors"
  | "prior"
  | "quantiles"
  | "window"
  | ExperimentRule
  | "sampling";

/** What each part of a model file must be; the schema refers to these by name. */
export const rules: Readonly<Record<RuleName, Rule>> = {
  schema: {
    must: "carryover/model/1, where it is given",
    hint: "Leave it out, or use the version of carryover that wrote the file.",
  },
  file: { must: "a map of keys and values", hint: "Start with `data: table.csv`." },
  data: { must: "the path of a table", hint: "Write `data: table.csv`, relative to the model file." },
  column: { must: "the name of a column, as text", hint: "Quote names that are numbers or words like true." },
  scaling: {
    must: "a map with media, target, controls",
    hint: "Write `scaling: { media: typical, target: typical }`.",
  },
  channel: {
    must: "a map with adstock, saturation, order, driver, spend",
    hint: "Write `spend_TV: { adstock: { window: 8 } }` or `TV: { driver: impressions_TV, spend: spend_TV }`, or the name alone.",
  },
  channels: {
    must: "a list of spend columns, or a map of them, with at least one",
    hint: "Write `channels: [spend_TV, spend_Radio]`, or leave the key out to have them found.",
  },
  controls: {
    must: "a list of columns or none",
    hint: "Write `controls: [promotions]`, or leave the key out to have them found.",
  },
  treatments: {
    must: "a map of columns, each with its baseline",
    hint: "Write `treatments: { Promo: { baseline: min } }`.",
  },
  treatment: {
    must: "a map with baseline",
    hint: "Write `Promo: { baseline: min }`.",
  },
  baseline: {
    must: "min, max or a number",
    hint: "Write `baseline: min`, or the usual value, such as `baseline: 9.99`.",
  },
  terms: {
    must: "a list of names of your own terms",
    hint: "Terms are added through the library; leave the key out on the command line.",
  },
  seasonality: {
    must: "a map with period, harmonics, or a list of such maps, or none",
    hint: "Write `seasonality: { period: 52, harmonics: 2 }`.",
  },
  trend: {
    must: "one of none, linear, knots, local_level, hsgp, or a map with kind and its settings",
    hint: "Write `trend: linear`, or `trend: { kind: knots, knots: auto }` for a baseline that bends.",
  },
  trendKnots: {
    must: "auto, a whole number from 2 to 10000, or a list of rows of the table",
    hint: "Write `knots: auto`, or a number of knots: one a quarter (every 13 weeks) is usual.",
  },
  noise: {
    must: "a map of columns and their noise, the path of its description, or none",
    hint: "Write `noise: { revenue: { mechanism: laplace, scale: 2000 } }`, or `noise: noise.json`.",
  },
  noiseColumn: {
    must: "a map with mechanism, scale, scale_kind, cells_summed, clip",
    hint: "Write `revenue: { mechanism: laplace, scale: 2000 }`.",
  },
  clip: { must: "none or a map with lower", hint: "Write `clip: { lower: 0 }` where negative values were set to 0." },
  clipLower: { must: "a number", hint: "Write `clip: { lower: 0 }` where negative values were set to 0." },
  latentSpend: {
    must: "a map with prior, autocorrelated, force, channels",
    hint: "Write `latent_spend: { autocorrelated: false }`.",
  },
  referenceValues: {
    must: "a map of controls and numbers",
    hint: "Write `reference_values: { price: 19.99 }`.",
  },
  population: {
    must: "the name of a column, or a map of geos and their people",
    hint: "Write `population: people`, or `population: { North: 2000000, South: 1200000 }`.",
  },
  national: {
    must: "a list of spend columns, or none",
    hint: "Write `national: [spend_TV]` for spend that is given for all geos together, or leave the key out.",
  },
  mundlak: {
    must: "a list of channels, all, or none",
    hint: "Write `mundlak: all` for levels of geos that go with what is spent there, or leave the key out.",
  },
  pooling: {
    must: "a map with intercept, coefficient, control, trend, sigma, overdispersion",
    hint: "Write `pooling: { coefficient: partial }`, or leave the key out.",
  },
  latentChannels: {
    must: "a list of spend columns with at least one",
    hint: "Leave it out to have those chosen whose noise matters.",
  },
  priors: { must: "a map of parameters and their priors", hint: "Write `priors: { sigma: half_normal(1) }`." },
  prior: {
    must: "a distribution, or a map of them by channel or control",
    hint: "Write for example `half_normal(1)`, or `fixed(0.5)` to hold it at a value.",
  },
  quantiles: {
    must: "a map of probabilities and values",
    hint: "Write for example `quantiles: { 0.05: 0.5, 0.95: 3 }`.",
  },
  ...experimentRules,
  window: {
    must: "a map with from and to, each a date or the number of a week",
    hint: "Write for example `window: { from: 2025-01-06, to: 2025-03-31 }`; both are included.",
  },
  sampling: { must: "a map of sampling settings", hint: "Write `sampling: { chains: 4, draws: 1000 }`." },
};

/** Keys that other or later versions know, with what they stand for; drop one when it is built. */
const laterKeys: Readonly<Record<string, string>> = {
  holidays: "The holiday effect",
  lift_tests: "Lift-test calibration",
};

/** Of a key that other or later versions know; undefined for others. */
export const laterKey = (where: string, full: string): Problem | undefined => {
  const later = Object.hasOwn(laterKeys, full) ? laterKeys[full] : undefined;
  return later === undefined ? undefined : notBuilt(where, `${later} (\`${full}\`)`, "Remove the key.");
};

const repeatedIn = { channels: "Each channel", controls: "Each control", terms: "Each term" } as const;
export const repeatedName = (where: string, key: keyof typeof repeatedIn, name: string): Problem => ({
  code: "repeated-name",
  message: `${repeatedIn[key]} must be named once.`,
  where,
  received: `${quote(name)} again`,
  hint: "Remove one of the two, or rename a column.",
});

/** A reference value of what is no control. */
export const referenceOfNoControl = (where: string, column: string, controls: readonly string[]): Problem => ({
  code: "reference-of-no-control",
  message: `${quote(column)} is no control of the model, so nothing counts against a reference value.`,
  where,
  received: controls.length === 0 ? "no controls" : `controls ${nameList(controls)}`,
  hint: `${didYouMean(column, controls)}Name a control, or remove the key.`,
});

export const columnInTwoRoles = (where: string, column: string, roles: readonly string[]): Problem => ({
  code: "column-in-two-roles",
  message: `Both ${roles.map((role) => `\`${role}\``).join(" and ")} name the column ${quote(column)}.`,
  where,
  hint: "Take it out of one of them.",
});

export const columnNotInTable = (
  where: string,
  column: string,
  source: string,
  columns: readonly string[],
): Problem => ({
  code: "missing-column",
  message: `The table ${source} has no such column.`,
  where,
  received: quote(column),
  hint: `${didYouMean(column, columns)}Its columns: ${nameList(columns, 12)}.`,
});

export const needsTable = (where: string, key: string): Problem => ({
  code: "needs-table",
  message: `\`${key}\` is not given, and it cannot be found without the table.`,
  where,
  hint: `Write \`${key}\` in the model file, or give the table.`,
});

/** What the priors of the coefficients say of media's share of the target; ends of the 90% interval. */
export interface PriorShareFigures {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
  readonly mediaAboveAll: number;
}

const shareSays: Readonly<Record<"impossible" | "dominant" | "vanishing", (share: PriorShareFigures) => string>> = {
  impossible: ({ mediaAboveAll }) => `media bring more than the whole target in ${percent(mediaAboveAll)} of its draws`,
  dominant: ({ median }) => `media most likely bring ${percent(median)} of the target`,
  vanishing: ({ median }) => `media most likely bring ${percent(median)} of the target`,
};

export const priorShareDoubted = (where: string, doubt: keyof typeof shareSays, share: PriorShareFigures): Notice => ({
  level: "warning",
  code: "prior-share",
  message: `Before the data, this prior says that ${shareSays[doubt](share)}.`,
  where,
  received: `a media share of ${range(share.lower, share.upper, alike.percents)} (90% interval)`,
  hint: "Leave coefficient out for the default, which is a statement about this share, or write a prior that says what is known.",
});

export const settingWithoutEffect = (
  where: string,
  key: string,
  part: string,
  kind: string,
  known: readonly string[],
): Problem => ({
  code: "setting-without-effect",
  message: `\`${key}\` has no effect: this ${part} is ${kind}.`,
  where,
  hint:
    known.length === 0 ? "Remove it, or write another `kind`." : `Remove it. Settings of ${kind}: ${known.join(", ")}.`,
});

/** What the choice of a kind of adstock or saturation must be. */
export const kindRule = (kinds: readonly string[], fallback: string): Rule => ({
  must: `${kinds.slice(0, -1).join(", ")} or ${kinds[kinds.length - 1]}`,
  hint: `The default is ${fallback}. A kind of your own is known only to programs that add it.`,
});

/** The same, where it may also be a map with settings. */
export const transformRule = (
  part: string,
  kinds: readonly string[],
  settings: readonly string[],
  fallback: string,
): Rule => ({
  must: `${kindRule(kinds, fallback).must}, or a map with ${["kind", ...settings].join(", ")}`,
  hint: `Write \`${part}: { kind: ${fallback} }\`.`,
});

export const unknownTerm = (where: string, name: string, known: readonly string[]): Problem => ({
  code: "unknown-term",
  message: "There is no term of this name.",
  where,
  received: quote(name),
  hint:
    known.length === 0
      ? "Terms of your own are added through the library, with `terms.add`, before the model file is read."
      : `${didYouMean(name, known)}Terms that were added: ${nameList(known)}.`,
});

export const weekdayNeedsDays = (where: string, cadence: string): Problem => ({
  code: "weekday-without-days",
  message: "`weekday: true` needs a daily table.",
  where,
  received: `a ${cadence} table`,
  hint: "Leave `weekday` out.",
});

export const weekdayTwice = (where: string): Problem => ({
  code: "repeated-season",
  message: "The day of the week is in the model twice: as `weekday: true` and as a season of 7 days.",
  where,
  hint: "Leave one of the two out.",
});

export const repeatedSeason = (where: string, period: number): Problem => ({
  code: "repeated-season",
  message: "Every season must have a different period.",
  where,
  received: `${period} again`,
  hint: "Remove one of the two, and give the other more harmonics.",
});

export const tooManyHarmonics = (where: string, harmonics: number, period: number): Problem => ({
  code: "too-many-harmonics",
  message: `A period of ${period} rows allows at most ${Math.ceil(period / 2) - 1} harmonics.`,
  where,
  received: String(harmonics),
  hint: "Lower `harmonics`; 1 to 6 are usual for a year.",
});

export const priorSyntax = (where: string, received: string): Problem => ({
  code: "prior-syntax",
  message: "A prior has the form distribution(argument, ...).",
  where,
  received: quote(received),
  hint: "Write for example normal(0, 1), with plain numbers.",
});

export const unknownDistribution = (where: string, name: string, known: readonly string[]): Problem => {
  const plain = (word: string): string => word.toLowerCase().replaceAll(/[_-]/g, "");
  const same = known.find((candidate) => plain(candidate) === plain(name));
  return {
    code: "unknown-distribution",
    message: "There is no such distribution.",
    where,
    received: quote(name),
    hint: `${didYouMean(same ?? name, known)}Known: ${known.join(", ")}.`,
  };
};

export const priorArgumentCount = (where: string, found: string, signature: string, wanted: number): Problem => ({
  code: "prior-arguments",
  message: `This prior takes ${wanted} ${wanted === 1 ? "argument" : "arguments"}.`,
  where,
  received: found,
  hint: `Write ${signature}.`,
});

export const priorArgumentName = (where: string, found: string, signature: string): Problem => ({
  code: "prior-arguments",
  message: "The prior has no argument of this name, or has it twice.",
  where,
  received: quote(found),
  hint: `Write ${signature}.`,
});

const argumentMust = {
  finite: "a finite number",
  positive: "a finite number above 0",
  bound: "a number, inf or -inf",
} as const;
export const priorArgumentValue = (
  where: string,
  argument: string,
  rule: keyof typeof argumentMust,
  found: string,
  signature: string,
): Problem => ({
  code: "prior-arguments",
  message: `The ${argument} must be ${argumentMust[rule]}.`,
  where,
  received: found === "" ? "nothing" : quote(found),
  hint: `The arguments are ${signature}.`,
});

export const priorBoundsOrder = (where: string, found: string): Problem => ({
  code: "prior-arguments",
  message: "The lower end of a prior must be below its upper end.",
  where,
  received: found,
  hint: "Swap or change the two.",
});

export const priorOutsideDomain = (
  where: string,
  parameter: string,
  domain: string,
  received: string,
  instead: string,
): Problem => ({
  code: "prior-outside-domain",
  message: `\`${parameter}\` is ${domain}; this prior also allows other values.`,
  where,
  received,
  hint: `Write ${instead}.`,
});

export const fixedOutsideDomain = (where: string, parameter: string, domain: string, received: string): Problem => ({
  code: "prior-outside-domain",
  message: `\`${parameter}\` is ${domain}; it cannot be fixed at this value.`,
  where,
  received,
  hint: "Choose a value inside this range, or remove the effect from the model.",
});

export const priorWithoutParameter = (
  where: string,
  parameter: string,
  needs: string,
  present: readonly string[],
): Problem => ({
  code: "prior-without-parameter",
  message: `This model has no \`${parameter}\`: it comes with ${needs}.`,
  where,
  hint: `Remove the prior, or add ${needs}. The model has: ${present.join(", ")}.`,
});

export const priorForUnknown = (
  where: string,
  parameter: string,
  name: string,
  members: readonly string[],
): Problem => ({
  code: "prior-without-parameter",
  message: `There is no \`${parameter}\` of this name.`,
  where,
  received: quote(name),
  hint: `${didYouMean(name, ["default", ...members])}It has: ${nameList(members, 12)}, and default for the rest.`,
});

export const priorNotByName = (where: string, parameter: string): Problem => ({
  code: "wrong-value",
  message: `\`${parameter}\` takes a single prior, not one for each name.`,
  where,
  received: "a map",
  hint: `Write \`${parameter}: normal(0, 1)\`.`,
});

export const priorsNeeded = (where: string, parameters: readonly string[], unscaled: "media" | "target"): Problem => {
  const what = unscaled === "media" ? "spend" : "target";
  return {
    code: "prior-needed",
    message: `\`scaling.${unscaled}: none\` leaves the ${what} in its own units, but the default priors are for scaled data.`,
    where,
    received: `no prior for ${parameters.join(", ")}`,
    hint: `Write these priors, or scale the ${what}.`,
  };
};

export const modelNamesFile = (where: string, key: string, received: string): Problem => ({
  code: "model-names-file",
  message: `\`${key}\` names a file, but this model is for a table that is given beside it.`,
  where,
  received,
  hint:
    key === "data" ? "Leave `data` out." : "Leave `noise` out, or describe the noise in place of the name of a file.",
});
