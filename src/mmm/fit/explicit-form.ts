// The model of a fit with nothing integrated out.

import type { ResolvedSpec } from "../specification/index.ts";

/**
 * The same model with every parameter among what is sampled: the same priors, and a likelihood whose draws are targets. What was integrated out for
 * sampling is a parameter like others here, so the prior can be drawn, and tables can be made, of any model. What was read of lift tests comes after the
 * prior, as the table does.
 */
export function explicitForm(spec: ResolvedSpec): ResolvedSpec {
  const { experiments, ...own } = spec;
  const untested = experiments === undefined ? spec : own;
  return spec.week_effects_form === "integrated" ? { ...untested, week_effects_form: "explicit" } : untested;
}
