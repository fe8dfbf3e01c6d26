// Largest resident set of `carryover fit weekly.csv`, and how it grows with what is asked of it.
//
//   npm run bench:memory -- [--runs 5] [--quick]

import { fitProcess } from "./harness/fit-process.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { places } from "./harness/places.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { type Spread, shortSpread, spread } from "./harness/statistics.ts";

const { runs, quick } = readOptions({ runs: [5, 1] });
const megabyte = 1e6;

const cases: readonly { readonly name: string; readonly values: readonly string[] }[] = [
  { name: "defaults (4 chains, 1000 draws, report.html)", values: [] },
  { name: "--report none", values: ["--report", "none"] },
  { name: "--warmup 1000", values: ["--warmup", "1000"] },
  { name: "--threads 1", values: ["--threads", "1"] },
  { name: "--threads 4", values: ["--threads", "4"] },
  { name: "--draws 4000", values: ["--draws", "4000"] },
  { name: "--chains 8", values: ["--chains", "8"] },
  { name: "--backend javascript", values: ["--backend", "javascript"] },
  { name: "--warmup 1 --draws 4 (hardly any sampling)", values: ["--warmup", "1", "--draws", "4"] },
];

async function peak(values: readonly string[]): Promise<number> {
  const { peakBytes } = await fitProcess({ values: [places.weekly, ...values], memory: true }, async () => undefined);
  if (peakBytes === undefined) throw new Error("The process did not note its largest resident set.");
  return peakBytes / megabyte;
}

const peaks = cases.map(() => [] as number[]);
for (let i = 1; i <= runs; i++) {
  for (const [k, { values }] of cases.entries()) peaks[k].push(await peak([...values, "--seed", String(i)]));
}
const spreads: Spread[] = peaks.map(spread);
const made = machine();

publish(
  {
    name: "memory",
    result: { machine: made, runs, megabytes: Object.fromEntries(cases.map(({ name }, k) => [name, peaks[k]])) },
    lines: [
      `${machineLine(made)}. ${runs} interleaved runs, fresh processes, median (range).`,
      "",
      ...table(
        ["`carryover fit weekly.csv`", "largest resident set", ""],
        cases.map(({ name }, k) => [
          name,
          `${shortSpread(spreads[k])} MB`,
          k === 0 ? targetWords(spreads[k].most, "at most", 300, " MB in every run") : "",
        ]),
      ),
      "",
      "All threads included; read with getrusage when the process ends. MB are millions of bytes.",
    ],
  },
  !quick,
);
