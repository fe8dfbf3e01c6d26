// Plans of panels: what they bring is the sum over the geos of the model's equation, for channels in all geos and in each.

import { describe, expect, it } from "vitest";
import { modelOfGeo } from "../../../src/decisions/draws/geos.ts";
import { optimize } from "../../../src/decisions/plans/optimize.ts";
import { observedSpend } from "../../../src/decisions/plans/plan.ts";
import { type PlanLine, planLines } from "../../../src/decisions/plans/plan-lines.ts";
import { planResponse } from "../../../src/decisions/plans/plan-response.ts";
import { parsePlanFile } from "../../../src/decisions/plans/plan-file.ts";
import { optimizeSettings } from "../../../src/decisions/plans/plan-settings.ts";
import { compareScenarios, scenarioSettings } from "../../../src/decisions/plans/scenarios.ts";
import { randomStream } from "../../../src/numerics/random.ts";
import { madeUpModel, plainContribution, sum } from "../support/made-up-model.ts";
import { madeUpPanel, panelGeos } from "../support/made-up-panel.ts";

const horizon = 5;
const model = await madeUpPanel({ draws: 12 });
/** West ends before the table does. */
const planned = panelGeos.filter(({ end }) => end === 40);
const national = planLines(model);
const byGeo = planLines(model, true);

const random = randomStream([11]);
const planOf = (lines: readonly PlanLine[]): Float64Array =>
  Float64Array.from({ length: lines.length * horizon }, (_, i) => {
    const { runRate } = observedSpend(model, [lines[Math.floor(i / horizon)]])[0];
    return runRate * (0.5 + random.uniform());
  });

/** What a line brings over the horizon and the carry-out, the slow way. */
function plainRevenue(draw: number, line: PlanLine, spend: ArrayLike<number>, carryOut: number): number {
  return sum(
    line.geos.map(({ index, share }) => {
      const { name, population } = panelGeos[index];
      const own = modelOfGeo(model, name);
      const before = Array.from(own.data.channels[line.channel].spend);
      const all = [...before, ...Array.from(spend, (value) => share * value), ...new Array<number>(carryOut).fill(0)];
      const weeks = plainContribution(
        own,
        draw,
        line.channel,
        all.map((value) => value / population),
      );
      return population * sum(weeks.slice(before.length));
    }),
  );
}

describe("a plan of a panel", () => {
  it.each([
    ["channels", national],
    ["channels in geos", byGeo],
  ])("brings what the model's equation says, with exact derivatives: %s", (_, lines) => {
    const response = planResponse(model, { horizon, lines });
    const { draws, carryOut } = response;
    const plan = planOf(lines);
    const revenue = new Float64Array(draws * lines.length);
    const gradient = new Float64Array(draws * plan.length);
    response.run(plan, revenue, gradient);
    const changed = new Float64Array(revenue.length);
    lines.forEach((line, k) => {
      const spend = plan.subarray(k * horizon, (k + 1) * horizon);
      for (let draw = 0; draw < draws; draw++) {
        const wanted = plainRevenue(draw, line, spend, carryOut.periods);
        expect(Math.abs(revenue[draw * lines.length + k] / wanted - 1)).toBeLessThan(1e-9);
      }
      const cell = k * horizon + (k % horizon);
      const step = 1e-4 * plan[cell];
      const at = (change: number): number => {
        const other = plan.slice();
        other[cell] += change;
        response.run(other, changed);
        return sum(changed.subarray(0, lines.length));
      };
      const slope = (at(step) - at(-step)) / (2 * step);
      expect(Math.abs(gradient[cell] / slope - 1)).toBeLessThan(1e-5);
    });
  });

  it("has lines for the geos that go on, and shares of their current spend", () => {
    expect(national.map(({ name }) => name)).toEqual(["TV", "Search"]);
    expect(byGeo.map(({ name }) => name)).toEqual(
      ["TV", "Search"].flatMap((channel) => planned.map(({ name }) => `${channel} in ${name}`)),
    );
    const [observed, observedByGeo] = [observedSpend(model, national), observedSpend(model, byGeo)];
    national.forEach(({ geos }, channel) => {
      const own = observedByGeo.slice(channel * planned.length, (channel + 1) * planned.length);
      expect(sum(own.map(({ runRate }) => runRate)) / observed[channel].runRate).toBeCloseTo(1, 12);
      geos.forEach(({ share }, k) => expect(share * observed[channel].runRate).toBeCloseTo(own[k].runRate, 6));
      expect(sum(geos.map(({ share }) => share))).toBeCloseTo(1, 12);
    });
    // A geo that starts late goes on at the mean of its own rows.
    const isles = model.data.channels[0].spend.subarray(2 * 40 + 9, 3 * 40);
    expect(observedByGeo[2].runRate).toBeCloseTo(sum(isles) / 31, 6);
  });

  it("keeps one line for a channel whose spend is that of all geos together", () => {
    const spec = { ...model.spec, national: ["TV"] };
    const lines = planLines({ ...model, spec }, true);
    expect(lines.map(({ name }) => name)).toEqual(["TV", ...planned.map(({ name }) => `Search in ${name}`)]);
    expect(lines[0].geos.map(({ share }) => share)).toEqual(national[0].geos.map(({ share }) => share));
  });

  it("is best by geo where marginal returns are equal, and brings at least as much as the best of channels", () => {
    const bounds = Object.fromEntries(
      ["TV", "Search"].map((name) => [name, { lower: { change: -0.9 }, upper: { change: 3 } }]),
    );
    const options = { horizon, draws: 12, bounds };
    const [whole, parts] = [optimize(model, options), optimize(model, { ...options, byGeo: true })];
    expect(parts.current.spend / whole.current.spend).toBeCloseTo(1, 9);
    const { mean } = whole.current.contributionWithCarryOver;
    expect(parts.current.contributionWithCarryOver.mean / mean).toBeCloseTo(1, 9);
    expect(parts.gain.contributionWithCarryOver.mean).toBeGreaterThan(
      whole.gain.contributionWithCarryOver.mean - 1e-6 * mean,
    );
    const free = parts.channels.flatMap(({ status }, k) =>
      status === "between" ? [parts.recommended.channels[k].marginalRoi!.mean] : [],
    );
    expect(free.length).toBeGreaterThan(1);
    for (const marginal of free) expect(Math.abs(marginal / free[0] - 1)).toBeLessThan(0.01);
    expect(whole.notices.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["plan-shared-by-geos", "plan-without-ended-geos"]),
    );
    expect(parts.channels[0]).toMatchObject({ name: "TV in North", channel: "TV", geo: "North" });
    // One geo alone is planned as a national table is.
    const north = optimize(modelOfGeo(model, "North"), { horizon, draws: 12 });
    expect(
      north.current.spend / sum(parts.channels.filter(({ geo }) => geo === "North").map(({ current }) => current)),
    ).toBeCloseTo(1, 9);
    expect(() => optimize(modelOfGeo(model, "West"), { horizon })).toThrow("ends before the table does");
  });

  it("names channels in geos, or a channel for all of them", async () => {
    const file = await parsePlanFile(
      `by_geo: true
horizon: ${horizon}
bounds: { TV: -20%..+30%, spend_Search in North: 0..9000 }
fixed: [Search in South]
current: { TV: 300000 }
flighting: { Search: observed }
`,
      "plan.yaml",
      "optimize",
    );
    const empty = await parsePlanFile("{}", "options", "optimize");
    const settings = optimizeSettings(model, file, empty);
    const change = { lower: { change: -0.2 }, upper: { change: 0.3 } };
    expect(settings.bounds).toEqual({
      "Search in North": { lower: { amount: 0 }, upper: { amount: 9000 } },
      ...Object.fromEntries(planned.map(({ name }) => [`TV in ${name}`, change])),
    });
    expect(settings.fixed).toEqual(["Search in South"]);
    expect(sum(Object.values(settings.current!) as number[])).toBeCloseTo(300_000, 6);
    expect(Object.keys(settings.flighting!)).toEqual(planned.map(({ name }) => `Search in ${name}`));
    const wrong = await parsePlanFile(
      "by_geo: true\nbounds: { TV: 1000..5000 }\nfixed: [TV in Nowhere]\n",
      "p.yaml",
      "optimize",
    );
    expect(() => optimizeSettings(model, wrong, empty)).toThrow(/one amount does not say|no such channel/);
    expect(() => optimize(model, { byGeo: true, minimum: { TV: 5 } })).toThrow("one amount does not say");
    expect(() => optimize(model, { byGeo: true, fixed: ["TV in Nowhere"] })).toThrow("The fit has no such channel.");
  });

  it("compares scenarios of geos", async () => {
    const text = `by_geo: true\nhorizon: ${horizon}\nplans:\n  more: { TV: +20% }\n  north: { TV in North: +20%, Search: 50000 }\n`;
    const settings = scenarioSettings(model, await parsePlanFile(text, "p.yaml", "scenarios"));
    const { plans, comparisons } = compareScenarios(model, settings);
    const [current, more, north] = plans;
    const spendOf = ({ channels }: typeof current, name: string): number =>
      channels.find((channel) => channel.name === name)!.spend;
    for (const { name } of planned) {
      expect(spendOf(more, `TV in ${name}`) / spendOf(current, `TV in ${name}`)).toBeCloseTo(1.2, 9);
    }
    expect(spendOf(north, "TV in North") / spendOf(current, "TV in North")).toBeCloseTo(1.2, 9);
    expect(sum(planned.map(({ name }) => spendOf(north, `Search in ${name}`)))).toBeCloseTo(50_000, 6);
    expect(comparisons).toHaveLength(3);
    const national = await madeUpModel();
    expect(() => optimize(national, { byGeo: true })).toThrow("The fit is of a national table, which has no geos.");
  });
});
