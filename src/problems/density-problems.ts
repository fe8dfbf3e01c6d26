// Problems of what a sampler is given in place of a density.

import type { Problem } from "./problem.ts";

const ofACompiledModel = "where `posterior` is what `compileModel(model, data)` returned.";

/** What to do by what was given. */
const densityHints: Readonly<Record<string, string>> = {
  "a posterior": "Give `posterior.density()`.",
  "the source of a density": "Give `posterior.density()`, or call `sampleOnThreads` with the source.",
};

const sourceHints: Readonly<Record<string, string>> = {
  "a posterior": "Give `posterior.densitySource()`.",
  "a density": "A density cannot be sent to threads: give `posterior.densitySource()`, or call `sample` with it.",
};

/** @param received `a posterior`, `a model`, ... */
export const notADensity = (received: string): Problem => ({
  code: "not-a-density",
  message: "`sample` takes a log density with its gradient.",
  where: "sample",
  received,
  hint: densityHints[received] ?? `Give \`posterior.density()\`, ${ofACompiledModel}`,
});

/** @param received `a posterior`, `a model`, ... */
export const notADensitySource = (received: string): Problem => ({
  code: "not-a-density",
  message: "`sampleOnThreads` takes the source of a log density, from which each thread makes its own.",
  where: "sampleOnThreads",
  received,
  hint: sourceHints[received] ?? `Give \`posterior.densitySource()\`, ${ofACompiledModel}`,
});
