// The model of a fit with nothing integrated out, before anything was read of lift tests.

import type { ResolvedSpec } from "../specification/index.ts";
import type { Design } from "./design.ts";

/**
 * The same model with every parameter among what is sampled: the same priors, and a likelihood whose draws are targets. What was integrated out for
 * sampling is a parameter like others here, so the prior can be drawn, and tables can be made, of any model. Lift tests are what it would read,
 * and no likelihood. Its data are those of `explicitDesign`.
 */
export function explicitForm(spec: ResolvedSpec): ResolvedSpec {
  const { experiments } = spec;
  const unread =
    experiments === undefined
      ? spec
      : { ...spec, experiments: experiments.map((test) => ({ ...test, use: "comparison" as const })) };
  return spec.week_effects_form === "integrated" ? { ...unread, week_effects_form: "explicit" } : unread;
}

/** The design of a model in its explicit form: without what was read of lift tests. */
export function explicitDesign(design: Design): Design {
  const { lifts, ...rest } = design;
  return lifts === undefined ? design : rest;
}
