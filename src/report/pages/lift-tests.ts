// Lift tests: what they read beside what the model expects of them, and what it learned from them.

import { calibratedCurves, type CalibratedCurvesData, reviewLiftTests, widthLeft } from "../../charts/review/index.ts";
import type { Analysis } from "../../decisions/advice/index.ts";
import { type LiftTests, withoutTests } from "../../decisions/lift-tests/index.ts";
import { type ResponseCurves, responseCurves } from "../../decisions/quantities/index.ts";
import {
  type DrawFigure,
  type Figure,
  type Html,
  html,
  type ReportSource,
  type Section,
  table,
} from "../shell/index.ts";
import { count, fixed, interval, listed, listedApart, percent, short } from "../../words/index.ts";

/** Undefined where the model file has no tests. */
export async function liftTestsPage(
  { model }: ReportSource,
  { checks, quantities }: Analysis,
  draw: DrawFigure,
): Promise<Section | undefined> {
  const { liftTests } = checks;
  if (liftTests === undefined) return undefined;
  const { tests } = liftTests;
  const learned = tests.filter((test) => test.learned);
  const check = checks.review.checks.find((each) => each.check === "lift-test-conflict");
  const figures: Figure[] = [
    await draw(
      "review-lift-tests",
      reviewLiftTests,
      {
        tests: tests.map(
          ({ name, lift, interval: [lower, upper], withoutIt, expected, learned: isLearned, z, reliable }) => ({
            name,
            read: { estimate: lift, lower, upper },
            // What weights cannot tell is not drawn as if they could.
            ...(reliable ? { without: withoutIt, z } : {}),
            ...(isLearned ? { expected } : {}),
          }),
        ),
      },
      {
        finding: check?.finding ?? "",
        howToRead:
          "Each panel is a test, in its own unit. The first interval is what was read; the second the read-out that the model expects without having seen the test, error included; the third the effect in the model that has. Where the first two hardly overlap, test and model disagree.",
        table: testsTable(liftTests),
      },
    ),
  ];
  const without = withoutTests(model);
  if (without?.reliable === true) {
    const channels = [...new Set(learned.flatMap((test) => test.channels))];
    const before = responseCurves(without.model);
    const chart = chartOf(channels, before, quantities.curves);
    if (chart.channels.length > 0) {
      figures.push(
        await draw("calibrated-curves", calibratedCurves, chart, {
          finding: `With the tests, the band at the largest spend has this share of its width without them: ${listedApart(chart.channels.map((each) => `${each.name} ${percent(widthLeft(each))}`))}.`,
          howToRead:
            "The long-run response to constant spend of the channels that were tested. The dashed curve is what the table and the priors alone say, by weighting the draws as if no test had been read; the filled one is the model's. Each panel has its own scales.",
          table: curvesTable(chart),
        }),
      );
    }
  }
  return {
    id: "lift-tests",
    title: "Lift tests",
    lead: leadOf(liftTests, without),
    figures,
  };
}

function leadOf({ tests, sources }: LiftTests, without: ReturnType<typeof withoutTests>): Html {
  const learned = tests.filter((test) => test.learned).length;
  const compared = tests.length - learned;
  const biased = sources.filter(({ prior }) => prior > 0);
  const bias = biased.map(({ source, bias: own, unit }) => {
    const print = unit === "share" ? percent : short;
    return `${source}: ${print(own.estimate)} (${print(own.lower)} to ${print(own.upper)})`;
  });
  return html`<p>The model learned from ${count(learned, "lift test")}${compared === 0 ? "" : `, and is only compared with ${compared}`}.${bias.length === 0 ? "" : ` Bias of the sources: ${listed(bias)}.`}${without === undefined || without.reliable ? "" : ` Curves without the tests are not shown: the tests change the draws too much to weight them back (Pareto k ${fixed(without.paretoK, 2)}). A fit with the tests set to ${"`use: comparison`"} has them.`}</p>`;
}

function testsTable({ tests }: LiftTests): Html {
  return table("Lift tests and the model, 90% intervals", [
    { title: "test", cells: tests.map(({ name }) => name) },
    { title: "channels", cells: tests.map(({ channels }) => listed(channels)) },
    {
      title: "read",
      align: "right",
      cells: tests.map(({ lift, interval: [lower, upper] }) => interval(lift, lower, upper)),
    },
    {
      title: "expected without it",
      align: "right",
      cells: tests.map(({ withoutIt: { estimate, lower, upper }, reliable }) =>
        reliable ? interval(estimate, lower, upper) : "not known",
      ),
    },
    {
      title: "effect in the model",
      align: "right",
      cells: tests.map(({ expected: { estimate, lower, upper } }) => interval(estimate, lower, upper)),
    },
    { title: "z", align: "right", cells: tests.map(({ z, reliable }) => (reliable ? fixed(z, 1) : "")) },
    {
      title: "Pareto k",
      align: "right",
      cells: tests.map(({ paretoK }) => (paretoK === undefined ? "" : fixed(paretoK, 2))),
    },
    { title: "use", cells: tests.map((test) => (test.learned ? "learned from" : "compared")) },
  ]);
}

function chartOf(names: readonly string[], before: ResponseCurves, after: ResponseCurves): CalibratedCurvesData {
  return {
    channels: names.flatMap((name): CalibratedCurvesData["channels"] => {
      const [one, other] = [before, after].map(({ channels }) => channels.find((each) => each.name === name));
      if (one === undefined || other === undefined || !(other.observed.largest > 0)) return [];
      return [{ name, spend: other.steady.spend, before: one.steady.response, after: other.steady.response }];
    }),
  };
}

function curvesTable({ channels }: CalibratedCurvesData): Html {
  const last = (curve: CalibratedCurvesData["channels"][number]["before"]): string =>
    interval(curve.estimate.at(-1) ?? 0, curve.lower.at(-1) ?? 0, curve.upper.at(-1) ?? 0);
  return table("Response at the largest spend of the curves, 90% intervals", [
    { title: "channel", cells: channels.map(({ name }) => name) },
    { title: "spend", align: "right", cells: channels.map(({ spend }) => short(spend.at(-1) ?? 0)) },
    { title: "without the tests", align: "right", cells: channels.map(({ before }) => last(before)) },
    { title: "with them", align: "right", cells: channels.map(({ after }) => last(after)) },
  ]);
}
