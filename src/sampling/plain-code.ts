// The sampler in JavaScript, for densities that are not WebAssembly.

import { nutsKernel } from "./nuts.ts";
import { plainMatrices } from "./plain-matrices.ts";
import type { SamplerCode } from "./sampler-code.ts";

export const plainCode: Pick<SamplerCode, "nuts" | "matrices"> = { nuts: nutsKernel, matrices: plainMatrices };
