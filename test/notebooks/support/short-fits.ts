// The package as the notebooks see it, but for the length of fits: enough draws to go through every line, too few to be relied on.

import { resolveSpecification as resolve } from "../../../src/index.ts";

export * from "../../../src/index.ts";

export const resolveSpecification: typeof resolve = (document, data, overrides, found) =>
  resolve(document, data, { ...overrides, chains: 2, warmup: 60, draws: 40, max_depth: 5 }, found);
