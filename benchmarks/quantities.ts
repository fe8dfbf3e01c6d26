// Time and largest resident set of all quantities of a large fit, in fresh processes.
//
//   npx tsx benchmarks/quantities.ts [--runs 3] [--draws 4000] [--weeks 208] [--channels 10]

import { execFileSync } from "node:child_process";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { shortSpread, spread } from "./harness/statistics.ts";

const { runs, draws, weeks, channels, quick } = readOptions({
  runs: [3, 1],
  draws: [4000, 1000],
  weeks: [208, 104],
  channels: [10, 3],
});

interface Measured {
  /** Wall time, and time on processors. */
  readonly seconds: { readonly total: number; readonly processor: number };
  readonly peakBytes: number;
}

/** What is asked for; the first is what the targets are for. */
const questions = ["everything", "the last 13 weeks", "contributions", "returns", "logistic saturation"] as const;

const [loadBefore] = loadavg();
const one = fileURLToPath(new URL("quantities/one.ts", import.meta.url));
const measured = questions.map((): Measured[] => []);
for (let round = 0; round < runs; round++) {
  for (const [k, question] of questions.entries()) {
    const values = ["--import", "tsx", one, question, String(draws), String(weeks), String(channels)];
    measured[k].push(JSON.parse(execFileSync(process.execPath, values, { encoding: "utf8" })) as Measured);
  }
}

const made = machine();
const [loadAfter] = loadavg();
const seconds = measured.map((each) => spread(each.map((run) => run.seconds.total)));
const processor = measured.map((each) => spread(each.map((run) => run.seconds.processor)));
const peaks = measured.map((each) => spread(each.map(({ peakBytes }) => peakBytes / 1e6)));
publish(
  {
    name: "quantities",
    result: {
      machine: made,
      runs,
      draws,
      weeks,
      channels,
      measured: Object.fromEntries(questions.map((name, k) => [name, measured[k]])),
    },
    lines: [
      `${machineLine(made)}. ${draws} draws, ${weeks} weeks, ${channels} channels, made up; fresh processes, one thread, median (range) of ${runs}.`,
      "",
      ...table(
        ["quantities of a fit", "time", "processor time", "largest resident set", ""],
        questions.map((name, k) => [
          name,
          `${shortSpread(seconds[k])} s`,
          `${shortSpread(processor[k])} s`,
          `${shortSpread(peaks[k])} MB`,
          k > 0
            ? ""
            : `${targetWords(seconds[k].most, "at most", 2, " s in every run")}; ${targetWords(peaks[k].most, "at most", 500, " MB")}`,
        ]),
      ),
      "",
      "Everything: contributions and their intervals week by week, returns and marginal returns, carry-over, both response curves of every",
      "channel at 41 points with their derivatives, all over every draw. The time is of the first call in a process, compiling included; loading",
      `modules and making up the draws is not in it. Load average before and after: ${loadBefore.toFixed(1)}, ${loadAfter.toFixed(1)}.`,
    ],
  },
  !quick,
);
