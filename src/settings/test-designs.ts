// Settings of lift tests that are still to be chosen: keys of a file of designs, and options of carryover experiment.

/** Of every design, where it does not say otherwise. */
export const testDesignSettings = {
  weeks: {
    kind: "integer",
    range: [1, 520],
    describe: "Weeks (days for a daily table) that a test runs",
    fallback: "4 weeks or 28 days",
    hint: "A test may last up to a quarter of the table, cooldown included: its error is measured on windows of that length.",
    commands: ["experiment"],
  },
  start: {
    kind: "integer",
    range: [1, 520],
    describe: "Week (day) after the table in which a test starts; 1 is the first",
    default: 1,
    hint: "1 is the first week after the table.",
    commands: ["experiment"],
  },
  cooldown: {
    kind: "integer",
    range: [0, 520],
    describe: "Weeks (days) after a test whose outcome counts in its result",
    fallback: "those in which half of the carry-over comes, at most as many as the test has",
    hint: "0 counts the weeks of the test alone.",
    commands: ["experiment"],
  },
} as const;

/** Of the choice between designs. */
export const testChoiceSettings = {
  tests: {
    kind: "integer",
    range: [1, 10],
    describe: "How many tests to choose together",
    default: 1,
    commands: ["experiment"],
  },
  rank: {
    kind: "choice",
    choices: ["value", "information"],
    describe:
      "What the best test has most of: value for the next plan, less the cost of the test where a margin is known; or information about the ROI of all channels",
    default: "value",
    commands: ["experiment"],
  },
  objective: {
    kind: "choice",
    choices: ["revenue", "profit"],
    describe:
      "What the next plan maximizes: expected revenue at the current total, or expected profit with a free total",
    fallback: "profit where a margin is known, otherwise revenue",
    commands: ["experiment"],
  },
  significance: {
    kind: "number",
    above: 0,
    below: 0.5,
    describe: "Two-sided significance level of the smallest effect that a test would find",
    default: 0.05,
    commands: ["experiment"],
  },
  power: {
    kind: "number",
    above: 0.5,
    below: 1,
    describe: "Probability with which a test is to find its smallest effect",
    default: 0.8,
    commands: ["experiment"],
  },
} as const;
