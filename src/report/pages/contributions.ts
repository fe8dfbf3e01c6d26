// What the target is made of: over time and in total.

import { contributionStack, contributionWaterfall } from "../../charts/fit/index.ts";
import type { Analysis } from "../../decisions/advice/index.ts";
import { type DrawFigure, intervalInText, withInterval, type Figure, type Section, table } from "../shell/index.ts";
import { alike, count, short } from "../../words/index.ts";

export async function contributionsPage({ quantities }: Analysis, draw: DrawFigure): Promise<Section> {
  const { components, weekly, media, baseline, expected, observed, target, period } = quantities.contributions;
  const kindOf = (kind: string): "channel" | "other" => (kind === "channel" ? "channel" : "other");
  const channels = components
    .filter(({ kind }) => kind === "channel")
    .toSorted((a, b) => b.total.estimate - a.total.estimate);
  const figures: Figure[] = [];
  if (weekly !== undefined) {
    figures.push(
      await draw(
        "contribution-stack",
        contributionStack,
        {
          weeks: weekly.dates,
          parts: weekly.components.map(({ name, kind, series }) => ({ name, kind: kindOf(kind), values: series.mean })),
          observed: weekly.observed,
        },
        {
          finding: `Media contributed ${intervalInText(media.share, alike.percents)} of ${target}, and the baseline ${intervalInText(baseline.share, alike.percents)}.`,
          howToRead: `Each band is the posterior mean contribution of one component by ${period.unit}. The bands add up to the expected target; bands below zero are negative contributions. The line is the observed target.`,
          table: table(`Contribution to ${target} by ${period.unit}, posterior means`, [
            { title: period.unit, cells: weekly.dates },
            ...weekly.components.map(({ name, series }) => ({
              title: name,
              align: "right" as const,
              cells: series.mean.map(short),
            })),
            { title: "observed", align: "right", cells: weekly.observed.map(short) },
          ]),
        },
      ),
    );
  }
  figures.push(
    await draw(
      "contribution-waterfall",
      contributionWaterfall,
      {
        parts: components.map(({ name, kind, total }) => ({ name, kind: kindOf(kind), total })),
        total: expected,
        observed,
      },
      {
        finding:
          channels.length === 0
            ? `The expected total is ${intervalInText(expected)}.`
            : `${channels.length === 1 ? `${channels[0].name} contributed` : `${channels[0].name} has the largest contribution of all channels:`} ${intervalInText(channels[0].total)} over ${count(period.rows, period.unit)}.`,
        howToRead:
          "The components add up to the expected target. Bars are posterior means, and whiskers are 90% credible intervals of each component. In every draw, the components add up exactly.",
        table: table(`Contribution to ${target} over ${count(period.rows, period.unit)}, with 90% credible intervals`, [
          { title: "part", cells: components.map(({ name }) => name) },
          { title: "contribution", align: "right", cells: components.map(({ total }) => withInterval(total)) },
          {
            title: "share",
            align: "right",
            cells: components.map(({ share }) => withInterval(share, alike.percents)),
          },
        ]),
      },
    ),
  );
  return { id: "contributions", title: "Contributions", figures };
}
