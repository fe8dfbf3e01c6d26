// Review of the channels: what the data can say about each, and whether it can be.

import { labelsOfElements } from "../../mmm/axes/index.ts";
import { isPrior } from "../../mmm/specification/index.ts";
import type { Collinearity } from "./collinearity.ts";
import type { FittedModel } from "../draws/index.ts";
import { limits } from "./review-thresholds.ts";
import type { ChannelFacts } from "./review-channels.ts";
import type { ReviewCheck } from "./review-check.ts";
import { leastContraction, type PriorPosterior, saysNothing, type Predictions } from "../predictions/index.ts";
import { fixed, interval, listed, percent } from "../../words/index.ts";

/** Channels that stand in for each other. */
export function collinearityChecks({
  channels,
  pairs,
  vifModel,
  conditionNumber,
}: Collinearity): readonly ReviewCheck[] {
  const traded = pairs.filter(({ contribution }) => contribution < limits.contributionCorrelation);
  const together = pairs.filter(({ spend, adstock }) => Math.max(spend, adstock) > limits.spendCorrelation);
  const inflated = channels.filter((_, c) => vifModel[c] > limits.vif);
  // NaN beside a channel whose contribution is fixed.
  const lowest = pairs.reduce((least, { contribution }) => (contribution < least ? contribution : least), 1);
  const named = (list: typeof pairs): string => listed(list.map((pair) => pair.channels.join(" and ")));
  const largestVif = vifModel.reduce((most, vif) => (vif > most ? vif : most), 1);
  const tradedCheck: readonly ReviewCheck[] = [
    {
      check: "contributions-traded",
      title: "Contributions are identified separately",
      status: traded.length > 0 ? "REVIEW" : "PASS",
      figure: lowest,
      threshold: limits.contributionCorrelation,
      finding:
        traded.length > 0
          ? `The contributions of ${named(traded)} are negatively correlated in the posterior.`
          : `The lowest posterior correlation between two contributions is ${fixed(lowest, 2)}.`,
      advice:
        traded.length > 0
          ? `Their sum is more certain than either contribution. Vary spend on ${named(traded)} independently, or run a lift test on one of them.`
          : "Nothing to do.",
    },
  ];
  return [
    // A single channel has no other to be mistaken for.
    ...(pairs.length === 0 ? [] : tradedCheck),
    {
      check: "collinear-spend",
      title: "Spend varies independently across channels",
      status: together.length + inflated.length > 0 ? "REVIEW" : "PASS",
      figure: largestVif,
      threshold: limits.vif,
      finding:
        together.length > 0
          ? `Spend on ${named(together)} is correlated (above ${limits.spendCorrelation}).`
          : inflated.length > 0
            ? `Adstocked spend on ${listed(inflated)} is collinear with the other channels, controls or season (variance inflation factor above ${limits.vif}).`
            : `The largest variance inflation factor is ${fixed(largestVif, 1)}; the condition number of the channels is ${fixed(conditionNumber, 1)}.`,
      advice:
        together.length > 0
          ? `The table cannot separate the effects of ${named(together)}. Merge these channels, or vary their spend independently.`
          : inflated.length > 0
            ? `Before relying on the results for ${listed(inflated)}, vary spend independently of the season and the other channels.`
            : "Nothing to do.",
    },
  ];
}

/** Channels about which the posterior repeats the prior. */
export function informationChecks(comparisons: readonly PriorPosterior[]): readonly ReviewCheck[] {
  const returns = comparisons.filter(({ of }) => of === "roi");
  if (returns.length === 0) return [];
  const silent = returns.filter(saysNothing).flatMap(({ channel }) => channel ?? []);
  const least = returns.reduce((smallest, { contraction }) => Math.min(smallest, contraction), 1);
  return [
    {
      check: "prior-dominated",
      title: "Data inform the returns",
      status: silent.length > 0 ? "REVIEW" : "PASS",
      figure: least,
      threshold: leastContraction,
      finding:
        silent.length > 0
          ? `The posterior of the ROI of ${listed(silent)} is almost the same as the prior.`
          : `The data informed the ROI of every channel; the smallest reduction of prior spread is ${percent(Math.max(0, least))}.`,
      advice:
        silent.length > 0
          ? `The prior determines the ROI of ${listed(silent)}. Do not base budgets on it; vary spend or run a lift test.`
          : "Nothing to do.",
    },
  ];
}

/** What can be and what cannot, channel by channel. */
export function channelChecks(
  model: FittedModel,
  facts: readonly ChannelFacts[],
  predictions: Predictions,
): readonly ReviewCheck[] {
  const checks = [variationCheck(facts), signalCheck(predictions), reachCheck(facts), dominanceCheck(facts)];
  if (model.data.target.kind === "revenue") checks.push(returnCheck(facts));
  return [...checks, sizeCheck(model)];
}

function namesOf(facts: readonly ChannelFacts[]): string {
  return listed(facts.map(({ channel }) => channel));
}

function variationCheck(facts: readonly ChannelFacts[]): ReviewCheck {
  const flat = facts.filter(({ variation }) => variation < limits.variation);
  const least = Math.min(...facts.map(({ variation }) => variation));
  return {
    check: "spend-variation",
    title: "Spend varies over time",
    status: flat.length > 0 ? "REVIEW" : "PASS",
    figure: least,
    threshold: limits.variation,
    finding:
      flat.length > 0
        ? `Spend on ${namesOf(flat)} is almost constant.`
        : `The smallest coefficient of variation of spend is ${percent(least)}.`,
    advice:
      flat.length > 0
        ? `Without variation in spend, the effect cannot be separated from the baseline. Pause or raise spend on ${namesOf(flat)} for some weeks.`
        : "Nothing to do.",
  };
}

function signalCheck({ weeks, count, media, sigma }: Predictions): ReviewCheck {
  const ratios = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let mean = 0;
    for (let t = 0; t < weeks; t++) mean += media[t * count + i] / weeks;
    let squares = 0;
    for (let t = 0; t < weeks; t++) squares += (media[t * count + i] - mean) ** 2;
    ratios[i] = Math.sqrt(squares / (weeks - 1)) / sigma[i];
  }
  const median = ratios.sort()[Math.floor(count / 2)];
  const weak = median < limits.signal;
  return {
    check: "signal-to-noise",
    title: "Signal exceeds noise",
    status: weak ? "REVIEW" : "PASS",
    figure: median,
    threshold: limits.signal,
    finding: `The standard deviation of the media contribution over time is ${fixed(median, 2)} times that of the noise.`,
    advice: weak
      ? "The media effect is small compared with the noise. Explain more of the target with controls, or test larger changes of spend."
      : "Nothing to do.",
  };
}

function reachCheck(facts: readonly ChannelFacts[]): ReviewCheck {
  const curved = facts.filter(({ reach }) => reach !== undefined);
  const low = curved.filter(({ reach }) => (reach?.median ?? 1) < limits.reach);
  const least = Math.min(1, ...curved.map(({ reach }) => reach?.median ?? 1));
  return {
    check: "unseen-saturation",
    title: "Spend reached saturation",
    status: low.length > 0 ? "REVIEW" : "PASS",
    figure: least,
    threshold: limits.reach,
    finding:
      low.length > 0
        ? `Spend on ${namesOf(low)} never came near the half-saturation point.`
        : "Every channel with a saturating curve was observed beyond half of its maximum effect.",
    advice:
      low.length > 0
        ? `The prior determines where ${namesOf(low)} saturates. Increase spend in small steps; plans far above past spend are extrapolation.`
        : "Nothing to do.",
  };
}

function dominanceCheck(facts: readonly ChannelFacts[]): ReviewCheck {
  const top = facts.reduce((most, each) =>
    each.contributionShare.median > most.contributionShare.median ? each : most,
  );
  const share = top.contributionShare.median;
  const dominant = facts.length > 1 && share > limits.dominantShare && share > 2 * top.spendShare;
  return {
    check: "dominant-channel",
    title: "No channel dominates",
    status: dominant ? "REVIEW" : "PASS",
    figure: share,
    threshold: limits.dominantShare,
    finding: `${top.channel} has the largest share of the media contribution: ${percent(share)}, with ${percent(top.spendShare)} of spend.`,
    advice: dominant
      ? `Demand may drive spend on ${top.channel}, which would bias its ROI upwards. Add a control for demand, or run a test.`
      : "Nothing to do.",
  };
}

function returnCheck(facts: readonly ChannelFacts[]): ReviewCheck {
  const high = facts.filter(({ roi }) => roi.median > limits.largestReturn);
  const most = facts.reduce((largest, each) => (each.roi.median > largest.roi.median ? each : largest));
  return {
    check: "implausible-return",
    title: "Returns are plausible",
    status: high.length > 0 ? "REVIEW" : "PASS",
    figure: most.roi.median,
    threshold: limits.largestReturn,
    finding: `${most.channel} has the highest ROI: ${interval(most.roi.median, most.roi.lower, most.roi.upper)}.`,
    advice:
      high.length > 0
        ? `Check that spend and target have the same currency unit, and whether spend on ${namesOf(high)} follows demand.`
        : "Nothing to do.",
  };
}

function sizeCheck({ design, spec, posterior }: FittedModel): ReviewCheck {
  const free = posterior.blocks.reduce((sum, { name, axes, size }) => {
    const priors = spec.priors[name];
    if (priors === undefined) return sum;
    if (isPrior(priors)) return sum + (priors.distribution === "fixed" ? 0 : size);
    return sum + labelsOfElements(axes).filter(([member]) => priors[member].distribution !== "fixed").length;
  }, 0);
  const ratio = design.weeks / free;
  const { review, fail } = limits.rowsPerParameter;
  return {
    check: "rows-per-parameter",
    title: "Enough rows for the parameters",
    status: ratio < fail ? "FAIL" : ratio < review ? "REVIEW" : "PASS",
    figure: ratio,
    threshold: review,
    finding: `The table has ${design.weeks} rows for ${free} parameters: ${fixed(ratio, 1)} rows for each.`,
    advice:
      ratio < review
        ? "The priors have a strong influence. Add history, merge small channels, or use fewer harmonics."
        : "Nothing to do.",
  };
}
