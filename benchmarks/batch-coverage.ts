// A thousand tables drawn from a model's prior, fitted by one `carryover batch`: does every fit end, in how much memory and time, with
// the draws of a fit of its own, and do the 90% intervals of every parameter and contribution hold the truth at their rate?
//
//   npx tsx benchmarks/batch-coverage.ts [--tables 1000] [--lanes 64] [--lanes-executor tfjs] [--quick]

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { boundLevel, coverageOf } from "../src/studies/recovery/coverage.ts";
import { priorModel, tableName, type Truth, writePriorTables } from "./batch/tables.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { cached } from "./harness/places.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { commandLine } from "./harness/shipped.ts";
import { growthExponent, short } from "./harness/statistics.ts";

const {
  tables,
  lanes,
  "lanes-executor": lanesExecutor,
  quick,
} = readOptions({ tables: [1000, 12], lanes: [64, 4] }, { "lanes-executor": "tfjs" });
const level = 0.9;
/** Fits that are made once more by `carryover fit`. */
const repeated = quick ? 2 : 10;

const folder = cached("batch-coverage/");
const input = join(folder, "tables");
const modelFile = join(folder, "model.yaml");
rmSync(folder, { recursive: true, force: true });
console.log(`Drawing ${tables} tables from the prior ...`);
const truths = await writePriorTables(input, 1, tables);
writeFileSync(modelFile, `data: tables/${tableName(1)}.csv\n${priorModel}`);

interface Resident {
  /** Seconds since the process began, resident MiB. */
  readonly seconds: number;
  readonly mebibytes: number;
}

interface Run {
  readonly out: string;
  readonly code: number;
  readonly seconds: number;
  readonly resident: readonly Resident[];
  readonly errors: string;
}

/** Runs the command and looks at its resident set twice a second. */
function carryover(values: readonly string[], out: string): Promise<Run> {
  const started = performance.now();
  const child = spawn(process.execPath, [commandLine, ...values, "--out", out, "--progress", "none"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const resident: Resident[] = [];
  const watch = setInterval(() => {
    const path = `/proc/${child.pid}/status`;
    if (!existsSync(path)) return;
    const kibibytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(path, "utf8"))?.[1] ?? Number.NaN);
    if (kibibytes > 0) resident.push({ seconds: (performance.now() - started) / 1000, mebibytes: kibibytes / 1024 });
  }, 500);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      clearInterval(watch);
      resolve({ out, code: code ?? -1, seconds: (performance.now() - started) / 1000, resident, errors });
    });
  });
}

interface OverviewRow {
  readonly name: string;
  readonly state: "converged" | "not converged" | "failed";
  readonly seed: number;
  readonly problems: readonly { readonly message: string }[];
  /** Why a fit in lanes was made again with NUTS. */
  readonly fallback: readonly string[];
  readonly max_rhat: number | null;
  readonly min_ess_bulk: number | null;
}

/** Without what the study does not look at. */
const overview = (out: string): readonly OverviewRow[] =>
  (JSON.parse(readFileSync(join(out, "overview.json"), "utf8")) as { fits: OverviewRow[] }).fits.map(
    ({ name, state, seed, problems, fallback, max_rhat, min_ess_bulk }) => ({
      name,
      state,
      seed,
      problems,
      fallback,
      max_rhat,
      min_ess_bulk,
    }),
  );

interface Held {
  readonly name: string;
  readonly all: ReturnType<typeof coverageOf>;
  readonly converged: ReturnType<typeof coverageOf>;
}

/** Coverage of everything a summary has a truth for. Quantities that only repeat another one up to a constant are left out. */
function coverages(out: string, rows: readonly OverviewRow[]): Held[] {
  const inside = new Map<string, { all: number; converged: number }>();
  const finished = rows.filter(({ state }) => state !== "failed");
  for (const { name, state } of finished) {
    const truth = truths.get(name) as Truth;
    const summary = JSON.parse(readFileSync(join(out, name, "summary.json"), "utf8")) as Record<
      "parameters" | "quantities",
      { name: string; q5: number; q95: number }[]
    >;
    for (const row of [
      ...summary.parameters,
      ...summary.quantities.filter(({ name: own }) => own.startsWith("contribution")),
    ]) {
      const value = truth[row.name];
      if (value === undefined) throw new Error(`The truth of ${name} has no ${row.name}.`);
      const count = inside.get(row.name) ?? { all: 0, converged: 0 };
      inside.set(row.name, count);
      const held = row.q5 <= value && value <= row.q95 ? 1 : 0;
      count.all += held;
      if (state === "converged") count.converged += held;
    }
  }
  const converged = finished.filter(({ state }) => state === "converged").length;
  return [...inside].map(([name, count]) => ({
    name,
    all: coverageOf(level, count.all, finished.length),
    converged: coverageOf(level, count.converged, converged),
  }));
}

const outside = ({ inside, fits, lower, upper }: Held["all"]): boolean =>
  inside < lower * fits - 0.5 || inside > upper * fits + 0.5;

/** Hash of the draws of a run. */
function drawsOf(run: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(run)
    .filter((each) => each.startsWith("draws"))
    .toSorted())
    hash.update(readFileSync(join(run, name)));
  return hash.digest("hex");
}

console.log("One batch on threads ...");
const batch = await carryover(["batch", input, "--model", modelFile, "--executor", "threads"], join(folder, "threads"));
if (![0, 4].includes(batch.code)) throw new Error(`carryover batch ended with ${batch.code}:\n${batch.errors}`);
const rows = overview(batch.out);
const held = coverages(batch.out, rows);

console.log("Some of them once more, one by one ...");
let identical = 0;
const chosen = rows.filter((_, i) => i % Math.ceil(rows.length / repeated) === 0);
for (const { name, seed } of chosen) {
  const own = join(folder, `${name}.yaml`);
  writeFileSync(own, `data: tables/${name}.csv\n${priorModel}`);
  const single = await carryover(
    ["fit", own, "--seed", String(seed), "--report", "none"],
    join(folder, "single", name),
  );
  if (![0, 4].includes(single.code)) throw new Error(`carryover fit ended with ${single.code}:\n${single.errors}`);
  if (drawsOf(single.out) === drawsOf(join(batch.out, name))) identical++;
}

console.log(`The first ${lanes} of them in many lanes ...`);
const subset = join(folder, "subset");
await writePriorTables(subset, 1, lanes);
const inLanes = await carryover(
  ["batch", subset, "--model", modelFile, "--executor", lanesExecutor],
  join(folder, "lanes"),
);
if (![0, 4].includes(inLanes.code))
  throw new Error(`carryover batch --executor ${lanesExecutor} ended with ${inLanes.code}:\n${inLanes.errors}`);
const laneRows = overview(inLanes.out);
const laneHeld = coverages(inLanes.out, laneRows);
const madeAgain = laneRows.filter(({ fallback }) => fallback.length > 0).length;

const count = (all: readonly OverviewRow[], state: OverviewRow["state"]): number =>
  all.filter((row) => row.state === state).length;
const peak = Math.max(...batch.resident.map(({ mebibytes }) => mebibytes));
// The first quarter is left out: heaps grow until they have met the largest fit.
const late = batch.resident.filter(({ seconds }) => seconds > batch.seconds / 4);
const growth =
  late.length < 3
    ? Number.NaN
    : growthExponent(
        late.map(({ seconds }) => seconds),
        late.map(({ mebibytes }) => mebibytes),
      );
const passed = rows.filter(({ max_rhat, min_ess_bulk }) => (max_rhat ?? 9) < 1.01 && (min_ess_bulk ?? 0) >= 400).length;
const share = ({ inside, fits }: Held["all"]): string => `${((100 * inside) / fits).toFixed(1)}%`;
const bounds = ({ lower, upper }: Held["all"]): string => `${(100 * lower).toFixed(1)} - ${(100 * upper).toFixed(1)}%`;
const failing = held.filter(({ all }) => outside(all));
const laneFailing = laneHeld.filter(({ all }) => outside(all));
const lines = [
  `${machineLine(machine())}.`,
  "",
  ...table(
    [`${tables} tables, 104 weeks x 5 channels, one batch on threads`, "", ""],
    [
      ["ended, or listed with a reason", `${rows.length} of ${tables}`, targetWords(rows.length, "at least", tables)],
      [
        "converged / not converged / failed",
        `${count(rows, "converged")} / ${count(rows, "not converged")} / ${count(rows, "failed")}`,
        "",
      ],
      ["R-hat < 1.01 and bulk ESS >= 400 everywhere", String(passed), ""],
      ["time", `${short(batch.seconds)} s, ${Math.round((3600 * passed) / batch.seconds)} such fits an hour`, ""],
      ["largest resident set", `${peak.toFixed(0)} MiB`, targetWords(peak / 1024, "at most", 1, " GiB")],
      [
        "growth of the resident set after the first quarter",
        `exponent ${growth.toFixed(3)} over time`,
        targetWords(growth, "at most", 0.1),
      ],
      [
        "draws identical to those of `carryover fit` with the same seed",
        `${identical} of ${chosen.length}`,
        targetWords(identical, "at least", chosen.length),
      ],
    ],
  ),
  "",
  `Share of ${100 * level}% intervals that contain the truth, over all fits and over those that converged; right intervals are within the bounds with probability ${boundLevel} each. ` +
    `Outside: ${failing.length} of ${held.length} on threads (${failing.map(({ name }) => name).join(", ") || "none"}), ` +
    `${laneFailing.length} of ${laneHeld.length} in lanes (${laneFailing.map(({ name }) => name).join(", ") || "none"}). ` +
    `Of the ${laneRows.length} fits in lanes ${madeAgain} were made again with NUTS, because lanes were not good enough for them.`,
  "",
  ...table(
    [
      "",
      `threads, ${rows.length - count(rows, "failed")} fits`,
      "converged only",
      "bounds",
      `${lanesExecutor}, ${laneRows.length - count(laneRows, "failed")} fits (${count(laneRows, "converged")} converged)`,
      "bounds",
    ],
    held.map(({ name, all, converged }, i) => [
      name,
      share(all),
      share(converged),
      bounds(all),
      share(laneHeld[i].all),
      bounds(laneHeld[i].all),
    ]),
  ),
];
publish(
  {
    name: "batch-coverage",
    result: {
      machine: machine(),
      tables,
      seconds: batch.seconds,
      resident: batch.resident,
      rows,
      held,
      lanesExecutor,
      laneRows,
      laneHeld,
    },
    lines,
  },
  !quick,
);
