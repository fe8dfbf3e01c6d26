// What the study of failing worlds found, in sentences, for the terminal and the page.

import { type HeldIntervals, type ScenarioStudy, tooFew, type WorldSummary } from "./scenarios.ts";
import { wrongLimits } from "./scenario-judgment.ts";
import { listed, percent } from "../../words/index.ts";

/** How "wrong" and the other counts are meant. */
export const definitions: readonly string[] = [
  `An answer is wrong if the true contribution of a channel or of all media lies outside its ${percent(wrongLimits.level)} credible interval and the median is off by more ` +
    `than ${percent(wrongLimits.relativeError)}. It is also wrong if it recommends moving budget from the channel with the lowest to the one with the highest marginal ROI (probability of at least ` +
    `${percent(wrongLimits.move)} that it pays), and the move loses more than ${wrongLimits.loss} per unit. A wide interval that contains the truth is not wrong.`,
  "A fit warns if its review (carryover check) says REVIEW or FAIL, including the sampler diagnostics. Silent means wrong without a warning. " +
    "LOW means that fewer intervals contain the truth than in 99% of correct models. Errors of channels in one fit are correlated, so their counts may be LOW by chance slightly more often. " +
    "A world is wrong if more of its answers are wrong than chance explains, or its intervals are LOW.",
];

/** The findings, the worst first. */
export function scenarioFindings({ worlds, chance, datasets }: ScenarioStudy): readonly string[] {
  const silent = worlds.filter(({ status }) => status === "silent");
  const warned = worlds.filter(({ status }) => status === "warned");
  const right = worlds.filter(({ status }) => status === "right");
  const controls = worlds.filter(({ control }) => control);
  const named = (list: readonly WorldSummary[]): string =>
    listed(
      list.map(({ world }) => world),
      list.length,
    );
  return [
    silent.length === 0
      ? "No world is mostly wrong without a warning."
      : `Wrong, mostly without a warning: ${named(silent)}.`,
    ...(warned.length === 0 ? [] : [`Wrong, with a warning: ${named(warned)}.`]),
    ...(right.length === 0
      ? []
      : [`No more errors than chance explains (up to ${chance} of ${datasets} wrong answers): ${named(right)}.`]),
    ...(controls.length === 0
      ? []
      : [
          `False warnings in worlds without a violation: ${listed(controls.map(({ warned: count, fits, world }) => `${count} of ${fits} fits (${world})`))}.`,
        ]),
  ];
}

/** Intervals that hold the truth, marked where they are too few: `13 of 20 LOW`. */
export function heldText(held: HeldIntervals): string {
  return `${held.inside} of ${held.of}${tooFew(held) ? " LOW" : ""}`;
}

/** What happened in one world, in a sentence. */
export function worldSentence(summary: WorldSummary): string {
  const { fits, wrong, silent, warned, media, mediaError } = summary;
  const sign = mediaError < 0 ? "too low" : "too high";
  return (
    `Wrong in ${wrong} of ${fits} fits, ${silent} of them without a warning; ${warned} fits warned. The median contribution of all media is ${percent(Math.abs(mediaError))} ${sign}, ` +
    `and ${media.inside} of ${media.of} 90% credible intervals contain the truth.`
  );
}

/** Checks that warned, with their counts: `outliers 9, loo-reliability 4`. */
export function checksText({ checks }: WorldSummary, most: number = Number.POSITIVE_INFINITY): string {
  const shown = checks.slice(0, most).map(({ check, review, fail }) => `${check} ${review + fail}`);
  return checks.length === 0 ? "none" : [...shown, ...(checks.length > most ? ["..."] : [])].join(", ");
}
