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
 * exp(l + e) with the engine's error e instead of exp(l), which moves the mean of any quantity by at most about sd(e) of its standard
 * deviations (by Cauchy and Schwarz, to first order). What is measured is e at one end of a trajectory less e at the other: sqrt(2) sd(e)
 * where the two are independent, as rounding is, and no less than sd(e) while their correlation is at most 1/2. An error that varies so
 * slowly over the posterior that both ends share it is seen too small. 0.01 is the Monte Carlo error of 10 000 effective draws.
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
