// A world whose base bends, fitted without its last weeks: what media brought is found, and the weeks held out are covered.

import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { columnsByName } from "../../../src/data/worlds/generate.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { channelDraws, intervalOf } from "../../../src/decisions/draws/index.ts";
import { holdout } from "../../../src/decisions/predictions/holdout.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { trendOf } from "../../../src/mmm/terms/baseline/index.ts";

const [weeks, held, bend] = [117, 13, 60];
const { columns, truth } = simulate("ecommerce", { weeks, seed: 5 });
const table = columnsByName(columns);
const size = 12_000;
const revenue = Array.from(
  table.revenue as ArrayLike<number>,
  (value, t) => value + size * (t < bend ? t / bend : 1 - (1.5 * (t - bend)) / (weeks - bend)),
);
const data = await mediaDataFromColumns({ ...table, revenue });

describe.each(["{ kind: knots, knots: auto }", "local_level", "hsgp"])(
  "A base that rises and falls, under the trend %s",
  (trend) => {
    it("does not bias what media brought, and weeks held out lie in their intervals", async () => {
      const text = `data: t.csv\ntrend: ${trend}\nsampling: { chains: 2, warmup: 250, draws: 200 }`;
      const resolution = resolve(await parseModelFile(text, "m.yaml"), data);
      const knots = trendOf(resolution.spec, "knots")?.knots;
      if (trend.includes("auto")) expect(knots?.some((knot) => Math.abs(knot - 1 - bend) <= 4)).toBe(true);
      const { holdout: scores, heldOut } = await holdout(data, resolution, held, { threads: 1 });
      for (const { name, contribution } of channelDraws(heldOut.trained, {
        weekly: false,
        period: { from: 0, to: weeks - held },
      })) {
        const brought = truth.weekly.contributions[name].slice(0, weeks - held).reduce((sum, value) => sum + value, 0);
        const { lower, upper } = intervalOf(contribution, 0.99);
        expect(brought).toBeGreaterThan(lower);
        expect(brought).toBeLessThan(upper);
      }
      expect(scores.scores.coverage[1].inside).toBeGreaterThanOrEqual(9);
      expect(scores.skill).toBeGreaterThan(0);
    });
  },
);
