// Worlds in which media mix models fail: how often the answer is wrong, how often anything warned, and what the tests of residuals for
// something that is missing add to that. It is carryover recover --scenarios, read once with these tests and once without.
//
//   npx tsx benchmarks/scenarios.ts [--datasets 20] [--quick]

import { startTaskThreads } from "../src/threads/task-threads.ts";
import type { ScenarioOutcome } from "../src/studies/failing-worlds/scenario-task.ts";
import { checksText, definitions, heldText, scenarioFindings } from "../src/studies/failing-worlds/scenario-words.ts";
import { runScenarios, scenarioSampling, type WorldSummary } from "../src/studies/failing-worlds/scenarios.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { publish, table } from "./harness/report.ts";
import { percent } from "../src/words/index.ts";

const { datasets, quick } = readOptions({ datasets: [20, 2] });
/** Two cores. */
const threads = startTaskThreads(2);
const study = await runScenarios({
  threads,
  datasets,
  onFit: (done, of) => {
    if (done % 20 === 0 || done === of) console.log(`${done} of ${of} fits`);
  },
});
await threads.close();
if (study === undefined) throw new Error("The study was canceled.");
const { worlds, outcomes, failures, chance, seconds } = study;
const made = machine();

/** The tests of src/decisions/review/misfit.ts. */
const added: readonly string[] = [
  "spend-follows-sales",
  "carry-over-shape",
  "curve-shape",
  "changing-effect",
  "lasting-errors",
  "level-shift",
  "outliers",
];

/** Whether the review warned before there were these tests, when any row with a large Pareto k was a warning. */
function warnedBefore({ checks }: ScenarioOutcome): boolean {
  return checks.some(({ check, status, figure }) =>
    check === "loo-reliability" ? figure > 0 : !added.includes(check) && status !== "PASS",
  );
}

const of = (world: WorldSummary): readonly ScenarioOutcome[] => outcomes.filter((each) => each.world === world.world);
const count = (world: WorldSummary, holds: (outcome: ScenarioOutcome) => boolean): number =>
  of(world).filter(holds).length;
const warnedByAdded = (outcome: ScenarioOutcome): boolean =>
  outcome.checks.some(({ check, status }) => added.includes(check) && status !== "PASS");
const comparison = worlds.map((world) => ({
  world: world.world,
  silentBefore: count(world, (outcome) => outcome.judgment.wrong && !warnedBefore(outcome)),
  silent: world.silent,
  warnedBefore: count(world, warnedBefore),
  warned: world.warned,
  warnedByAdded: count(world, warnedByAdded),
}));

const rows = worlds.map((world, i) => [
  world.world,
  String(world.wrong),
  `${comparison[i].silentBefore} → ${world.silent}`,
  `${comparison[i].warnedBefore} → ${world.warned}`,
  String(comparison[i].warnedByAdded),
  heldText(world.media),
  heldText(world.channels),
  percent(world.mediaError),
  percent(world.channelError),
  checksText(world, 4),
]);
const controls = worlds.filter(({ control }) => control);
const controlFits = controls.reduce((sum, { fits }) => sum + fits, 0);
const alarms = added.map((check) => {
  const fits = controls.reduce((sum, { checks }) => {
    const own = checks.find((each) => each.check === check);
    return sum + (own === undefined ? 0 : own.review + own.fail);
  }, 0);
  return `${check} ${fits}`;
});
const silent = worlds.filter(({ silent: fits, unseeable }) => fits > 0 && unseeable !== undefined);
const { chains, warmup, draws } = scenarioSampling;
const lines = [
  machineLine(made),
  "",
  `${datasets} tables of each world, ${chains} x (${warmup} + ${draws}) draws; ${seconds.toFixed(0)} s on two threads; fits that failed: ${failures.length}. ` +
    `More than ${chance} wrong answers of ${datasets} are no chance. Silent and warned: by the review as it was, without the tests of what is missing and with any large Pareto k a warning → as it is.`,
  "",
  ...definitions.flatMap((text) => [text, ""]),
  ...table(
    [
      "world",
      "wrong",
      "silent",
      "warned",
      "by the tests of what is missing",
      "90% of media",
      "90% of channels",
      "error of media",
      "largest of a channel",
      "checks that warned most",
    ],
    rows,
  ),
  "",
  ...scenarioFindings(study).flatMap((text) => [text, ""]),
  `False alarms of the tests of what is missing, in ${controlFits} fits of worlds where nothing is: ${alarms.join(", ")}.`,
  "",
  ...(silent.length === 0 ? [] : ["What no check can see:", ""]),
  ...silent.map(({ world, unseeable }) => `- ${world}: ${unseeable}`),
];
publish(
  {
    name: "scenarios",
    result: { machine: made, datasets, sampling: scenarioSampling, chance, worlds, comparison, failures, seconds },
    lines,
  },
  !quick,
);
