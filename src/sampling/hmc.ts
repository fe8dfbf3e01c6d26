// Hamiltonian Monte Carlo with a fixed integration time, jittered (Neal 2011; jitter as in Hoffman, Radul & Sountsov 2021).

import type { LogDensity } from "./density.ts";
import { energyOf, leapfrog, type PhasePoint, phasePoint } from "./hamiltonian/index.ts";
import { type ChainPoint, type Kernel, type TransitionPlan } from "./transition.ts";
import type { Random } from "../numerics/index.ts";

export interface HmcSettings {
  /** Mean length of a trajectory in time, where the plan of a transition has none of its own. */
  readonly integrationTime: number;
  /** Each trajectory's length is uniform between 1 - jitter and 1 + jitter times the mean. */
  readonly jitter: number;
  readonly maxEnergyError: number;
  /** A trajectory has at most 2^maxDepth leapfrog steps, whatever the step size. */
  readonly maxDepth: number;
}

/** A trajectory that was integrated to its end, or to where it diverged. Its arrays are the integrator's own. */
export interface Trajectory {
  readonly startEnergy: number;
  readonly energy: number;
  readonly leapfrogs: number;
  /** The energy error passed the limit, or was not finite. */
  readonly divergent: boolean;
  /** Where it ended, and the log density there. */
  readonly end: Pick<PhasePoint, "position" | "gradient" | "momentum">;
  readonly logDensity: number;
  /** Where the last step began. */
  readonly before: Float64Array;
}

/** Integrates so many leapfrog steps from a point with a fresh momentum, which leaves the point as it is. */
export type Integrate = (point: ChainPoint, plan: TransitionPlan, momentum: Random, steps: number) => Trajectory;

/** The kernel in JavaScript. @param interrupt called before each leapfrog step; ends the trajectory by throwing */
export function hmcKernel(density: LogDensity, settings: HmcSettings, interrupt?: () => void): Kernel {
  return hmcWith(density, settings, plainTrajectories(density, settings, interrupt));
}

export function hmcWith(density: LogDensity, settings: HmcSettings, integrate: Integrate): Kernel {
  const { jitter, maxDepth } = settings;
  return {
    init(position, point) {
      point.position.set(position);
      point.logDensity = density.evaluate(point.position, point.gradient);
    },

    step(point, plan, random, info) {
      const time = (1 - jitter + 2 * jitter * random.choices.uniform()) * (plan.time ?? settings.integrationTime);
      const wanted = Math.max(1, Math.round(time / plan.stepSize));
      const steps = Math.min(2 ** maxDepth, wanted);
      const { startEnergy, energy, leapfrogs, divergent, end, logDensity, before } = integrate(
        point,
        plan,
        random.momentum,
        steps,
      );
      const ratio = divergent ? 0 : Math.exp(startEnergy - energy);
      const accepted = random.choices.uniform() < ratio;
      info.divergent = divergent;
      if (divergent) {
        info.divergencePosition.set(before);
        info.divergenceLogDensity = logDensity;
        info.divergenceGradient.set(end.gradient);
      }
      if (accepted) {
        point.position.set(end.position);
        point.gradient.set(end.gradient);
        point.logDensity = logDensity;
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

function plainTrajectories(
  density: LogDensity,
  { maxEnergyError }: HmcSettings,
  interrupt: (() => void) | undefined,
): Integrate {
  const { dimension } = density;
  const end = phasePoint(dimension);
  const velocity = new Float64Array(dimension);
  const before = new Float64Array(dimension);
  return (point, plan, momentum, steps) => {
    momentum.fillNormal(end.momentum);
    end.position.set(point.position);
    end.logDensity = point.logDensity;
    plan.metric.force(point.gradient, end.force);
    const startEnergy = energyOf(end);
    let energy = startEnergy;
    let leapfrogs = 0;
    let divergent = false;
    while (leapfrogs < steps && !divergent) {
      interrupt?.();
      before.set(end.position);
      energy = leapfrog(density, plan.metric, end, plan.stepSize, velocity);
      leapfrogs++;
      divergent = !(energy - startEnergy <= maxEnergyError);
    }
    return { startEnergy, energy, leapfrogs, divergent, end, logDensity: end.logDensity, before };
  };
}
