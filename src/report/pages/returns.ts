// ROI, share of spend against share of effect, marginal ROI.

import { marginalRoi } from "../../charts/marginal-roi.ts";
import { roiForest } from "../../charts/roi-forest.ts";
import { roiSpendShare } from "../../charts/roi-spend-share.ts";
import type { Analysis } from "../../decisions/analysis.ts";
import type { DrawFigure } from "../draw.ts";
import { chance, numbers, withInterval } from "../figures.ts";
import { html } from "../html.ts";
import type { Section } from "../section.ts";
import { type ReportColumn, table } from "../table.ts";

export async function returnsPage({ quantities }: Analysis, draw: DrawFigure): Promise<Section> {
  const { returns } = quantities;
  const { target, breakEven, targetKind } = returns;
  const channels = returns.channels.filter(({ spend }) => spend > 0);
  const none = returns.channels.filter(({ spend }) => spend === 0).map(({ name }) => name);
  const best = channels.toSorted((a, b) => b.roi.median - a.roi.median)[0];
  const next = channels.toSorted((a, b) => b.marginalRoi.median - a.marginalRoi.median)[0];
  const oversized = channels.toSorted(
    (a, b) => b.shareOfSpend - b.shareOfMedia.median - (a.shareOfSpend - a.shareOfMedia.median),
  )[0];
  const even = breakEven === undefined ? {} : { breakEven };
  const figures = [
    await draw(
      "roi-forest",
      roiForest,
      {
        channels: channels.map(({ name, roi, probabilityAboveBreakEven }) => ({
          name,
          roi,
          ...(probabilityAboveBreakEven === undefined ? {} : { probabilityAboveBreakEven }),
        })),
        ...even,
      },
      {
        finding: `${best.name} returned most: ${withInterval(best.roi, numbers.ratio)} in ${target} per unit of spend.`,
        howToRead:
          "Dots are medians, lines 90 % intervals: with probability 90 % the return lies on the line. Where two lines overlap widely, do not rank the two." +
          (breakEven === undefined ? "" : " Left of the vertical line a channel brought back less than it cost."),
        table: table("Return by channel, 90 % intervals", [
          { title: "channel", cells: channels.map(({ name }) => name) },
          { title: "spend", align: "right", cells: channels.map(({ spend }) => numbers.short(spend)) },
          {
            title: "contribution",
            align: "right",
            cells: channels.map(({ contribution }) => withInterval(contribution)),
          },
          { title: "ROI", align: "right", cells: channels.map(({ roi }) => withInterval(roi, numbers.ratio)) },
          {
            title: "marginal ROI",
            align: "right",
            cells: channels.map((each) => withInterval(each.marginalRoi, numbers.ratio)),
          },
          ...probabilityColumns(channels, breakEven),
          ...(targetKind === "conversions"
            ? [
                {
                  title: "cost per conversion",
                  align: "right" as const,
                  cells: channels.map(({ costPerConversion }) =>
                    costPerConversion === undefined ? "-" : withInterval(costPerConversion),
                  ),
                },
              ]
            : []),
        ]),
      },
    ),
    await draw(
      "roi-spend-share",
      roiSpendShare,
      {
        channels: channels.map(({ name, shareOfSpend, shareOfMedia, roi }) => ({
          name,
          spendShare: shareOfSpend,
          contributionShare: shareOfMedia,
          roi,
        })),
      },
      {
        finding: `${oversized.name} takes ${numbers.percent(oversized.shareOfSpend)} of the spend and brings ${withInterval(oversized.shareOfMedia, numbers.percent)} of what media bring.`,
        howToRead:
          "A channel whose share of the effect lies to the right of its share of the spend earns more than its place in the budget, and the other way round.",
      },
    ),
    await draw(
      "marginal-roi",
      marginalRoi,
      {
        channels: channels.map(({ name, roiWithCarryOver, marginalRoi: marginal }) => ({
          name,
          average: roiWithCarryOver,
          marginal,
        })),
        ...even,
      },
      {
        finding: `The next unit of spend goes furthest in ${next.name}: ${withInterval(next.marginalRoi, numbers.ratio)}.`,
        howToRead:
          "The average return says what all spend of a channel brought for each unit, the marginal return what one more unit would bring, all " +
          "its carry-over counted. Decisions about the budget follow the marginal return; where it is far below the average, the channel is saturated.",
      },
    ),
  ];
  return {
    id: "returns",
    title: "What did each channel return?",
    figures,
    ...(none.length === 0 ? {} : { lead: html`<p>No spend, so no return: ${none.join(", ")}.</p>` }),
  };
}

function probabilityColumns(
  channels: Analysis["quantities"]["returns"]["channels"],
  breakEven: number | undefined,
): readonly ReportColumn[] {
  if (breakEven === undefined) return [];
  return [
    {
      title: `P(ROI > ${numbers.ratio(breakEven)})`,
      align: "right",
      cells: channels.map(({ probabilityAboveBreakEven: p }) => (p === undefined ? "-" : chance(p))),
    },
    {
      title: `P(marginal ROI > ${numbers.ratio(breakEven)})`,
      align: "right",
      cells: channels.map(({ probabilityMarginalAboveBreakEven: p }) => (p === undefined ? "-" : chance(p))),
    },
  ];
}
