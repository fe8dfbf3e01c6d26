// Simulation-based calibration of the default model at its default settings: `npx tsx benchmarks/calibration.ts [fits]`; with `returns` behind it, of a
// panel whose channels have priors on returns, and with text of a model file, such as "trend: hsgp", of that model. Prints for every parameter and
// quantity whether its ranks are uniform, and exits with 1 when they are not by more than chance allows.

import { startTaskThreads } from "../src/threads/task-threads.ts";
import { rankedDraws } from "../src/studies/recovery/rank.ts";
import { ranksOf } from "../src/studies/recovery/recovery.ts";
import { recover } from "../src/studies/recovery/study.ts";
import { familyRate } from "../src/studies/recovery/verdict.ts";
import { calibrationSets, returnCalibrationSets } from "../test/mmm/support/calibration-study.ts";

const fits = Number(process.argv[2] ?? 400);
const started = performance.now();
const threads = startTaskThreads(2);
// All fits count, converged or not: leaving some out could by itself make ranks uneven.
const [, , , what] = process.argv;
const source = what === "returns" ? await returnCalibrationSets(fits) : await calibrationSets(fits, {}, what);
const { sets } = await recover(source, { threads, datasets: fits, calibrate: true });
await threads.close();

const ranks = ranksOf(sets);
console.table(
  ranks.map(({ name, pValue, adjusted, ecdfDifference, lower, upper }) => {
    // How much of the way to its band (of probability 0.99) the curve goes where it goes furthest, of the points where it could leave it.
    const reach = ecdfDifference.map((difference, j) => {
      const expected = (j + 1) / (rankedDraws + 1);
      const canLeave = difference > 0 ? upper[j] < 1 - expected : lower[j] > -expected;
      return canLeave ? difference / (difference > 0 ? upper[j] : lower[j]) : 0;
    });
    return {
      name,
      uniform: adjusted > familyRate ? "yes" : "NO",
      "p-value": pValue.toPrecision(2),
      adjusted: adjusted.toPrecision(2),
      "share of band": Math.max(...reach).toFixed(2),
    };
  }),
);
const divergences = sets.reduce((sum, set) => sum + set.divergences, 0);
const uneven = ranks.filter(({ adjusted }) => adjusted <= familyRate);
const count = (outcome: string): number => sets.filter((set) => set.outcome === outcome).length;
console.log(
  `${fits} fits in ${((performance.now() - started) / 1000).toFixed(0)} s, ${count("converged")} converged, ${count("failed")} failed; ` +
    `${divergences} divergences in ${sets.filter((set) => set.divergences > 0).length} fits; ` +
    `${uneven.length} of ${ranks.length} are not uniform at a rate of ${familyRate} for all together.`,
);
if (uneven.length > 0) process.exitCode = 1;
