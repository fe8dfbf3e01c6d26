// Hamiltonian Monte Carlo with a fixed integration time, jittered (Neal 2011; jitter as in Hoffman, Radul & Sountsov 2021).

import type { LogDensity } from "./density.ts";
import { energyOf, leapfrog, phasePoint } from "./hamiltonian/index.ts";
import type { Kernel } from "./transition.ts";

export interface HmcSettings {
  /** Mean length of a trajectory in time, where the plan of a transition has none of its own. */
  readonly integrationTime: number;
  /** Each trajectory's length is uniform between 1 - jitter and 1 + jitter times the mean. */
  readonly jitter: number;
  readonly maxEnergyError: number;
  /** A trajectory has at most 2^maxDepth leapfrog steps, whatever the step size. */
  readonly maxDepth: number;
}

/** @param interrupt called before every leapfrog step; ends the transition by throwing, which leaves the state as it was */
export function hmcKernel(density: LogDensity, settings: HmcSettings, interrupt: () => void = () => undefined): Kernel {
  const { dimension } = density;
  const { jitter, maxDepth } = settings;
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
      const time = (1 - jitter + 2 * jitter * random.choices.uniform()) * (plan.time ?? settings.integrationTime);
      const wanted = Math.max(1, Math.round(time / plan.stepSize));
      const steps = Math.min(2 ** maxDepth, wanted);
      let energy = startEnergy;
      let leapfrogs = 0;
      info.divergent = false;
      while (leapfrogs < steps && !info.divergent) {
        interrupt();
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
      info.treeDepth = steps < wanted ? maxDepth : 0;
      info.end = end;
      info.time = leapfrogs * plan.stepSize;
    },
  };
}
