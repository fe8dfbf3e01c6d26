// Problems of lift tests in a model file or a CSV of them, and what is told of how they are used.

import { count, figure, nameList, quote } from "../words/index.ts";
import type { Notice } from "./notice.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import type { Rule } from "./written-file-problems.ts";

export type ExperimentRule =
  | "experiments"
  | "experiment"
  | "experimentName"
  | "experimentChannels"
  | "experimentGeos"
  | "experimentEnd"
  | "counterfactual"
  | "experimentLift"
  | "experimentSe"
  | "experimentInterval";

const example =
  "Write `experiments: [{ name: TV off, channels: [TV], start: 40, end: 47, counterfactual: { multiply: 0 }, lift: 62800, se: 8800 }]`, or the path of a CSV.";

/** What each part must be; the schema refers to these by name. */
export const experimentRules: Readonly<Record<ExperimentRule, Rule>> = {
  experiments: { must: "a list of lift tests, or the path of a CSV of them", hint: example },
  experiment: { must: "a map of a lift test", hint: example },
  experimentName: { must: "a name, as text", hint: "Write for example `name: TV off in spring`." },
  experimentChannels: {
    must: "a channel, or a list of channels",
    hint: "Write `channels: [TV]`, with the channels whose spend the test changed.",
  },
  experimentGeos: {
    must: "a geo, or a list of geos",
    hint: "Write `geos: [North, South]`, or leave the key out for a test in all geos.",
  },
  experimentEnd: {
    must: "a date, or the number of a row",
    hint: "Write for example `start: 2025-01-06` or `start: 40`; start and end are both included.",
  },
  counterfactual: {
    must: "a map with one of multiply, add, spend (none of them spend below 0)",
    hint: "Write `counterfactual: { multiply: 0 }` for a test that is compared with no spend, `{ add: -2000 }`, or `{ spend: 5000 }`.",
  },
  experimentLift: {
    must: "a number",
    hint: "Write what was earned more than without the test, in the unit of `metric`.",
  },
  experimentSe: {
    must: "a number above 0",
    hint: "Write the standard error of the lift, or its interval: `interval: { low: 40000, high: 80000, level: 0.95 }`.",
  },
  experimentInterval: {
    must: "a map with low, high and level, where level lies between 0 and 1",
    hint: "Write `interval: { low: 40000, high: 80000, level: 0.95 }`.",
  },
};

export const experimentTwice = (where: string, name: string): Problem => ({
  code: "repeated-name",
  message: `There are two tests with the name ${quote(name)}.`,
  where,
  hint: "Give each test a name of its own: results are told by it.",
});

export const experimentChannel = (where: string, written: string, channels: readonly string[]): Problem => ({
  code: "unknown-channel",
  message: `The model has no channel ${quote(written)}.`,
  where,
  hint: `${didYouMean(written, channels)}Its channels are ${nameList(channels, 8)}.`,
});

export const experimentGeo = (where: string, written: string, geos: readonly string[]): Problem => ({
  code: "unknown-geo",
  message: `The panel has no geo ${quote(written)}.`,
  where,
  hint: `${didYouMean(written, geos)}Its geos are ${nameList(geos, 8)}. A test elsewhere can be told by geos that are like it, with \`weeks\` and \`spend\`.`,
});

export const geosOfNation = (where: string): Problem => ({
  code: "needs-panel",
  message: "The table is national, so a test cannot name geos.",
  where,
  hint: "Remove `geos` and write which part of the people was in the test: `share: 0.3` for 30%, whose spend per head was that of the nation.",
});

export const experimentPlace = (where: string): Problem => ({
  code: "missing-key",
  message: "A test needs its first and last row (`start` and `end`), or, outside of the table, `weeks` and `spend`.",
  where,
  hint: "Write for example `start: 2025-01-06, end: 2025-02-24`, or `weeks: 8, spend: 5000`.",
});

export const experimentTwoPlaces = (where: string, keys: readonly string[]): Problem => ({
  code: "wrong-value",
  message: `A test is told by rows of the table (\`start\` and \`end\`) or by its own spend (\`weeks\` and \`spend\`); here both are written: ${keys.map((key) => `\`${key}\``).join(", ")}.`,
  where,
  hint: "The spend of rows of the table is that of the table. Remove one of the two.",
});

export const experimentRow = (where: string, received: string, first: string, last: string, rows: number): Problem => ({
  code: "experiment-outside-table",
  message: "This is neither a row of the table nor a date in it.",
  where,
  received: quote(received),
  hint: `The table runs from ${first} to ${last}, rows 1 to ${rows}. A test outside of it is told by \`weeks\` and \`spend\`, without start and end.`,
});

export const experimentBackwards = (where: string, start: string, end: string): Problem => ({
  code: "experiment-backwards",
  message: `The test ends (${end}) before it starts (${start}).`,
  where,
  hint: "Exchange `start` and `end`.",
});

export const cooldownBeyondTable = (where: string, cooldown: number, left: number, last: string): Problem => ({
  code: "experiment-outside-table",
  message: `The ${count(cooldown, "row")} of cooldown end after the table's last row, ${last}.`,
  where,
  hint: `The table has ${count(left, "row")} after the test: write \`cooldown: ${left}\` and the lift up to there, or give a table that goes on.`,
});

export const counterfactualKeys = (where: string, found: readonly string[]): Problem => ({
  code: "wrong-value",
  message: `The counterfactual must have one of \`multiply\`, \`add\` and \`spend\`.`,
  where,
  received: found.length === 0 ? "none of them" : found.join(", "),
  hint: experimentRules.counterfactual.hint,
});

export const counterfactualLength = (where: string, found: number, rows: number): Problem => ({
  code: "wrong-value",
  message: `The counterfactual has ${count(found, "amount")}, and the test ${count(rows, "row")}.`,
  where,
  hint: "Write one amount for each row of the test, or one number for all of them.",
});

export const counterfactualChannels = (where: string, key: string, channels: readonly string[]): Problem => ({
  code: "wrong-value",
  message: `\`${key}\` is of one channel, and the test changed ${nameList(channels)}.`,
  where,
  hint: "Write `multiply`, which is of each channel, or tell the test of each channel by itself.",
});

export const counterfactualNegative = (where: string, channel: string, least: number, row: string): Problem => ({
  code: "wrong-value",
  message: `Without the test, the spend of ${quote(channel)} in ${row} would be ${figure(least)}, which is below 0.`,
  where,
  hint: "`add` is per row, of all geos of the test together; write at most what is spent, or `multiply: 0` for no spend.",
});

export const nothingChanged = (where: string, channels: readonly string[]): Problem => ({
  code: "experiment-without-change",
  message: `Without the test, the spend of ${nameList(channels)} would have been the same, so the test cannot show its effect.`,
  where,
  hint: "Check the rows, the geos and the counterfactual: there must be spend that differs.",
});

export const liftMissing = (where: string, key: "lift" | "se"): Problem => ({
  code: "missing-key",
  message: key === "lift" ? "The test has no lift." : "The test has no standard error.",
  where,
  hint: `Write \`${key}\`, or the interval of the lift: \`interval: { low: 40000, high: 80000, level: 0.95 }\`.`,
});

export const errorTwice = (where: string): Problem => ({
  code: "wrong-value",
  message: "The test has a standard error (`se`) and an `interval`.",
  where,
  hint: "Keep one of the two.",
});

export const intervalBackwards = (where: string, low: number, high: number): Problem => ({
  code: "wrong-value",
  message: `The interval must go up, and its ends are ${figure(low)} and ${figure(high)}.`,
  where,
  hint: "Write the smaller number as `low`.",
});

export const liftOutsideInterval = (where: string, lift: number, low: number, high: number): Problem => ({
  code: "wrong-value",
  message: `The lift (${figure(lift)}) lies outside of its interval, ${figure(low)} to ${figure(high)}.`,
  where,
  hint: "Check the numbers; signs and units must be the same.",
});

export const atMostOne = (where: string, key: string, received: number): Problem => ({
  code: "wrong-value",
  message: `\`${key}\` is a share of at most 1.`,
  where,
  received: figure(received),
  hint: "0.6 stands for 60%.",
});

export const conversionValueNeeded = (where: string, target: string): Problem => ({
  code: "missing-key",
  message: `The lift is in conversions, and the target, ${quote(target)}, is money.`,
  where,
  hint: "Write what one conversion is worth (`conversion_value: 45`), or give the lift in units of the target.",
});

export const conversionValueUnused = (where: string, reason: "metric" | "counts"): Problem => ({
  code: "wrong-value",
  message:
    reason === "metric"
      ? "`conversion_value` is of lifts in conversions."
      : "`conversion_value` is for targets that are money, and this one counts conversions itself.",
  where,
  hint: reason === "metric" ? "Write `metric: conversions`, or remove the key." : "Remove the key.",
});

export const organicReturn = (where: string, channels: readonly string[]): Problem => ({
  code: "wrong-value",
  message: `${nameList(channels)} ${channels.length === 1 ? "has" : "have"} no spend, so a lift cannot be a return on it.`,
  where,
  hint: "Give the lift in units of the target.",
});

export const sourceDisagrees = (where: string, source: string, key: string, one: string, other: string): Problem => ({
  code: "wrong-value",
  message: `Tests of one source share its bias, and \`${key}\` of ${quote(source)} is ${one} in one test and ${other} in another.`,
  where,
  hint: "Write the same in all tests of the source, or call the sources by different names.",
});

export const ageInTable = (where: string): Problem => ({
  code: "wrong-value",
  message: "The age of a test in the table follows from its rows.",
  where,
  hint: "Remove `age`.",
});

export const ageNeeded = (where: string): Problem => ({
  code: "missing-key",
  message: "A test outside of the table that loses weight with time (`half_life`) needs its `age`.",
  where,
  hint: "Write how many rows before the table's last row it ended: `age: 60`.",
});

export const experimentsFile = (where: string, column: string, known: readonly string[]): Problem => ({
  code: "unknown-column",
  message: `A CSV of lift tests has no column ${quote(column)}.`,
  where,
  hint: `${didYouMean(column, known)}Known here: ${known.join(", ")}.`,
});

export const experimentCell = (where: string, column: string, received: string, must: string): Problem => ({
  code: "wrong-value",
  message: `\`${column}\` must be ${must}.`,
  where,
  received: quote(received),
  hint: "An empty cell leaves it out.",
});

/** A geo test that is only compared. */
export const geoTestCompared = (where: string, name: string): Notice => ({
  level: "note",
  code: "geo-test-in-panel",
  message: `The test ${quote(name)} is compared with the model, which does not learn from it: its geos and rows are in the panel, so its lift was read from sales that the model has already.`,
  where,
  hint: "carryover check shows both. `force: true` uses it all the same, and makes intervals too narrow.",
});

/** The same, used all the same. */
export const geoTestForced = (where: string, name: string): Notice => ({
  level: "warning",
  code: "geo-test-forced",
  message: `The test ${quote(name)} is used although its geos and rows are in the panel: the same sales count twice, and intervals are narrower than they may be.`,
  where,
  hint: "Remove `force: true`, unless the lift was read from other data, such as a panel of users.",
});

/** A date within a row. */
export const experimentRowTaken = (where: string, received: string, row: string, period: string): Notice => ({
  level: "note",
  code: "experiment-row",
  message: `${received} lies in the ${period} of ${row}, which counts as a whole.`,
  where,
  hint: `Write ${row} where that is meant.`,
});
