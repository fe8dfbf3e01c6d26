// Fits per hour that pass R-hat < 1.01 and bulk ESS >= 400, 104 weeks x 5 channels, model A: one `carryover batch` on threads, the same on
// TensorFlow.js and on the GPU there is, a loop of `carryover fit`, Stan, and NumPyro with its chains vectorized.
//
//   npx tsx benchmarks/batch.ts [--rounds 3] [--quick]

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { modelA, tableName, writeWorldTables } from "./batch/tables.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { peerPython, peerScript, readPeerOutput } from "./harness/peer-process.ts";
import { cached, places } from "./harness/places.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { commandLine, library } from "./harness/shipped.ts";
import { ratios, short, shortSpread, spread } from "./harness/statistics.ts";
import { readModelData, writeJson } from "./model-a/data.ts";

const { rounds, quick } = readOptions({ rounds: [3, 1] });
/** Tables of one round by contender: about as long each, as far as patience goes. */
const sizes = quick
  ? { threads: 4, loop: 2, tfjs: 2, gpu: 2, stan: 2, "stan-reparametrized": 2, numpyro: 1 }
  : { threads: 60, loop: 12, tfjs: 16, gpu: 16, stan: 2, "stan-reparametrized": 4, numpyro: 2 };
type Contender = keyof typeof sizes;
const titles: Readonly<Record<Contender, string>> = {
  threads: "carryover batch, threads",
  loop: "loop of carryover fit",
  tfjs: "carryover batch, tfjs",
  gpu: "carryover batch, gpu",
  stan: "rstan, a.stan",
  "stan-reparametrized": "rstan, a_reparametrised.stan",
  numpyro: "NumPyro, chains vectorized",
};
const most = Math.max(...Object.values(sizes));

const root = cached("batch/");
rmSync(root, { recursive: true, force: true });

interface Round {
  readonly seconds: number;
  readonly fits: number;
  readonly passed: number;
  /** What the contender says of itself: adapter, version, compile time. */
  readonly note?: string;
}

const passes = (rhat: number, ess: number): boolean => rhat < 1.01 && ess >= 400;

function run(
  command: string,
  values: readonly string[],
  accepted: readonly number[],
): { seconds: number; stdout: string } {
  const before = performance.now();
  const { status, stdout, stderr } = spawnSync(command, values, {
    cwd: places.cache,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const seconds = (performance.now() - before) / 1000;
  if (status === null || !accepted.includes(status))
    throw new Error(`${command} ended with ${status}: ${(stderr ?? "").slice(-600)}`);
  return { seconds, stdout };
}

interface Overview {
  readonly executor?: { readonly name?: string } | string;
  readonly fits: readonly { readonly max_rhat: number | null; readonly min_ess_bulk: number | null }[];
}

function carryoverBatch(executor: string, tables: string, model: string, out: string): Round {
  const { seconds, stdout } = run(
    process.execPath,
    [
      commandLine,
      "batch",
      tables,
      "--model",
      model,
      "--executor",
      executor,
      "--out",
      out,
      "--progress",
      "none",
      "--json",
    ],
    [0, 4],
  );
  const overview = JSON.parse(stdout) as Overview;
  const passed = overview.fits.filter(({ max_rhat, min_ess_bulk }) => passes(max_rhat ?? 9, min_ess_bulk ?? 0)).length;
  return { seconds, fits: overview.fits.length, passed, note: JSON.stringify(overview.executor) };
}

function loopOfFits(tables: string, names: readonly string[], out: string): Round {
  let [seconds, passed] = [0, 0];
  names.forEach((name, i) => {
    const model = join(tables, "..", `${name}.yaml`);
    writeFileSync(model, `data: ${join(tables, `${name}.csv`)}\n${modelA}`);
    seconds += run(
      process.execPath,
      [
        commandLine,
        "fit",
        model,
        "--seed",
        String(i + 1),
        "--report",
        "none",
        "--out",
        join(out, name),
        "--progress",
        "none",
      ],
      [0, 4],
    ).seconds;
    const diagnostics = JSON.parse(readFileSync(join(out, name, "diagnostics.json"), "utf8")) as {
      max_rhat: number;
      min_ess_bulk: number;
    };
    if (passes(diagnostics.max_rhat, diagnostics.min_ess_bulk)) passed++;
  });
  return { seconds, fits: names.length, passed };
}

/** What a peer wrote: its own clock for sampling, so that starting R or Python and compiling cost it nothing here. */
function ofPeer(out: string): Round {
  const batch = JSON.parse(readFileSync(join(out, "batch.json"), "utf8")) as Record<string, number> & {
    version: string;
  };
  const names = readdirSync(out).filter((name) => name.endsWith(".json") && name !== "batch.json");
  const passed = names.filter((name) => {
    const all = [...readPeerOutput(join(out, name)).draws.values()].map((draws) =>
      library.diagnostics.summarize(draws),
    );
    return passes(Math.max(...all.map(({ rhat }) => rhat)), Math.min(...all.map(({ ess_bulk }) => ess_bulk)));
  }).length;
  return {
    seconds: batch.sampling_seconds,
    fits: names.length,
    passed,
    note: `${batch.version}; compiling ${short(batch.compile_seconds)} s`,
  };
}

function once(contender: Contender, round: number): Round {
  const size = sizes[contender];
  const folder = join(root, `${contender}-${round}`);
  const tables = join(folder, "tables");
  const out = join(folder, "out");
  const from = round * most + 1;
  writeWorldTables(tables, from, from + size - 1);
  const names = Array.from({ length: size }, (_, i) => tableName(from + i));
  const model = join(folder, "model.yaml");
  writeFileSync(model, `data: tables/${names[0]}.csv\n${modelA}`);
  const json = join(folder, "json");
  if (contender.startsWith("stan") || contender === "numpyro") {
    run("mkdir", ["-p", json], [0]);
    for (const name of names) writeJson(readModelData(join(tables, `${name}.csv`)), join(json, `${name}.json`));
  }
  const seed = String(1000 * (round + 1));
  switch (contender) {
    case "threads":
    case "tfjs":
    case "gpu":
      return carryoverBatch(contender, tables, model, out);
    case "loop":
      return loopOfFits(tables, names, out);
    case "stan":
    case "stan-reparametrized": {
      const program = peerScript(contender === "stan" ? "a.stan" : "a_reparametrised.stan");
      run(
        "Rscript",
        [peerScript("stan_batch.R"), program, json, "4", "1000", "1000", "0.8", "diag_e", seed, "2", out],
        [0],
      );
      return ofPeer(out);
    }
    case "numpyro":
      run(peerPython("venv"), [peerScript("numpyro_batch.py"), json, out, "--seed", seed], [0]);
      return ofPeer(out);
  }
}

const results = new Map<Contender, Round[]>();
const missing = new Map<Contender, string>();
for (let round = 0; round < rounds; round++) {
  for (const contender of Object.keys(sizes) as Contender[]) {
    if (missing.has(contender)) continue;
    try {
      const result = once(contender, round);
      results.set(contender, [...(results.get(contender) ?? []), result]);
      console.log(
        `${titles[contender]}, round ${round + 1}: ${result.passed} of ${result.fits} in ${short(result.seconds)} s`,
      );
    } catch (error) {
      const reason = (error instanceof Error ? error.message : String(error)).trim().split("\n")[0];
      missing.set(contender, reason);
      console.log(`${titles[contender]}: ${reason}`);
    }
    if (existsSync(root)) rmSync(root, { recursive: true, force: true });
  }
}

const rate = ({ passed, seconds }: Round): number => (3600 * passed) / seconds;
const rates = (contender: Contender): number[] => (results.get(contender) ?? []).map(rate);
const targets: Partial<Record<Contender, number>> = { loop: 3, stan: 20, "stan-reparametrized": 20 };
const own = rates("threads");
const rows = [...results].map(([contender, all]) => {
  const ratio = contender === "threads" ? undefined : ratios(own.slice(0, all.length), rates(contender));
  const target = targets[contender];
  const words =
    ratio === undefined
      ? ""
      : `${shortSpread(ratio).replaceAll("Infinity", "no fit passed")}${target === undefined ? "" : `; ${targetWords(ratio.median, "at least", target)}`}`;
  return [
    titles[contender],
    `${all.reduce((sum, { passed }) => sum + passed, 0)} of ${all.reduce((sum, { fits }) => sum + fits, 0)}`,
    shortSpread(spread(all.map(({ seconds, fits }) => seconds / fits))),
    shortSpread(spread(rates(contender))),
    words,
  ];
});
const lines = [
  `${machineLine(machine())}. ${rounds} interleaved rounds, other tables in each; median (range).`,
  "",
  ...table(["", "passed", "s a fit", "fits an hour that pass", "carryover batch on threads over it"], rows),
  "",
  ...[...missing].flatMap(([contender, reason]) => [`${titles[contender]} was not measured: ${reason}`, ""]),
  `What they say of themselves: ${[...results].flatMap(([contender, all]) => (all[0].note === undefined ? [] : [`${titles[contender]}: ${all[0].note}`])).join("; ")}.`,
];
publish(
  {
    name: "batch",
    result: {
      machine: machine(),
      rounds,
      sizes,
      results: Object.fromEntries(results),
      missing: Object.fromEntries(missing),
    },
    lines,
  },
  !quick,
);
if (missing.size > 0) process.exitCode = 1;
