// Names of the axes of a model's arrays, which have labels but no names: those that ArviZ gives them.

import type { NamedAxis } from "../diagnostics/fit/index.ts";

/** `theta_dim_0`, `theta_dim_1`, ... */
export function axesOf(name: string, labels: readonly (readonly string[])[]): readonly NamedAxis[] {
  return labels.map((axis, k) => ({ name: `${name}_dim_${k}`, labels: axis }));
}
