// Settings of what is read off a fit: intervals, periods, plans.

/** Of intervals and of what pays. */
export const quantitySettings = {
  level: {
    kind: "number",
    above: 0,
    below: 1,
    describe: "Probability of the credible intervals",
    default: 0.9,
    commands: ["contributions", "roi", "curves", "recommend", "optimize", "scenarios", "forecast", "experiment"],
  },
  break_even: {
    kind: "number",
    above: 0,
    describe: "ROI above which spend pays, in units of the target per unit of spend: one over the margin",
    fallback: "one over the margin; without a margin, none",
    commands: ["roi", "recommend", "report"],
  },
} as const;

/** Of the part of a table that figures are about. */
export const periodSettings = {
  weeks: {
    kind: "integer",
    range: [1, 100_000],
    describe: "Only the last rows of the table (weeks, or days of a daily table)",
    fallback: "the whole table",
    commands: ["contributions", "roi", "curves"],
  },
  from: {
    kind: "text",
    what: "a date of the table",
    describe: "First week or day of the period, as the table writes it",
    commands: ["contributions", "roi", "curves"],
  },
  to: {
    kind: "text",
    what: "a date of the table",
    describe: "Last week or day of the period, as the table writes it",
    commands: ["contributions", "roi", "curves"],
  },
} as const;

/** Of the period that another is compared with. */
export const againstSettings = {
  against: {
    kind: "text",
    what: "`previous`, `year_before` or a date of the table",
    describe:
      "Bridge from an earlier period as long: the one just before (previous), a year before (year_before), or from this date on",
    commands: ["contributions"],
  },
  plan: {
    kind: "text",
    what: "a plan file or a table of planned spend",
    describe:
      "Bridge from this plan of the period to what came: a table with a column for each channel and a row for each week, a calendar of optimize, or a plan file with current",
    commands: ["contributions"],
  },
} as const;

/** Of the geos of a panel that figures are about. */
export const geoSettings = {
  geo: {
    kind: "text",
    what: "a geo of the panel",
    describe: "Only this geo of a panel",
    fallback: "all geos together",
    commands: ["contributions", "roi", "curves", "recommend", "optimize", "scenarios"],
  },
  by_geo: {
    kind: "flag",
    describe: "Also the same of every geo of a panel",
    default: false,
    commands: ["contributions", "roi", "curves", "forecast"],
  },
} as const;

/** Keys of every plan file; options of the commands that they name. */
export const planSettings = {
  horizon: {
    kind: "integer",
    range: [1, 520],
    describe: "Weeks to plan (days for a daily table)",
    fallback: "13 weeks or 91 days",
    commands: ["optimize", "experiment"],
  },
  flighting: {
    kind: "choice",
    choices: ["even", "observed"],
    describe: "How totals are spread over the periods; observed follows the pattern of a year before",
    default: "even",
    commands: ["optimize"],
  },
  draws: {
    kind: "integer",
    range: [10, 1_000_000],
    describe: "Number of posterior draws used, evenly spaced",
    default: 1000,
    commands: ["optimize", "scenarios", "experiment"],
  },
} as const;

/** Keys of plan files of panels. */
export const panelPlanSettings = {
  by_geo: {
    kind: "flag",
    describe: "Plan the spend of every channel in every geo of a panel, not only totals over the geos",
    default: false,
    hint: "The default is false: each channel's spend goes to the geos as it has gone until now.",
    commands: ["optimize"],
  },
} as const;

/** Keys of a plan file of the optimizer, and options of carryover optimize. */
export const budgetSettings = {
  budget: {
    kind: "number",
    least: 0,
    describe: "Total spend over the horizon",
    fallback: "current spend",
    hint: "It is the total over the horizon; leave it out for current spend.",
    commands: ["optimize"],
  },
  budget_change: {
    kind: "text",
    what: "a change in percent, at least `-100%`",
    describe: "Total spend relative to current spend, such as --budget-change=-10%",
    hint: "Write +10% or -10%.",
    commands: ["optimize"],
  },
  target_roi: {
    kind: "number",
    above: 0,
    describe: "Maximize revenue with an ROI of at least this; the total is free",
    hint: "2 asks for revenue of at least twice the spend.",
    commands: ["optimize"],
  },
  target_marginal_roi: {
    kind: "number",
    above: 0,
    describe: "Spend until the next unit brings this; the total is free",
    hint: "1 stops where the next unit of spend brings one unit of revenue.",
    commands: ["optimize"],
  },
  target_contribution: {
    kind: "number",
    above: 0,
    describe: "Spend as little as brings this much of the target; the total is free",
    hint: "With `objective: quantile` and `probability: 0.1` it is reached with a probability of 90%.",
    commands: ["optimize"],
  },
  objective: {
    kind: "choice",
    choices: ["revenue", "profit", "quantile", "cvar", "mean_less_spread"],
    describe:
      "What is maximized: expected revenue, expected profit (requires a margin), a quantile of revenue, the mean of its worst draws (cvar), or its mean less a multiple of its standard deviation; with a margin, the last three use profit",
    fallback: "profit where a margin is known, otherwise revenue",
    commands: ["optimize"],
  },
  probability: {
    kind: "number",
    above: 0,
    below: 1,
    describe: "Probability of the quantile, or share of the worst draws",
    default: 0.1,
    commands: ["optimize"],
  },
  aversion: {
    kind: "number",
    least: 0,
    describe: "Standard deviations taken off the mean by the objective mean_less_spread",
    default: 1,
    commands: ["optimize"],
  },
  by_week: {
    kind: "flag",
    describe: "Optimize the spend of every period; none exceeds the largest observed",
    default: false,
    hint: "The default is false: totals of channels are optimized with a fixed flighting.",
    commands: ["optimize"],
  },
} as const;
