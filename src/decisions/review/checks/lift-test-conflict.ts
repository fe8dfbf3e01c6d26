// Whether lift tests agree with what the model expects of them without them, one by one and source by source.

import { fixed, listed, percent, short } from "../../../words/index.ts";
import type { LiftSource, LiftTest } from "../../lift-tests/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const liftTestConflict: ReviewCheckKind = reviewCheck({
  name: "lift-test-conflict",
  title: "Lift tests agree with the model",
  limits: {
    /** Standard deviations of the read-out that the model expects without the test; 5% of tests that agree lie further away. */
    conflict: 2,
  },
  measure: ({ liftTests }) => liftTests,
  judge: ({ tests, sources }, { conflict }) => {
    const isFar = ({ z, reliable }: LiftTest | LiftSource): boolean => reliable && Math.abs(z) > conflict;
    const far = tests.filter(isFar);
    // A source with a single test says what that says.
    const farSources = sources.filter((source) => source.tests.length > 1 && isFar(source));
    const forced = tests.filter((test) => test.forced === true);
    const unsure = tests.filter(({ reliable }) => !reliable);
    const known = tests.filter(({ reliable }) => reliable);
    const largest = Math.max(
      0,
      ...[...known, ...sources.filter(({ reliable }) => reliable)].map(({ z }) => Math.abs(z)),
    );
    const isGood = [far, farSources, forced, unsure].every((those) => those.length === 0);
    const found = [
      far.length === 0 ? agreement(known.length, conflict, largest) : `${listed(far.map(conflictText))}.`,
      ...farSources.map(sourceText),
      ...(forced.length === 0
        ? []
        : [
            `The sales that ${namesOf(forced)} read are in the panel, so they count twice, and intervals are too narrow.`,
          ]),
      ...(unsure.length === 0
        ? []
        : [
            `What the model expects without ${namesOf(unsure)} is not known: ${unsure.length === 1 ? "the test changes" : "these tests change"} the draws too much to weight them back (large Pareto k).`,
          ]),
    ];
    const advice = [
      ...(far.length === 0 && farSources.length === 0
        ? []
        : [
            "Check dates, geos, unit and cooldown of these tests. Give a source that may be off a `bias`. If the test is right, something else moves the target together with this channel.",
          ]),
      ...(forced.length === 0 ? [] : ["Remove `force: true`."]),
      ...(unsure.length === 0
        ? []
        : [
            "Run `carryover check RUN --without-tests`: it fits once more without the tests, and compares all of them.",
          ]),
    ];
    return {
      status: isGood ? "PASS" : "REVIEW",
      figure: largest,
      threshold: conflict,
      finding: found.join(" "),
      ...(isGood ? {} : { advice: advice.join(" ") }),
    };
  },
});

function namesOf(tests: readonly LiftTest[]): string {
  return listed(tests.map(({ name }) => name));
}

function agreement(tests: number, conflict: number, largest: number): string {
  if (tests === 0) return "No lift test can be compared by weights.";
  const whole = tests === 1 ? "The lift test lies" : `All ${tests} lift tests lie`;
  return `${whole} within ${conflict} standard deviations of what the model expects without ${tests === 1 ? "it" : "each of them"}; the largest distance is ${fixed(largest, 1)}.`;
}

function sourceText({ source, tests, z, unit, bias }: LiftSource): string {
  const size =
    unit === "share" && bias.lower !== bias.upper
      ? ` Its bias is ${percent(bias.lower)} to ${percent(bias.upper)}.`
      : "";
  return `Taken together, the ${tests.length} tests of ${source} read ${z > 0 ? "more" : "less"} than the model expects without them, by ${fixed(Math.abs(z), 1)} standard deviations.${size}`;
}

function conflictText({ name, lift, withoutIt, z }: LiftTest): string {
  return `${name} read ${short(lift)}, ${fixed(Math.abs(z), 1)} standard deviations ${z > 0 ? "above" : "below"} what the model expects without it (${short(withoutIt.lower)} to ${short(withoutIt.upper)})`;
}
