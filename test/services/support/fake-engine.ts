// An engine that makes up its draws, for what stands around a fit.

import { join } from "node:path";
import type { Advice } from "../../../src/decisions/advice/advice.ts";
import type { MediaMixFit } from "../../../src/mmm/fit/fit-types.ts";
import type { Engine } from "../../../src/services/engine/engine.ts";
import { fakeFit } from "../../store/support/fake-fit.ts";

export interface FakeEngine extends Engine {
  /** What the last fit was resumed from. */
  resumedFrom: unknown;
}

const interval = { estimate: 1.2, statistic: "mean" as const, mean: 1.2, median: 1.1, lower: 0.8, upper: 1.9 };

/** Advice on one channel. */
export const advice: Advice = {
  converged: true,
  verdict: "REVIEW",
  level: 0.9,
  summary: ["Media brought 20% of revenue."],
  channels: [
    {
      name: "TV",
      action: "hold",
      spend: 12_345,
      shareOfSpend: 1,
      shareOfMedia: interval,
      roi: interval,
      marginalRoi: interval,
      text: "Hold.",
    },
  ],
  budget: ["For the next 13 weeks: TV +5%."],
  budgetSize: ["It depends on the margin."],
  reservations: ["Odd. Look."],
};

/** An engine whose fit is `fake`, given the table's specification; it reports progress once and notes what it resumes from. */
export function fakeEngine(
  fake: (signal: AbortSignal) => Promise<MediaMixFit> | MediaMixFit = () => fakeFit(),
): FakeEngine {
  const engine: FakeEngine = {
    resumedFrom: undefined,
    startWorkers: async (size) => ({ size, most: size, workers: [], helpers: () => [], close: async () => undefined }),
    fit: async (data, { spec, provenance }, { signal, watch, resume }) => {
      engine.resumedFrom = resume;
      const { warmup, draws } = spec.sampling;
      const progress = { iteration: warmup + draws, total: warmup + draws, stepSize: 0.5, gradients: 9000 };
      const chains = [{ ...progress, draws, leapfrogs: 7, phase: "done" as const, divergences: 0 }];
      watch({ dimension: 0, names: [], seconds: 0.5, secondsLeft: 0, chains, completed: [] });
      return { ...(await fake(signal)), spec, provenance, data };
    },
    prepareAnalysis: () => undefined,
    analyze: async (_, { folder }, report) => (report ? { advice, report: join(folder, "report.html") } : { advice }),
  };
  return engine;
}
