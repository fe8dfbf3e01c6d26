// Other media mix packages on PyMC-Marketing's example table: effective draws per second and per gradient, Carryover beside PyMC-Marketing
// (the same posterior) and Google Meridian (the same data, its own model).
//
//   npm run bench:marketing -- [--systems carryover,pymc-marketing,meridian] [--rounds 5] [--quick]

import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { publish, table } from "./harness/report.ts";
import { ratios, short, shortSpread, spread } from "./harness/statistics.ts";
import { converged, rate } from "./harness/system-run.ts";
import { ownSystem, runCarryover, stopThreads } from "./marketing/carryover.ts";
import { sharedParameters, writeMarketingFiles } from "./marketing/data.ts";
import { marketingPeers, missing, type MarketingPeer, runMarketingPeer } from "./marketing/peers.ts";
import { type MarketingRun, meanErrors } from "./marketing/run.ts";

const everything = [ownSystem, ...marketingPeers.map(({ name }) => name)];
const { rounds, quick, systems } = readOptions({ rounds: [5, 1] }, { systems: everything.join(",") });
const asked = systems.split(",");
const unknown = asked.filter((name) => !everything.includes(name));
if (unknown.length > 0) throw new Error(`Unknown systems: ${unknown.join(", ")}. There are: ${everything.join(", ")}.`);
if (!asked.includes(ownSystem)) throw new Error("Rates are compared with Carryover's: leave it among the systems.");

interface Failure {
  readonly system: string;
  readonly round: number;
  readonly reason: string;
}

const wanted = marketingPeers.filter(({ name }) => asked.includes(name));
const failures: Failure[] = wanted.flatMap((peer) => {
  const reason = missing(peer);
  return reason === undefined ? [] : [{ system: peer.name, round: 0, reason }];
});
const present = wanted.filter((peer) => missing(peer) === undefined);
const runs: MarketingRun[] = [];
const files = writeMarketingFiles();
/** Quick peers run short chains, which is enough to see that everything works. */
const length = quick ? { warmup: 300, draws: 300 } : { warmup: undefined, draws: 1000 };

/** Carryover runs before each peer with a seed of its own, so that both see the machine in the same state. */
async function round(number: number): Promise<void> {
  const turns: (MarketingPeer | undefined)[] = present.length === 0 ? [undefined] : [...present];
  for (const [turn, peer] of turns.entries()) {
    keep(await runCarryover(files.model, number, (number - 1) * turns.length + turn + 1));
    if (peer === undefined) continue;
    try {
      keep(await runMarketingPeer(peer, files.table, number, length));
    } catch (error) {
      failures.push({ system: peer.name, round: number, reason: (error as Error).message });
      console.error(`${peer.label}: ${(error as Error).message}`);
    }
  }
}

const seconds = (value: number | undefined): string => (value === undefined ? "-" : `${short(value)} s`);

function keep(run: MarketingRun): void {
  runs.push(run);
  console.error(
    `round ${run.round} ${run.system} seed ${run.seed}: warm ${seconds(run.warmSeconds)}, again ${seconds(run.againSeconds)}, ` +
      `cold ${seconds(run.coldSeconds)}, ESS ${short(run.minEssBulk)} (${run.minEssName}), R-hat ${run.maxRhat.toFixed(4)}, ` +
      `${run.divergences} divergences, ${short(run.leapfrogsPerDraw)} leapfrogs a draw`,
  );
}

type Pick = (run: MarketingRun) => number | undefined;
const rateOf =
  (time: Pick): Pick =>
  (run) =>
    rate(run, time(run));
const warm: Pick = (run) => run.warmSeconds;
const again: Pick = (run) => run.againSeconds;
const cold: Pick = (run) => run.coldSeconds;

/** Median and range over runs. */
function over(of: readonly MarketingRun[], pick: Pick): string {
  const values = of.map(pick).filter((value) => value !== undefined);
  return values.length === 0 ? "-" : shortSpread(spread(values));
}

/** Carryover's rate in the run just before a peer's, over the peer's. */
function advantage(peer: MarketingPeer, pick: Pick): string {
  const pairs = runs.flatMap((run, place) => {
    if (run.system !== peer.name) return [];
    const [own, other] = [pick(runs[place - 1]), pick(run)];
    return own === undefined || other === undefined ? [] : [[own, other] as const];
  });
  if (pairs.length === 0) return "-";
  return shortSpread(
    ratios(
      pairs.map(([own]) => own),
      pairs.map(([, other]) => other),
    ),
  );
}

/** How far a peer's means are from those of the run of Carryover before it, where the posterior is the same. */
function agreement(peer: MarketingPeer): string {
  if (!peer.samePosterior) return "another posterior";
  const errors = runs.flatMap((run, place) => (run.system === peer.name ? [meanErrors(run, runs[place - 1])] : []));
  return `${errors.filter((error) => error <= 4).length}/${errors.length}, worst ${Math.max(...errors).toFixed(1)}`;
}

/** After `done` rounds. */
function outcome(done: number): { lines: string[]; result: unknown } {
  const made = machine();
  const ran = [ownSystem, ...present.map(({ name }) => name)].filter((name) => runs.some((run) => run.system === name));
  const peerOf = (name: string): MarketingPeer | undefined => present.find((peer) => peer.name === name);
  const label = (name: string): string => marketingPeers.find((peer) => peer.name === name)?.label ?? "Carryover";
  const compared = present.filter(({ name }) => ran.includes(name));
  const failed = (name: string): number => failures.filter(({ system, round: at }) => system === name && at > 0).length;
  const rows = ran.map((name) => {
    const of = runs.filter((run) => run.system === name);
    const peer = peerOf(name);
    return [
      label(name),
      String(of.length),
      over(of, warm),
      over(of, again),
      over(of, cold),
      over(of, (run) => run.minEssBulk),
      over(of, rateOf(warm)),
      over(of, rateOf(cold)),
      over(of, (run) => run.essPer1000Gradients),
      over(of, (run) => run.leapfrogsPerDraw),
      String(of.reduce((sum, run) => sum + run.divergences, 0)),
      Math.max(...of.map(({ maxRhat }) => maxRhat)).toFixed(4),
      `${of.filter((run) => !converged(run)).length + failed(name)}/${of.length + failed(name)}`,
      peer === undefined ? "-" : agreement(peer),
    ];
  });
  const versionOf = (name: string): string => `${runs.find((run) => run.system === name)?.version}`;
  const lines = [
    `${machineLine(made)}. ${done} interleaved rounds, in each one seed of every peer and one of Carryover before it.`,
    "",
    `Effective draws (smallest bulk ESS over the ${sharedParameters.length} parameters) per second of wall time; Carryover's rate in the run before over the peer's, median (range):`,
    "",
    ...table(
      ["", "warm", "again", "cold", "per gradient"],
      compared.map((peer) => [
        `Carryover / ${peer.label}`,
        advantage(peer, rateOf(warm)),
        advantage(peer, rateOf(again)),
        advantage(peer, rateOf(cold)),
        advantage(peer, (run) => run.essPer1000Gradients),
      ]),
    ),
    "",
    ...table(
      [
        "",
        "runs",
        "warm s",
        "again s",
        "cold s",
        "ESS",
        "ESS/s warm",
        "ESS/s cold",
        "ESS/1000 gradients",
        "leapfrogs",
        "divergences",
        "max R-hat",
        "not converged",
        "agrees with Carryover",
      ],
      rows,
    ),
    "",
    `Versions: ${ran.map((name) => `${label(name)}: ${versionOf(name)}`).join("; ")}.`,
    ...failures.map(
      ({ system, round: at, reason }) => `FAILED: ${label(system)}${at > 0 ? `, round ${at}` : ""}: ${reason}`,
    ),
  ];
  return {
    lines,
    result: {
      machine: made,
      rounds: done,
      versions: Object.fromEntries(ran.map((name) => [name, versionOf(name)])),
      runs,
      failures,
    },
  };
}

await runCarryover(files.model, 0, 1); // warms this process up; not counted
for (let number = 1; number <= rounds; number++) {
  await round(number);
  // After every round, so that a run that is cut off leaves what it has measured.
  publish({ name: "marketing-peers", ...outcome(number) }, !quick);
}
await stopThreads();
if (failures.length > 0) process.exitCode = 1;
