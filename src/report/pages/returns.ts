// ROI, share of spend against share of effect, marginal ROI.

import { marginalRoi, roiForest, roiSpendShare } from "../../charts/returns/index.ts";
import type { Analysis } from "../../decisions/advice/index.ts";
import type { Ranking } from "../../decisions/draws/index.ts";
import { type DrawFigure, withInterval, html, type Section, type ReportColumn, table } from "../shell/index.ts";
import { alike, figure, listed, percent, probability, short } from "../../words/index.ts";

export async function returnsPage({ quantities }: Analysis, draw: DrawFigure): Promise<Section> {
  const { returns } = quantities;
  const head = { id: "returns", title: "What did each channel return?" };
  const { target, breakEven, targetKind } = returns;
  const channels = returns.channels.filter(({ spend }) => spend > 0);
  const none = returns.channels.filter(({ spend }) => !(spend > 0)).map(({ name }) => name);
  const best = channels.toSorted((a, b) => b.roi.median - a.roi.median)[0];
  const next = channels.toSorted((a, b) => b.marginalRoi.median - a.marginalRoi.median)[0];
  const lopsided = channels.filter(
    ({ shareOfSpend, shareOfMedia }) => shareOfSpend < shareOfMedia.lower || shareOfSpend > shareOfMedia.upper,
  );
  const conversions = targetKind === "conversions";
  const even = breakEven === undefined ? {} : { breakEven };
  if (best === undefined)
    return { ...head, figures: [], lead: html`<p>No channel had spend, so none has a return.</p>` };
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
        finding:
          `${best.name} returned ${channels.length === 1 ? "" : "most by the median: "}${withInterval(best.roi, alike.figures)} in ${target} per unit of spend` +
          `${placeText(returns.ranking.roi, best.name)}.`,
        howToRead:
          "Dots are medians, lines 90% intervals: with probability 90% the return lies on the line. Where two lines overlap widely, do not rank the two." +
          (breakEven === undefined
            ? ""
            : breakEven === 1
              ? " Left of the vertical line a channel brought back less than it cost."
              : ` The vertical line is the break-even of ${figure(breakEven)}.`),
        table: table("Return by channel, 90% intervals", [
          { title: "channel", cells: channels.map(({ name }) => name) },
          { title: "spend", align: "right", cells: channels.map(({ spend }) => short(spend)) },
          {
            title: "contribution",
            align: "right",
            cells: channels.map(({ contribution }) => withInterval(contribution)),
          },
          { title: "ROI", align: "right", cells: channels.map(({ roi }) => withInterval(roi, alike.figures)) },
          {
            title: "marginal ROI",
            align: "right",
            cells: channels.map((each) => withInterval(each.marginalRoi, alike.figures)),
          },
          ...probabilityColumns(channels, breakEven),
          ...(conversions
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
        finding:
          lopsided.length === 0
            ? "No channel's share of the effect is clearly other than its share of the spend."
            : `${lopsided
                .slice(0, 3)
                .map(
                  ({ name, shareOfSpend, shareOfMedia }) =>
                    `${name} takes ${percent(shareOfSpend)} of the spend and brings ${withInterval(shareOfMedia, alike.percents)} of what media bring`,
                )
                .join("; ")}.`,
        table: table("Share of spend and of effect, 90% intervals", [
          { title: "channel", cells: channels.map(({ name }) => name) },
          {
            title: "share of spend",
            align: "right",
            cells: channels.map((each) => percent(each.shareOfSpend)),
          },
          {
            title: "share of what media bring",
            align: "right",
            cells: channels.map((each) => withInterval(each.shareOfMedia, alike.percents)),
          },
        ]),
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
        finding:
          `${channels.length === 1 ? `The next unit of spend on ${next.name} brings` : `By the median, the next unit of spend brings most in ${next.name}:`} ` +
          `${withInterval(next.marginalRoi, alike.figures)}${placeText(returns.ranking.marginalRoi, next.name)}.`,
        table: table("Average and marginal return, all carry-over 90% intervals", [
          { title: "channel", cells: channels.map(({ name }) => name) },
          {
            title: "average",
            align: "right",
            cells: channels.map((each) => withInterval(each.roiWithCarryOver, alike.figures)),
          },
          {
            title: "marginal",
            align: "right",
            cells: channels.map((each) => withInterval(each.marginalRoi, alike.figures)),
          },
        ]),
        howToRead:
          "The average return says what all spend of a channel brought for each unit, the marginal return what one more unit would bring, all " +
          "its carry-over counted. Decisions about the budget follow the marginal return; where it is far below the average, the channel is saturated.",
      },
    ),
  ];
  return {
    ...head,
    figures,
    ...(none.length === 0 ? {} : { lead: html`<p>No spend, so no return: ${listed(none)}.</p>` }),
  };
}

/** How sure it is that a channel is the first of several. */
function placeText({ names, places }: Ranking, name: string): string {
  const first = places[names.indexOf(name)]?.[0];
  return names.length < 2 || first === undefined
    ? ""
    : `; the probability that no other returns more is ${probability(first)}`;
}

function probabilityColumns(
  channels: Analysis["quantities"]["returns"]["channels"],
  breakEven: number | undefined,
): readonly ReportColumn[] {
  if (breakEven === undefined) return [];
  return [
    {
      title: `P(ROI > ${figure(breakEven)})`,
      align: "right",
      cells: channels.map(({ probabilityAboveBreakEven: p }) => (p === undefined ? "-" : probability(p))),
    },
    {
      title: `P(marginal ROI > ${figure(breakEven)})`,
      align: "right",
      cells: channels.map(({ probabilityMarginalAboveBreakEven: p }) => (p === undefined ? "-" : probability(p))),
    },
  ];
}
