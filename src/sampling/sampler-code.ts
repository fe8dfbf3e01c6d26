// The code that chains of a density run: WebAssembly beside a density that is WebAssembly, else JavaScript, which is loaded only then.

import type { LogDensity } from "./density.ts";
import type { Matrices } from "./matrices.ts";
import type { NutsSettings } from "./nuts.ts";
import type { Kernel } from "./transition.ts";
import { webAssemblyMatrices, webAssemblyNuts } from "./webassembly/index.ts";

export interface SamplerCode {
  nuts(density: LogDensity, settings: NutsSettings): Kernel;
  readonly matrices: Matrices;
}

export async function samplerCode({ machine }: LogDensity): Promise<SamplerCode> {
  if (machine === undefined) return (await import("./plain-code.ts")).plainCode;
  return {
    nuts: (density, settings) => webAssemblyNuts(density, machine, settings),
    matrices: webAssemblyMatrices(machine.modules.matrices),
  };
}
