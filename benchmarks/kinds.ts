// Whether every kind of adstock and saturation is sampled well and gives back the truth: data sets drawn from the prior of a model
// with the kind, in the shape of the preset ecommerce, fitted with the model that drew them.
//
//   npx tsx benchmarks/kinds.ts [--datasets 20] [--only tanh] [--quick]

import { startTaskThreads } from "../src/threads/task-threads.ts";
import { adstocks } from "../src/mmm/adstock/kinds.ts";
import { parseModelFile } from "../src/mmm/specification/document.ts";
import { resolve } from "../src/mmm/specification/resolve.ts";
import { saturations } from "../src/mmm/saturation/kinds.ts";
import { priorSets } from "../src/studies/recovery/model-sets.ts";
import { presetSets } from "../src/studies/recovery/preset-sets.ts";
import { levels } from "../src/studies/recovery/recovery-set.ts";
import { recoveryOf } from "../src/studies/recovery/recovery.ts";
import { recover } from "../src/studies/recovery/study.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { short } from "./harness/statistics.ts";

const { datasets, only, quick } = readOptions({ datasets: [20, 2] }, { only: "" });
const weeks = 104;
/** Leapfrogs that a draw may take at default settings. */
const mostLeapfrogs = 25;
/** Quantities that every kind has. */
const wanted = ["contribution", "roi", "marginal_roi"];

/** The model of `hill` is that of `geometric`, and the curve of `logistic` that of `tanh`. */
const repeated = ["none", "hill", "logistic"];

const cases = [
  ...adstocks.all().map(({ name }) => ({ name, title: `adstock ${name}`, file: `adstock: ${name}` })),
  ...saturations.all().map(({ name }) => ({ name, title: `saturation ${name}`, file: `saturation: ${name}` })),
  { name: "order", title: "hill, saturation first", file: "order: saturation_first" },
].filter(({ name, title }) => (only === "" ? !repeated.includes(name) : title.includes(only)));

const shape = await presetSets("ecommerce", weeks, 1).set(0);
const threads = startTaskThreads(2);
const studies = [];
for (const { title, file } of cases) {
  const resolution = resolve(await parseModelFile(`data: table.csv\n${file}\n`, "model.yaml"), shape.data);
  const source = priorSets(shape.data, resolution, 1, datasets);
  const started = performance.now();
  const { sets } = await recover(source, { threads, datasets, calibrate: false });
  const seconds = (performance.now() - started) / 1000;
  const { set: _, ...described } = source;
  const { sampling } = resolution.spec;
  // For data drawn from the prior all fits count: leaving some out could by itself make coverage uneven.
  const settings = { source: described, datasets, seed: 1, sampling, selection: "all", calibrate: false } as const;
  const { fits, families } = recoveryOf(settings, sets, seconds);
  const own = families.filter(({ group, of }) => group === "parameter" || wanted.includes(of));
  const leapfrogs = sets.map(({ leapfrogsPerDraw }) => leapfrogsPerDraw);
  studies.push({ title, fits, largestLeapfrogs: Math.max(...leapfrogs), families: own });
  console.log(
    `${title}: ${short(fits.leapfrogsPerDraw)} leapfrogs a draw (at most ${short(Math.max(...leapfrogs))}), ` +
      `${fits.divergences} divergences, ${fits.converged} of ${datasets} converged, ${short(seconds)} s; ` +
      fits.reasons.map(({ reason, sets: those }) => `${reason} (${those.join(", ")})`).join("; "),
  );
}
await threads.close();

type Study = (typeof studies)[number];

/** Coverage at one level over all numbers told, and whether it lies outside of its bounds. */
function outside({ families }: Study): string {
  const marked = families.flatMap(({ of, coverage }) =>
    coverage.flatMap(({ level, inside, fits, lower, upper }) => {
      const share = inside / fits;
      return share < lower || share > upper ? [`${of} ${(100 * level).toFixed(0)}%: ${(100 * share).toFixed(0)}%`] : [];
    }),
  );
  return marked.length === 0 ? "none" : marked.join(", ");
}

function covered({ families }: Study, position: number): string {
  const [inside, fits] = families.reduce(
    ([a, b], { coverage }) => [a + coverage[position].inside, b + coverage[position].fits],
    [0, 0],
  );
  return `${((100 * inside) / fits).toFixed(0)}%`;
}

const most = Math.max(...studies.map(({ fits }) => fits.leapfrogsPerDraw));
const divergences = studies.reduce((sum, { fits }) => sum + fits.divergences, 0);
const made = machine();
publish(
  {
    name: "kinds",
    result: { machine: made, datasets, weeks, studies },
    lines: [
      machineLine(made),
      "",
      `${datasets} data sets for each kind, drawn from the priors of a model with three channels of it in the shape of the preset ecommerce, ${weeks} weeks, and fitted at default settings. Intervals of all parameters and of ${wanted.join(", ")} together; a family of numbers is named where its coverage is outside the bounds that correct intervals keep with probability 0.99.`,
      "",
      ...table(
        [
          "kind",
          "converged",
          "divergences",
          "leapfrogs a draw",
          "most",
          ...levels.map((level) => `${100 * level}%`),
          "outside",
        ],
        studies.map((study) => [
          study.title,
          `${study.fits.converged}/${datasets}`,
          String(study.fits.divergences),
          short(study.fits.leapfrogsPerDraw),
          short(study.largestLeapfrogs),
          ...levels.map((_, position) => covered(study, position)),
          outside(study),
        ]),
      ),
      "",
      `Most leapfrogs a draw, mean over the data sets of a kind: ${short(most)} (${targetWords(most, "at most", mostLeapfrogs)}). ` +
        `Divergences in all fits: ${divergences} (${targetWords(divergences, "at most", 0)}).`,
    ],
  },
  !quick && only === "",
);
