// Settings of how something is run: threads, memory, backends, progress, what is written beside it.

/** Of fits, alone or many at once. */
export const runSettings = {
  threads: {
    kind: "integer",
    range: [1, 1024],
    describe: "Worker threads; they do not change the results",
    fallback: "one per core; a single fit uses one per chain, and more only for gradients of large panels",
    commands: ["fit", "refresh", "batch", "check", "compare", "report", "recover", "tradeoff"],
  },
  backend: {
    kind: "choice",
    choices: ["wasm", "wasm-fma", "javascript"],
    describe:
      "Compilation target of the model; wasm-fma uses fused multiply-adds: faster, requires Node 22 or newer, and gives other draws for the same seed than wasm",
    default: "wasm",
    commands: ["fit"],
  },
  executor: {
    kind: "choice",
    choices: ["auto", "threads", "gpu", "tfjs"],
    describe:
      "Sampler: threads is NUTS (WebAssembly, float64); gpu (WebGPU) and tfjs (TensorFlow.js) run HMC with many chains at once and as many draws in total, and repeat unconverged fits with NUTS; auto measures a gradient and picks the fastest",
    default: "auto",
    commands: ["batch"],
  },
  memory: {
    kind: "integer",
    range: [1, 9_007_199_254_740_991],
    describe: "Memory limit in MiB; fewer threads run with less, and a fit that needs more is refused",
    fallback: "what is free; for a batch half of the machine's (or container's) memory",
    commands: ["fit", "refresh", "batch", "recover"],
  },
  report: {
    kind: "choice",
    choices: ["html", "none"],
    describe: "Write report.html into the run folder",
    fallback: "html for one fit, none for each fit of a batch",
    commands: ["fit", "refresh", "batch"],
  },
  holdout: {
    kind: "integer",
    range: [1, 5200],
    describe: "Also refit without the last rows (weeks or days) and score the predictions for them",
    commands: ["check", "compare", "report"],
  },
  holdout_geos: {
    kind: "text",
    what: "names of geos with commas between",
    describe: "Also refit a panel without the target of these geos and score the predictions for them",
    commands: ["check"],
  },
  backtest: {
    kind: "flag",
    describe:
      "Also refit up to several origins in the table, one fit each, score the 4, 13 and 26 weeks after them, and compare the returns",
    default: false,
    reason: "each origin takes about as long as the fit",
    commands: ["check"],
  },
  origins: {
    kind: "integer",
    range: [1, 52],
    describe: "Origins of the backtest, which this asks for",
    fallback: "4",
    commands: ["check"],
  },
  without_tests: {
    kind: "flag",
    describe:
      "Also fit without the lift tests of the model and compare all of them with that, instead of weighting draws",
    default: false,
    reason: "draws can be weighted unless a test changes them much",
    commands: ["check"],
  },
  progress: {
    kind: "choice",
    choices: ["auto", "plain", "json", "none"],
    describe: "Progress on standard error; auto updates in place on a terminal and prints lines elsewhere",
    default: "auto",
    commands: ["demo", "fit", "refresh", "batch", "check", "compare", "report", "recover"],
  },
} as const;

/** Of a batch as a whole. */
export const batchSettings = {
  seed: {
    kind: "integer",
    range: [0, 9_007_199_254_740_991],
    describe:
      "Seed of the batch; a fit without a seed in the manifest gets the first 52 bits of the SHA-256 of <seed>/<name>",
    default: 1,
    commands: ["batch"],
  },
} as const;

/** Of the draws of a run written for other tools. */
export const exportSettings = {
  format: {
    kind: "choice",
    choices: ["netcdf", "stan-csv", "csv", "parquet"],
    describe: "Format to write; netcdf requires the package h5wasm, parquet requires hyparquet-writer",
    commands: ["export"],
  },
} as const;

/** Of charts as pictures. */
export const chartSettings = {
  format: {
    kind: "choice",
    choices: ["svg", "png"],
    describe: "Format of the images; png requires the package @resvg/resvg-js",
    default: "svg",
    commands: ["report"],
  },
} as const;

/** Of the server. */
export const serveSettings = {
  port: {
    kind: "integer",
    range: [0, 65_535],
    describe: "Port of 127.0.0.1 to listen on; 0 takes any that is free",
    default: 8420,
    commands: ["serve"],
  },
  fits: {
    kind: "integer",
    range: [1, 256],
    describe: "Fits that run at a time, each in a process of its own",
    fallback: "half the cores",
    commands: ["serve"],
  },
  job_memory: {
    kind: "integer",
    range: [64, 1_048_576],
    describe: "MiB of memory that one fit may take; a process that takes more is ended",
    default: 2048,
    commands: ["serve"],
  },
  log: {
    kind: "choice",
    choices: ["info", "warn", "error", "none"],
    describe: "What is logged on standard error, as JSON lines",
    default: "warn",
    commands: ["serve"],
  },
} as const;
