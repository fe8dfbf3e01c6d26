// Problems of lift tests that are still to be chosen: files of designs, designs that do not fit a run, and what should be known of them.

import { count, listed, nameList, quote } from "../words/index.ts";
import type { Notice } from "./notice.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import type { Rule } from "./written-file-problems.ts";

export type DesignRuleName = "designFile" | "designs" | "design" | "name" | "channels" | "change" | "geos" | "se";

/** What each part of a file of designs must be; the schema refers to these by name. */
export const designRules: Readonly<Record<DesignRuleName, Rule>> = {
  designFile: { must: "a map of keys and values", hint: "Start with `designs:` and a list." },
  designs: {
    must: "a list of designs with at least one",
    hint: "Write `designs:`, and below it `- { channels: TV, change: off }`.",
  },
  design: {
    must: "a map with the channels of a test and the change of spend",
    hint: "Write `- { channels: TV, change: off }`.",
  },
  name: { must: "a text", hint: "Quote names that are numbers." },
  channels: {
    must: "the name of a channel, or a list of names",
    hint: "Write `channels: TV` or `channels: [TV, Radio]`.",
  },
  change: {
    must: "off, half, double or a change in percent other than 0%",
    hint: "Write `change: off` or `change: +30%`.",
  },
  geos: {
    must: "the name of a geo, a list of names, or all",
    hint: "Write `geos: [North, South]`, or leave it out for all geos.",
  },
  se: {
    must: "a number above 0",
    hint: "It is the standard error that the test's own read-out will have, in units of the target.",
  },
};

export const designChannelUnknown = (where: string, received: string, known: readonly string[]): Problem => ({
  code: "unknown-channel",
  message: "The run has no such channel with spend.",
  where,
  received: quote(received),
  hint: `${didYouMean(received, known)}Its channels: ${nameList(known, 12)}.`,
});

export const designChannelOrganic = (where: string, channel: string): Problem => ({
  code: "experiment-without-spend",
  message: `${quote(channel)} has no spend, so a test cannot change it.`,
  where,
  hint: "Choose a channel with spend.",
});

export const designNoSpendNow = (where: string, channel: string, geos: readonly string[] | undefined): Problem => ({
  code: "experiment-without-spend",
  message: `${quote(channel)} has no spend now${geos === undefined ? "" : ` in ${nameList(geos, 6)}`}: the mean of its last year is 0, and a multiple of 0 is no test.`,
  where,
  hint: "Test a channel that spends.",
});

export const designGeosOfNation = (where: string): Problem => ({
  code: "no-geos",
  message: "The run is of a national table, which has no geos to test in.",
  where,
  hint: "Leave the geos out: the test is in the whole nation.",
});

export const designGeoUnknown = (where: string, received: string, known: readonly string[]): Problem => ({
  code: "unknown-geo",
  message: "The panel has no such geo.",
  where,
  received: quote(received),
  hint: `${didYouMean(received, known)}Its geos: ${nameList(known, 12)}.`,
});

export const designGeoEnded = (where: string, geo: string): Problem => ({
  code: "geo-ended",
  message: `${quote(geo)} ends before the table does, so no test can be planned there.`,
  where,
  hint: "Choose geos that go on.",
});

export const designOfNationalChannel = (where: string, channel: string): Problem => ({
  code: "experiment-national-channel",
  message: `The spend of ${quote(channel)} is that of all geos together, so it cannot be changed in some of them.`,
  where,
  hint: "Leave the geos out: the test is in all of them.",
});

/** @param most rows of a test with its cooldown */
export const designTooLong = (where: string, rows: number, unit: string, most: number, table: number): Problem => ({
  code: "experiment-too-long",
  message: `A test and its cooldown may last up to ${count(most, unit)} here, a quarter of the table's ${table}: its error is measured on windows of that length.`,
  where,
  received: count(rows, unit),
  hint: "Give fewer weeks, a shorter cooldown, or the standard error of the test (`se`) in a file of designs.",
});

export const designNoWindow = (where: string, rows: number, unit: string): Problem => ({
  code: "experiment-no-window",
  message: `No ${count(rows, unit)} of the table in a row have a target in half of the geos of the test, so its error is not known.`,
  where,
  hint: "Choose other geos, or give the standard error of the test (`se`) in a file of designs.",
});

export const designNameTwice = (where: string, name: string): Problem => ({
  code: "experiment-name-twice",
  message: "Two designs have this name.",
  where,
  received: quote(name),
  hint: "Give each a name of its own.",
});

export const noDesigns = (): Problem => ({
  code: "experiment-without-spend",
  message: "No channel of the run has spend now, so there is nothing to test.",
  hint: "A test multiplies the spend that a channel has had in the last year.",
});

export const moreTestsThanDesigns = (where: string, tests: number, designs: number): Problem => ({
  code: "experiment-too-many",
  message: `There ${designs === 1 ? "is" : "are"} only ${count(designs, "design")} to choose from.`,
  where,
  received: count(tests, "test"),
  hint: "Ask for fewer tests, or give more designs.",
});

export const profitWithoutMargin = (where: string): Problem => ({
  code: "objective-conflict",
  message: "The objective profit needs a margin.",
  where,
  hint: "Give the margin, the share of revenue that is profit before media, or the key margin of the model file.",
});

export const channelsNotTested = (names: readonly string[]): Notice => ({
  level: "note",
  code: "experiment-channels-without-spend",
  message: `${listed(names)} ${names.length === 1 ? "has" : "have"} no spend now: no test of ${names.length === 1 ? "it" : "them"} is listed.`,
  hint: "Nothing to do if that is right.",
});

export const fewWindows = (names: readonly string[], fewest: number): Notice => ({
  level: "warning",
  code: "experiment-few-windows",
  message: `The error of ${names.length === 1 ? quote(names[0]) : `${names.length} designs`} rests on ${count(fewest, "window")} of the table that ${fewest === 1 ? "does" : "do"} not overlap: it is known only roughly.`,
  hint: "Shorter tests have more windows.",
});

export const fewDrawsAfter = (names: readonly string[]): Notice => ({
  level: "warning",
  code: "experiment-few-draws",
  message: `A result of ${names.length === 1 ? quote(names[0]) : `${names.length} designs`} would say so much that few posterior draws agree with it: the value for the next plan is rough.`,
  hint: "More draws (--draws) make it more exact, up to those that the run has.",
});

export const designsOfNationOnly = (): Notice => ({
  level: "note",
  code: "experiment-national",
  message:
    "A test of the whole nation is read against what the model expects, so a shock in its weeks counts as effect.",
  hint: "Where a panel of geos is at hand, a test in some of them is read against the others.",
});

export const netNeedsMargin = (): Notice => ({
  level: "note",
  code: "experiment-no-margin",
  message:
    "Without a margin, value and cost are in revenue and cannot be set against spend, so tests are ranked by value alone.",
  hint: "Give --margin, or the key margin of the model file.",
});

export const fileInTheWay = (where: string): Problem => ({
  code: "experiment-file-exists",
  message: "A file of this name is there already, and it is not replaced.",
  where,
  hint: "Give another name, or move the file away.",
});

export const fileNotWritable = (where: string, reason: string): Problem => ({
  code: "experiment-file-not-writable",
  message: `The file cannot be written: ${reason}`,
  where,
  hint: "Give a path in a folder that exists and can be written.",
});
