// HMC as a kernel whose trajectories run in WebAssembly beside the density; `hmcKernel` is the same in JavaScript, draw for draw.

import type { DensityMachine, LogDensity } from "../density.ts";
import { type HmcSettings, hmcWith } from "../hmc.ts";
import type { Kernel } from "../transition.ts";
import { numbers, words } from "./layout.ts";
import { workspace } from "./workspace.ts";

/** The stream of momenta is read where it is placed and left there, as `webAssemblyNuts` does. */
export function webAssemblyHmc(
  density: LogDensity,
  machine: DensityMachine,
  settings: HmcSettings,
  interrupt: () => void = () => undefined,
): Kernel {
  const own = workspace(density, machine, { ...settings, maxDepth: 0 }, interrupt);
  return hmcWith(density, settings, (point, plan, momentum, steps) => {
    const views = own.prepare(point, plan);
    momentum.copyState(views.momentum);
    views.words[words.steps / 4] = steps;
    own.trajectory();
    return {
      startEnergy: own.chosen().numbers[1],
      energy: views.numbers[numbers.endEnergy / 8],
      leapfrogs: views.words[words.leapfrogs / 4],
      divergent: views.words[words.divergent / 4] !== 0,
      logDensity: views.numbers[numbers.endLogDensity / 8],
      end: views.end,
      before: views.before,
    };
  });
}
