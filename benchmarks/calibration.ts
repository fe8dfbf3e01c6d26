// Simulation-based calibration of the default model at its default settings: `npx tsx benchmarks/calibration.ts [fits]`. Prints for
// every parameter and quantity whether its ranks are uniform by simultaneous bands, and exits with 1 when more fail than chance allows.

import { uniformityOfRanks } from "../src/diagnostics/index.ts";
import { sampleOnThreads, startWorkers } from "../src/sampling/index.ts";
import { calibrate, rankedDraws } from "../test/mmm/calibration-study.ts";

const fits = Number(process.argv[2] ?? 400);
const level = 0.999;
const started = performance.now();
const pool = startWorkers(2);
const settings = { chains: 4, warmup: 500, draws: 1000, seed: 1 };
const { ranks, divergences, fitsWithDivergences } = await calibrate(fits, settings, (posterior, own) =>
  sampleOnThreads(posterior.densitySource(), own, { pool }),
);
await pool.close();

const rows = [...ranks].map(([name, itsRanks]) => {
  const { inside, ecdfDifference, lower, upper } = uniformityOfRanks(itsRanks, rankedDraws, level);
  // How much of the way to its band the curve goes where it goes furthest, of the points where it could leave the band.
  const reach = ecdfDifference.map((difference, j) => {
    const expected = (j + 1) / (rankedDraws + 1);
    const canLeave = difference > 0 ? upper[j] < 1 - expected : lower[j] > -expected;
    return canLeave ? difference / (difference > 0 ? upper[j] : lower[j]) : 0;
  });
  const mean = itsRanks.reduce((sum, rank) => sum + rank, 0) / fits / rankedDraws;
  return {
    name,
    uniform: inside ? "yes" : "NO",
    "mean rank": mean.toFixed(3),
    "share of band": Math.max(...reach).toFixed(2),
  };
});
console.table(rows);
const uneven = rows.filter(({ uniform }) => uniform === "NO");
console.log(
  `${fits} fits of 4 x (500 + 1000) in ${((performance.now() - started) / 1000).toFixed(0)} s; ` +
    `${divergences} divergences in ${fitsWithDivergences} fits; ` +
    `${uneven.length} of ${rows.length} outside bands that hold with probability ${level} each.`,
);
if (uneven.length > 0) process.exitCode = 1;
