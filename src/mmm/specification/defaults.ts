// What adstock and saturation are where a model file leaves them out, and why; all other defaults stand in the table of settings.
import type { Default } from "../../settings/index.ts";

export const adstockDefaults: {
  readonly kind: Default<"geometric" | "none">;
  readonly normalize: Default<boolean>;
  readonly window: Default<"infinite" | number>;
} = {
  kind: { value: "geometric", reason: "the simplest carry-over, one parameter per channel" },
  normalize: { value: true, reason: "half-saturation then reads as weekly spend held steady" },
  window: { value: "infinite", reason: "no arbitrary cut-off, and cheaper than a window" },
};

export const saturationDefault: Default<"hill" | "logistic" | "none"> = {
  value: "hill",
  reason: "concave or S-shaped, with a half-saturation that reads as spend",
};
