// Settings of simulated worlds and of studies whose truth is known.

export const worldSettings = {
  preset: {
    kind: "choice",
    choices: ["ecommerce", "media", "brand"],
    describe: "A simulated world",
    commands: ["tradeoff"],
  },
  weeks: {
    kind: "integer",
    range: [20, 5200],
    describe: "Rows of the simulated tables",
    default: 104,
    fallback: "104; 30 for the world short-history",
    commands: ["simulate", "recover", "tradeoff"],
  },
  seed: {
    kind: "integer",
    range: [0, 9_007_199_254_740_991],
    describe: "Random seed; data set i of a study is simulated and fitted with this seed + i",
    default: 1,
    commands: ["simulate", "recover", "tradeoff"],
  },
} as const;

/** Of carryover recover. */
export const recoverySettings = {
  preset: {
    kind: "choice",
    choices: [
      "ecommerce",
      "media",
      "brand",
      "panel",
      "panel-alike",
      "panel-budgets",
      "panel-sparse",
      "panel-national",
      "panel-late",
    ],
    describe: "A simulated world, national or a panel of geos",
    commands: ["recover"],
  },
  datasets: {
    kind: "integer",
    range: [2, 100_000],
    describe: "Number of data sets",
    default: 100,
    fallback: "100 (20 of each world with --scenarios)",
    commands: ["recover"],
  },
  fits: {
    kind: "choice",
    choices: ["converged", "all"],
    describe: "Which fits the figures and the verdict use; recovery.csv has the coverage of both",
    default: "converged",
    commands: ["recover"],
  },
} as const;

/** Of carryover tradeoff. */
export const tradeoffSettings = {
  epsilons: {
    kind: "text",
    what: "positive numbers with commas between",
    describe: "Values of epsilon to try",
    default: "0.1,0.3,1,3,10",
    commands: ["tradeoff"],
  },
  variation: {
    kind: "number",
    above: 0,
    describe: "Standard deviation of the target over the weeks, relative to its mean",
    default: 0.25,
    commands: ["tradeoff"],
  },
  datasets: {
    kind: "integer",
    range: [2, 1000],
    describe: "Number of simulated tables",
    default: 16,
    commands: ["tradeoff"],
  },
} as const;

/** Of carryover prior. */
export const priorSettings = {
  draws: {
    kind: "integer",
    range: [100, 100_000],
    describe: "Draws from the prior",
    default: 1000,
    commands: ["prior"],
  },
} as const;
