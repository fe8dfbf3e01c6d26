// Whether decisions from a fit are good: simulated tables with known truth, fitted at default settings. Do the 90% intervals of
// contributions and ROI hold the truth at their rate; how far is the total contribution off; how much of the gain that a
// planner who knows the truth would make does the recommended plan make?
//
//   npx tsx benchmarks/decision-quality.ts [--sets 50] [--weeks 104] [--quick]

import type { Preset } from "../src/data/worlds/simulate.ts";
import { binomialRegion } from "../src/decisions/predictions/scores-binomial.ts";
import { startWorkers } from "../src/sampling/pool.ts";
import { type Held, type Scored, type StudiedSet, studySet } from "./decisions/one-set.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { median, short, spread } from "./harness/statistics.ts";

const { sets, weeks, quick } = readOptions({ sets: [50, 4], weeks: [104, 104] });
const presets: readonly Preset[] = ["ecommerce", "media"];
/** Probability of the intervals, and of the bounds within which a right rate lies. */
const [level, boundLevel] = [0.9, 0.99];

const started = performance.now();
const pool = startWorkers(2);
const studied: StudiedSet[] = [];
for (const preset of presets) {
  for (let seed = 1; seed <= sets; seed++) {
    studied.push(await studySet(preset, seed, weeks, pool));
    console.log(`${preset} ${seed}/${sets}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
}
await pool.close();

interface Coverage {
  readonly preset: Preset;
  readonly name: string;
  readonly inside: number;
  readonly of: number;
  readonly bounds: readonly [number, number];
  readonly within: boolean;
  /** Median over the sets of |mean - truth| / truth. */
  readonly medianError: number;
}

const mine = (preset: Preset): readonly StudiedSet[] => studied.filter((set) => set.preset === preset);

const coverages = presets.flatMap((preset) =>
  mine(preset)[0].held.map(({ name }, i): Coverage => {
    const held: readonly Held[] = mine(preset).map((set) => set.held[i]);
    const inside = held.filter((one) => one.inside).length;
    const bounds = binomialRegion(held.length, level, boundLevel);
    return {
      preset,
      name,
      inside,
      of: held.length,
      bounds,
      within: inside >= bounds[0] && inside <= bounds[1],
      medianError: median(held.map(({ mean, truth }) => Math.abs(mean - truth) / Math.abs(truth))),
    };
  }),
);

interface Quality {
  readonly preset: Preset;
  readonly start: string;
  /** Sum of the gains over the sum of the possible gains. */
  readonly captured: number;
  /** Median over the sets of gain over possible gain. */
  readonly medianCaptured: number;
  /** Medians over the sets, as shares of the starting plan's revenue. */
  readonly gain: number;
  readonly possible: number;
  /** Sets whose 90% interval of the gain holds the true gain of the recommended plan. */
  readonly gainInside: number;
  readonly positive: number;
  readonly of: number;
}

const qualities = presets.flatMap((preset) =>
  mine(preset)[0].scored.map(({ start }, i): Quality => {
    const scored: readonly Scored[] = mine(preset).map((set) => set.scored[i]);
    const sum = (of: (one: Scored) => number): number => scored.reduce((total, one) => total + of(one), 0);
    return {
      preset,
      start,
      captured: sum(({ gain }) => gain) / sum(({ possible }) => possible),
      medianCaptured: median(scored.map(({ gain, possible }) => gain / possible)),
      gain: median(scored.map(({ gain, revenue }) => gain / revenue)),
      possible: median(scored.map(({ possible, revenue }) => possible / revenue)),
      gainInside: scored.filter(({ gain, promised }) => promised.lower <= gain && gain <= promised.upper).length,
      positive: scored.filter(({ gain }) => gain > 0).length,
      of: scored.length,
    };
  }),
);

const unconverged = studied.filter(({ converged }) => !converged);
const stopped = studied.flatMap(({ scored }) => scored).filter(({ solversConverged }) => !solversConverged).length;
const percent = (share: number): string => `${short(100 * share)}%`;
const outside = coverages.filter(({ within }) => !within).length;
const made = machine();

publish(
  {
    name: "decision-quality",
    result: { machine: made, sets, weeks, level, boundLevel, coverages, qualities, studied },
    lines: [
      `${machineLine(made)}. ${sets} tables of ${weeks} weeks of each preset, seeds 1 to ${sets}, default settings. ` +
        `${studied.length - unconverged.length} of ${studied.length} fits converged; all are counted` +
        `${unconverged.length === 0 ? "" : ` (not converged: ${unconverged.map(({ preset, seed }) => `${preset} ${seed}`).join(", ")})`}. ` +
        `${stopped === 0 ? "Every climb of the optimizer met its conditions." : `${stopped} pairs of climbs stopped before their conditions held.`} ` +
        `${short((performance.now() - started) / 1000)} s in all.`,
      "",
      ...table(
        [
          "preset",
          "quantity",
          "90% intervals that contain the truth",
          `bounds (${100 * boundLevel}%)`,
          "",
          "median error of the mean",
        ],
        coverages.map(({ preset, name, inside, of, bounds, within, medianError }) => [
          preset,
          name,
          `${inside} of ${of}`,
          `${bounds[0]} to ${bounds[1]}`,
          within ? "within" : "OUTSIDE",
          name === "media contribution"
            ? `${percent(medianError)}; ${targetWords(100 * medianError, "at most", 5, " %")}`
            : percent(medianError),
        ]),
      ),
      "",
      `${outside} of ${coverages.length} outside bounds that chance alone leaves with probability ${(1 - boundLevel).toFixed(2)} each.`,
      "",
      ...table(
        [
          "preset",
          "starting plan",
          "share of the possible gain, all sets together",
          "median share",
          "median gain",
          "possible with the truth",
          "sets with a gain",
          "90% intervals of the gain that hold it",
        ],
        qualities.map((one) => [
          one.preset,
          one.start,
          `${percent(one.captured)}; ${targetWords(100 * one.captured, "at least", 95, " %")}`,
          percent(one.medianCaptured),
          `${percent(one.gain)}${one.start.startsWith("uniform") && one.preset === "media" ? `; ${one.possible >= 0.1 ? targetWords(100 * one.gain, "at least", 10, " %") : "truth allows less than 10%"}` : ""}`,
          percent(one.possible),
          `${one.positive} of ${one.of}`,
          `${one.gainInside} of ${one.of}`,
        ]),
      ),
      "",
      "Gains are shares of the media revenue that the starting plan brings over 13 weeks and their carry-over, computed with the true parameters; " +
        "possible is what optimizing with the true parameters gains within the same bounds. " +
        `Possible gains from current spend range from ${percent(spread(studied.map(({ scored: [one] }) => one.possible / one.revenue)).least)} to ` +
        `${percent(spread(studied.map(({ scored: [one] }) => one.possible / one.revenue)).most)}.`,
    ],
  },
  !quick,
);
