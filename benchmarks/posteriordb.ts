// Posteriors of posteriordb: agreement with their reference draws, effective draws a second and gradients an effective draw, with NUTS, with
// chees, and beside Stan where Rscript and rstan are. Stan's programs are peers/posteriordb.
//
//   npx tsx benchmarks/posteriordb.ts [--rounds 5] [--quick]
//
// What is timed is the time of the chains, one after another in one thread: warm-up and draws, without compiling, without starting R or Node.

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync } from "node:fs";
import { sharedData } from "../test/support/optional.ts";
import { type ReferencePosterior, referencePosteriors } from "../test/model/support/posteriordb.ts";
import { type Summary, summarize } from "../src/diagnostics/index.ts";
import { compileModel, type Posterior } from "../src/model/index.ts";
import { sample } from "../src/sampling/index.ts";
import { firstLine, machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { peerScript, runPeerProcess, type Written } from "./harness/peer-process.ts";
import { cached, places } from "./harness/places.ts";
import { publish, table } from "./harness/report.ts";
import { ratios, shortSpread, spread } from "./harness/statistics.ts";

const { rounds, quick } = readOptions({ rounds: [5, 1] });
const chains = 4;
const draws = 1000;
/** Warm-up iterations of Stan's defaults. */
const stansWarmup = 1000;

/** Programs of peers/posteriordb by the posterior's name. */
const programs: Readonly<Record<string, string>> = {
  "eight_schools-eight_schools_noncentered": "schools_noncentered",
  "eight_schools-eight_schools_centered": "schools_centered",
  "kidiq-kidscore_momhsiq": "kidscore",
  "arK-arK": "autoregression",
  "sblri-blr": "regression",
  "low_dim_gauss_mix-low_dim_gauss_mix": "mixture",
  "hudson_lynx_hare-lotka_volterra": "lotka_volterra",
  "hmm_example-hmm_example": "hidden_markov",
  "gp_pois_regr-gp_regr": "gaussian_process",
};

const systems = ["nuts", "chees", "stan"] as const;
type System = (typeof systems)[number];

/** One run of one system. */
interface Run {
  readonly system: System;
  readonly seconds: number;
  readonly gradients: number;
  readonly divergences: number;
  readonly ess: number;
  readonly rhat: number;
  /** Largest difference of a mean and of a log standard deviation from the reference, in Monte Carlo errors of both. */
  readonly z: number;
}

/** What draws are worth against the reference; quantities that the reference does not vary in, such as rows of a simplex, count like others. */
function qualityOf(
  summaries: ReadonlyMap<string, Summary>,
  { reference }: ReferencePosterior,
): Pick<Run, "ess" | "rhat" | "z"> {
  const rows = Object.entries(reference).map(([name, expected]) => {
    const own = summaries.get(name);
    if (own === undefined) throw new Error(`There are no draws of ${name}.`);
    const ofMean = Math.abs(own.mean - expected.mean) / Math.hypot(own.mcse_mean, expected.mcse_mean);
    const error = Math.hypot(own.mcse_sd / own.sd, expected.mcse_sd / expected.sd);
    return { own, z: Math.max(ofMean, Math.abs(Math.log(own.sd / expected.sd)) / error) };
  });
  return {
    ess: Math.min(...rows.map(({ own }) => own.ess_bulk)),
    rhat: Math.max(...rows.map(({ own }) => own.rhat)),
    z: Math.max(...rows.map(({ z }) => z)),
  };
}

async function ours(
  posterior: Posterior,
  reference: ReferencePosterior,
  algorithm: "nuts" | "chees",
  seed: number,
): Promise<Run> {
  const density = posterior.density();
  const before = process.cpuUsage();
  const result = await sample(density, { algorithm, seed, chains, draws });
  const { user, system } = process.cpuUsage(before);
  const positions = Float64Array.from(result.chains.flatMap((chain) => [...chain.positions]));
  const { columns } = posterior.constrainDraws(positions, chains * draws);
  const summaries = new Map([...columns].map(([name, values]) => [name, summarize({ chains, draws, values })]));
  const sumOf = (of: (chain: (typeof result.chains)[number]) => number): number =>
    result.chains.reduce((sum, chain) => sum + of(chain), 0);
  return {
    system: algorithm,
    seconds: (user + system) / 1e6,
    gradients: sumOf((chain) => chain.gradients),
    divergences: sumOf((chain) => chain.divergences),
    ...qualityOf(summaries, reference),
  };
}

interface StanWritten extends Written {
  readonly gradients: number;
  readonly chain_cpu_seconds: number | readonly number[];
}

/** The arguments of the script for this many chains; none compiles alone. */
function stanCommand(reference: ReferencePosterior, ofChains: number, seed: number, out: string): readonly string[] {
  const { name, reference: quantities } = reference;
  const program = cached(`posteriordb/${programs[name]}.stan`);
  const { url } = sharedData("third-party/posteriordb/");
  const data = new URL(`${name}/data.json`, url).pathname;
  const values = [program, data, ofChains, stansWarmup, draws, seed, 1, out, Object.keys(quantities).join(",")];
  return ["Rscript", peerScript("stan_posterior.R"), ...values.map(String)];
}

async function stan(reference: ReferencePosterior, seed: number): Promise<Run> {
  const out = cached(`posteriordb/${reference.name}.json`);
  const { written, draws: drawn } = await runPeerProcess<StanWritten>(stanCommand(reference, chains, seed, out), out);
  const summaries = new Map([...drawn].map(([name, values]) => [name, summarize(values)]));
  return {
    system: "stan",
    seconds: [written.chain_cpu_seconds].flat().reduce((sum, seconds) => sum + seconds, 0),
    gradients: written.gradients,
    divergences: written.divergences,
    ...qualityOf(summaries, reference),
  };
}

const references = referencePosteriors();
if (references.length === 0) throw new Error("The folder of posteriordb is not beside the repository.");
const withStan = firstLine("Rscript", ["-e", "cat(as.character(packageVersion('rstan')))"]);
const hasStan = /^\d/.test(withStan);
if (!hasStan) console.log("Stan is left out: run `bash benchmarks/peers/setup.sh` to install it.");

const results: { readonly name: string; readonly dimension: number; readonly runs: readonly Run[] }[] = [];
for (const reference of references) {
  const posterior = compileModel(reference.model, reference.data);
  if (hasStan) {
    const program = `${programs[reference.name]}.stan`;
    const copy = cached(`posteriordb/${program}`);
    if (!existsSync(copy)) copyFileSync(peerScript(`posteriordb/${program}`), copy);
    console.log(`${reference.name}: compiling Stan's program, which is done once`);
    const [executable, ...values] = stanCommand(reference, 0, 1, cached("posteriordb/compiled.json"));
    execFileSync(executable, values, { cwd: places.cache, stdio: ["ignore", "ignore", "inherit"] });
  }
  // A first run of each, which V8 compiles code in, is not counted.
  for (const algorithm of ["nuts", "chees"] as const) await ours(posterior, reference, algorithm, 1000);
  const runs: Run[] = [];
  for (let seed = 1; seed <= rounds; seed++) {
    for (const algorithm of ["nuts", "chees"] as const) runs.push(await ours(posterior, reference, algorithm, seed));
    if (hasStan) runs.push(await stan(reference, seed));
  }
  results.push({ name: reference.name, dimension: posterior.dimension, runs });
  const worst = systems.map((system) => Math.max(...runs.filter((run) => run.system === system).map(({ z }) => z)));
  published();
  console.log(
    `${reference.name}: largest z ${systems.map((system, i) => `${system} ${worst[i].toFixed(1)}`).join(", ")}`,
  );
}

/** The table of what has been measured so far; written after every posterior, because Stan takes long. */
function published(): void {
  const rows = results.flatMap(({ name, dimension, runs }) =>
    systems.flatMap((system) => {
      const own = runs.filter((run) => run.system === system);
      if (own.length === 0) return [];
      const stans = runs.filter((run) => run.system === "stan");
      const rate = (run: Run): number => run.ess / run.seconds;
      return [
        [
          `${name} (${dimension})`,
          system,
          Math.max(...own.map(({ z }) => z)).toFixed(1),
          Math.max(...own.map(({ rhat }) => rhat)).toFixed(3),
          `${own.reduce((sum, { divergences }) => sum + divergences, 0)}`,
          shortSpread(spread(own.map(({ ess }) => ess))),
          shortSpread(spread(own.map((run) => run.gradients / run.ess))),
          shortSpread(spread(own.map(rate))),
          system === "stan" || stans.length === 0 ? "" : shortSpread(ratios(own.map(rate), stans.map(rate))),
        ],
      ];
    }),
  );
  const lines = [
    `${machineLine(machine())}${hasStan ? `; rstan ${withStan}` : ""}. ${rounds} interleaved rounds, a seed each; 4 chains of 1000 draws after each system's own warm-up (nuts 500, chees 300, Stan 1000). Median (range).`,
    "",
    ...table(
      [
        "posterior (unknowns)",
        "system",
        "largest z",
        "largest R-hat",
        "divergences",
        "smallest bulk ESS",
        "gradients an effective draw",
        "effective draws a second",
        "over Stan",
      ],
      rows,
    ),
  ];
  publish({ name: "posteriordb", result: { machine: machine(), rounds, rstan: withStan, results }, lines }, !quick);
}
