// What priors imply before the data: of national tables and panels, by what the model itself reports of its prior draws.

import { describe, expect, it } from "vitest";
import { impliedByPrior, priorFigures, priorModel } from "../../../src/decisions/prior/index.ts";
import { impliedSentences } from "../../../src/decisions/prior/implied-text.ts";
import { returns } from "../../../src/decisions/quantities/index.ts";
import { parseModelFile, resolve, type ResolvedSpec } from "../../../src/mmm/specification/index.ts";
import { inverseNormalCdf } from "../../../src/numerics/special/index.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import { nationalTable, panelTable } from "../../mmm/support/return-cases.ts";

const tables = { national: nationalTable, panel: panelTable } as const;

async function specOf(file: string, data: Parameters<typeof resolve>[1]): Promise<ResolvedSpec> {
  return resolve(await parseModelFile(`data: t.csv\n${file}\n`, "m.yaml"), data).spec;
}

describe.each(["national", "panel"] as const)("The prior of a %s model", (table) => {
  it("has the ROI that it is given, whose share of the target and baseline follow from it draw by draw", async () => {
    const data = await tables[table]();
    const spec = await specOf('priors: { roi: { TV: "lognormal(mean=1.2, sd=0.4)" } }', data);
    const draws = 2000;
    const model = priorModel(spec, data, draws);
    const { implied, contributions } = impliedByPrior(model, { weekly: true });
    const [tv, search] = implied.channels;
    expect(tv).toMatchObject({ priorOf: "roi", prior: "lognormal(mean=1.2, sd=0.4)" });
    expect(search.priorOf).toBe("coefficient");
    // A quantile of draws is at the probabilities p plus or minus four standard errors.
    const variance = Math.log1p((0.4 / 1.2) ** 2);
    const exact = (p: number): number =>
      Math.exp(Math.log(1.2) - variance / 2 + Math.sqrt(variance) * inverseNormalCdf(p));
    for (const [p, found] of [
      [0.05, tv.roi!.lower],
      [0.5, tv.roi!.median],
      [0.95, tv.roi!.upper],
    ] as const) {
      const error = 4 * Math.sqrt((p * (1 - p)) / draws);
      expect(found).toBeGreaterThan(exact(p - error));
      expect(found).toBeLessThan(exact(p + error));
    }
    // The share is the ROI times what was spent over what there was.
    const [spent] = model.design.totalSpend;
    expect(tv.share.median / tv.roi!.median).toBeCloseTo(tv.share.upper / tv.roi!.upper, 8);
    const target = (spent * tv.roi!.median) / tv.share.median;
    expect(target / contributions.observed).toBeGreaterThan(0.9);
    expect(target / contributions.observed).toBeLessThan(1.2);
    // Other figures are those that a fit with these draws would report.
    const reported = returns(model).channels.map(({ roi }) => roi.median);
    implied.channels.forEach(({ roi }, c) => expect(roi!.median / reported[c]).toBeCloseTo(1, 8));
    expect(implied.baseline.probabilityNegative).toBe(contributions.baseline.probabilityNegative);
    expect(contributions.weekly!.predictive.upper).toHaveLength(data.rows);
    const sentences = impliedSentences(implied);
    expect(sentences[0]).toMatch(/^All media together bring \d+% \(.*\) of revenue\. The probability/);
    expect(sentences.some((text) => text.startsWith("Between geos"))).toBe(table === "panel");
  });

  it("doubts media that bring more than everything", async () => {
    const data = await tables[table]();
    const spec = await specOf('priors: { contribution: "beta(mean=0.7, sd=0.2)" }', data);
    const { implied } = impliedByPrior(priorModel(spec, data, 400));
    expect(implied.doubts).toEqual(["impossible", "dominant"]);
    expect(impliedSentences(implied).filter((text) => text.startsWith("That is in doubt"))).toHaveLength(2);
  });
});

describe("Geos of a panel", () => {
  it("differ before the data as their spread says", async () => {
    const data = await panelTable();
    const spec = await specOf("priors: { coefficient_spread: fixed(0.5) }", data);
    const { implied } = impliedByPrior(priorModel(spec, data, 4000));
    // Two geos: the logarithms differ by a normal with standard deviation 0.5 sqrt(2).
    const [{ geoRatio }] = implied.channels;
    const median = Math.exp(0.5 * Math.SQRT2 * inverseNormalCdf(0.75));
    expect(Math.abs(geoRatio!.median / median - 1)).toBeLessThan(0.06);
  });
});

describe("A panel whose spreads are fixed", () => {
  it.each(["intercept_spread: fixed(0.5)", "coefficient_spread: { TV: fixed(0.5) }", "sigma: fixed(0.5)"])(
    "has draws of the prior: %s",
    async (written) => {
      const data = await panelTable();
      const spec = await specOf(`priors: { ${written} }`, data);
      expect(impliedByPrior(priorModel(spec, data, 100)).implied.draws).toBe(100);
    },
  );
});

describe("A number of draws that is none", () => {
  it("is refused", async () => {
    const data = await nationalTable();
    const spec = await specOf("", data);
    for (const draws of [0, 5, 1.5, Number.NaN]) expect(() => priorModel(spec, data, draws)).toThrow(CarryoverError);
    expect(priorFigures(priorModel(spec, data, 100)).curves.channels).toHaveLength(2);
  });
});
