// The point of half effect, which every kind of saturation with a ceiling can be described by.

import { relativeTo } from "../coordinates/maps/index.ts";
import type { TransformParameter } from "../transforms/index.ts";

/** The same belief for every kind: where half of the ceiling is reached, relative to the spend that scaling divides by. */
export const halfSaturation: TransformParameter = {
  name: "half_saturation",
  domain: [0, Number.POSITIVE_INFINITY],
  meaning: "adstocked spend at which the saturation curve reaches half of its ceiling, in scaled spend",
  shown: "half-saturation, in scaled spend",
  prior: "lognormal(-0.5, 1)",
  reason:
    "half effect at 0.6 times the spend that scaling divides by; 90% between 0.12 and 3.1 times that: from saturated in nearly every week to hardly bent",
  assumes: ["media"],
  coordinate: { name: "half point", map: ({ typicalLogStock }) => relativeTo(typicalLogStock) },
};
