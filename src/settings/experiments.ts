// Settings of a lift test in a model file: `experiments:`, a list of maps, or the path of a CSV whose columns have these names.

import type { Default } from "./setting.ts";

/** Of one test, beside its name, channels, geos and dates, the spend without it, and what was read. */
export const experimentSettings = {
  cooldown: {
    kind: "integer",
    range: [0, 1000],
    describe: "Rows after the last one of the test whose outcome counts in the lift",
    default: 0,
    reason: "the lift was read up to the last row of the test",
    hint: "Count the weeks (rows) after the test that the read-out includes.",
  },
  metric: {
    kind: "choice",
    choices: ["target", "roi", "conversions"],
    describe:
      "What the lift is in: units of the target (target), units of the target (revenue where conversions have a worth) per unit of spend that the test changed (roi), or conversions (conversions)",
    default: "target",
    reason: "a lift is what was earned more, in units of the target",
    hint: "Write `metric: roi` for a return on the spend that the test changed.",
  },
  coverage: {
    kind: "number",
    above: 0,
    describe: "Share of the effect that the read-out can see: 0.6 where 60% of conversions are measured; at most 1",
    default: 1,
    reason: "the read-out sees the whole effect",
    hint: "0.6 stands for 60% of the conversions.",
  },
  conversion_value: {
    kind: "number",
    above: 0,
    describe: "What one conversion of the read-out is worth in units of the target, where the target is money",
    hint: "Write the average order value of the test.",
  },
  share: {
    kind: "number",
    above: 0,
    describe: "Share of the people of its geos (or of the nation) that were in the test; at most 1",
    default: 1,
    reason: "everybody was in the test",
    hint: "0.1 stands for a tenth of the people, whose spend per head was that of all.",
  },
  source: {
    kind: "text",
    what: "a name",
    describe: "Who or what read the lift; tests of one source share its bias",
    hint: "Write for example `source: Meta conversion lift`.",
  },
  bias: {
    kind: "number",
    least: 0,
    describe:
      "Standard deviation of the bias that all tests of the source share: as a share of the effect (0.1 for 10%), or in the unit of the lift with `bias_unit: lift`",
    default: 0,
    reason: "a randomized test is right on average",
    fallback: "0; 0.1 for lifts in conversions, which platforms report",
    hint: "0.1 stands for read-outs that are typically 10% off, all in the same direction.",
  },
  bias_unit: {
    kind: "choice",
    choices: ["share", "lift"],
    describe: "Whether the bias is a share of the effect, or an amount in the unit of the lift",
    default: "share",
    reason: "a source that overstates does so in proportion",
    hint: "The default is share.",
  },
  bias_mean: {
    kind: "number",
    describe: "Mean of the bias: 0.2 for a source known to overstate by 20%",
    default: 0,
    reason: "nobody knows whether the source overstates or understates",
    hint: "Leave it out where the direction is not known.",
  },
  half_life: {
    kind: "number",
    above: 0,
    describe: "Rows in which the test loses half of its weight, counted from its last row to the last row of the table",
    fallback: "none: old tests count as new ones",
    hint: "52 halves the weight of a test that is a year old in a weekly table.",
  },
  age: {
    kind: "number",
    least: 0,
    describe: "Rows between the end of a test that lies outside of the table and the table's last row, for `half_life`",
    hint: "Write how many weeks (rows) ago the test ended.",
  },
  use: {
    kind: "choice",
    choices: ["likelihood", "comparison"],
    describe: "Whether the model learns from the test, or is only compared with it",
    default: "likelihood",
    reason: "what a test measured says what a channel does",
    fallback: "likelihood; comparison for a test whose geos and rows are in the panel, which would count twice",
    hint: "Leave it out, or write `use: comparison` to hold a test back as a check.",
  },
  force: {
    kind: "flag",
    describe:
      "Use a geo test as likelihood although its geos and rows are in the panel: the same sales then count twice",
    default: false,
    reason: "the same sales must not count twice",
    hint: "Leave it out: the model is then compared with the test.",
  },
} as const;

/** Whether and how a test outside of the table is told: its length and spend. */
export const statedSpendSettings = {
  weeks: {
    kind: "integer",
    range: [1, 1000],
    describe: "Rows of a test outside of the table, in place of start and end",
    hint: "Write how many weeks (rows) the test took.",
  },
  spend: {
    kind: "number",
    least: 0,
    describe: "Spend per row in the test, of all its geos together, where the test lies outside of the table",
    hint: "Write what was spent per week (row) while the test ran.",
  },
  usual_spend: {
    kind: "number",
    least: 0,
    describe: "Spend per row before and after a test outside of the table",
    fallback: "`spend`",
    hint: "Write what is usually spent per week (row), for a test that turned spend off or raised it.",
  },
} as const;

/** Bias of a source that reports conversions, where nobody says it. */
export const biasOfPlatforms: Default<number> = {
  value: 0.1,
  reason: "conversion lifts are reported by platforms, whose read-outs are typically a tenth off",
};
