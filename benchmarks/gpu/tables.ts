// The tables of the section GPU of benchmarks/README.md, from the JSON of a check. Without one they say "not measured"; so they do after a
// quick run or one on a software adapter, which are printed but not written.
//
//   npx tsx benchmarks/gpu/tables.ts [gpu-check.json ...]
//
// Of several checks, in the order of time, every section is that of the latest check that ran it.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { places } from "../harness/places.ts";
import { publish, table, targetWords, withSection } from "../harness/report.ts";
import { short } from "../harness/statistics.ts";
import { type CheckPart, type CheckRecord, merged, type SectionRecord } from "./record.ts";
import type { BatchRow, SweepRow } from "./sections/batches.ts";
import type { After, GroupRow } from "./sections/groups.ts";
import type { GradientCost, LanesRow } from "./sections/lanes.ts";

const given = process.argv.slice(2);
const paths = given.length > 0 ? given : [`${places.results}gpu.json`].filter(existsSync);
const record = merged(paths.map((path) => JSON.parse(readFileSync(path, "utf8")) as CheckRecord));
const none = "not measured";

function section(name: string): SectionRecord | undefined {
  return record?.sections[name];
}

function resultOf<Result>(name: string): Partial<Result> {
  return (section(name)?.result ?? {}) as Partial<Result>;
}

/** Why a section has no figures, in words for under a table. */
function missing(name: string, title: string): string[] {
  const { status, error } = section(name) ?? { status: "skipped" };
  if (status === "done") return [];
  return [`${title}: ${status}${error === undefined ? "" : ` (${error.split("\n")[0].slice(0, 200)})`}.`, ""];
}

const figure = (value: number | undefined, digits = 3): string =>
  value === undefined || !Number.isFinite(value)
    ? none
    : Number(value.toPrecision(digits)).toLocaleString("en-US", { maximumFractionDigits: 6 });
const percent = (share: number | undefined): string =>
  share === undefined || !Number.isFinite(share) ? none : `${figure(100 * share, 2)}%`;

interface Adapter {
  readonly name: string;
  readonly software: boolean;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
  readonly emptyDispatchMilliseconds: number;
  readonly emptyDispatchReadBackMilliseconds: number;
  readonly roundTripMilliseconds: number;
  readonly kernelMilliseconds: { readonly first: number; readonly otherDevice: number };
  readonly transfers: { readonly upGigabytesPerSecond: number; readonly downGigabytesPerSecond: number };
}
const adapter = resultOf<Adapter>("adapter");

interface Ceilings {
  readonly peakOperationsPerSecond: number;
  readonly divisionsPerSecond: number;
  readonly carryoverExpPerSecond: number;
  readonly copy: { readonly bytesPerSecond: number };
}
const ceilings = resultOf<Ceilings>("ceilings");

interface Lanes {
  readonly cost: GradientCost;
  readonly rows: readonly LanesRow[];
  readonly workgroupSize: number;
}

function intro(): string[] {
  if (record === undefined) return ["No GPU was at hand yet: nothing below is measured.", ""];
  if (record.checks === undefined) return [checkWords(record), ""];
  return record.checks.flatMap((check) => [`${checkWords(check)} Sections: ${check.sections.join(", ")}.`, ""]);
}

function checkWords({ machine, date, commit, seconds }: Omit<CheckPart, "sections">): string {
  const [gpuName, driver, memory] = String(machine.gpu).split(", ");
  return (
    `${date.slice(0, 10)}, commit ${commit}: ${gpuName ?? "no GPU"} (${memory ?? none}, driver ${driver ?? none}); ${String(machine.processor)}, ${String(machine.cores)} cores, ` +
    `${String(machine.memoryGiB)} GiB; Node ${String(machine.node)}. The check took ${figure(seconds)} s.`
  );
}

function device(): string[] {
  const has = (name: string): string =>
    adapter.features === undefined ? none : adapter.features.includes(name) ? "yes" : "no";
  const limit = (name: string): string => figure(adapter.limits?.[name], 10);
  return [
    ...table(
      ["device", ""],
      [
        ["empty dispatch, awaited", `${figure(adapter.emptyDispatchMilliseconds)} ms`],
        ["empty dispatch, read back", `${figure(adapter.emptyDispatchReadBackMilliseconds)} ms`],
        ["kernel compiled, first time", `${figure(adapter.kernelMilliseconds?.first)} ms`],
        ["kernel compiled, on another device", `${figure(adapter.kernelMilliseconds?.otherDevice)} ms`],
        ["to the device", `${figure(adapter.transfers?.upGigabytesPerSecond)} GB/s`],
        ["from the device", `${figure(adapter.transfers?.downGigabytesPerSecond)} GB/s`],
        [
          "float32 multiply-adds, two operations each",
          `${figure((ceilings.peakOperationsPerSecond ?? Number.NaN) / 1e12)} TFLOP/s`,
        ],
        ["divisions", `${figure((ceilings.divisionsPerSecond ?? Number.NaN) / 1e9)} G/s`],
        ["our exp", `${figure((ceilings.carryoverExpPerSecond ?? Number.NaN) / 1e9)} G/s`],
        ["memory, copied", `${figure((ceilings.copy?.bytesPerSecond ?? Number.NaN) / 1e9)} GB/s`],
        [
          "largest buffer, and largest binding",
          `${limit("maxBufferSize")}, ${limit("maxStorageBufferBindingSize")} bytes`,
        ],
        ["subgroups, shader-f16, timestamp-query", ["subgroups", "shader-f16", "timestamp-query"].map(has).join(", ")],
      ],
    ),
    "",
  ];
}

interface Kernels {
  readonly functions: Readonly<Record<string, { name: string; worst: number; bound: number; within: boolean }>>;
  readonly models: Readonly<
    Record<
      string,
      {
        positions: number;
        broken: number;
        logDensityError: number;
        gradientError: number;
        harmless: boolean;
        shareOfWhatRoundingAllows: number;
        trajectories?: { positionAgainstFloat64: number };
      }
    >
  >;
}

function kernels(): string[] {
  const { functions, models } = resultOf<Kernels>("kernels");
  const all = Object.values(functions ?? {});
  const outside = all.filter(({ within }) => !within);
  const words =
    functions === undefined
      ? "Functions against float64: not measured."
      : outside.length === 0
        ? `All ${all.length} functions are within their stated error bounds.`
        : `Outside of their stated bounds: ${outside.map(({ name, worst, bound }) => `${name} (${short(worst)} instead of ${bound})`).join(", ")}.`;
  return [
    ...table(
      [
        "kernel against float64",
        "places",
        "log density",
        "gradient, relative",
        "of what rounding allows",
        "harmless to a sampler",
      ],
      ["model A", "default model", "panel"].map((name) => {
        const of = models?.[name];
        if (of === undefined) return [name, name === "panel" ? "no such model yet" : none, "", "", "", ""];
        return [
          name,
          String(of.positions),
          of.logDensityError.toExponential(1),
          of.gradientError.toExponential(1),
          percent(of.shareOfWhatRoundingAllows),
          of.harmless ? "yes" : "NO",
        ];
      }),
    ),
    "",
    words,
    "",
    ...missing("kernels", "Kernels"),
  ];
}

function lanes(name: string, title: string): string[] {
  const { rows = [], cost } = resultOf<Lanes>(name);
  const peak = ceilings.peakOperationsPerSecond;
  const bandwidth = ceilings.copy?.bytesPerSecond;
  const shown = rows.length > 0 ? rows : [undefined];
  return [
    ...table(
      [`${title}, lanes`, "us a gradient", "gradients a second", "of peak arithmetic", "of memory bandwidth"],
      shown.map((row) =>
        row === undefined
          ? ["1 to 65,536", none, none, none, none]
          : [
              row.lanes.toLocaleString("en-US"),
              figure(row.medianMicrosecondsPerGradient),
              figure(row.gradientsPerSecond),
              percent((row.gradientsPerSecond * (cost?.operationsWithFunctions ?? Number.NaN)) / (peak ?? Number.NaN)),
              percent((row.gradientsPerSecond * (cost?.bytes ?? Number.NaN)) / (bandwidth ?? Number.NaN)),
            ],
      ),
    ),
    "",
    ...(cost === undefined
      ? []
      : [
          `A gradient is about ${figure(cost.operationsWithFunctions)} operations (functions counted by the operators in their source) and ${figure(cost.bytes / 1024)} KiB read and written, caches included.`,
          "",
        ]),
    ...missing(name, title),
  ];
}

function variants(): string[] {
  const shapes = [1024, 16_384, 65_536];
  const names = [
    ["lanes-model-a", "as shipped, workgroups of 32"],
    ["workgroup-64", "workgroups of 64"],
    ["workgroup-128", "workgroups of 128"],
    ["side-by-side-1", "iterations of loops one by one"],
    ["side-by-side-8", "8 iterations side by side, not 4"],
    ["no-robustness", "without bounds checks of Dawn"],
  ] as const;
  return [
    ...table(
      ["model A, us a gradient", ...shapes.map((lanes) => `${lanes.toLocaleString("en-US")} lanes`)],
      names.map(([name, title]) => [
        title,
        ...shapes.map((lanes) =>
          figure(resultOf<Lanes>(name).rows?.find((row) => row.lanes === lanes)?.medianMicrosecondsPerGradient),
        ),
      ]),
    ),
    "",
  ];
}

function groups(): string[] {
  const { rows = [], afterSampling } = resultOf<{ rows: readonly GroupRow[]; afterSampling: After }>("groups");
  return [
    ...table(
      [
        "fits on the device at once",
        "gradients a fit",
        "gradients a second",
        "seconds",
        "computing",
        "reading back",
        "metrics, one thread",
        "fits an hour of the device",
      ],
      rows.length === 0
        ? [["64 to 4,096", none, none, none, none, none, none, none]]
        : rows.map((row) => [
            row.fits.toLocaleString("en-US"),
            figure(row.gradients / row.fits),
            figure(row.gradientsPerSecond),
            figure(row.seconds),
            percent(row.computing / row.seconds),
            percent(row.reading / row.seconds),
            percent(row.metrics / row.seconds),
            figure(row.fitsPerHourOfDevice),
          ]),
    ),
    "",
    ...(afterSampling === undefined
      ? []
      : [
          `After the device, a fit takes one thread ${figure(afterSampling.resultMillisecondsPerFit)} ms to hold its energies against float64, ${figure(afterSampling.assembleMillisecondsPerFit)} ms to assemble and judge and ` +
            `${figure(afterSampling.writeMillisecondsPerFit)} ms to write. Of ${afterSampling.fits} fits ${afterSampling.converged} converged; the largest error of a change of energy was ` +
            `${figure(afterSampling.worstEnergyNoise)} (most that is allowed: 0.01).`,
          "",
        ]),
    ...missing("groups", "Groups"),
  ];
}

/** Two cores, the batch benchmark's median: what the goal speaks of. */
function twoCores(): number | undefined {
  const file = `${places.results}batch.json`;
  if (!existsSync(file)) return undefined;
  const { results } = JSON.parse(readFileSync(file, "utf8")) as {
    results: { threads?: { seconds: number; passed: number }[] };
  };
  const rates = (results.threads ?? [])
    .map(({ seconds, passed }) => (3600 * passed) / seconds)
    .toSorted((a, b) => a - b);
  return rates[rates.length >> 1];
}

const goal = 100;

interface Numpyro {
  readonly measured: boolean;
  readonly version: string;
  readonly device: string;
  readonly data_sets: number;
  readonly chains: number;
  readonly warmup: number;
  readonly draws: number;
  readonly transitions: number;
  readonly wanted: number;
  readonly sampling_seconds: number;
  readonly complete: boolean;
  readonly compile_seconds: number;
  readonly passed: number;
  readonly fitsPerHour: number;
}

function batches(): string[] {
  const first = (name: string): BatchRow | undefined => resultOf<{ rows: readonly BatchRow[] }>(name).rows?.[0];
  const [threads, gpu] = [first("batch-threads"), first("batch-gpu")];
  const numpyro = resultOf<Numpyro>("numpyro");
  const base = twoCores();
  const line = (title: string, row: BatchRow | undefined): string[] =>
    row === undefined
      ? [title, none, none, none, none]
      : [
          title,
          row.made === 0
            ? `none of ${row.fits} was made when time was up`
            : `${row.passed} of ${row.fits}${row.cut ? ", cut by the clock" : ""}`,
          row.made === 0 ? "" : String(row.sampledAgain),
          figure(row.seconds),
          row.made === 0 ? none : figure(row.fitsPerHour),
        ];
  const executors = Object.keys(record?.sections ?? {}).filter((name) => name.startsWith("executor-"));
  const sweep = executors.flatMap((name) => resultOf<{ rows: readonly SweepRow[] }>(name).rows ?? []);
  const cores = String(record?.machine.cores ?? "all");
  const best = Math.max(gpu?.fitsPerHour ?? 0, ...sweep.map((row) => row.fitsPerHour));
  return [
    ...table(
      ["model A", "passed", "sampled again with NUTS", "seconds", "fits an hour that pass"],
      [
        line(`carryover batch, ${cores} threads`, threads),
        line("carryover batch, gpu", gpu),
        ...sweep.map((row) =>
          line(
            `gpu, ${row.fitsAtOnce.toLocaleString("en-US")} fits at once${row.secondHalfFitsPerHour === undefined ? "" : `; second half ${figure(row.secondHalfFitsPerHour)} an hour`}`,
            row,
          ),
        ),
        [
          "NumPyro, vectorized over chains and data sets",
          numpyro.measured === true && numpyro.complete === true
            ? `${numpyro.passed} of ${numpyro.data_sets}`
            : numpyro.transitions === undefined
              ? none
              : `none: ${numpyro.transitions} of ${numpyro.wanted} transitions when time was up`,
          "",
          figure(numpyro.sampling_seconds),
          numpyro.complete === true ? figure(numpyro.fitsPerHour) : none,
        ],
      ],
    ),
    "",
    ...(numpyro.version === undefined
      ? []
      : [
          `${numpyro.version} on ${numpyro.device}: ${numpyro.data_sets} data sets x ${numpyro.chains} chains, ${numpyro.warmup} warm-up transitions, ${(numpyro.wanted ?? Number.NaN) - (numpyro.warmup ?? Number.NaN)} draws wanted, dense metric, float64; ` +
            `neither starting, compiling (${figure(numpyro.compile_seconds)} s) nor writing is counted. Carryover is timed from process start to exit, with its run folders written; ` +
            "rows with a number of fits at once leave out starting the process.",
          "",
        ]),
    base === undefined || gpu === undefined || best === 0
      ? `The goal, ${goal} times the two-core batch on one H100: not measured.`
      : `The two-core batch makes ${figure(base)} fits an hour: ${figure(gpu.fitsPerHour / base)} times that on the GPU by the command, ${figure(best / base)} times by the best row (${targetWords(best / base, "at least", goal)}).` +
        `${threads === undefined ? "" : ` The GPU over the same machine's threads: ${figure(gpu.fitsPerHour / threads.fitsPerHour)}.`}`,
    "",
    ...missing("batch-threads", "Threads"),
    ...missing("batch-gpu", "GPU"),
    ...missing("numpyro", "NumPyro"),
  ];
}

const lines = [
  ...intro(),
  ...batches(),
  ...lanes("lanes-model-a", "model A"),
  ...lanes("lanes-default-model", "default model"),
  ...groups(),
  ...variants(),
  ...kernels(),
  ...device(),
];
const real = record === undefined || (!record.quick && adapter.software === false);
if (!real) console.log("A quick run or a software adapter: printed, not written.");
if (record === undefined) {
  const { readme } = places;
  writeFileSync(readme, withSection(readFileSync(readme, "utf8"), "gpu", lines.slice(0, -1)));
  console.log(lines.join("\n"));
} else publish({ name: "gpu", result: record, lines: lines.slice(0, -1) }, real);
