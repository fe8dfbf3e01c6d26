// Tests that are best together: the best one, then the one that adds most to what is known by then, and so on. Tests that share geos run one after
// the other, because neither could be read while the other runs.

import type { testChoiceSettings, ValueOf } from "../../settings/index.ts";
import type { ChannelUnknowns } from "./channel-unknowns.ts";
import { learnedOf, roisOf, type TestKnowledge } from "./learned.ts";
import type { JudgedTest } from "./next-test.ts";
import type { PlanCurves } from "./plan-curves.ts";
import { informationAbout } from "./test-result.ts";
import { valueOfTests } from "./value-of-tests.ts";

export interface BatchTest {
  readonly name: string;
  /** Period after the table in which it starts: after the tests before it that share geos with it. */
  readonly start: number;
  readonly weeks: number;
  /** What all tests up to this one are worth for the next plan together, and what this one adds. */
  readonly value: number;
  readonly addedValue: number;
  /** Information about the ROI of all channels that all tests up to this one give together, and what this one adds; in nats. */
  readonly informationOfRoi: number;
  readonly addedInformation: number;
}

export interface Batch {
  readonly tests: readonly BatchTest[];
  /** Value of all of them together less what they are expected to cost; null where no margin is known. */
  readonly net: number | null;
  /** What they tell of each channel together. */
  readonly learned: readonly TestKnowledge[];
}

/** Candidates for each place after the first. */
const mostCandidates = 16;

/** @param judged best first */
export function chooseTogether(
  judged: readonly JudgedTest[],
  {
    tests,
    rank,
    curves,
    unknowns,
  }: {
    readonly tests: number;
    readonly rank: ValueOf<typeof testChoiceSettings.rank>;
    readonly curves: PlanCurves;
    readonly unknowns: readonly ChannelUnknowns[];
  },
): Batch {
  const rois = roisOf(unknowns);
  const chosen: JudgedTest[] = [];
  const batch: BatchTest[] = [];
  while (chosen.length < tests) {
    const last = batch.at(-1);
    const rest = judged.filter((each) => !chosen.includes(each));
    const candidates = (chosen.length === 0 ? rest.slice(0, 1) : candidatesOf(rest, chosen)).map((each) => {
      const results = [...chosen, each].map(({ result }) => result);
      const value = chosen.length === 0 ? each.test.value : valueOfTests(curves, results).value;
      const informationOfRoi = informationAbout(rois, results);
      const cost = Math.min(0, each.test.profit?.mean ?? 0);
      return { each, value, informationOfRoi, score: rank === "information" ? informationOfRoi : value + cost };
    });
    const best = candidates.reduce((a, b) =>
      b.score > a.score || (b.score === a.score && b.informationOfRoi > a.informationOfRoi) ? b : a,
    );
    const { design } = best.each;
    // Values of several tests are averaged over results that are drawn, those of one over its quantiles: more tests are never worth less.
    const value = Math.max(best.value, last?.value ?? 0);
    batch.push({
      name: design.name,
      start: startOf(best.each, chosen, batch),
      weeks: design.weeks,
      value,
      addedValue: value - (last?.value ?? 0),
      informationOfRoi: best.informationOfRoi,
      addedInformation: best.informationOfRoi - (last?.informationOfRoi ?? 0),
    });
    chosen.push(best.each);
  }
  const results = chosen.map(({ result }) => result);
  const costs = chosen.map(({ test }) => (test.profit === null ? undefined : Math.min(0, test.profit.mean)));
  const cost = costs.reduce<number | null>(
    (total, own) => (total === null || own === undefined ? null : total + own),
    0,
  );
  return {
    tests: batch,
    net: cost === null ? null : (batch.at(-1)?.value ?? 0) + cost,
    learned: unknowns.map((own) => learnedOf(own, results)),
  };
}

/** The best by themselves, and the best of each channel that is not tested yet. */
function candidatesOf(rest: readonly JudgedTest[], chosen: readonly JudgedTest[]): readonly JudgedTest[] {
  const tested = new Set(chosen.flatMap(({ design }) => design.channels));
  const others = new Map<string, JudgedTest>();
  for (const each of rest) {
    const key = each.design.channels.join(",");
    if (!each.design.channels.some((channel) => tested.has(channel)) && !others.has(key)) others.set(key, each);
  }
  return [...new Set([...rest.slice(0, mostCandidates), ...others.values()])];
}

function startOf({ design }: JudgedTest, chosen: readonly JudgedTest[], batch: readonly BatchTest[]): number {
  return chosen.reduce((start, { design: other }, k) => {
    const shares = other.geos.some((geo) => design.geos.includes(geo));
    return shares ? Math.max(start, batch[k].start + other.weeks + other.cooldown) : start;
  }, design.start);
}
