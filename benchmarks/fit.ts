// `carryover fit weekly.csv` as a user runs it: process start to exit, and how much of that passes before sampling begins.
//
//   npm run bench:fit -- [--runs 15] [--quick]

import { fitProcess } from "./harness/fit-process.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { places } from "./harness/places.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { library } from "./harness/shipped.ts";
import { shortSpread, spread } from "./harness/statistics.ts";

const { runs, quick } = readOptions({ runs: [15, 2] });

interface Run {
  readonly seconds: number;
  readonly marks: Readonly<Record<string, number>>;
  readonly converged: boolean;
  readonly compileSeconds: number;
}

async function run(values: readonly string[]): Promise<Run> {
  const { seconds, marks, read, code } = await fitProcess({ values: [places.weekly, ...values] }, library.loadRun);
  return {
    seconds,
    marks: Object.fromEntries(marks),
    converged: code === 0,
    compileSeconds: read.diagnostics.seconds.compile,
  };
}

/** Hardly any sampling: when it has been fitted, starting points and step sizes had been found, and more. */
const hardlySampled = ["--warmup", "1", "--draws", "4", "--report", "none"];
await run([]); // fills the file cache
const whole: Run[] = [];
const stan: Run[] = [];
const bare: Run[] = [];
const plain: Run[] = [];
for (let i = 1; i <= runs; i++) {
  whole.push(await run(["--seed", String(i)]));
  bare.push(await run([...hardlySampled, "--seed", String(i)]));
  plain.push(await run(["--report", "none", "--seed", String(i)]));
  stan.push(await run(["--warmup", "1000", "--report", "none", "--seed", String(i)]));
}

const markOf = (name: string, each: Run): number => {
  const value = each.marks[name];
  if (value === undefined) throw new Error(`carryover fit printed no time for "${name}".`);
  return value;
};
const ready = "data and specification ready";
const wallTime = spread(whole.map(({ seconds }) => seconds));
const withoutReport = spread(plain.map(({ seconds }) => seconds));
const longWarmup = spread(stan.map(({ seconds }) => seconds));
/** Printed by the command when all threads are ready and the chains start. */
const starts = "sampling begins";
const isMarked = whole.every(({ marks }) => starts in marks);
const bound = spread(bare.map((each) => markOf("fitted", each)));
const before = isMarked ? spread(whole.map((each) => markOf(starts, each))) : bound;
const compiled = spread(whole.map((each) => markOf(ready, each) + 1000 * each.compileSeconds));
const whenNotMarked =
  "until the fit is done, in runs with `--warmup 1 --draws 4`. That is an upper bound: the threads have compiled the model and found " +
  "starting points and step sizes, four chains have made five transitions, and the draws are summarized.";
const made = machine();

publish(
  {
    name: "fit",
    result: {
      machine: made,
      runs,
      whole,
      withoutReport: plain,
      longWarmup: stan,
      hardlySampled: bare,
      wallTime,
      before,
    },
    lines: [
      `${machineLine(made)}. ${runs} interleaved runs with seeds 1 to ${runs}, fresh processes, median (range).`,
      "",
      ...table(
        ["`carryover fit weekly.csv`", "", ""],
        [
          [
            "process start to exit, defaults (4 chains, 1000 draws, report.html)",
            `${shortSpread(wallTime)} s`,
            targetWords(wallTime.median, "at most", 1.5, " s"),
          ],
          [
            "the same with --report none",
            `${shortSpread(withoutReport)} s`,
            targetWords(withoutReport.median, "at most", 1.5, " s"),
          ],
          [
            "the same with --report none --warmup 1000",
            `${shortSpread(longWarmup)} s`,
            targetWords(longWarmup.median, "at most", 1.5, " s"),
          ],
          [
            "before sampling begins (see below)",
            `${shortSpread(before)} ms`,
            targetWords(before.median, "at most", 120, " ms"),
          ],
          ["model compiled", `${shortSpread(compiled)} ms`, ""],
          ...Object.keys(whole[0].marks).map((name) => [
            `mark "${name}"`,
            `${shortSpread(spread(whole.map((each) => markOf(name, each))))} ms`,
            "",
          ]),
        ],
      ),
      "",
      `Before sampling begins: ${isMarked ? "until the chains are handed to the threads." : whenNotMarked} ` +
        "Marks are milliseconds on the process's own clock (CARRYOVER_TIMING=1); what passes before that clock starts and after the last " +
        `mark takes ${shortSpread(spread(whole.map((each) => 1000 * each.seconds - markOf("end", each))))} ms of the wall time together. ` +
        `${whole.filter(({ converged }) => converged).length} of ${runs} default runs converged.`,
    ],
  },
  !quick,
);
