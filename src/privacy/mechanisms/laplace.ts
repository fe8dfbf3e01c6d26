// Laplace noise: scale L1 / epsilon on whole numbers is epsilon-private as it stands (Canonne, Kamath & Steinke 2020), and the scale is
// an exact fraction.

import { decimalOf, discreteLaplace, divide, rational } from "../exact/index.ts";
import type { MechanismRecord } from "./mechanism.ts";
import { pureToZcdp } from "./zcdp.ts";

/** Noise with a pure guarantee. There is no delta to ask for. */
export interface LaplaceMechanism {
  readonly mechanism: "laplace";
  readonly epsilon: number;
  readonly delta?: never;
}

export const laplace: MechanismRecord<LaplaceMechanism, "laplace" | "discrete_laplace"> = {
  name: "laplace",
  title: "Laplace",
  describe: "pure epsilon, without a delta",
  needsDelta: false,
  noises: { laplace: "Laplace noise", discrete_laplace: "discrete Laplace noise" },
  drawn: "discrete_laplace",
  scaleKind: "b",
  scaleWords: 'Laplace noise is described by "b", which is its standard deviation divided by the square root of 2.',
  norm: "L1",
  growth: "in proportion to 1 / epsilon",
  modeledAs: "laplace",
  underZcdp: (request) => request,
  calibrate: ({ epsilon }, { l1 }) => ({ scale: divide(rational(l1), decimalOf(epsilon)), rho: pureToZcdp(epsilon) }),
  draw: (scale) => (source) => discreteLaplace(source, scale),
  scaleFor: ({ epsilon, sensitivity }) => sensitivity / epsilon,
  contradiction: (scale, follows, _, tolerance) => (Math.abs(scale / follows - 1) > tolerance ? "b =" : undefined),
  simulated: (random) => {
    const size = random.exponential();
    return random.uniform() < 0.5 ? -size : size;
  },
};
