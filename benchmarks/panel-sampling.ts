// Effective draws of model C's posterior (a panel of 6 geos, 78 weeks, 3 channels) per second: Carryover, Stan, PyMC with nutpie, NumPyro.
//
//   npm run bench:panel-sampling -- [--systems carryover,stan,...] [--rounds 3] [--seeds 4] [--quick]
//
// The model and the reference are in ../shared/data/stan_reference; programs of Stan are taken from there as they stand.

import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { firstLine, machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { peerPython, peerScript, runPeerProcess } from "./harness/peer-process.ts";
import { cached } from "./harness/places.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { library } from "./harness/shipped.ts";
import { median, ratios, short, shortSpread, type Spread, spread } from "./harness/statistics.ts";
import { converged, rate, type SystemRun } from "./harness/system-run.ts";
import { comparedParameters, present, type Quality, qualityOf, reference, stanData } from "./panels/model-c.ts";
import { mean } from "../src/diagnostics/index.ts";
import { elementsOf } from "../src/mmm/axes/index.ts";
import { readInput } from "../src/mmm/fit/input.ts";

if (!present) throw new Error("../shared/data/stan_reference is not there: model C has no reference on this machine.");

type Run = SystemRun & Quality;

interface Request {
  readonly warmup: number | undefined;
  readonly draws: number;
  readonly seed: number;
  readonly out: string;
}

interface Peer {
  readonly label: string;
  readonly installed: () => boolean;
  /** Executable and arguments. */
  readonly command: (request: Request) => readonly string[];
  /** Done once, before anything is timed; what it compiles is counted as compiling. */
  readonly prepare?: () => Promise<number>;
  /** At least so many times its effective draws a second. */
  readonly target: number;
}

const usual = "carryover,stan,stan-reparametrized,nutpie,numpyro";
const options = readOptions({ rounds: [3, 1], seeds: [4, 1] }, { systems: usual });
const { rounds, seeds, quick } = options;
const asked = options.systems.split(",");
/** Quick runs are short chains, which is enough to see that everything works. */
const length = quick ? { warmup: 150, draws: 150 } : { warmup: undefined, draws: 1000 };

const parameters = await comparedParameters();
const data = cached("model_c.json");
writeFileSync(data, JSON.stringify(await stanData()));
const python = peerPython("venv");

function stan(program: string, target: number): Peer {
  const copy = cached(`stan/${program}`);
  const names = parameters.map((each) => each.stan).join(",");
  const command = (chains: number, { warmup, draws, seed, out }: Request): readonly string[] => {
    const values = [copy, data, chains, warmup ?? 1000, draws, seed, 2, out, names];
    return ["Rscript", peerScript("stan_posterior.R"), ...values.map(String)];
  };
  return {
    label: `rstan, ${program}`,
    installed: () => firstLine("Rscript", ["--version"]) !== "not installed",
    command: (request) => command(4, request),
    prepare: async () => {
      copyFileSync(reference(program), copy);
      const started = performance.now();
      // Only the figures are written with no chains, so nothing is read back.
      await runPeerProcess(
        command(0, { ...length, seed: 1, out: cached("stan/compiled.json") }),
        cached("stan/none.json"),
      ).catch((error: unknown) => {
        if (!existsSync(cached("stan/compiled.json"))) throw error;
      });
      return (performance.now() - started) / 1000;
    },
    target,
  };
}

function inPython(script: string, label: string, tune: string): Peer {
  return {
    label,
    installed: () => existsSync(python),
    command: ({ warmup, draws, seed, out }) => [
      python,
      peerScript(script),
      data,
      out,
      "--draws",
      String(draws),
      "--seed",
      String(seed),
      ...(warmup === undefined ? [] : [tune, String(warmup)]),
    ],
    target: 20,
  };
}

const peers: Readonly<Record<string, Peer>> = {
  stan: stan("c.stan", 30),
  "stan-reparametrized": stan("c_reparametrised.stan", 20),
  nutpie: inPython("panel_pymc.py", "PyMC with nutpie", "--tune"),
  numpyro: inPython("panel_numpyro.py", "NumPyro", "--warmup"),
};
const unknown = asked.filter((name) => name !== "carryover" && !(name in peers));
if (unknown.length > 0)
  throw new Error(`Unknown systems: ${unknown.join(", ")}. There are: carryover, ${Object.keys(peers).join(", ")}.`);

const runs: Run[] = [];
const failures: { readonly system: string; readonly reason: string }[] = [];
const compiled = new Map<string, number>();
const wanted = Object.entries(peers).filter(([name]) => asked.includes(name));

function keep(run: Run): void {
  runs.push(run);
  console.error(
    `round ${run.round} ${run.system} seed ${run.seed}: ${short(run.warmSeconds ?? Number.NaN)} s, ESS ${short(run.minEssBulk)} (${run.minEssName}), ` +
      `R-hat ${run.maxRhat.toFixed(4)}, ${run.divergences} divergences, ${short(run.leapfrogsPerDraw)} leapfrogs a draw, ` +
      `off by ${run.meanErrors.toFixed(1)} and ${run.sdErrors.toFixed(1)} errors`,
  );
}

const pool = library.startWorkers(Math.min(4, availableParallelism()));

/** As a user fits the file: reading, compiling, sampling, summary. */
async function ownRun(round: number, seed: number): Promise<void> {
  const started = performance.now();
  const { data: read, resolution } = await readInput(reference("c.yaml"), {
    seed,
    draws: length.draws,
    ...(length.warmup === undefined ? {} : { warmup: length.warmup }),
  });
  const fit = await library.fitMediaMix(read, resolution, { pool });
  const warmSeconds = (performance.now() - started) / 1000;
  const draws = new Map(
    [...fit.quantities, ...fit.parameters].flatMap(elementsOf).map((each) => [each.name, each.draws]),
  );
  keep({
    system: "carryover",
    version: "Carryover",
    round,
    seed,
    warmup: fit.spec.sampling.warmup,
    draws: fit.diagnostics.draws_per_chain,
    warmSeconds,
    coldSeconds: undefined,
    divergences: fit.diagnostics.divergences,
    leapfrogsPerDraw: mean(fit.sampler.leapfrogs.values),
    ...qualityOf(parameters, ({ ours }) => {
      const found = draws.get(ours);
      if (found === undefined) throw new Error(`The fit has no ${ours}.`);
      return found;
    }),
  });
}

async function peerRun(name: string, peer: Peer, round: number): Promise<void> {
  const out = cached(`peers/panel_${name}_${round}.json`);
  const { written, draws } = await runPeerProcess(peer.command({ ...length, seed: round, out }), out);
  keep({
    system: name,
    version: written.version,
    round,
    seed: round,
    warmup: written.warmup,
    draws: written.draws,
    warmSeconds: written.sampling_seconds,
    coldSeconds: written.compile_seconds + written.sampling_seconds,
    divergences: written.divergences,
    leapfrogsPerDraw: written.leapfrogs_per_draw,
    ...qualityOf(parameters, (each) => {
      const found = draws.get(each.stan);
      if (found === undefined) throw new Error(`${name} wrote no ${each.stan}.`);
      return found;
    }),
  });
}

/** Effective draws a second, the median of each round. */
function rates(system: string): Map<number, number> {
  const found = new Map<number, number>();
  for (let round = 1; round <= rounds; round++) {
    const own = runs
      .filter((run) => run.system === system && run.round === round)
      .map((run) => rate(run, run.warmSeconds));
    const values = own.filter((value) => value !== undefined);
    if (values.length > 0) found.set(round, median(values));
  }
  return found;
}

function advantage(peer: string): Spread | undefined {
  const [own, other] = [rates("carryover"), rates(peer)];
  const both = [...own.keys()].filter((round) => other.has(round));
  return both.length === 0
    ? undefined
    : ratios(
        both.map((r) => own.get(r)!),
        both.map((r) => other.get(r)!),
      );
}

for (const [name, peer] of wanted) {
  if (!peer.installed()) {
    failures.push({ system: name, reason: `${peer.label} is not installed: run \`bash benchmarks/peers/setup.sh\`.` });
    continue;
  }
  if (peer.prepare !== undefined) compiled.set(name, await peer.prepare());
}
const there = wanted.filter(([name]) => !failures.some(({ system }) => system === name));
for (let round = 1; round <= rounds; round++) {
  // Seeds of Carryover are dealt to the gaps between peers, so that both see the machine in the same state.
  const turns = Math.max(1, there.length);
  for (let turn = 0; turn < turns; turn++) {
    for (let seed = 0; asked.includes("carryover") && seed < seeds; seed++) {
      if (seed % turns === turn) await ownRun(round, (round - 1) * seeds + seed + 1);
    }
    const next = there[turn];
    if (next === undefined) continue;
    await peerRun(next[0], next[1], round).catch((error: unknown) => {
      failures.push({ system: next[0], reason: (error as Error).message });
      console.error(`${next[0]}: ${(error as Error).message}`);
    });
  }
}
await pool.close();

const made = machine();
const systems = ["carryover", ...there.map(([name]) => name)].filter((name) =>
  runs.some(({ system }) => system === name),
);
const cells = (system: string, pick: (run: Run) => number | undefined): string => {
  const values = runs.filter((run) => run.system === system).flatMap((run) => pick(run) ?? []);
  return values.length === 0 ? "-" : shortSpread(spread(values));
};
publish(
  {
    name: "panel-sampling",
    result: { machine: made, rounds, seeds, runs, compiled: Object.fromEntries(compiled), failures },
    lines: [
      `${machineLine(made)}. ${rounds} interleaved rounds; medians (range).`,
      "",
      ...table(
        [
          "system",
          "runs",
          "seconds",
          "smallest ESS",
          "ESS per second",
          "leapfrogs a draw",
          "divergences",
          "R-hat",
          "not converged",
          "off by (errors)",
          "Carryover / system",
        ],
        systems.map((system) => {
          const own = runs.filter((run) => run.system === system);
          const ratio = advantage(system);
          return [
            peers[system]?.label ?? "Carryover",
            String(own.length),
            cells(system, ({ warmSeconds }) => warmSeconds),
            cells(system, ({ minEssBulk }) => minEssBulk),
            cells(system, (run) => rate(run, run.warmSeconds)),
            cells(system, ({ leapfrogsPerDraw }) => leapfrogsPerDraw),
            String(own.reduce((sum, { divergences }) => sum + divergences, 0)),
            Math.max(...own.map(({ maxRhat }) => maxRhat)).toFixed(4),
            String(own.filter((run) => !converged(run)).length),
            `${Math.max(...own.map(({ meanErrors }) => meanErrors)).toFixed(1)}, ${Math.max(...own.map(({ sdErrors }) => sdErrors)).toFixed(1)}`,
            system === "carryover" || ratio === undefined
              ? "-"
              : `${shortSpread(ratio)}; ${targetWords(ratio.median, "at least", peers[system].target)}`,
          ];
        }),
      ),
      "",
      "Carryover reads, compiles and summarizes within its seconds; of the others they are of sampling alone, four chains on the cores that there are. Smallest bulk ESS over the parameters of model C but those of single weeks, " +
        "computed from the draws by one implementation. Off by: the largest difference of a mean and of a log standard deviation from the reference, in Monte Carlo errors.",
      ...failures.map(({ system, reason }) => `\n${system}: ${reason}`),
    ],
  },
  !quick,
);
if (failures.length > 0) process.exitCode = 1;
