// What the target is made of: over time and in total.

import { contributionStack, contributionWaterfall } from "../../charts/fit/index.ts";
import type { Analysis } from "../../decisions/advice/index.ts";
import { type DrawFigure, intervalInText, withInterval, type Figure, type Section, table } from "../shell/index.ts";
import type { Component } from "../../decisions/quantities/index.ts";
import {
  alike,
  count,
  type Estimated,
  inCurrency,
  listed,
  missing,
  range,
  short,
  withUnit,
} from "../../words/index.ts";

export async function contributionsPage({ quantities, units }: Analysis, draw: DrawFigure): Promise<Section> {
  const { components, weekly, media, baseline, expected, observed, target, period } = quantities.contributions;
  const kindOf = (kind: string): "channel" | "other" => (kind === "channel" ? "channel" : "other");
  const channels = components
    .filter(({ kind }) => kind === "channel")
    .toSorted((a, b) => b.total.estimate - a.total.estimate);
  const amount = (of: Estimated): string => inCurrency(intervalInText(of), units.target);
  const figures: Figure[] = [];
  const others = components.filter(({ kind }) => kind !== "channel");
  const folded = others.some(({ swing }) => (swing?.lowest.contribution.mean ?? 0) < 0) ? others : [];
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
          howToRead: `Each band is a posterior mean contribution by ${period.unit}. The bands add up to the expected target. ${
            folded.length > 1
              ? `The baseline is the sum of ${listed(folded.map(({ name }) => name))}, some of which are negative in some ${period.unit}s; the table has each of them. `
              : ""
          }The line is the observed target.`,
          table: table(`Contribution to ${withUnit(target, units.target)} by ${period.unit}, posterior means`, [
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
        parts: components.map(({ name, kind, total, share, swing, cancels }) => ({
          name,
          kind: kindOf(kind),
          total,
          share,
          ...(cancels === true && swing !== undefined
            ? { swing: [swing.lowest.contribution.estimate, swing.highest.contribution.estimate] as const }
            : {}),
        })),
        total: expected,
        observed,
      },
      {
        finding:
          channels.length === 0
            ? `The expected total is ${amount(expected)}.`
            : `${channels.length === 1 ? `${channels[0].name} contributed` : `${channels[0].name} has the largest contribution of all channels:`} ${amount(channels[0].total)} over ${count(period.rows, period.unit)}.`,
        howToRead:
          "The components add up to the expected target. Bars are posterior means, and whiskers are 90% credible intervals of each component. In every draw, the components add up exactly." +
          cancelText(components, period.unit),
        table: table(`Contribution to ${target} over ${count(period.rows, period.unit)}, with 90% credible intervals`, [
          { title: "part", cells: components.map(({ name }) => name) },
          {
            title: "contribution",
            unit: units.target,
            align: "right",
            cells: components.map(({ total, cancels }) => (cancels === true ? "0" : withInterval(total))),
          },
          ...(components.some(({ swing }) => swing !== undefined)
            ? [
                {
                  title: `lowest and highest ${period.unit}`,
                  unit: units.target,
                  align: "right" as const,
                  cells: components.map(swingText),
                },
              ]
            : []),
          {
            title: "share",
            align: "right",
            cells: components.map(({ share, cancels }) =>
              cancels === true ? "0%" : withInterval(share, alike.percents),
            ),
          },
        ]),
      },
    ),
  );
  return { id: "contributions", title: "Contributions", figures };
}

/** How far a part goes down and up: `−12.1k to 15.0k`. */
function swingText({ swing }: Component): string {
  return swing === undefined
    ? missing
    : range(swing.lowest.contribution.estimate, swing.highest.contribution.estimate, alike.shorts);
}

/** Which parts add up to nothing because they only move the target between weeks. */
function cancelText(components: readonly Component[], unit: string): string {
  const names = components.filter(({ cancels }) => cancels === true).map(({ name }) => name);
  if (names.length === 0) return "";
  const one = names.length === 1;
  return ` The total of ${listed(names)} is zero by construction: ${one ? "it moves" : "they move"} the target between ${unit}s, and ${one ? "its" : "their"} lowest and highest ${unit} ${one ? "is" : "are"} shown instead.`;
}
