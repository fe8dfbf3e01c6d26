// Hamiltonian Monte Carlo with a fixed integration time, jittered (Neal 2011; jitter as in Hoffman, Radul & Sountsov 2021).

import type { LogDensity } from "./density.ts";
import { energyOf, leapfrog, phasePoint } from "./hamiltonian/index.ts";
import type { Kernel } from "./transition.ts";

export interface HmcSettings {
  /** Mean length of a trajectory in time. Each trajectory's own length is uniform between 0 and twice that. */
  readonly integrationTime: number;
  readonly maxEnergyError: number;
  /** Largest number of leapfrog steps in a trajectory, whatever the step size. */
  readonly maxLeapfrogs: number;
}

export function hmcKernel(density: LogDensity, settings: HmcSettings): Kernel {
  const { dimension } = density;
  const end = phasePoint(dimension);
  const velocity = new Float64Array(dimension);
  const before = new Float64Array(dimension);
  return {
    init(position, point) {
      point.position.set(position);
      point.logDensity = density.evaluate(point.position, point.gradient);
    },

    step(point, plan, random, info) {
      random.momentum.fillNormal(end.momentum);
      end.position.set(point.position);
      end.logDensity = point.logDensity;
      plan.metric.force(point.gradient, end.force);
      const startEnergy = energyOf(end);
      const time = 2 * random.choices.uniform() * settings.integrationTime;
      const steps = Math.min(settings.maxLeapfrogs, Math.max(1, Math.ceil(time / plan.stepSize)));
      let energy = startEnergy;
      let leapfrogs = 0;
      info.divergent = false;
      while (leapfrogs < steps && !info.divergent) {
        before.set(end.position);
        energy = leapfrog(density, plan.metric, end, plan.stepSize, velocity);
        leapfrogs++;
        info.divergent = !(energy - startEnergy <= settings.maxEnergyError);
      }
      const ratio = info.divergent ? 0 : Math.exp(startEnergy - energy);
      const accepted = random.choices.uniform() < ratio;
      if (info.divergent) {
        info.divergencePosition.set(before);
        info.divergenceLogDensity = end.logDensity;
        info.divergenceGradient.set(end.gradient);
      }
      if (accepted) {
        point.position.set(end.position);
        point.gradient.set(end.gradient);
        point.logDensity = end.logDensity;
      }
      info.acceptance = Math.min(1, ratio);
      info.symmetricAcceptance = Math.exp(-2 * Math.abs(startEnergy - energy)) || 0;
      info.energy = accepted ? energy : startEnergy;
      info.offset = accepted ? leapfrogs : 0;
      info.leapfrogs = leapfrogs;
      info.treeDepth = 0;
    },
  };
}
