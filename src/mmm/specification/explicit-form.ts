// The same model with every parameter sampled, for what draws from it: parts that a likelihood has integrated out have no draws of their own.

import type { ResolvedSpec } from "./resolved-spec.ts";

/** Nothing of what the model means changes, only what is computed in closed form. */
export function explicitForm(spec: ResolvedSpec): ResolvedSpec {
  return spec.week_effects_form === "integrated" ? { ...spec, week_effects_form: "explicit" } : spec;
}
