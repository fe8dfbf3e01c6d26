// How well a lane engine knows energies: its changes of the log density along trajectories against the host's.

/** Differences over trajectories of one fit. */
export interface EnergyNoise {
  count: number;
  squares: number;
}

/** Trajectories before the noise is known well enough to rely on. */
const fewest = 200;

/**
 * Most noise, as a root mean square, at which the engine's log densities serve in place of the host's. The chains then keep the density
 * exp(l + e) with the engine's error e of about this size instead of exp(l), which moves the mean of any quantity by at most about
 * that share of its standard deviation (by Cauchy and Schwarz): 0.01 is below the Monte Carlo error of 10 000 effective draws.
 */
export const mostEnergyNoise = 0.01;

export function addDifference(noise: EnergyNoise, difference: number): void {
  noise.count++;
  noise.squares += difference * difference;
}

/** NaN without trajectories. */
export function rootMeanSquare({ count, squares }: EnergyNoise): number {
  return Math.sqrt(squares / count);
}

/** Whether the engine's log densities can take the place of the host's. */
export function isQuiet(noise: EnergyNoise): boolean {
  return noise.count >= fewest && rootMeanSquare(noise) <= mostEnergyNoise;
}
