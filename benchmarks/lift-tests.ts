// Lift tests of right and of biased sources, and a geo test read from the panel itself: `npx tsx benchmarks/lift-tests.ts [sets] [worlds]`. Prints how many nominal
// 90% intervals of contributions hold the truth, how wide they are, and how often the review finds a biased source.

import { biasStudy, duplicateStudy, worldStudy } from "../test/mmm/support/experiment-study.ts";

const sets = Number(process.argv[2] ?? 100);
const worlds = Number(process.argv[3] ?? 30);
const sampling = { chains: 2, warmup: 300, draws: 500 };
const started = performance.now();
const shown = ({ hold, intervals }: { readonly hold: number; readonly intervals: number }): string =>
  `${hold} of ${intervals} (${((100 * hold) / intervals).toFixed(0)}%)`;

console.table(
  (await biasStudy(sets, sampling)).map((row) => ({
    "bias of the source": row.way,
    "90% intervals that hold": shown(row),
    "width, without tests = 1": row.width.toFixed(2),
    "conflict in the review": `${(100 * row.found).toFixed(0)}%`,
  })),
);
console.table(
  (await worldStudy(worlds, sampling)).map((row) => ({
    "platform in the world ecommerce": row.way,
    "90% intervals that hold": shown(row),
    "conflict in the review": `${(100 * row.found).toFixed(0)}%`,
  })),
);
console.table(
  (await duplicateStudy(sets, sampling)).map((row) => ({
    "geo test in the panel": row.way,
    "90% intervals that hold": shown(row),
    "width, compared = 1": row.width.toFixed(2),
  })),
);
console.log(`${sets} sets in ${((performance.now() - started) / 1000).toFixed(0)} s.`);
