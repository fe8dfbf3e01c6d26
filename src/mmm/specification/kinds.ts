// The records behind the kinds that a specification names.

import { type AdstockKind, adstocks } from "../adstock/index.ts";
import { type SaturationKind, saturations } from "../saturation/index.ts";
import type { Adstock, Saturation } from "./resolved-spec.ts";

/** @throws RangeError for a kind that was added when the specification was made, and is not there now */
export function adstockOf({ kind }: Adstock): AdstockKind {
  return adstocks.find(kind) ?? missing("adstock", kind);
}

/** @throws RangeError for a kind that was added when the specification was made, and is not there now */
export function saturationOf({ kind }: Saturation): SaturationKind {
  return saturations.find(kind) ?? missing("saturation", kind);
}

function missing(part: string, kind: string): never {
  throw new RangeError(`There is no kind of ${part} "${kind}": a kind of your own is added before it is used.`);
}
