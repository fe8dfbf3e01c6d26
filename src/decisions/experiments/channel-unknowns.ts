// What a test may tell of each channel, as normal scores of the draws: its ROI, how saturated it is, and how much of its effect is carried over.

import { channelDraws, channelFigures, type FittedModel, perSpend } from "../draws/index.ts";
import { currentPlan, flatSpend, planLines, type PlanResponse } from "../plans/index.ts";
import { laterShare } from "../../mmm/terms/index.ts";
import { drawsTaken } from "./test-lines.ts";
import { normalScores } from "./test-result.ts";

export interface ChannelUnknowns {
  readonly name: string;
  /** [draw] Null where all draws are the same. */
  readonly roi: Float64Array | null;
  readonly saturation: Float64Array | null;
  readonly carryOver: Float64Array | null;
}

/** Channels with spend. @param response of the next plan, with a line for each of them */
export function channelUnknowns(model: FittedModel, response: PlanResponse): readonly ChannelUnknowns[] {
  const lines = planLines(model);
  const taken = drawsTaken(model, response.draws);
  const { draws, horizon } = response;
  const { plan } = currentPlan(model, { horizon }, lines);
  const usual = flatSpend(plan);
  const size = lines.length * horizon;
  const revenue = new Float64Array(draws * lines.length);
  const gradient = new Float64Array(draws * size);
  const without = new Float64Array(draws * lines.length);
  response.run(new Float64Array(size), without);
  response.run(usual, revenue, gradient);
  const all = { from: 0, to: model.data.rows };
  const rois = new Map<number, Float64Array>();
  for (const { index, inTable, spend, spendDraws } of channelDraws(model, { period: all, weekly: false }))
    rois.set(index, perSpend(inTable, spend, spendDraws));
  return lines.map(({ channel, channelName }, line): ChannelUnknowns => {
    const roi = rois.get(channel);
    const elasticity = Float64Array.from({ length: draws }, (_, draw) => {
      let slope = 0;
      for (let t = 0; t < horizon; t++) {
        const spend = usual[line * horizon + t];
        if (spend > 0) slope += spend * gradient[draw * size + line * horizon + t];
      }
      return slope / (revenue[draw * lines.length + line] - without[draw * lines.length + line]);
    });
    const [later] = channelFigures(model, model.spec.channels[channel], ({ alone, group, of }) => ({
      later: laterShare(alone, group, [0], of),
    })).later;
    return {
      name: channelName,
      roi: roi === undefined ? null : scored(pick(roi, taken)),
      saturation: scored(elasticity),
      carryOver: scored(pick(Float64Array.from(later), taken)),
    };
  });
}

/** Null where some draws have no such figure, or all have the same but for rounding. */
function scored(values: Float64Array): Float64Array | null {
  if (!values.every(Number.isFinite)) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return high - low > 1e-9 * Math.max(Math.abs(low), Math.abs(high)) ? normalScores(values) : null;
}

function pick(values: Float64Array, taken: readonly number[]): Float64Array {
  return Float64Array.from(taken, (draw) => values[draw]);
}
