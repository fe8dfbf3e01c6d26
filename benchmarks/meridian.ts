// Meridian's default geo model on its demo table, from examples/meridian-geo.yaml: time, convergence, returns beside the published ones.
//
//   npm run bench:meridian -- --table .../geo_all_channels.csv [--draws 1000] [--warmup 1000] [--quick]
//
// The table is Meridian's (meridian/data/simulated_data/csv/geo_all_channels.csv of github.com/google/meridian) and not in this repository.

import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { fitProcess } from "./harness/fit-process.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { places } from "./harness/places.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { short } from "./harness/statistics.ts";

const {
  quick,
  warmup,
  draws,
  table: given,
} = readOptions(
  { warmup: [1000, 200], draws: [1000, 100] },
  { table: join(places.repository, "examples", "geo_all_channels.csv") },
);

/**
 * Posterior means of the ROI of the demo notebook (demo/Meridian_Getting_Started.ipynb: 10 chains on a GPU, ten minutes, largest R-hat 1.129), so
 * they have a Monte Carlo error of their own.
 */
const published: Readonly<Record<string, number>> = {
  Channel0: 1.613,
  Channel1: 0.939,
  Channel2: 1.24,
  Channel3: 0.798,
  Channel4: 1.648,
};
const limits = { rhat: 1.01, seconds: 300 };

interface Figures {
  readonly name: string;
  readonly mean: number;
  readonly sd: number;
  readonly q5: number;
  readonly q95: number;
  readonly ess_bulk: number;
}

const documentOf = (folder: string, name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, name), "utf8")) as Record<string, unknown>;

/** The model file takes the table that lies beside it. */
const folder = mkdtempSync(join(tmpdir(), "carryover-meridian-"));
try {
  const model = join(folder, "meridian-geo.yaml");
  copyFileSync(join(places.repository, "examples", "meridian-geo.yaml"), model);
  copyFileSync(resolve(given), join(folder, "geo_all_channels.csv"));
  const values = [model, "--warmup", String(warmup), "--draws", String(draws), "--report", "none"];
  const { seconds, peakBytes, read } = await fitProcess({ values, memory: true }, async (run) => ({
    diagnostics: documentOf(run, "diagnostics.json"),
    quantities: documentOf(run, "summary.json")["quantities"] as readonly Figures[],
  }));
  const returns = Object.keys(published).map((channel) => {
    const own = read.quantities.find(({ name }) => name === `roi[${channel}]`);
    if (own === undefined) throw new Error(`The run has no ROI of ${channel}.`);
    return { channel, ...own };
  });
  const rhat = Number(read.diagnostics["max_rhat"]);
  const made = machine();
  publish(
    {
      name: "meridian",
      result: { machine: made, warmup, draws, seconds, peakBytes, diagnostics: read.diagnostics, returns, published },
      lines: [
        `${machineLine(made)}. 4 chains of ${draws} draws after ${warmup}.`,
        "",
        `${short(seconds)} s from start to exit, ${targetWords(seconds, "at most", limits.seconds, " s")}; largest R-hat ${rhat.toFixed(4)}, ${targetWords(rhat, "at most", limits.rhat)}; smallest bulk ESS ${Math.round(Number(read.diagnostics["min_ess_bulk"]))}; ${String(read.diagnostics["divergences"])} divergences; ${short((peakBytes ?? Number.NaN) / 1e6)} MB.`,
        "",
        ...table(
          ["channel", "ROI, mean", "90% interval", "ESS", "Meridian's published mean", "difference in posterior sd"],
          returns.map(({ channel, mean, sd, q5, q95, ess_bulk: ess }) => [
            channel,
            mean.toFixed(3),
            `${q5.toFixed(2)} to ${q95.toFixed(2)}`,
            String(Math.round(ess)),
            published[channel].toFixed(3),
            ((published[channel] - mean) / sd).toFixed(2),
          ]),
        ),
      ],
    },
    !quick,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
