// Effective draws of model A's posterior per second of wall time: Carryover, Stan, PyMC with nutpie, NumPyro.
//
//   npm run bench:sampling -- [--systems carryover,stan,...] [--rounds 3] [--seeds 10] [--quick]

import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { cached, places } from "./harness/places.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { median, ratios, short, shortSpread, type Spread, spread } from "./harness/statistics.ts";
import { converged, rate } from "./harness/system-run.ts";
import { readModelData, writeJson } from "./model-a/data.ts";
import { fitHere, fitInProcess, stopThreads } from "./sampling/carryover.ts";
import { missing, type Peer, peers, runPeer } from "./sampling/peers.ts";
import type { Run } from "./sampling/quality.ts";

const usual = "carryover,stan,stan-reparametrized,httpstan,httpstan-reparametrized,nutpie,numpyro";
const options = readOptions({ rounds: [3, 1], seeds: [10, 3] }, { systems: usual });
const { rounds, seeds, quick } = options;
const asked = options.systems.split(",");
const unknown = asked.filter((name) => name !== "carryover" && !peers.some((peer) => peer.name === name));
if (unknown.length > 0)
  throw new Error(
    `Unknown systems: ${unknown.join(", ")}. There are: carryover, ${peers.map(({ name }) => name).join(", ")}.`,
  );

interface Failure {
  readonly system: string;
  readonly round: number;
  readonly reason: string;
}

const wanted = peers.filter(({ name }) => asked.includes(name));
const runs: Run[] = [];
const failures: Failure[] = [];
for (const peer of wanted) {
  const reason = missing(peer);
  if (reason !== undefined) failures.push({ system: peer.name, round: 0, reason });
}
const present = wanted.filter((peer) => missing(peer) === undefined);

const data = cached("model_a.json");
writeJson(readModelData(places.weekly), data);
/** Quick peers run short chains, which is enough to see that everything works. */
const length = quick ? { warmup: 150, draws: 150 } : { warmup: undefined, draws: 1000 };

/** Seeds of Carryover are dealt to the gaps between peers, so that both see the machine in the same state. */
async function round(number: number): Promise<void> {
  const turns: (Peer | undefined)[] = present.length === 0 ? [undefined] : [...present];
  const dealt = Array.from({ length: seeds }, (_, i) => i);
  for (const [turn, peer] of turns.entries()) {
    if (asked.includes("carryover")) {
      for (const i of dealt.filter((seed) => seed % turns.length === turn)) {
        const seed = (number - 1) * seeds + i + 1;
        keep(await fitHere("carryover", number, seed));
        keep(await fitHere("carryover, new threads", number, seed));
        keep(await fitInProcess(number, seed));
      }
    }
    if (peer === undefined) continue;
    try {
      keep(await runPeer(peer, number, { data, ...length, seed: number }));
    } catch (error) {
      failures.push({ system: peer.name, round: number, reason: (error as Error).message });
      console.error(`${peer.label}: ${(error as Error).message}`);
    }
  }
}

function keep(run: Run): void {
  runs.push(run);
  const seconds = [run.warmSeconds, run.coldSeconds].map((value) => (value === undefined ? "-" : `${short(value)} s`));
  console.error(
    `round ${run.round} ${run.system} seed ${run.seed}: warm ${seconds[0]}, cold ${seconds[1]}, ` +
      `ESS ${short(run.minEssBulk)} (${run.minEssName}), R-hat ${run.maxRhat.toFixed(4)}, ${run.divergences} divergences, ` +
      `${short(run.leapfrogsPerDraw)} leapfrogs a draw`,
  );
}

/** Effective draws per second, the median of each round in which `system` ran. */
function rates(system: string, pick: (run: Run) => number | undefined): Map<number, number> {
  const found = new Map<number, number>();
  for (let number = 1; number <= rounds; number++) {
    const values = runs
      .filter((run) => run.system === system && run.round === number)
      .map((run) => rate(run, pick(run)))
      .filter((value) => value !== undefined);
    if (values.length > 0) found.set(number, median(values));
  }
  return found;
}

/** Carryover's rate over a peer's, in the rounds that have both. */
function advantage(own: Map<number, number>, peer: Map<number, number>): Spread | undefined {
  const shared = [...own.keys()].filter((number) => peer.has(number));
  if (shared.length === 0) return undefined;
  const of = (from: Map<number, number>): number[] => shared.map((number) => from.get(number) ?? Number.NaN);
  return ratios(of(own), of(peer));
}

const warm = (run: Run): number | undefined => run.warmSeconds;
const cold = (run: Run): number | undefined => run.coldSeconds;
/** What is asked of the ratio, by peer. */
const targets: Readonly<Record<string, { warm?: number; cold?: number }>> = {
  stan: { warm: 100, cold: 100 },
  httpstan: { warm: 100, cold: 100 },
  "stan-reparametrized": { warm: 10 },
  "httpstan-reparametrized": { warm: 10 },
};

function ratioCell(own: Map<number, number>, peer: Map<number, number>, target: number | undefined): string {
  const ratio = advantage(own, peer);
  if (ratio === undefined) return "-";
  return target === undefined
    ? shortSpread(ratio)
    : `${shortSpread(ratio)}; ${targetWords(ratio.median, "at least", target)}`;
}

function perRun(of: readonly Run[], pick: (run: Run) => number | undefined): string {
  const values = of.map(pick).filter((value) => value !== undefined);
  return values.length === 0 ? "-" : shortSpread(spread(values));
}

/** After `done` rounds. */
function outcome(done: number): { lines: string[]; result: unknown } {
  const systems = ["carryover", "carryover, new threads", "carryover fit", ...present.map(({ name }) => name)];
  const ran = systems.filter((system) => runs.some((run) => run.system === system));
  const label = (system: string): string => peers.find(({ name }) => name === system)?.label ?? system;
  const made = machine();
  const own = {
    warm: rates("carryover", warm),
    fresh: rates("carryover, new threads", warm),
    cold: rates("carryover fit", cold),
  };
  const rows = ran.map((system) => {
    const of = runs.filter((run) => run.system === system);
    const total = (pick: (run: Run) => number): number => of.reduce((sum, run) => sum + pick(run), 0);
    return [
      label(system),
      String(of.length),
      perRun(of, warm),
      perRun(of, cold),
      perRun(of, (run) => run.minEssBulk),
      perRun(of, (run) => rate(run, run.warmSeconds)),
      perRun(of, (run) => rate(run, run.coldSeconds)),
      perRun(of, (run) => run.leapfrogsPerDraw),
      String(total((run) => run.divergences)),
      Math.max(...of.map(({ maxRhat }) => maxRhat)).toFixed(4),
      String(of.filter((run) => !converged(run)).length),
      agreement(of),
    ];
  });
  const compared = present
    .map(({ name }) => name)
    .filter((name) => ran.includes(name))
    .map((name) => ({ name, warm: rates(name, warm), cold: rates(name, cold), target: targets[name] ?? {} }));
  const result = {
    machine: made,
    rounds: done,
    seedsPerRound: seeds,
    versions: Object.fromEntries(ran.map((system) => [system, runs.find((run) => run.system === system)?.version])),
    ratios: compared.map((peer) => ({
      system: peer.name,
      warm: advantage(own.warm, peer.warm),
      warmNewThreads: advantage(own.fresh, peer.warm),
      cold: advantage(own.cold, peer.cold),
    })),
    runs,
    failures,
  };
  const fits = runs.filter(({ system }) => system === "carryover");
  const lines = [
    `${machineLine(made)}. ${done} interleaved rounds, in each ${seeds} seeds of Carryover and one of every peer.`,
    "",
    "Effective draws (smallest bulk ESS over the 17 parameters) per second of wall time; Carryover's rate over the peer's in the same round, median (range):",
    "",
    ...table(
      ["", "warm, threads kept", "warm, new threads", "cold"],
      compared.map((peer) => [
        `Carryover / ${label(peer.name)}`,
        ratioCell(own.warm, peer.warm, peer.target.warm),
        ratioCell(own.fresh, peer.warm, peer.target.warm),
        ratioCell(own.cold, peer.cold, peer.target.cold),
      ]),
    ),
    "",
    ...table(
      [
        "",
        "runs",
        "warm s",
        "cold s",
        "ESS",
        "ESS/s warm",
        "ESS/s cold",
        "leapfrogs",
        "divergences",
        "max R-hat",
        "not converged",
        "agrees",
      ],
      rows,
    ),
    "",
    ...(fits.length === 0 ? [] : [defaults(fits)]),
    `Versions: ${ran.map((system) => `${label(system)}: ${runs.find((run) => run.system === system)?.version}`).join("; ")}.`,
    ...failures.map(
      ({ system, round: number, reason }) =>
        `FAILED: ${label(system)}${number > 0 ? `, round ${number}` : ""}: ${reason}`,
    ),
  ];
  return { lines, result };
}

/** "30/30", with what is wrong where something is. */
function agreement(of: readonly Run[]): string {
  const words = [`${of.filter(({ agrees }) => agrees).length}/${of.length}`];
  const worst = Math.max(...of.map(({ meanErrors, sdErrors }) => Math.max(meanErrors, sdErrors)));
  words.push(`worst ${worst.toFixed(1)}`);
  const few = of.filter(({ enough }) => !enough).length;
  if (few > 0) words.push(`${few} with ESS below 1000`);
  return words.join(", ");
}

function defaults(fits: readonly Run[]): string {
  const leapfrogs = Math.max(...fits.map(({ leapfrogsPerDraw }) => leapfrogsPerDraw));
  const divergences = fits.reduce((sum, run) => sum + run.divergences, 0);
  return (
    `Carryover at its defaults over ${fits.length} seeds: at most ${short(leapfrogs)} leapfrogs a draw (${targetWords(leapfrogs, "at most", 25)}), ` +
    `${divergences} divergences (${targetWords(divergences, "at most", 0)}).`
  );
}

if (asked.includes("carryover")) await fitHere("carryover", 0, 1); // warms this process up; not counted
for (let number = 1; number <= rounds; number++) {
  await round(number);
  // After every round, so that a run that is cut off leaves what it has measured.
  publish({ name: "sampling", ...outcome(number) }, !quick);
}
await stopThreads();
if (failures.length > 0) process.exitCode = 1;
