// Settings of simulated worlds and of studies whose truth is known.

export const worldSettings = {
  preset: {
    kind: "choice",
    choices: ["ecommerce", "media"],
    describe: "A simulated world",
    commands: ["recover", "tradeoff"],
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
    describe: "Seed of all random numbers; data set i of a study is made and fitted with this + i",
    default: 1,
    commands: ["simulate", "recover", "tradeoff"],
  },
} as const;

/** Of carryover recover. */
export const recoverySettings = {
  datasets: {
    kind: "integer",
    range: [2, 100_000],
    describe: "Data sets to fit",
    default: 100,
    fallback: "100 (20 of each world with --scenarios)",
    commands: ["recover"],
  },
  fits: {
    kind: "choice",
    choices: ["converged", "all"],
    describe: "Fits that figures and verdict are about; coverage of both is in recovery.csv",
    default: "converged",
    commands: ["recover"],
  },
} as const;

/** Of carryover tradeoff. */
export const tradeoffSettings = {
  epsilons: {
    kind: "text",
    what: "positive numbers with commas between",
    describe: "Privacy budgets to try",
    default: "0.1,0.3,1,3,10",
    commands: ["tradeoff"],
  },
  variation: {
    kind: "number",
    above: 0,
    describe: "Standard deviation of the target over the weeks, as a share of its mean",
    default: 0.25,
    commands: ["tradeoff"],
  },
  datasets: {
    kind: "integer",
    range: [2, 1000],
    describe: "Synthetic tables",
    default: 16,
    commands: ["tradeoff"],
  },
} as const;
