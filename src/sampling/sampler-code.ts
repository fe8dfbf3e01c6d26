// The code that chains of a density run: WebAssembly beside a density that is WebAssembly, else JavaScript. What not every run needs is loaded where it is needed.

import type { Adaptation, AdaptationState } from "./adaptation/index.ts";
import type { LogDensity } from "./density.ts";
import type { HmcSettings } from "./hmc.ts";
import type { Matrices } from "./matrices.ts";
import type { NutsSettings } from "./nuts.ts";
import type { Settings } from "./settings.ts";
import type { Kernel } from "./transition.ts";
import { webAssemblyMatrices, webAssemblyNuts } from "./webassembly/index.ts";

/** @param interrupt called now and then within a transition, which it ends by throwing; what was drawn before is left as it was */
type MakeKernel<S> = (density: LogDensity, settings: S, interrupt?: () => void) => Kernel;

export interface SamplerCode {
  readonly nuts: MakeKernel<NutsSettings>;
  /** Where the algorithm has trajectories of HMC. */
  readonly hmc?: MakeKernel<HmcSettings> | undefined;
  /** Where chains adapt as Stan's do. */
  readonly stan?: ((density: LogDensity, settings: Settings, resume?: AdaptationState) => Adaptation) | undefined;
  readonly matrices: Matrices;
}

export async function samplerCode(
  { machine }: LogDensity,
  { algorithm, schedule }: Pick<Settings, "algorithm" | "schedule">,
): Promise<SamplerCode> {
  const hmc = algorithm !== "nuts";
  const stan = schedule === "stan" ? (await import("./adaptation/stan-windows.ts")).stanAdaptation : undefined;
  if (machine === undefined) {
    const { plainCode } = await import("./plain-code.ts");
    return { ...plainCode, stan, hmc: hmc ? (await import("./hmc.ts")).hmcKernel : undefined };
  }
  const { webAssemblyHmc } = hmc ? await import("./webassembly/hmc-kernel.ts") : {};
  return {
    nuts: (density, settings, interrupt) => webAssemblyNuts(density, machine, settings, interrupt),
    hmc: webAssemblyHmc && ((density, settings, interrupt) => webAssemblyHmc(density, machine, settings, interrupt)),
    stan,
    matrices: webAssemblyMatrices(machine.modules.matrices),
  };
}
