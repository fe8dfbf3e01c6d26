// Length of trajectories: ascent on ChEES, the expected squared change of the squared distance from the center (Hoffman, Radul & Sountsov
// 2021, "An adaptive-MCMC scheme for setting trajectory lengths in Hamiltonian Monte Carlo"), by Adam on its logarithm.

/** Adam (Kingma & Ba 2015) as Hoffman et al. use it: no momentum, since the sign of a step is news enough. */
export const learningRate = 0.05;
export const decay = 0.95;
export const smallest = 1e-12;

/** Trajectories' times are spread evenly over [1 - jitter, 1 + jitter] times their mean. */
export const jitter = 0.5;

export interface TrajectoryLength {
  /** Logarithm of the mean time of a trajectory, in units of the metric's standard deviations. */
  log: number;
  /** Updates made, and the decaying mean of squared slopes. */
  count: number;
  squares: number;
  /** Average over updates of the logarithm, later ones counting more. */
  meanLog: number;
}

/** A quarter period of the harmonic oscillator, after which positions of a normal are independent of where they began. */
const quarterPeriod = Math.PI / 2;

/**
 * Lengths are kept between these. Longer than half a period, trajectories come back: on posteriors that stay uneven in the best metric
 * ChEES may ask for it all the same, at a price that every fit of the engine pays. The bounds do not depend on the step size, which
 * swings while it is adapted; the number of steps is bounded where it is computed.
 */
export const shortest = 0.2;
export const longest: number = Math.PI;

export function trajectoryLength(initial: number = quarterPeriod): TrajectoryLength {
  return { log: Math.log(initial), count: 0, squares: 0, meanLog: 0 };
}

/** Time of a trajectory, from a number in (0, 1). */
export function jittered(length: number, uniform: number): number {
  return length * (1 + jitter * (2 * uniform - 1));
}

/**
 * One chain's slope of ChEES along the logarithm of the length (their equation 14): squared distances from the center at both
 * ends, and the rate at which half the squared distance changes at the end, all in the metric's units.
 */
export function cheesSlope(time: number, startDistance: number, endDistance: number, rate: number): number {
  return time * (endDistance - startDistance) * rate;
}

/** What a method asks of lengths. */
export interface LengthRule {
  readonly shortest: number;
  readonly longest: number;
  readonly learningRate: number;
}

/** That of lanes. */
const ofLanes: LengthRule = { shortest, longest, learningRate };

/** Learns from the mean slope of a transition, or of several. */
export function updateTrajectoryLength(state: TrajectoryLength, slope: number, rule: LengthRule = ofLanes): void {
  if (!Number.isFinite(slope)) return;
  state.count++;
  state.squares = decay * state.squares + (1 - decay) * slope * slope;
  const corrected = Math.sqrt(state.squares / (1 - decay ** state.count));
  const step = (rule.learningRate * slope) / (corrected + smallest);
  state.log = Math.min(Math.log(rule.longest), Math.max(Math.log(rule.shortest), state.log + step));
  const weight = state.count ** -0.5;
  state.meanLog = (1 - weight) * state.meanLog + weight * state.log;
}
