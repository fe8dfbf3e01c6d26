// The code that chains of a density run: WebAssembly beside a density that is WebAssembly, else JavaScript, which is loaded only then.

import type { LogDensity } from "./density.ts";
import type { Matrices } from "./matrices.ts";
import type { NutsSettings } from "./nuts.ts";
import type { Kernel } from "./transition.ts";
import { webAssemblyMatrices, webAssemblyNuts } from "./webassembly/index.ts";

export interface SamplerCode {
  /** @param interrupt called now and then within a transition, which it ends by throwing; what was drawn before is left as it was */
  nuts(density: LogDensity, settings: NutsSettings, interrupt?: () => void): Kernel;
  readonly matrices: Matrices;
}

export async function samplerCode({ machine }: LogDensity): Promise<SamplerCode> {
  if (machine === undefined) return (await import("./plain-code.ts")).plainCode;
  return {
    nuts: (density, settings, interrupt) => webAssemblyNuts(density, machine, settings, interrupt),
    matrices: webAssemblyMatrices(machine.modules.matrices),
  };
}
