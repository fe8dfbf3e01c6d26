// Whether the truth comes back, and whether intervals are honest about it: carryover recover on both presets and on data drawn from the
// prior of the default model, with calibration.
//
//   npx tsx benchmarks/recovery.ts [--datasets 100] [--drawn 200] [--quick]

import { writeFileSync } from "node:fs";
import { startTaskThreads } from "../src/threads/task-threads.ts";
import { priorSets } from "../src/studies/recovery/model-sets.ts";
import { presetSets } from "../src/studies/recovery/preset-sets.ts";
import type { SetSource } from "../src/studies/recovery/recovery-set.ts";
import { type Recovery, recoveryOf } from "../src/studies/recovery/recovery.ts";
import { recover } from "../src/studies/recovery/study.ts";
import { wordsOf } from "../src/studies/recovery/verdict.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { places } from "./harness/places.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { short } from "./harness/statistics.ts";
import { coverageChart, type Told, told } from "./recovery/told.ts";

const { datasets, drawn, quick } = readOptions({ datasets: [100, 4], drawn: [200, 6] });
const weeks = 104;
/** Two cores, a data set on each. */
const workers = 2;
/** Seconds that a hundred data sets of two years and three channels may take. */
const target = 300;

interface Case {
  readonly title: string;
  readonly source: SetSource;
  readonly sets: number;
  readonly calibrate: boolean;
}

const ecommerce = presetSets("ecommerce", weeks, 1);
const shape = await ecommerce.set(0);
const cases: readonly Case[] = [
  { title: "preset ecommerce", source: ecommerce, sets: datasets, calibrate: false },
  { title: "preset media", source: presetSets("media", weeks, 1), sets: datasets, calibrate: false },
  {
    title: "drawn from the prior",
    source: priorSets(shape.data, shape.resolution, 1, drawn),
    sets: drawn,
    calibrate: true,
  },
];

const studies: { readonly title: string; readonly recovery: Recovery }[] = [];
for (const { title, source, sets, calibrate } of cases) {
  const threads = startTaskThreads(workers);
  const started = performance.now();
  const study = await recover(source, {
    threads,
    datasets: sets,
    calibrate,
    onSet: (_, done) => {
      if (done % 20 === 0 || done === sets) console.log(`${title}: ${done} of ${sets}`);
    },
  });
  const seconds = (performance.now() - started) / 1000;
  await threads.close();
  const { sampling } = (await source.set(0)).resolution.spec;
  const { set: _, ...described } = source;
  // For data drawn from the prior all fits count: leaving some out could by itself make coverage uneven.
  const selection = source.exact ? "all" : "converged";
  const settings = { source: described, datasets: sets, seed: 1, sampling, selection, calibrate } as const;
  studies.push({ title, recovery: recoveryOf(settings, study.sets, seconds) });
}

const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;

function coverageCells({ coverage }: Told): string[] {
  return coverage.map(({ inside, fits, lower, upper }) => {
    const share = inside / fits;
    const mark = share < lower ? " LOW" : share > upper ? " HIGH" : "";
    return `${percent(share)} (${percent(lower)} - ${percent(upper)})${mark}`;
  });
}

function notLearned({ learned }: Recovery["verdict"]): string {
  const names = learned.filter(({ learning }) => learning === "not learned").map(({ name }) => name);
  return names.length === 0 ? "nothing" : names.join(", ");
}

const coverageRows = studies.flatMap(({ title, recovery }) =>
  told(recovery).map((each) => [
    title,
    wordsOf(each.of),
    ...coverageCells(each),
    Number.isFinite(each.relativeBias) ? percent(each.relativeBias) : "-",
    `${each.z.mean.toFixed(2)} / ${each.z.rms.toFixed(2)}`,
    percent(Math.max(0, each.narrowed)),
  ]),
);
const fitRows = studies.map(({ title, recovery: { fits, datasets: sets, verdict } }) => [
  title,
  `${fits.converged}/${sets}`,
  String(fits.failed),
  `${fits.divergences} in ${fits.setsWithDivergences}`,
  short(fits.leapfrogsPerDraw),
  short(fits.secondsPerFit),
  short(fits.wallSeconds),
  verdict.status,
]);
const calibration = studies.at(-1)!.recovery.calibration!;
const least = calibration.rows.reduce((a, b) => (a.adjusted <= b.adjusted ? a : b));
const timed = studies[0].recovery;
const perHundred = (100 * timed.fits.wallSeconds) / timed.datasets;
const made = machine();
const lines = [
  machineLine(made),
  "",
  `${datasets} data sets of each preset and ${drawn} drawn from the priors of the default model in the shape of the preset ecommerce; ${weeks} weeks, default priors and sampling, two threads.`,
  "",
  ...table(
    ["truth", "converged", "failed", "divergences in sets", "leapfrogs a draw", "s a fit", "s in all", "verdict"],
    fitRows,
  ),
  "",
  `A hundred data sets with three channels: ${short(perHundred)} s (${targetWords(perHundred, "at most", target, " s")}).`,
  "",
  "How many intervals contain the truth, all channels together, with the bounds of correct intervals with probability 99% (LOW, HIGH: outside); relative bias of posterior means; " +
    "mean and root mean square of z; how much narrower than the prior the posterior is.",
  "",
  ...table(["truth", "family", "50%", "80%", "90%", "95%", "bias", "z mean / rms", "narrower"], coverageRows),
  "",
  "Drawn from the prior:",
  "",
  "![Coverage of intervals on data drawn from the prior](results/recovery.svg)",
  "",
  "At the one truth of a preset the prior may pull estimates away or lie around the truth, so that LOW and HIGH are no faults of the computation there; drawn from the prior one in a hundred is marked by chance, and more would be faults. The verdict " +
    "on a preset is on its intervals of 90% and 95%.",
  "",
  `Calibration, drawn from the prior: of ${calibration.rows.length} numbers ${calibration.rows.filter(({ adjusted }) => adjusted <= 0.01).length} have ranks that are not uniform ` +
    `(1% for all together); the least uniform is ${wordsOf(least.name)} with p = ${least.pValue.toPrecision(2)}, adjusted ${least.adjusted.toPrecision(2)}.`,
  "",
  ...studies.flatMap(({ title, recovery: { verdict } }) => [
    `*${title}*: ${verdict.sentences.filter((sentence) => !/learned/i.test(sentence)).join(" ")} Not learned: ${notLearned(verdict)}.`,
    "",
  ]),
];
if (!quick) writeFileSync(`${places.results}recovery.svg`, await coverageChart(studies.at(-1)!.recovery, drawn));
publish(
  {
    name: "recovery",
    result: {
      machine: made,
      studies: studies.map(({ title, recovery }) => {
        const { sets: _, calibration: ranks, coverages: __, ...rest } = recovery;
        const told = ranks?.rows.map(({ name, group, fits, pValue, adjusted }) => ({
          name,
          group,
          fits,
          pValue,
          adjusted,
        }));
        return { title, ...rest, ...(told === undefined ? {} : { ranks: told }) };
      }),
    },
    lines: lines.slice(0, -1),
  },
  !quick,
);
