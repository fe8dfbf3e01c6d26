// NUTS as a kernel that runs in WebAssembly beside the density; `nutsKernel` is the same in JavaScript, draw for draw.

import type { DensityMachine, LogDensity } from "../density.ts";
import type { NutsSettings } from "../nuts.ts";
import type { Kernel } from "../transition.ts";
import { numbers, words } from "./layout.ts";
import { workspace } from "./workspace.ts";

/** Streams are read where they are placed and left there: the next step needs them placed again, as every iteration of a chain does. */
export function webAssemblyNuts(
  density: LogDensity,
  machine: DensityMachine,
  settings: NutsSettings,
  interrupt: () => void = () => undefined,
): Kernel {
  const own = workspace(density, machine, settings, interrupt);
  return {
    init(position, point) {
      point.position.set(position);
      point.logDensity = density.evaluate(point.position, point.gradient);
    },

    step(point, plan, random, info) {
      const views = own.prepare(point, plan);
      random.momentum.copyState(views.momentum);
      random.choices.copyState(views.choices);
      own.step();
      const to = own.chosen();
      point.position.set(to.position);
      point.gradient.set(to.gradient);
      point.logDensity = to.numbers[0];
      info.energy = to.numbers[1];
      info.offset = to.offset[0];
      const leapfrogs = views.words[words.leapfrogs / 4];
      info.acceptance = leapfrogs === 0 ? 0 : views.numbers[numbers.acceptance / 8] / leapfrogs;
      info.symmetricAcceptance = leapfrogs === 0 ? 0 : views.numbers[numbers.symmetricAcceptance / 8] / leapfrogs;
      info.leapfrogs = leapfrogs;
      info.treeDepth = views.words[words.treeDepth / 4];
      info.divergent = views.words[words.divergent / 4] !== 0;
      if (info.divergent) {
        info.divergencePosition.set(views.before);
        // The last evaluation was that of the step that failed.
        info.divergenceLogDensity = views.numbers[numbers.endLogDensity / 8];
        info.divergenceGradient.set(views.end.gradient);
      }
    },
  };
}
