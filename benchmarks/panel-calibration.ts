// Panels drawn from the priors of the default model, fitted with it: whether intervals of every family of parameters and quantities hold the truth as often
// as they should, and whether ranks of the truth are uniform.
//
//   npx tsx benchmarks/panel-calibration.ts [--datasets 200] [--likelihood normal] [--draws 500] [--threads 2] [--quick]
//
// Fits are kept one by one in benchmarks/.cache/, so that a study that was stopped goes on at the same commit. All fits count, converged or not: leaving some out could by
// itself make coverage uneven.

import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startTaskThreads } from "../src/threads/task-threads.ts";
import { levels, type FittedSet } from "../src/studies/recovery/recovery-set.ts";
import { priorSets } from "../src/studies/recovery/model-sets.ts";
import { recoveryOf } from "../src/studies/recovery/recovery.ts";
import { recover } from "../src/studies/recovery/study.ts";
import { familyRate } from "../src/studies/recovery/verdict.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { publish, table } from "./harness/report.ts";
import { short } from "./harness/statistics.ts";
import { panelOfStudy } from "./panel-calibration/panel.ts";

const {
  datasets,
  draws,
  threads: count,
  likelihood,
  quick,
} = readOptions({ datasets: [200, 2], draws: [500, 100], threads: [2, 2] }, { likelihood: "normal" });
const seed = 20260301;
const { data, resolution } = await panelOfStudy(likelihood, draws);
const source = priorSets(data, resolution, seed, datasets);

const folder = fileURLToPath(new URL("./.cache/panel-calibration/", import.meta.url));
mkdirSync(folder, { recursive: true });
const made = machine();
const kept = `${folder}${likelihood}-${draws}-${made.commit}.jsonl`;
const done: FittedSet[] =
  quick || !existsSync(kept)
    ? []
    : readFileSync(kept, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as FittedSet);

const started = performance.now();
const threads = startTaskThreads(count);
const { sets } = await recover(source, {
  threads,
  datasets,
  calibrate: true,
  weeks: true,
  done,
  onSet: (set, finished) => {
    if (!quick) appendFileSync(kept, `${JSON.stringify(set)}\n`);
    console.log(
      `${finished} of ${datasets}: set ${set.index} ${set.outcome}, ${short(set.seconds)} s, ${short(set.leapfrogsPerDraw)} leapfrogs a draw, ${set.divergences} divergences ${set.failing.join(", ")}${set.outcome === "failed" ? set.reason : ""}`,
    );
  },
});
await threads.close();

const { set: _, ...described } = source;
const { sampling } = resolution.spec;
const settings = { source: described, datasets, seed, sampling, selection: "all", calibrate: true } as const;
const study = recoveryOf(settings, sets, (performance.now() - started) / 1000);
const { fits, rows, families, calibration, verdict } = study;

/** Every family once: one of several members, or a number that has none. */
const judged = [
  ...rows.filter(({ of }) => !families.some((family) => family.of === of)).map((row) => ({ ...row, members: 1 })),
  ...families,
];
const ranks = calibration?.rows ?? [];
const uneven = ranks.filter(({ adjusted }) => adjusted <= familyRate);
const [least] = ranks.toSorted((a, b) => a.pValue - b.pValue);
const cell = ({ inside, fits: all, lower, upper }: (typeof judged)[number]["coverage"][number]): string => {
  const share = inside / all;
  const percent = (value: number): string => (100 * value).toFixed(0);
  return `${percent(share)} (${percent(lower)} to ${percent(upper)})${share < lower || share > upper ? " **outside**" : ""}`;
};
publish(
  {
    name: likelihood === "normal" ? "panel-calibration" : `panel-calibration-${likelihood}`,
    result: {
      machine: made,
      datasets,
      likelihood,
      draws,
      fits,
      families: judged,
      ranks: ranks.map(({ name, pValue, adjusted }) => ({ name, pValue, adjusted })),
      verdict: verdict.sentences,
    },
    lines: [
      machineLine(made),
      "",
      `${datasets} panels (${data.geos?.length} geos x ${data.rows} weeks x ${data.channels.length} channels, one geo late, some targets missing), drawn from the priors of the default model. The likelihood is ${likelihood}; each fit has 2 chains of ${draws} draws. Converged: ${fits.converged}; failed: ${fits.failed}; divergences: ${fits.divergences} in ${fits.setsWithDivergences} fits; ${short(fits.leapfrogsPerDraw)} leapfrogs a draw; ${short(fits.secondsPerFit)} s a fit. Share of intervals that contain the true value, in percent, with the bounds that correct intervals keep with probability 0.99:`,
      "",
      ...table(
        ["", "members", ...levels.map((level) => `${100 * level}%`)],
        judged.map(({ of, members, coverage }) => [of, String(members), ...coverage.map(cell)]),
      ),
      "",
      `Ranks of the truth: ${uneven.length} of ${ranks.length} numbers are not uniform (1% for all together)${least === undefined ? "" : `; the least uniform is ${least.name} with p = ${least.pValue.toPrecision(2)}, adjusted ${least.adjusted.toPrecision(2)}`}.`,
    ],
  },
  !quick,
);
if (verdict.status === "FAIL") process.exitCode = 1;
