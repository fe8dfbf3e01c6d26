// ROI, share of spend against share of effect, marginal ROI.

import { marginalRoi, roiForest, roiSpendShare } from "../../charts/returns/index.ts";
import type { Analysis } from "../../decisions/advice/index.ts";
import { breakEvenText, type Cost, type Ranking } from "../../decisions/draws/index.ts";
import type { ChannelReturn } from "../../decisions/quantities/index.ts";
import {
  type DrawFigure,
  intervalInText,
  withInterval,
  html,
  type Section,
  type ReportColumn,
  table,
} from "../shell/index.ts";
import { alike, inCurrency, listed, missing, percent, probability, short } from "../../words/index.ts";

export async function returnsPage({ quantities, units }: Analysis, draw: DrawFigure): Promise<Section> {
  const { returns } = quantities;
  const head = { id: "returns", title: "Returns" };
  const { target, breakEven, breakEvenFrom, targetKind } = returns;
  const channels = returns.channels.filter(({ spend }) => spend > 0);
  const none = returns.channels.filter(({ spend }) => !(spend > 0)).map(({ name }) => name);
  const best = channels.toSorted((a, b) => b.roi.estimate - a.roi.estimate)[0];
  const next = channels.toSorted((a, b) => b.marginalRoi.estimate - a.marginalRoi.estimate)[0];
  // Spend is compared with what media with spend bring.
  const shares = channels.map(({ name, roi, shareOfSpend, shareOfMedia, shareOfPaidMedia: ofPaid = shareOfMedia }) => ({
    name,
    roi,
    spendShare: shareOfSpend,
    contributionShare: ofPaid,
  }));
  const ofMedia = returns.channels.some(({ organic }) => organic)
    ? "contribution of media with spend"
    : "media contribution";
  const lopsided = shares.filter(
    ({ spendShare, contributionShare: { lower, upper } }) => spendShare < lower || spendShare > upper,
  );
  const conversions = targetKind === "conversions";
  const even = {
    breakEven: breakEven ?? null,
    ...(breakEvenFrom === "revenue" ? { boundName: "revenue equals spend" } : {}),
  };
  if (best === undefined) return { ...head, figures: [], lead: html`<p>No channel had spend, so there is no ROI.</p>` };
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
          `${bestText(best, channels.length, target, units)}` +
          `${placeText(returns.ranking.headline, best.name, hasCost(best.costPerConversion))}.`,
        howToRead:
          "ROI is contribution in the table per unit of spend. Dots are estimates (posterior means; medians where marked †), and lines are 90% credible intervals. Do not rank two channels whose lines overlap widely." +
          (breakEven === undefined
            ? ""
            : breakEvenFrom === "revenue"
              ? " The vertical line is an ROI of 1, at which revenue equals spend."
              : ` The vertical line is the break-even of ${breakEvenText(breakEven, breakEvenFrom)}.`),
        table: table("ROI (contribution in the table per unit of spend) by channel, with 90% credible intervals", [
          { title: "channel", cells: channels.map(({ name }) => name) },
          { title: "spend", unit: units.spend, align: "right", cells: channels.map(({ spend }) => short(spend)) },
          {
            title: `contribution to ${target}`,
            unit: units.outcome,
            align: "right",
            cells: channels.map((each) => withInterval(each.contributionOfSpend)),
          },
          { title: "ROI", align: "right", cells: channels.map(({ roi }) => withInterval(roi, alike.figures)) },
          {
            title: "marginal ROI",
            align: "right",
            cells: channels.map((each) => withInterval(each.marginalRoi, alike.figures)),
          },
          ...probabilityColumns(channels, breakEven, breakEvenFrom),
          ...(conversions
            ? [
                {
                  title: "cost of one more",
                  unit: units.spend,
                  align: "right" as const,
                  cells: channels.map(({ costOfOneMore }) =>
                    costOfOneMore === undefined ? missing : withInterval(costOfOneMore, alike.figures),
                  ),
                },
                {
                  title: "cost per conversion",
                  unit: units.spend,
                  align: "right" as const,
                  cells: channels.map(({ costPerConversion }) =>
                    costPerConversion === undefined ? missing : withInterval(costPerConversion, alike.figures),
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
      { channels: shares },
      {
        finding:
          lopsided.length === 0
            ? `No channel's share of the ${ofMedia} clearly differs from its share of spend.`
            : `${lopsided
                .slice(0, 3)
                .map(
                  ({ name, spendShare, contributionShare }) =>
                    `${name} has ${percent(spendShare)} of spend and ${intervalInText(contributionShare, alike.percents)} of the ${ofMedia}`,
                )
                .join("; ")}.`,
        table: table(`Share of spend and share of the ${ofMedia}, with 90% credible intervals`, [
          { title: "channel", cells: shares.map(({ name }) => name) },
          {
            title: "share of spend",
            align: "right",
            cells: shares.map(({ spendShare }) => percent(spendShare)),
          },
          {
            title: `share of ${ofMedia}`,
            align: "right",
            cells: shares.map(({ contributionShare }) => withInterval(contributionShare, alike.percents)),
          },
        ]),
        howToRead: `If a channel's share of the ${ofMedia} lies to the right of its share of spend, its ROI is above the average of all media with spend.`,
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
        finding: `${nextText(next, channels.length, units)}${placeText(returns.ranking.marginalRoi, next.name, hasCost(next.costOfOneMore))}.`,
        table: table("Average ROI with carry-over and marginal ROI, with 90% credible intervals", [
          { title: "channel", cells: channels.map(({ name }) => name) },
          {
            title: "average ROI with carry-over",
            align: "right",
            cells: channels.map((each) => withInterval(each.roiWithCarryOver, alike.figures)),
          },
          {
            title: "marginal ROI",
            align: "right",
            cells: channels.map((each) => withInterval(each.marginalRoi, alike.figures)),
          },
        ]),
        howToRead:
          "Both count the carry-over that is still to come after the table. The average ROI with carry-over is the return per unit of all spend of a channel; the marginal ROI is " +
          "the return of one more unit. Budget decisions should use the marginal ROI. If it is far below the average, the channel is saturated.",
      },
    ),
  ];
  return {
    ...head,
    figures,
    ...(none.length === 0 ? {} : { lead: html`<p>Channels without spend have no ROI: ${listed(none)}.</p>` }),
  };
}

/** The channel with the highest return; of conversions, with the lowest cost. */
function bestText(
  { name, roi, costPerConversion: cost }: ChannelReturn,
  channels: number,
  target: string,
  units: Analysis["units"],
): string {
  if (hasCost(cost)) {
    const head =
      channels === 1 ? `The cost per conversion of ${name} is` : `${name} has the lowest cost per conversion:`;
    return `${head} ${inCurrency(intervalInText(cost, alike.figures), units.spend)}`;
  }
  const head = channels === 1 ? `The ROI of ${name} is` : `${name} has the highest ROI:`;
  return `${head} ${intervalInText(roi, alike.figures)} in ${target} per unit of spend`;
}

/** The same of one more unit of spend. */
function nextText(
  { name, marginalRoi: marginal, costOfOneMore: cost }: ChannelReturn,
  channels: number,
  units: Analysis["units"],
): string {
  if (hasCost(cost)) {
    const head =
      channels === 1 ? `The cost of one more conversion of ${name} is` : `One more conversion costs least on ${name}:`;
    return `${head} ${inCurrency(intervalInText(cost, alike.figures), units.spend)}`;
  }
  const head = channels === 1 ? `The marginal ROI of ${name} is` : `${name} has the highest marginal ROI:`;
  return `${head} ${intervalInText(marginal, alike.figures)}`;
}

/** Whether a cost is told instead of the return that it is one over. */
function hasCost(cost: Cost | undefined): cost is Cost {
  return cost !== undefined && Number.isFinite(cost.estimate);
}

/** How sure it is that a channel is the first of several: of the highest return, which has the lowest cost. */
function placeText({ names, places }: Ranking, name: string, ofCost: boolean): string {
  const first = places[names.indexOf(name)]?.[0];
  return names.length < 2 || first === undefined
    ? ""
    : `; the probability that it is the ${ofCost ? "lowest" : "highest"} is ${probability(first)}`;
}

function probabilityColumns(
  channels: Analysis["quantities"]["returns"]["channels"],
  breakEven: number | undefined,
  from: Analysis["quantities"]["returns"]["breakEvenFrom"],
): readonly ReportColumn[] {
  if (breakEven === undefined) return [];
  const bound = breakEvenText(breakEven, from);
  return [
    {
      title: `P(ROI > ${bound})`,
      align: "right",
      cells: channels.map(({ probabilityAboveBreakEven: p }) => (p === undefined ? missing : probability(p))),
    },
    {
      title: `P(marginal ROI > ${bound})`,
      align: "right",
      cells: channels.map(({ probabilityMarginalAboveBreakEven: p }) => (p === undefined ? missing : probability(p))),
    },
  ];
}
