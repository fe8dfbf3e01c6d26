// What is said of a planned test, in sentences.

import type { RowPeriod } from "../../data/panel/index.ts";
import type { TargetKind, testChoiceSettings, ValueOf } from "../../settings/index.ts";
import {
  alike,
  count,
  estimatedInText,
  figure,
  listed,
  money,
  percent,
  probability,
  signed,
} from "../../words/index.ts";
import type { Interval } from "../draws/index.ts";
import type { TestKnowledge } from "./learned.ts";
import type { NextTest } from "./next-test.ts";

export interface TestWording {
  readonly target: string;
  readonly kind: TargetKind;
  readonly unit: RowPeriod;
  readonly margin: number | undefined;
  readonly objective: ValueOf<typeof testChoiceSettings.objective>;
  readonly horizon: number;
}

/** Intervals that narrow by less than this are not spoken of. */
const leastNarrowing = 0.02;
/** Noise that raises the error by less is not spoken of. */
const leastInflation = 1.15;

export function testWords(test: Omit<NextTest, "words">, about: TestWording): readonly string[] {
  const { target, unit, objective, horizon } = about;
  const { channels, weeks, cooldown, lift, se, placebo, smallestEffect, power, effect, profit, spend, value } = test;
  const place =
    test.geos === null ? "" : ` in ${test.geos.length > 4 ? count(test.geos.length, "geo") : listed(test.geos)}`;
  const amount = (of: Interval): string => estimatedInText(of, alike.amounts);
  const own = count(weeks, unit);
  const read =
    cooldown === 0
      ? `in ${weeks === 1 ? `that ${unit}` : `these ${own}`}`
      : `over ${own} and ${count(cooldown, unit)} after`;
  const moved = `${money(Math.abs(spend))} ${spend < 0 ? "less" : "more"} spend`;
  const tested = test.learned.filter(({ channel }) => channels.includes(channel));
  return [
    `${changeWords(test)}${place} for ${count(weeks, unit)}: ${moved}.`,
    `The model expects ${target} to change by ${amount(lift)} ${read}, read with a standard error of ${money(se)}${errorWords(placebo, unit)}.`,
    `The test finds an effect of ${money(smallestEffect)} or more; the probability that its result is significant is ${probability(power)}.`,
    ...learnedWords(test.learned, channels),
    ...saturationWords(test, tested),
    `With its carry-over it ${effect.mean < 0 ? "costs" : "brings"} ${amount(effect.mean < 0 ? negative(effect) : effect)} of ${target} and ${spend < 0 ? "saves" : "spends"} ${money(Math.abs(spend))}${profit === null ? "" : `; profit changes by ${estimatedInText(profit, (values, locale) => signed(alike.amounts(values, locale)))}`}.`,
    `Knowing its result is worth ${money(value)} of ${objective === "profit" ? "profit" : target} in the plan for the next ${count(horizon, unit)}.`,
  ];
}

function changeWords({ channels, factor, change }: Pick<NextTest, "channels" | "factor" | "change">): string {
  const names = listed(channels);
  if (factor === 0) return `Turns ${names} off`;
  if (factor === 0.5) return `Halves the spend of ${names}`;
  if (factor === 2) return `Doubles the spend of ${names}`;
  return `Changes the spend of ${names} by ${change}`;
}

function errorWords(placebo: NextTest["placebo"], unit: RowPeriod): string {
  if (placebo === null) return ", as given";
  const lasting =
    placebo.inflation < leastInflation
      ? ""
      : `, ${figure(placebo.inflation)} times that of independent ${unit}s because noise lasts`;
  const against = placebo.comparedWith === "geos" ? "against the other geos" : "against what the model expects";
  return ` ${against}${lasting}`;
}

/** How intervals of ROI narrow: always that of the tested channels. */
function learnedWords(learned: readonly TestKnowledge[], tested: readonly string[]): readonly string[] {
  const shown = learned
    .filter(({ channel, roi }) => tested.includes(channel) || roi.narrowing >= leastNarrowing)
    .toSorted((a, b) => b.roi.narrowing - a.roi.narrowing);
  const parts = shown.map(({ channel, roi }) => `that of ${channel} by ${percent(roi.narrowing)}`);
  return parts.length === 0 ? [] : [`It narrows intervals of ROI: ${listed(parts)}.`];
}

function saturationWords(
  { spendLevels, channels }: Omit<NextTest, "words">,
  own: readonly TestKnowledge[],
): readonly string[] {
  if (spendLevels <= 2) {
    const levels = spendLevels === 1 ? "one level" : "two levels";
    return [
      `It would not identify the saturation of ${listed(channels)}, because spend has ${levels}; a curve needs three.`,
    ];
  }
  const silent = own.filter(({ saturation }) => saturation !== null && saturation.narrowing < leastNarrowing);
  return silent.length === 0
    ? []
    : [`It says next to nothing about the saturation of ${listed(silent.map(({ channel }) => channel))}.`];
}

function negative({ estimate, mean, median, lower, upper, statistic }: Interval): Interval {
  return { estimate: -estimate, mean: -mean, median: -median, lower: -upper, upper: -lower, statistic };
}
