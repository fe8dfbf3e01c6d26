// The budget optimizer: time of one recommendation in a fresh process, compiling included, 10 channels x 13 weeks, 1000 draws.
//
//   npx tsx benchmarks/optimizer.ts [--runs 10] [--quick]

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { OptimizeSettings } from "../src/decisions/plans/optimize.ts";
import type { SolverReport } from "../src/decisions/plans/optimize-solve.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { cached, places } from "./harness/places.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { shortSpread, spread } from "./harness/statistics.ts";

const { runs, quick } = readOptions({ runs: [10, 2] });
const [draws, weeks, horizon] = [1000, 104, 13];

const cases: readonly { readonly name: string; readonly settings: OptimizeSettings; readonly limit?: number }[] = [
  { name: "expected revenue at the current budget", settings: { horizon }, limit: 1 },
  { name: "the same with bounds 0 to 300%", settings: { horizon, bounds: widely() } },
  { name: "10% quantile of revenue", settings: { horizon, objective: { statistic: "quantile", probability: 0.1 } } },
  { name: "mean revenue of the worst 10%", settings: { horizon, objective: { statistic: "cvar", probability: 0.1 } } },
  { name: "marginal ROI of 1", settings: { horizon, goal: { kind: "marginal-roi", target: 1 } } },
  { name: "ROI of 2", settings: { horizon, goal: { kind: "roi", target: 2 } } },
  { name: "expected revenue, spend of every week", settings: { horizon, byWeek: true } },
];

function widely(): NonNullable<OptimizeSettings["bounds"]> {
  const bound = { lower: { change: -1 }, upper: { change: 2 } };
  return Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`channel${i + 1}`, bound]));
}

interface Run {
  readonly cold: number;
  readonly warm: number;
  readonly solver: SolverReport;
  readonly carryOut: number;
}

const script = cached("one-optimization.mjs");
await build({
  entryPoints: [fileURLToPath(new URL("decisions/one-optimization.ts", import.meta.url))],
  outfile: script,
  bundle: true,
  format: "esm",
  platform: "node",
  packages: "external",
});
const measured = cases.map(() => [] as Run[]);
for (let i = 0; i < runs; i++) {
  for (const [k, { settings }] of cases.entries()) {
    const printed = execFileSync(process.execPath, [script, JSON.stringify(settings), String(draws), String(weeks)], {
      cwd: places.repository,
      encoding: "utf8",
    });
    measured[k].push(JSON.parse(printed) as Run);
  }
}
const made = machine();
const seconds = (own: readonly Run[], which: "cold" | "warm") => spread(own.map((run) => run[which] / 1000));

publish(
  {
    name: "optimizer",
    result: {
      machine: made,
      runs,
      draws,
      weeks,
      horizon,
      cases: cases.map(({ name, settings }, k) => ({ name, settings, runs: measured[k] })),
    },
    lines: [
      `${machineLine(made)}. 10 channels x ${horizon} weeks, ${draws} draws, carry-over followed for ${measured[0][0].carryOut} weeks; ${runs} interleaved runs in fresh processes, median (range).`,
      "",
      ...table(
        [
          "one recommendation",
          "first in its process, s",
          "",
          "second, s",
          "gradients on all draws",
          "gap / objective",
          "converged",
        ],
        cases.map(({ name, limit }, k) => {
          const cold = seconds(measured[k], "cold");
          const { solver } = measured[k][0];
          return [
            name,
            shortSpread(cold),
            limit === undefined ? "" : targetWords(cold.median, "at most", limit, " s"),
            shortSpread(seconds(measured[k], "warm")),
            String(solver.evaluations),
            (solver.gap / Math.abs(solver.value)).toExponential(1),
            measured[k].every((run) => run.solver.converged) ? "yes" : "NO",
          ];
        }),
      ),
      "",
      "Compiling, starting points, climbs and all figures with their intervals are counted; loading the process and the run is not.",
    ],
  },
  !quick,
);
