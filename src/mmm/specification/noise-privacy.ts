// What a fit is told of how its data were protected: from the description that was found, or from the model file.
import { mechanismOfNoise } from "../../privacy/mechanisms/index.ts";
import { type ColumnNoiseDescription, type PrivacyRecord, privacyRecord } from "../../privacy/release/index.ts";
import type { ModelDocument } from "./document.ts";
import type { FoundNoise } from "./noise-source.ts";

/**
 * What is known of how the data of a model were protected: what the description that was found says, or, where the model file has
 * the noise itself, that alone. Undefined where no column has noise.
 */
export function privacyOf(
  document: ModelDocument | undefined,
  found: FoundNoise | undefined,
): PrivacyRecord | undefined {
  const written = document?.content.noise;
  if (document === undefined || typeof written !== "object") return found?.privacy;
  const columns = Object.entries(written).map(([column, entry]): ColumnNoiseDescription => {
    const { mechanism, scale, scale_kind, cells_summed = 1, clip = "none" } = entry;
    return {
      column,
      mechanism,
      scale,
      scaleKind: scale_kind ?? mechanismOfNoise(mechanism)?.scaleKind ?? "sigma",
      granularity: undefined,
      unit: "unknown",
      clip: clip === "none" ? undefined : clip,
      suppressedBelow: undefined,
      cellsSummed: cells_summed,
      epsilon: undefined,
      delta: undefined,
      sensitivity: undefined,
      bounds: undefined,
      rescale: 1,
      release: undefined,
      source: "manual",
    };
  });
  return privacyRecord({ statement: undefined, columns }, document.file);
}
