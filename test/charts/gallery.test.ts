// Every chart of the model in its two cases: three channels as in the gallery, and twenty with long names over four years.

import { afterAll, describe, it } from "vitest";
import { adstockDecay } from "../../src/charts/returns/adstock-decay.ts";
import { budgetChange } from "../../src/charts/budget/budget-change.ts";
import { calibrationCoverage } from "../../src/charts/studies/calibration-coverage.ts";
import type { Chart } from "../../src/charts/frame/chart.ts";
import { contributionStack } from "../../src/charts/fit/contribution-stack.ts";
import { contributionWaterfall } from "../../src/charts/fit/contribution-waterfall.ts";
import { fitOverTime } from "../../src/charts/fit/fit-over-time.ts";
import { forecastOverTime } from "../../src/charts/fit/forecast-over-time.ts";
import { marginalRoi } from "../../src/charts/returns/marginal-roi.ts";
import { priorPosterior } from "../../src/charts/fit/prior-posterior.ts";
import { privacyTradeoff } from "../../src/charts/studies/privacy-tradeoff.ts";
import { responseCurves } from "../../src/charts/returns/response-curves.ts";
import { roiForest } from "../../src/charts/returns/roi-forest.ts";
import { roiSpendShare } from "../../src/charts/returns/roi-spend-share.ts";
import { saturation } from "../../src/charts/returns/saturation.ts";
import { scenarioComparison } from "../../src/charts/budget/scenario-comparison.ts";
import { closeSvgDocument } from "../../src/charts/server/document.ts";
import { threeChannels, twentyChannels } from "./support/data.ts";
import { describeChart, expectChart } from "./support/harness.ts";
import { coverage, tradeoff, worldOf, type World } from "./support/world.ts";

interface Case {
  readonly name: string;
  readonly draw: (world: World) => readonly [Chart<never>, never];
}

const entry = <Data>(name: string, chart: Chart<Data>, cut: (world: World) => Data): Case => ({
  name,
  // The pair belongs together, which the list of cases cannot say.
  draw: (world) => [chart as Chart<never>, cut(world) as never],
});

const charts: readonly Case[] = [
  entry("fit-over-time", fitOverTime, (world) => world.fitOverTime),
  entry("forecast-over-time", forecastOverTime, (world) => world.forecastOverTime),
  entry("contribution-stack", contributionStack, (world) => world.contributionStack),
  entry("contribution-waterfall", contributionWaterfall, (world) => world.contributionWaterfall),
  entry("roi-forest", roiForest, (world) => world.roiForest),
  entry("roi-spend-share", roiSpendShare, (world) => world.roiSpendShare),
  entry("response-curves", responseCurves, (world) => world.responseCurves),
  entry("adstock-decay", adstockDecay, (world) => world.adstockDecay),
  entry("saturation", saturation, (world) => world.saturation),
  entry("marginal-roi", marginalRoi, (world) => world.marginalRoi),
  entry("budget-change", budgetChange, (world) => world.budgetChange),
  entry("prior-posterior", priorPosterior, (world) => world.priorPosterior),
  entry("scenario-comparison", scenarioComparison, (world) => world.scenarioComparison),
];

const small = worldOf(threeChannels);
const large = worldOf(twentyChannels, 208);
const single = worldOf(["TV"], 60);
const units = { targetUnit: "EUR", spendUnit: "EUR" };

describe("The charts of benchmarks", () => {
  it("show coverage against nominal levels", () => expectChart("calibration-coverage", calibrationCoverage, coverage));
  it("show what privacy costs", () => expectChart("privacy-tradeoff", privacyTradeoff, tradeoff));
});

afterAll(closeSvgDocument);

for (const { name, draw } of charts) {
  describeChart(name, { usual: draw(small), large: draw(large), single: draw(single) }, units);
}
