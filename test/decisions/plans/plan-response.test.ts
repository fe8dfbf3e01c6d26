import { describe, expect, it } from "vitest";
import { type PlanResponse, planResponse } from "../../../src/decisions/plans/plan-response.ts";
import { lineSpend, planLines } from "../../../src/decisions/plans/plan-lines.ts";
import type { FittedModel } from "../../../src/decisions/draws/fitted-model.ts";
import { randomStream } from "../../../src/numerics/random.ts";
import { around, revenueLevel, world } from "../support/plan-world.ts";

const rows = 40;
const draws = 12;
const random = randomStream([5]);
const varied = (level: number): number[] => Array.from({ length: rows }, () => level * (0.5 + random.uniform()));

const model = await world(
  [
    {
      name: "infinite",
      spend: varied(20),
      parameters: {
        decay: around(0.6, 0.1, draws, 1),
        slope: around(1.5, 0.2, draws, 2),
        half_saturation: around(25, 0.2, draws, 3),
        coefficient: around(2, 0.2, draws, 4),
      },
    },
    {
      name: "windowed",
      spend: varied(50),
      adstock: "{ kind: geometric, window: 4 }",
      saturation: "logistic",
      parameters: {
        decay: around(0.7, 0.1, draws, 5),
        saturation_rate: around(0.02, 0.2, draws, 6),
        coefficient: around(1, 0.2, draws, 7),
      },
    },
    {
      name: "plain",
      spend: varied(30),
      adstock: "{ kind: geometric, normalize: false }",
      saturation: "none",
      parameters: { decay: around(0.3, 0.1, draws, 8), coefficient: around(0.01, 0.2, draws, 9) },
    },
    {
      name: "immediate",
      spend: varied(10),
      adstock: "none",
      parameters: {
        slope: around(0.8, 0.1, draws, 10),
        half_saturation: around(8, 0.2, draws, 11),
        coefficient: around(0.5, 0.2, draws, 12),
      },
    },
  ],
  draws,
);
const channels = model.spec.channels.length;
const horizon = 6;

/** The slow twin: a channel's contribution in each period of a series, by the definitions of adstock and saturation. */
function contributions(
  { spec, posterior }: FittedModel,
  channel: number,
  draw: number,
  spend: readonly number[],
): number[] {
  const { name, adstock, saturation } = spec.channels[channel];
  const of = (parameter: string): number => {
    const block = posterior.blocks.find((own) => own.name === parameter);
    const k = block?.axes[0]?.labels.indexOf(name) ?? -1;
    return block === undefined || k < 0 ? Number.NaN : posterior.values[draw * posterior.width + block.start + k];
  };
  return spend.map((now, t) => {
    let stock = now;
    if (adstock.kind === "geometric") {
      const last = adstock.window === "infinite" ? t : (adstock.window as number);
      let weights = 0;
      stock = 0;
      for (let lag = 0; lag <= last; lag++) {
        stock += of("decay") ** lag * (t - lag >= 0 ? spend[t - lag] : 0);
        weights += of("decay") ** lag;
      }
      if (adstock.normalize) stock = adstock.window === "infinite" ? stock * (1 - of("decay")) : stock / weights;
    }
    const saturated =
      saturation.kind === "hill"
        ? stock ** of("slope") / (stock ** of("slope") + of("half_saturation") ** of("slope"))
        : saturation.kind === "logistic"
          ? (1 - Math.exp(-of("saturation_rate") * stock)) / (1 + Math.exp(-of("saturation_rate") * stock))
          : stock;
    return revenueLevel * of("coefficient") * saturated;
  });
}

const plan = Float64Array.from({ length: channels * horizon }, () => 60 * random.uniform());

function run(response: PlanResponse, spend: Float64Array): { revenue: Float64Array; gradient: Float64Array } {
  const revenue = new Float64Array(response.draws * channels);
  const gradient = new Float64Array(response.draws * spend.length);
  response.run(spend, revenue, gradient);
  return { revenue, gradient };
}

describe("the response to a plan", () => {
  const response = planResponse(model, { horizon });

  it("is what a simulation of table, plan and the weeks after gives, with carry-over in and out", () => {
    const { revenue } = run(response, plan);
    const { periods } = response.carryOut;
    const before = planLines(model).map((line) => lineSpend(model, line));
    for (let draw = 0; draw < draws; draw++) {
      for (let channel = 0; channel < channels; channel++) {
        const own = plan.subarray(channel * horizon, (channel + 1) * horizon);
        const series = [...before[channel], ...own, ...new Array<number>(periods).fill(0)];
        const expected = contributions(model, channel, draw, series)
          .slice(rows)
          .reduce((sum, value) => sum + value, 0);
        expect(revenue[draw * channels + channel] / expected).toBeCloseTo(1, 10);
      }
    }
  });

  it("goes on until, in the mean over the draws, 1% of the carry-over of the last week is left, and says what is left", () => {
    const { periods, leftOut, capped } = response.carryOut;
    const block = model.posterior.blocks.find(({ name }) => name === "decay");
    const meanOf = (channel: number, lag: number): number => {
      let total = 0;
      for (let draw = 0; draw < draws; draw++) {
        total += model.posterior.values[draw * model.posterior.width + (block?.start ?? 0) + channel] ** lag;
      }
      return total / draws;
    };
    expect(capped).toBe(false);
    expect(leftOut.find(({ name }) => name === "infinite")?.share).toBeCloseTo(meanOf(0, periods + 1), 12);
    expect(leftOut.find(({ name }) => name === "infinite")?.share).toBeLessThanOrEqual(0.01);
    expect(meanOf(0, periods)).toBeGreaterThan(0.01);
    expect(leftOut.find(({ name }) => name === "windowed")?.share).toBe(0);
    expect(leftOut.find(({ name }) => name === "immediate")?.share).toBe(0);
  });

  it("is cut after 52 weeks where carry-over is longer, and says so", async () => {
    const slow = await world([
      { name: "slow", spend: varied(10), parameters: { decay: 0.97, slope: 1, half_saturation: 10, coefficient: 1 } },
    ]);
    const { periods, capped, leftOut } = planResponse(slow, { horizon }).carryOut;
    expect({ periods, capped }).toEqual({ periods: 52, capped: true });
    expect(leftOut.find(({ name }) => name === "slow")?.share).toBeCloseTo(0.97 ** 53, 12);
  });

  it("has the derivatives of central differences, channel by channel and week by week", () => {
    const { gradient } = run(response, plan);
    const cells = channels * horizon;
    const width = 1e-4;
    for (let cell = 0; cell < cells; cell++) {
      const at = (by: number): Float64Array => run(response, plan.with(cell, plan[cell] + by)).revenue;
      const [up, down] = [at(width), at(-width)];
      for (const draw of [0, 5, 11]) {
        let difference = 0;
        for (let channel = 0; channel < channels; channel++) {
          difference += up[draw * channels + channel] - down[draw * channels + channel];
        }
        // Truncation is of order width^2; rounding of sums around 1000 over a width of 1e-4 leaves about 1e-9.
        expect(gradient[draw * cells + cell]).toBeCloseTo(difference / (2 * width), 6);
      }
    }
  });

  it("takes draws evenly, and a thinned response gives what the same draws give in the whole", () => {
    const { revenue } = run(response, plan);
    const thinned = response.thinned(3);
    const some = run(thinned, plan).revenue;
    expect(thinned.draws).toBe(3);
    [2, 6, 10].forEach((draw, i) => {
      expect([...some.subarray(i * channels, (i + 1) * channels)]).toEqual([
        ...revenue.subarray(draw * channels, (draw + 1) * channels),
      ]);
    });
  });
});
