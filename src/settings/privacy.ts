// Settings of releases that protect users; mechanisms come with their records in privacy/mechanisms.

/** Of the budget of a table, in carryover ledger. */
export const ledgerSettings = {
  epsilon: {
    kind: "number",
    above: 0,
    below: 1_000_000,
    describe: "With --create: total budget of all releases; with --restored: what the releases cost",
    commands: ["ledger"],
  },
  delta: {
    kind: "number",
    above: 0,
    below: 1,
    describe: "With --create: total budget of delta; with --restored: the delta of the releases",
    fallback: "0, for mechanisms without a delta only",
    commands: ["ledger"],
  },
  accounting: {
    kind: "choice",
    choices: ["basic", "zcdp"],
    describe: "With --create: epsilon adds up (basic), or rho does (zcdp, better for many Gaussian releases)",
    default: "basic",
    commands: ["ledger"],
  },
} as const;

/** Of carryover aggregate. */
export const aggregateSettings = {
  memory: {
    kind: "text",
    what: "a size such as 256MB",
    describe: "Memory for the database; the process takes up to twice as much. Temporary files go to TMPDIR",
    default: "256MB",
    commands: ["aggregate"],
  },
} as const;

/** Of what is protected. */
export const protectionSettings = {
  unit: {
    kind: "choice",
    choices: ["user", "user-week", "source"],
    describe: "Unit of protection that the bounds apply to",
    default: "user",
    commands: ["ledger", "privatize"],
  },
} as const;

/** Of how values become multiples of the granularity. */
export const latticeSettings = {
  rounding: {
    kind: "choice",
    choices: ["exact", "nearest"],
    describe:
      "exact refuses values that are not multiples of the granularity; nearest rounds them, with slightly more noise",
    default: "exact",
    commands: ["privatize"],
  },
  granularity: {
    kind: "number",
    above: 0,
    describe: "Values are whole multiples of this: 0.01 for cents, 1 for counts",
    default: 0.01,
    commands: ["tradeoff"],
  },
} as const;

/** Of what one unit adds at most, and of what a mechanism may need. */
export const boundSettings = {
  cap: { kind: "number", above: 0, describe: "Largest contribution of one user to a cell", commands: ["tradeoff"] },
  total: { kind: "number", above: 0, describe: "Largest total contribution of one user", commands: ["tradeoff"] },
  delta: {
    kind: "number",
    above: 0,
    below: 1,
    describe: "The delta of (epsilon, delta)-privacy, for mechanisms that need one",
    commands: ["tradeoff"],
  },
} as const;
