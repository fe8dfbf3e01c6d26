// Numbers in the sentences and tables of the report.

import { type Alike, alike, type Estimated, estimated, estimatedInText } from "../../words/index.ts";

/** In tables: `1.2k (0.9k to 1.6k)`; a figure that priors fix has no interval. */
export function withInterval(of: Estimated, format: Alike = alike.shorts): string {
  return withFixed(of, estimated(of, format));
}

/** The same in sentences. */
export function intervalInText(of: Estimated, format: Alike = alike.shorts): string {
  return withFixed(of, estimatedInText(of, format));
}

function withFixed({ lower, upper }: Estimated, text: string): string {
  return lower === upper ? `${text} (fixed)` : text;
}
