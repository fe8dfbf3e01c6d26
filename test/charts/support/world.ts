// One made-up media world from which the data of all charts are cut, so that the gallery tells one story.

import type { AdstockDecayData } from "../../../src/charts/returns/adstock-decay.ts";
import type { BudgetChangeData } from "../../../src/charts/budget/budget-change.ts";
import type { CalibrationCoverageData } from "../../../src/charts/studies/calibration-coverage.ts";
import type { ContributionStackData } from "../../../src/charts/fit/contribution-stack.ts";
import type { ContributionWaterfallData } from "../../../src/charts/fit/contribution-waterfall.ts";
import type { FitOverTimeData } from "../../../src/charts/fit/fit-over-time.ts";
import type { ForecastOverTimeData } from "../../../src/charts/fit/forecast-over-time.ts";
import type { MarginalRoiData } from "../../../src/charts/returns/marginal-roi.ts";
import type { PriorPosteriorData } from "../../../src/charts/fit/prior-posterior.ts";
import type { PrivacyTradeoffData } from "../../../src/charts/studies/privacy-tradeoff.ts";
import type { ResponseCurvesData } from "../../../src/charts/returns/response-curves.ts";
import type { RoiForestData } from "../../../src/charts/returns/roi-forest.ts";
import type { RoiSpendShareData } from "../../../src/charts/returns/roi-spend-share.ts";
import type { SaturationData } from "../../../src/charts/returns/saturation.ts";
import type { ScenarioComparisonData } from "../../../src/charts/budget/scenario-comparison.ts";
import { around, mondays, noise } from "./data.ts";

export interface World {
  readonly fitOverTime: FitOverTimeData;
  readonly forecastOverTime: ForecastOverTimeData;
  readonly contributionStack: ContributionStackData;
  readonly contributionWaterfall: ContributionWaterfallData;
  readonly roiForest: RoiForestData;
  readonly roiSpendShare: RoiSpendShareData;
  readonly responseCurves: ResponseCurvesData;
  readonly adstockDecay: AdstockDecayData;
  readonly saturation: SaturationData;
  readonly marginalRoi: MarginalRoiData;
  readonly budgetChange: BudgetChangeData;
  readonly priorPosterior: PriorPosteriorData;
  readonly scenarioComparison: ScenarioComparisonData;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Sum of three uniform numbers, from -1 to 1: near enough to a normal one for a picture. */
const bell = (...keys: readonly number[]): number =>
  (2 / 3) * (noise(...keys, 1) + noise(...keys, 2) + noise(...keys, 3)) - 1;

const levels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

interface Channel {
  readonly name: string;
  readonly spend: readonly number[];
  readonly average: number;
  readonly decay: number;
  readonly half: number;
  readonly ceiling: number;
  readonly contribution: readonly number[];
  /** Half width of 90% intervals, relative. */
  readonly unsure: number;
}

const response = (channel: Channel, spend: number): number => (channel.ceiling * spend) / (channel.half + spend);

function channelOf(name: string, index: number, weeks: number, count: number): Channel {
  const scale = (24_000 / Math.sqrt(count)) * (0.4 + 1.6 * noise(index, 10));
  const spend = Array.from({ length: weeks }, (_, week) => scale * (0.3 + 1.4 * noise(index, week, 11)));
  const average = sum(spend) / weeks;
  const decay = 0.1 + 0.7 * noise(index, 12);
  const half = average * (0.5 + 2 * noise(index, 13));
  const roi = 0.3 + 2.2 * noise(index, 14);
  const ceiling = (roi * average * (half + average)) / average;
  let stock = average;
  const contribution = spend.map((value) => {
    stock = decay * stock + (1 - decay) * value;
    return (ceiling * stock) / (half + stock);
  });
  return { name, spend, average, decay, half, ceiling, contribution, unsure: 0.25 + 0.5 * noise(index, 15) };
}

function densities(index: number, median: number, width: number): PriorPosteriorData["parameters"][number] {
  const values = Array.from({ length: 64 }, (_, place) => (place / 63) * 5);
  const bump = (center: number, spread: number) => (value: number) =>
    Math.exp(-0.5 * ((value - center) / spread) ** 2) / spread;
  const saysLittle = noise(index, 40) < 0.3;
  const prior = values.map(bump(1.2, 0.9));
  const posterior = values.map(saysLittle ? bump(1.3, 0.82) : bump(median, width / 1.64));
  return { name: "", values, prior, posterior, saysLittle };
}

/** Coverage of two kinds of interval over sixty data sets; bounds are the normal approximation, good enough for a picture. */
export const coverage: CalibrationCoverageData = {
  dataSets: 60,
  quantities: [
    {
      name: "Contribution",
      points: levels.map((nominal, index) => ({ nominal, empirical: nominal + 0.03 * bell(index, 60) })),
    },
    {
      name: "ROI",
      points: levels.map((nominal, index) => ({ nominal, empirical: Math.min(1, nominal + 0.05 * bell(index, 61)) })),
    },
    {
      name: "Marginal ROI",
      points: levels.map((nominal, index) => ({ nominal, empirical: nominal - 0.09 * nominal * noise(index, 62) })),
    },
  ],
  bounds: levels.map((nominal) => {
    const half = 1.96 * Math.sqrt((nominal * (1 - nominal)) / 60);
    return { nominal, lower: nominal - half, upper: Math.min(1, nominal + half) };
  }),
};

const epsilons = [0.1, 0.25, 0.5, 1, 2, 4, 8, 16];

/** Error of ROI under noise that the model knows, and under noise it does not. */
export const tradeoff: PrivacyTradeoffData = {
  measure: "Error of ROI (% of truth)",
  isShare: true,
  withoutPrivacy: 0.12,
  lines: [
    { name: "noise known to the model", points: epsilons.map((epsilon) => errorAt(epsilon, 0.06)) },
    { name: "noise ignored", points: epsilons.map((epsilon) => errorAt(epsilon, 0.17)) },
  ],
};

function errorAt(epsilon: number, size: number): { epsilon: number; median: number; lower: number; upper: number } {
  const median = 0.12 + size / epsilon ** 0.8;
  return { epsilon, median, lower: 0.8 * median, upper: 1.25 * median };
}

/** A world with these channels; twenty-six weeks of holdout at the end of 104 (or more) weeks. */
export function worldOf(names: readonly string[], weeks = 104): World {
  const dates = mondays(weeks);
  const channels = names.map((name, index) => channelOf(name, index, weeks, names.length));
  const base = dates.map(() => 90_000);
  const trend = dates.map((_, week) => 14_000 * (week / weeks));
  const season = dates.map((_, week) => 12_000 * Math.cos((2 * Math.PI * (week - 48)) / 52));
  const promotion = dates.map((_, week) => (week % 13 === 6 ? 15_000 : 0));
  const price = dates.map((_, week) => -6000 * noise(week, 20));
  const parts: ContributionStackData["parts"] = [
    { name: "Base", kind: "other", values: base },
    { name: "Trend", kind: "other", values: trend },
    { name: "Promotions", kind: "other", values: promotion },
    ...channels.map(({ name, contribution }) => ({ name, kind: "channel" as const, values: contribution })),
    { name: "Seasonality", kind: "other", values: season },
    { name: "Price index", kind: "other", values: price },
  ];
  const expected = dates.map((_, week) => sum(parts.map(({ values }) => values[week])));
  const observed = expected.map((value, week) => value + 13_000 * bell(week, 30) + (week === 61 ? 24_000 : 0));
  const spread = (relative: number, side: number): number[] =>
    expected.map(
      (value, week) => value + side * (relative * 10_000 + (week >= weeks - 13 ? 500 * (week - weeks + 13) : 0)),
    );
  const spendTotal = sum(channels.map(({ average }) => average));
  const mediaTotal = sum(channels.map((channel) => response(channel, channel.average)));
  const roiOf = (channel: Channel): number => response(channel, channel.average) / channel.average;
  const grid = (channel: Channel, points: number): number[] =>
    Array.from({ length: points }, (_, place) => (channel.average * 3 * place) / (points - 1));
  const plans = [
    "As last year",
    "Optimized, same total",
    "Ten percent less, shifted to search",
    "No television in summer",
  ];
  const means = [1_640_000, 1_742_000, 1_655_000, 1_598_000];
  return {
    fitOverTime: {
      weeks: dates,
      observed,
      expected: { estimate: expected, lower: spread(0.35, -1), upper: spread(0.35, 1) },
      predictive: { lower: spread(0.85, -1), upper: spread(0.85, 1) },
      holdoutFrom: weeks - 13,
    },
    forecastOverTime: {
      history: { weeks: dates.slice(0, -26), observed: observed.slice(0, -26) },
      weeks: dates.slice(-26),
      scenarios: ["as planned", "TV off in the second quarter"].map((name, k) => {
        const level = expected.slice(-26).map((value, t) => value * (k === 1 && t > 12 ? 0.93 : 1));
        const band = (size: number) => ({
          lower: level.map((value, t) => value * (1 - size * (1 + t / 26))),
          upper: level.map((value, t) => value * (1 + size * (1 + t / 26))),
        });
        return { name, expected: { estimate: level, ...band(0.03) }, predicted: band(0.07) };
      }),
      level: 0.9,
      unit: "week",
    },
    contributionStack: { weeks: dates, parts, observed },
    contributionWaterfall: {
      parts: parts.map(({ name, kind, values }, index) => ({
        name,
        kind,
        total: around(sum(values), Math.abs(sum(values)) * (0.05 + 0.3 * noise(index, 31))),
      })),
      total: around(sum(expected), 0.012 * sum(expected)),
      observed: sum(observed),
    },
    roiForest: {
      channels: channels.map((channel) => {
        const median = roiOf(channel);
        const roi = around(median, channel.unsure * median);
        const above = (roi.upper - 1) / (roi.upper - roi.lower);
        return {
          name: channel.name,
          roi,
          inner: around(median, 0.4 * channel.unsure * median),
          probabilityAboveBreakEven: Math.min(1, Math.max(0, above)),
        };
      }),
    },
    roiSpendShare: {
      channels: channels.map((channel) => {
        const share = response(channel, channel.average) / mediaTotal;
        return {
          name: channel.name,
          spendShare: channel.average / spendTotal,
          contributionShare: around(share, channel.unsure * share),
          roi: around(roiOf(channel), channel.unsure * roiOf(channel)),
        };
      }),
    },
    responseCurves: {
      channels: channels.map((channel) => {
        const spend = grid(channel, 40);
        const median = spend.map((value) => response(channel, value));
        const widening = spend.map((value) => channel.unsure * (0.6 + 0.25 * (value / channel.average)));
        return {
          name: channel.name,
          spend,
          estimate: median,
          lower: median.map((value, place) => value * (1 - 0.8 * widening[place])),
          upper: median.map((value, place) => value * (1 + widening[place])),
          current: channel.average,
          observedRange: [Math.min(...channel.spend), Math.max(...channel.spend)],
          halfSaturation: channel.half,
        };
      }),
    },
    adstockDecay: {
      channels: channels.map(({ name, decay }) => {
        const halfLife = Math.log(0.5) / Math.log(decay);
        return {
          name,
          weights: Array.from({ length: 9 }, (_, lag) => {
            const weight = (1 - decay) * decay ** lag;
            const interval = around(weight, weight * (0.2 + 0.05 * lag));
            return { ...interval, upper: Math.min(1, interval.upper) };
          }),
          halfLife: around(halfLife, 0.3 * halfLife),
        };
      }),
    },
    saturation: {
      channels: channels.map((channel) => {
        const spend = grid(channel, 40);
        const share = (value: number, half: number): number => value / (half + value);
        const at = (half: number): number[] => spend.map((value) => share(value, half));
        return {
          name: channel.name,
          spend,
          estimate: at(channel.half),
          lower: at(channel.half * (1 + channel.unsure)),
          upper: at(channel.half * (1 - 0.7 * channel.unsure)),
          current: channel.average,
          currentShare: {
            estimate: share(channel.average, channel.half),
            statistic: "mean" as const,
            mean: share(channel.average, channel.half),
            median: share(channel.average, channel.half),
            lower: share(channel.average, channel.half * (1 + channel.unsure)),
            upper: share(channel.average, channel.half * (1 - 0.7 * channel.unsure)),
          },
          observedRange: [Math.min(...channel.spend), Math.max(...channel.spend)],
        };
      }),
    },
    marginalRoi: {
      channels: channels.map((channel) => {
        const marginal = (roiOf(channel) * channel.half) / (channel.half + channel.average);
        return {
          name: channel.name,
          average: around(roiOf(channel), channel.unsure * roiOf(channel)),
          marginal: around(marginal, 1.1 * channel.unsure * marginal),
        };
      }),
    },
    budgetChange: {
      channels: channels.map((channel, index) => ({
        name: channel.name,
        current: channel.average,
        recommended: channel.average * (0.4 + 1.6 * noise(index, 50)),
        observedRange: [Math.min(...channel.spend), Math.max(...channel.spend)],
      })),
      gain: { estimate: 101_000, statistic: "mean", mean: 101_000, median: 98_000, lower: 12_000, upper: 204_000 },
      probabilityOfGain: 0.97,
    },
    priorPosterior: {
      parameters: channels.map((channel, index) => ({
        ...densities(index, roiOf(channel), channel.unsure * roiOf(channel)),
        name: channel.name,
      })),
    },
    scenarioComparison: {
      plans: plans.map((name, index) => ({
        name,
        spend: 610_000 - 61_000 * Number(index === 2),
        total: around(means[index], 90_000),
      })),
      differences: means.map((row) =>
        means.map((column) => ({
          mean: row - column,
          probabilityPositive: 1 / (1 + Math.exp((column - row) / 30_000)),
        })),
      ),
    },
  };
}
