// Numbers as WGSL writes them.

import { toFloat32 } from "../float32/index.ts";

/** A number as a WGSL literal. */
export function float32Literal(value: number): string {
  const nearest = toFloat32(value);
  return Object.is(nearest, -0) ? "-0f" : `${nearest}f`;
}
