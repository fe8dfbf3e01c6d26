// What a fit is worth when the truth is known: how far contributions are off, how wide and how honest intervals are, what its budget loses.

import { cadences } from "../../data/panel/index.ts";
import { quantitySettings } from "../../settings/index.ts";
import { sum } from "../../numerics/index.ts";
import { drawsOf } from "../../mmm/axes/index.ts";
import type { MediaMixFit } from "../../mmm/fit/index.ts";
import { fittedModel, type FittedModel, intervalOf } from "../../decisions/draws/index.ts";
import {
  optimize,
  observedSpend,
  type Plan,
  type EvaluatedPlan,
  planEvaluator,
  planResponse,
} from "../../decisions/plans/index.ts";
import { predictionsOf, pointScores, meanExpected } from "../../decisions/predictions/index.ts";
import type { World } from "./tradeoff-world.ts";

/** Figures of one fit. */
export interface Utility {
  readonly converged: boolean;
  /** Sum over the channels of |estimate - truth|, as a share of what all media truly brought. */
  readonly contributionError: number;
  /** Mean over the channels of the width of the 90% interval of ROI, in target per unit of spend. */
  readonly roiWidth: number;
  /** Share of the channels whose 90% interval of the contribution, and of ROI, holds the truth. */
  readonly contributionCoverage: number;
  readonly roiCoverage: number;
  /** What the budget recommended from the fit brings less than the best one, as a share of what that brings. */
  readonly regret: number;
  /** Of the expected target against the true one, before noise. */
  readonly r2: number;
  readonly mape: number;
}

/** What is asked of every fit to a world, with what need be computed but once. */
export interface Referee {
  readonly judge: (fit: MediaMixFit) => Utility;
}

const level = quantitySettings.level.default;
/** Draws that budgets are computed on: their Monte Carlo error is small beside what is being studied. */
const planDraws = 250;

/** A referee of fits to this world. */
export function refereeOf(world: World): Referee {
  const { truth, data } = world;
  const horizon = cadences[data.cadence].quarter;
  const evaluate = planEvaluator(planResponse(truth, { horizon }), observedSpend(truth));
  const worth = (plan: EvaluatedPlan["plan"]): number => evaluate(plan).revenue[0];
  const best = worth(recommended(truth, horizon));
  return {
    judge: (fit) => {
      const model = withTrueSpend(fittedModel(fit), world);
      const channels = fit.spec.channels.map(({ name }, c) => ({
        contribution: held(drawsOf(fit.quantities, "contribution", { channel: name }).values, world.contributions[c]),
        roi: held(drawsOf(fit.quantities, "roi", { channel: name }).values, world.contributions[c] / world.spend[c]),
      }));
      const mean = (of: (channel: (typeof channels)[number]) => number): number =>
        channels.reduce((total, channel) => total + of(channel), 0) / channels.length;
      const brought = sum(world.contributions);
      const predictions = predictionsOf(model);
      const expected = meanExpected(predictions.expected, predictions.weeks, predictions.count);
      const { r2, mape } = pointScores(data.target.values, expected);
      return {
        converged: fit.diagnostics.converged,
        contributionError: (channels.length * mean(({ contribution }) => contribution.error)) / brought,
        roiWidth: mean(({ roi }) => roi.width),
        contributionCoverage: mean(({ contribution }) => contribution.inside),
        roiCoverage: mean(({ roi }) => roi.inside),
        // Ends of a search meet to within its tolerance, so that the best plan may come out a hair behind.
        regret: best > 0 ? Math.max(0, 1 - worth(recommended(model, horizon)) / best) : Number.NaN,
        r2,
        mape,
      };
    },
  };
}

function held(draws: Float64Array, truth: number): { error: number; width: number; inside: number } {
  const { estimate, lower, upper } = intervalOf(draws, level);
  return { error: Math.abs(estimate - truth), width: upper - lower, inside: lower <= truth && truth <= upper ? 1 : 0 };
}

/** The plan of the current budget that the model holds best. */
function recommended(model: FittedModel, horizon: number): Plan {
  const { channels } = optimize(model, { horizon, draws: planDraws }).recommended;
  return { name: "recommended", spend: channels.map(({ periods }) => periods) };
}

/** Whoever plans a budget knows what was spent, also where the model had to do without. */
function withTrueSpend(model: FittedModel, { data }: World): FittedModel {
  const { latentSpend: _, ...rest } = model;
  const { spec, design } = rest;
  const media = new Float64Array(design.media.length);
  spec.channels.forEach(({ column }, c) => {
    const { spend } = data.channels.find((channel) => channel.column === column)!;
    const { location, scale } = design.mediaScales[c];
    for (let t = 0; t < design.weeks; t++) media[c * design.weeks + t] = (spend[t] - location) / scale;
  });
  return { ...rest, data: { ...model.data, channels: data.channels }, design: { ...design, media } };
}
