// What the study of failing worlds found, in sentences, for the terminal and the page.

import { type HeldIntervals, type ScenarioStudy, tooFew, type WorldSummary } from "./scenarios.ts";
import { wrongLimits } from "./scenario-judgment.ts";
import { percent } from "../../words/index.ts";

/** How "wrong" and the other counts are meant. */
export const definitions: readonly string[] = [
  `An answer is wrong when the truth of a channel's contribution, or of the sum of all, lies outside its ${percent(wrongLimits.level)} interval and the median is off by more ` +
    `than ${percent(wrongLimits.relativeError)}; or when moving money from the channel with the lowest to that with the highest marginal return is recommended (probability of at least ` +
    `${percent(wrongLimits.move)} that it pays) and loses more than ${wrongLimits.loss} per unit moved. A wide interval that holds the truth is not wrong.`,
  "A fit warns when its review (carryover check) says REVIEW or FAIL, the verdict on sampling included. Silent: wrong, and nothing warned. " +
    "LOW: fewer intervals hold the truth than 99% of right ones would; channels of one fit err together, so that theirs may be LOW by chance a little more often. " +
    "A world is wrong when more of its answers are than chance gives or its intervals are LOW.",
];

/** The findings, the worst first. */
export function scenarioFindings({ worlds, chance, datasets }: ScenarioStudy): readonly string[] {
  const silent = worlds.filter(({ status }) => status === "silent");
  const warned = worlds.filter(({ status }) => status === "warned");
  const right = worlds.filter(({ status }) => status === "right");
  const controls = worlds.filter(({ control }) => control);
  const named = (list: readonly WorldSummary[]): string => list.map(({ world }) => world).join(", ");
  return [
    silent.length === 0
      ? "No world is wrong more often than chance gives and mostly without a warning."
      : `Wrong, and mostly without a warning: ${named(silent)}.`,
    ...(warned.length === 0 ? [] : [`Wrong, and warned of: ${named(warned)}.`]),
    ...(right.length === 0
      ? []
      : [
          `No more wrong answers (${chance} of ${datasets}) and no more misses of intervals than chance gives: ${named(right)}.`,
        ]),
    ...(controls.length === 0
      ? []
      : [
          `Where nothing is the matter, something warned in ${controls.map(({ warned: count, fits, world }) => `${count} of ${fits} fits (${world})`).join(", ")}.`,
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
    `Wrong in ${wrong} of ${fits}, ${silent} of them silent; something warned in ${warned}. Of all media, the median is ${percent(Math.abs(mediaError))} ${sign}, ` +
    `and ${media.inside} of ${media.of} intervals of 90% hold the truth.`
  );
}

/** Checks that warned, with their counts: `outliers 9, loo-reliability 4`. */
export function checksText({ checks }: WorldSummary, most: number = Number.POSITIVE_INFINITY): string {
  const shown = checks.slice(0, most).map(({ check, review, fail }) => `${check} ${review + fail}`);
  return checks.length === 0 ? "none" : [...shown, ...(checks.length > most ? ["..."] : [])].join(", ");
}
