// Settings of how something is run: threads, memory, backends, progress, what is written beside it.

/** Of fits, alone or many at once. */
export const runSettings = {
  threads: {
    kind: "integer",
    range: [1, 1024],
    describe: "Worker threads; they do not change the results",
    fallback: "one per core; a single fit uses at most one per chain",
    commands: ["fit", "batch", "check", "compare", "report", "recover", "tradeoff"],
  },
  backend: {
    kind: "choice",
    choices: ["wasm", "javascript"],
    describe: "What the model is compiled to",
    default: "wasm",
    commands: ["fit"],
  },
  executor: {
    kind: "choice",
    choices: ["auto", "threads", "gpu", "tfjs"],
    describe:
      "What samples: NUTS on threads (WebAssembly, float64), or HMC on the lanes of a GPU (WebGPU) or of TensorFlow.js, with as many draws in all and NUTS where lanes are not good enough; auto measures a gradient and picks the fastest",
    default: "auto",
    commands: ["batch"],
  },
  memory: {
    kind: "integer",
    range: [1, 9_007_199_254_740_991],
    describe: "Most memory to use, in MiB; with less, fewer threads run",
    fallback: "half of the memory of the machine or the container",
    commands: ["batch"],
  },
  report: {
    kind: "choice",
    choices: ["html", "none"],
    describe: "Write report.html into the run folder",
    fallback: "html for one fit, none for each fit of a batch",
    commands: ["fit", "batch"],
  },
  holdout: {
    kind: "integer",
    range: [1, 5200],
    describe: "Also fit without the last rows (weeks or days), and score the predictions of these",
    commands: ["check", "compare", "report"],
  },
  progress: {
    kind: "choice",
    choices: ["auto", "plain", "json", "none"],
    describe: "Progress on standard error: auto is a live block on a terminal and plain lines elsewhere",
    default: "auto",
    commands: ["demo", "fit", "batch", "check", "compare", "report", "recover"],
  },
} as const;

/** Of a batch as a whole. */
export const batchSettings = {
  seed: {
    kind: "integer",
    range: [0, 9_007_199_254_740_991],
    describe:
      "Seed of the batch; a fit whose seed the manifest does not give gets the first 52 bits of the SHA-256 of <seed>/<name>",
    default: 1,
    commands: ["batch"],
  },
} as const;

/** Of the draws of a run written for other tools. */
export const exportSettings = {
  format: {
    kind: "choice",
    choices: ["netcdf", "stan-csv", "csv", "parquet"],
    describe: "What to write; netcdf requires the package h5wasm, parquet hyparquet-writer",
    commands: ["export"],
  },
} as const;

/** Of charts as pictures. */
export const chartSettings = {
  format: {
    kind: "choice",
    choices: ["svg", "png"],
    describe: "Format of the pictures; png requires the package @resvg/resvg-js",
    default: "svg",
    commands: ["report"],
  },
} as const;
