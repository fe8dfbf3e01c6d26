// What the samplers do at their defaults, posterior by posterior: leapfrog steps and effective draws, divergences, convergence. Nothing
// here is timed, so the machine may have other things to do. Fits with divergences are sampled again as `carryover fit` does.
//
//   npx tsx benchmarks/efficiency.ts [--seeds 10] [--quick]

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readMediaData } from "../src/data/panel/check-table.ts";
import { mediaDataFromColumns } from "../src/data/panel/from-columns.ts";
import type { MediaData } from "../src/data/panel/media-data.ts";
import { simulate, worlds } from "../src/data/worlds/simulate.ts";
import { columnsByName } from "../src/data/worlds/generate.ts";
import { fitMediaMix } from "../src/mmm/fit/fit.ts";
import { type ProgramCache, programCache } from "../src/mmm/fit/programs.ts";
import { readModelFile, tablePath, writtenColumns } from "../src/mmm/specification/document.ts";
import { findNoise, noisedColumns } from "../src/mmm/specification/noise-source.ts";
import { resolve, type Resolution } from "../src/mmm/specification/resolve.ts";
import { startWorkers } from "../src/sampling/pool.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { places } from "./harness/places.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { shortSpread, spread } from "./harness/statistics.ts";

const { seeds, quick } = readOptions({ seeds: [10, 1] });
const algorithms = ["nuts", "chees"] as const;
type Algorithm = (typeof algorithms)[number];
/** Leapfrog steps a draw above which a posterior is a finding. */
const mostLeapfrogs = 60;

interface Task {
  readonly data: MediaData;
  readonly resolution: Resolution;
}

interface Posterior {
  readonly name: string;
  /** The task for a seed: of the table where tables are simulated, else of the sampler alone. */
  task(seed: number, algorithm: Algorithm): Promise<Task>;
}

function world(preset: string): Posterior {
  return {
    name: `${preset}, default model`,
    task: async (seed, algorithm) => {
      const { columns } = simulate(preset, { seed });
      const data = await mediaDataFromColumns(columnsByName(columns));
      return { data, resolution: resolve(undefined, data, { seed, algorithm }) };
    },
  };
}

function modelFile(name: string, path: string): Posterior {
  return {
    name,
    task: async (seed, algorithm) => {
      const document = await readModelFile(path);
      const found = await findNoise(document, tablePath(document));
      const noised = noisedColumns(document, found);
      const data = await readMediaData(tablePath(document), { ...writtenColumns(document), noised });
      return { data, resolution: resolve(document, data, { seed, algorithm }, found) };
    },
  };
}

const modelB = fileURLToPath(new URL("../../shared/data/stan_reference/b.yaml", import.meta.url));
const posteriors: readonly Posterior[] = [
  modelFile("model A", places.modelA),
  ...(existsSync(modelB) ? [modelFile("model B (335 unknowns)", modelB)] : []),
  ...Object.keys(worlds).map(world),
];
if (!existsSync(modelB)) console.log("Model B is left out: its files are not beside the repository.");

interface Fitted {
  readonly leapfrogs: number;
  readonly divergences: number;
  readonly converged: boolean;
  readonly ess: number;
  readonly essPerThousandGradients: number;
}

const pool = startWorkers(2);
const programs = programCache();

async function fitted(posterior: Posterior, seed: number, algorithm: Algorithm, shared: ProgramCache): Promise<Fitted> {
  const { data, resolution } = await posterior.task(seed, algorithm);
  const { sampler, diagnostics } = await fitMediaMix(data, resolution, { pool, programs: shared, pointwise: false });
  const { values } = sampler.leapfrogs;
  return {
    leapfrogs: values.reduce((sum, value) => sum + value, 0) / values.length,
    divergences: diagnostics.divergences,
    converged: diagnostics.converged,
    ess: diagnostics.min_ess_bulk,
    essPerThousandGradients: (1000 * diagnostics.min_ess_bulk) / diagnostics.gradient_evaluations,
  };
}

interface Row {
  readonly name: string;
  readonly algorithm: Algorithm;
  readonly fits: readonly Fitted[];
}

const rows: Row[] = [];
for (const posterior of posteriors) {
  for (const algorithm of algorithms) {
    const fits: Fitted[] = [];
    for (let seed = 1; seed <= seeds; seed++) fits.push(await fitted(posterior, seed, algorithm, programs));
    rows.push({ name: posterior.name, algorithm, fits });
    console.log(
      `${posterior.name}, ${algorithm}: ${fits.filter(({ converged }) => converged).length} of ${seeds} converged`,
    );
  }
}
await pool.close();

const columns = [
  "",
  "algorithm",
  "leapfrogs a draw",
  "fits with divergences",
  "divergences",
  "converged",
  "smallest bulk ESS",
  "ESS per 1000 gradients",
];
const body = rows.map(({ name, algorithm, fits }) => [
  name,
  algorithm,
  shortSpread(spread(fits.map(({ leapfrogs }) => leapfrogs))),
  `${fits.filter(({ divergences }) => divergences > 0).length}`,
  `${fits.reduce((sum, { divergences }) => sum + divergences, 0)}`,
  `${fits.filter(({ converged }) => converged).length} of ${fits.length}`,
  shortSpread(spread(fits.map(({ ess }) => ess))),
  shortSpread(spread(fits.map(({ essPerThousandGradients }) => essPerThousandGradients))),
]);
const worst = Math.max(...rows.flatMap(({ fits }) => fits.map(({ leapfrogs }) => leapfrogs)));
/** Effective draws a gradient of chees over those of nuts, medians of each posterior. */
const gains = posteriors.map(({ name }) => {
  const [nuts, chees] = algorithms.map(
    (algorithm) =>
      spread(
        rows
          .filter((row) => row.name === name && row.algorithm === algorithm)
          .flatMap(({ fits }) => fits.map(({ essPerThousandGradients }) => essPerThousandGradients)),
      ).median,
  );
  return chees / nuts;
});
const convergedWith = (algorithm: Algorithm): string => {
  const fits = rows.filter((row) => row.algorithm === algorithm).flatMap((row) => row.fits);
  return `${fits.filter(({ converged }) => converged).length} of ${fits.length}`;
};
const lines = [
  `${machineLine(machine())}. ${seeds} seeds each, of the table where it is simulated; 4 chains of 1000 draws, warm-up 500 (nuts) and 300 (chees), which counts in the last column. Median (range).`,
  "",
  ...table(columns, body),
  "",
  `Effective draws a gradient of chees over those of nuts: ${shortSpread(spread(gains))} (${targetWords(spread(gains).median, "at least", 2)}). Converged: nuts ${convergedWith("nuts")}, chees ${convergedWith("chees")}.`,
  "",
  `Most leapfrogs a draw of any fit: ${worst.toFixed(1)} (${targetWords(worst, "at most", mostLeapfrogs)}).`,
];
publish({ name: "efficiency", result: { machine: machine(), seeds, rows }, lines }, !quick);
