// `carryover report RUN` as a fresh process: wall time from start to exit, size of the file; for a usual run and for a large one.
//
//   npm run bench:report -- [--runs 5] [--quick]

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomStream } from "../src/numerics/random.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { places } from "./harness/places.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { commandLine } from "./harness/shipped.ts";
import { shortSpread, spread } from "./harness/statistics.ts";

const { runs, quick } = readOptions({ runs: [5, 1] });
const folder = mkdtempSync(join(tmpdir(), "carryover-benchmark-"));

function carryover(...values: readonly string[]): number {
  const start = performance.now();
  execFileSync(process.execPath, [commandLine, ...values], { stdio: ["ignore", "ignore", "inherit"] });
  return (performance.now() - start) / 1000;
}

/** A made-up table of 208 weeks and ten channels: what a report costs does not depend on what is in it. */
function largeTable(): string {
  const random = randomStream([11]);
  const channels = Array.from({ length: 10 }, (_, i) => `channel_${i + 1}`);
  const rows = Array.from({ length: 208 }, (_, week) => {
    const spend = channels.map(() => 1000 * Math.exp(0.6 * random.normal()));
    const revenue = 40_000 + spend.reduce((total, x) => total + (4000 * x) / (x + 1500), 0) + 2000 * random.normal();
    return [week + 1, ...spend.map((x) => x.toFixed(2)), revenue.toFixed(2)].join(",");
  });
  const path = join(folder, "large.csv");
  writeFileSync(
    path,
    [["week", ...channels.map((name) => `spend_${name}`), "revenue"].join(","), ...rows, ""].join("\n"),
  );
  return path;
}

try {
  const cases = [
    { name: "104 weeks, 3 channels, 4000 draws", path: places.weekly },
    { name: "208 weeks, 10 channels, 4000 draws", path: largeTable() },
  ];
  const measured = cases.map(({ name, path }, k) => {
    const run = join(folder, `run-${k}`);
    carryover("fit", path, "--out", run, "--report", "none", "--progress", "none");
    return { name, run, seconds: [] as number[], bytes: 0 };
  });
  for (let round = 0; round < runs; round++) {
    for (const each of measured) {
      each.seconds.push(carryover("report", each.run));
      each.bytes = statSync(join(each.run, "report.html")).size;
    }
  }
  const made = machine();
  publish(
    {
      name: "report",
      result: { machine: made, runs, cases: measured.map(({ name, seconds, bytes }) => ({ name, seconds, bytes })) },
      lines: [
        `${machineLine(made)}. ${runs} interleaved runs, fresh processes, median (range).`,
        "",
        ...table(
          ["`carryover report RUN`", "time, start to exit", "size", ""],
          measured.map(({ name, seconds, bytes }) => [
            name,
            `${shortSpread(spread(seconds))} s`,
            `${(bytes / 1e6).toFixed(2)} MB`,
            `${targetWords(spread(seconds).median, "at most", 3, " s")}; ${targetWords(bytes / 1e6, "at most", 3, " MB")}`,
          ]),
        ),
        "",
        "Everything is computed anew: quantities, checks, the best budget, all charts.",
      ],
    },
    !quick,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
