// The study of worlds in which media mix models fail: how often the answer is wrong in each, and how often anything warned.

import { type Document, documentOf } from "../../documents/index.ts";
import { codeUrl } from "../../package/index.ts";
import type { TaskThreads } from "../../threads/index.ts";
import { median } from "../../diagnostics/index.ts";
import { binomialRegion } from "../../decisions/predictions/index.ts";
import type { ScenarioOutcome, ScenarioPayload, ScenarioSampling } from "./scenario-task.ts";
import { type ScenarioWorld, scenarioWorlds } from "./scenario-worlds.ts";

export interface ScenarioOptions {
  readonly threads: TaskThreads;
  /** Tables of each world. */
  readonly datasets: number;
  /** Table i of a world has the seed `seed + i`; default 1. */
  readonly seed?: number;
  /** Default: all. */
  readonly worlds?: readonly ScenarioWorld[];
  /** Default: `scenarioSampling`. */
  readonly sampling?: ScenarioSampling;
  readonly signal?: AbortSignal;
  /** Called after each fit. */
  readonly onFit?: (done: number, of: number, converged: boolean) => void;
}

/** Half of the draws that a fit has by default: enough for the tails that are judged, and in half the time. */
export const scenarioSampling: ScenarioSampling = { chains: 4, warmup: 500, draws: 500 };

/** A fit that was not made. */
export interface ScenarioFailure {
  readonly world: string;
  readonly seed: number;
  readonly reason: string;
}

/**
 * right: no more wrong answers than chance gives, and intervals that hold the truth as often as right ones do; otherwise silent, where
 * more answers than by chance are wrong without a warning or fewer than half of all fits warn, else warned.
 */
export type ScenarioStatus = "right" | "warned" | "silent";

/** Intervals that hold the truth, of how many, and between which counts right ones lie with a probability of 99%. */
export interface HeldIntervals {
  readonly inside: number;
  readonly of: number;
  readonly bounds: readonly [number, number];
}

export interface WorldSummary extends ScenarioWorld {
  readonly status: ScenarioStatus;
  readonly weeks: number;
  readonly fits: number;
  readonly converged: number;
  /** Fits whose answer is wrong (`Judgment.wrong`), and those of them in which no check warned. */
  readonly wrong: number;
  readonly silent: number;
  /** Fits in which a check says REVIEW or FAIL, and in which one says FAIL. */
  readonly warned: number;
  readonly failed: number;
  /** 90% intervals of the contribution of all media. */
  readonly media: HeldIntervals;
  /** Of each channel's; channels of one fit err together, so that their bounds are somewhat too narrow. */
  readonly channels: HeldIntervals;
  /** Of a panel: of each channel's in each geo, whose errors hang together too. */
  readonly geos?: HeldIntervals;
  /** Fits with divergences, and leapfrog steps of a draw on average. */
  readonly divergent: number;
  readonly leapfrogsPerDraw: number;
  /** Medians over the fits: relative error of the contribution of all media, and the largest of a channel (without its sign). */
  readonly mediaError: number;
  readonly channelError: number;
  /** Fits that recommend a move of money that loses, and fits that rank two channels the wrong way round. */
  readonly wrongMoves: number;
  readonly wrongRankings: number;
  /** Checks that warned, most frequent first: in how many fits with REVIEW, and with FAIL. */
  readonly checks: readonly { readonly check: string; readonly review: number; readonly fail: number }[];
}

export interface ScenarioStudy {
  readonly datasets: number;
  readonly seed: number;
  readonly sampling: ScenarioSampling;
  /** More wrong answers than this in a world are no chance. */
  readonly chance: number;
  readonly worlds: readonly WorldSummary[];
  readonly failures: readonly ScenarioFailure[];
  readonly outcomes: readonly ScenarioOutcome[];
  readonly seconds: number;
}

/** How worlds in which models fail were answered: scenarios.json, and `carryover recover --scenarios --json`. */
export function failingWorldsDocument(study: ScenarioStudy): Document<"carryover/failing-worlds/1", ScenarioStudy> {
  return documentOf("carryover/failing-worlds/1", study);
}

/**
 * Share of wrong answers that a model that is right is granted: at most 4% by its contributions (see `wrongLimits`), and 1% for moves. Of those that are
 * recommended a tenth may lose at most, most are surer than that, and few of them lose as much.
 */
const wrongByChance = 0.05;
/** Probability of the bounds on counts. */
const boundLevel = 0.99;

/**
 * Simulates, fits, judges and reviews tables of every world over task threads. A fit that fails is a result with its reason.
 * @returns undefined when it was canceled
 */
export async function runScenarios(options: ScenarioOptions): Promise<ScenarioStudy | undefined> {
  const { threads, datasets, seed = 1, worlds = scenarioWorlds, sampling = scenarioSampling, signal, onFit } = options;
  const started = performance.now();
  // Table by table through all worlds, so that threads end together.
  const payloads = Array.from({ length: datasets }, (_, i) =>
    worlds.map(({ world }): ScenarioPayload => ({ world, seed: seed + i, sampling })),
  ).flat();
  const outcomes: (ScenarioOutcome | undefined)[] = payloads.map(() => undefined);
  const failures: ScenarioFailure[] = [];
  const canceled = (): boolean => signal?.aborted === true;
  let next = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    while (next < payloads.length && !canceled()) {
      const index = next++;
      const payload = payloads[index];
      try {
        const task = { module: codeUrl("studies/failing-worlds/scenario-task").href, function: "runScenario", payload };
        outcomes[index] = (await threads.run(task)) as ScenarioOutcome;
      } catch (error) {
        if (canceled()) return;
        const reason = error instanceof Error ? error.message : String(error);
        failures.push({ world: payload.world, seed: payload.seed, reason });
      }
      onFit?.(++done, payloads.length, outcomes[index]?.converged === true);
    }
  };
  await Promise.all(Array.from({ length: threads.size }, lane));
  if (canceled()) return undefined;
  const seconds = (performance.now() - started) / 1000;
  const found = outcomes.filter((outcome) => outcome !== undefined);
  return { ...scenariosOf(worlds, found, datasets), seed, sampling, failures, seconds };
}

/** What outcomes of fits say of their worlds; worlds without any are left out. */
export function scenariosOf(
  worlds: readonly ScenarioWorld[],
  outcomes: readonly ScenarioOutcome[],
  datasets: number,
): Pick<ScenarioStudy, "datasets" | "chance" | "worlds" | "outcomes"> {
  const [, chance] = binomialRegion(datasets, wrongByChance, boundLevel);
  const summaries = worlds.flatMap((world) => {
    const own = outcomes.filter((outcome) => outcome.world === world.world);
    return own.length === 0 ? [] : [summaryOf(world, own, chance)];
  });
  return { datasets, chance, worlds: summaries, outcomes };
}

function summaryOf(world: ScenarioWorld, outcomes: readonly ScenarioOutcome[], chance: number): WorldSummary {
  const count = (holds: (outcome: ScenarioOutcome) => boolean): number => outcomes.filter(holds).length;
  const wrong = count(({ judgment }) => judgment.wrong);
  const silent = count(({ judgment, verdict }) => judgment.wrong && verdict === "PASS");
  const media = outcomes.map(({ judgment }) => judgment.contributions[judgment.contributions.length - 1]);
  const channels = outcomes.map(({ judgment }) => judgment.contributions.slice(0, -1));
  const warned = count(({ verdict }) => verdict !== "PASS");
  const [ofMedia, ofChannels] = [heldOf(media), heldOf(channels.flat())];
  const off = wrong > chance || tooFew(ofMedia) || tooFew(ofChannels);
  const unheard = silent > chance || 2 * warned < outcomes.length;
  const geos = outcomes.flatMap(({ judgment }) => judgment.geos ?? []);
  const worst = channels.map((own) => Math.max(...own.map(({ relativeError }) => Math.abs(relativeError))));
  return {
    ...world,
    status: !off ? "right" : unheard ? "silent" : "warned",
    weeks: outcomes[0].weeks,
    fits: outcomes.length,
    converged: count(({ converged }) => converged),
    wrong,
    silent,
    warned,
    failed: count(({ verdict }) => verdict === "FAIL"),
    media: ofMedia,
    channels: ofChannels,
    ...(geos.length === 0 ? {} : { geos: heldOf(geos) }),
    divergent: count(({ divergences }) => divergences > 0),
    leapfrogsPerDraw: outcomes.reduce((total, outcome) => total + outcome.leapfrogsPerDraw, 0) / outcomes.length,
    mediaError: median(Float64Array.from(media, ({ relativeError }) => relativeError)),
    channelError: median(Float64Array.from(worst)),
    wrongMoves: count(({ judgment }) => judgment.move?.wrong === true),
    wrongRankings: count(({ judgment }) => judgment.wrongRankings > 0),
    checks: checksOf(outcomes),
  };
}

/** Whether fewer intervals hold the truth than chance explains. */
export function tooFew({ inside, bounds }: HeldIntervals): boolean {
  return inside < bounds[0];
}

function heldOf(figures: readonly { readonly inside: boolean }[]): HeldIntervals {
  return {
    inside: figures.filter(({ inside }) => inside).length,
    of: figures.length,
    bounds: binomialRegion(figures.length, 0.9, boundLevel),
  };
}

function checksOf(outcomes: readonly ScenarioOutcome[]): WorldSummary["checks"] {
  const counts = new Map<string, { review: number; fail: number }>();
  for (const { check, status } of outcomes.flatMap(({ checks }) => checks)) {
    if (status === "PASS") continue;
    const own = counts.get(check) ?? { review: 0, fail: 0 };
    own[status === "FAIL" ? "fail" : "review"]++;
    counts.set(check, own);
  }
  return [...counts]
    .map(([check, own]) => ({ check, ...own }))
    .sort((a, b) => b.review + b.fail - a.review - a.fail || (a.check < b.check ? -1 : 1));
}
