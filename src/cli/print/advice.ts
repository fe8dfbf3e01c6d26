// Advice on a run: as full sentences, and as the few lines that a fit ends with.

import { actionWords, type Advice, type ChannelAdvice } from "../../decisions/advice/index.ts";
import { csvText } from "../../files/index.ts";
import type { Style } from "../terminal/index.ts";
import { noted } from "./intervals.ts";
import { tableLines, wrapText } from "./table.ts";
import { type Estimated, estimated, figure, level as levelText, missing } from "../../words/index.ts";

/** The two questions about the budget. */
export const splitTitle = "at this budget";
export const sizeTitle = "The budget as a whole";

/** The whole of it. */
export function adviceLines(advice: Advice, width: number, style: Style): readonly string[] {
  const bulleted = (text: string): readonly string[] => wrapText(`- ${text}`, width, "  ");
  return [
    ...advice.summary.flatMap((text) => wrapText(text, width)),
    "",
    ...efficiencyLines(advice, width, style),
    ...advice.channels.flatMap(({ name, action, text }) => [
      "",
      style.bold(`${name}: ${actionText(action)}`),
      ...wrapText(text, width),
    ]),
    ...(advice.budget === undefined
      ? []
      : ["", style.bold("At this budget"), ...advice.budget.flatMap((text) => wrapText(text, width))]),
    "",
    style.bold(sizeTitle),
    ...advice.budgetSize.flatMap((text) => wrapText(text, width)),
    ...(advice.reservations.length === 0
      ? []
      : ["", style.bold("Reservations"), ...advice.reservations.flatMap(bulleted)]),
  ];
}

/** What the advice on a channel is about, unless there is none. */
function actionText(action: ChannelAdvice["action"]): string {
  return action === "none" || action === "test" ? actionWords[action] : `at this budget, ${actionWords[action]}`;
}

/** A line for each channel, with the return and what to do. */
export function efficiencyLines(
  { channels, level }: Pick<Advice, "channels" | "level">,
  width: number,
  style: Style,
): readonly string[] {
  const of = `(${levelText(level)})`;
  const text = (of: Estimated): string => estimated(of) + (of.lower === of.upper ? " (fixed)" : "");
  const cost = channels.some(({ costPerConversion }) => costPerConversion !== undefined);
  const lines = tableLines(
    [
      { title: "channel", align: "left", rank: 0, cells: channels.map(({ name }) => name) },
      { title: "spend", align: "right", rank: 2, cells: channels.map(({ spend }) => figure(spend)) },
      cost
        ? {
            title: `cost per conversion ${of}`,
            align: "right",
            rank: 0,
            cells: channels.map(({ costPerConversion: each }) => (each === undefined ? missing : text(each))),
          }
        : { title: `ROI ${of}`, align: "right", rank: 0, cells: channels.map(({ roi }) => text(roi)) },
      cost
        ? {
            title: `cost of one more ${of}`,
            align: "right",
            rank: 1,
            cells: channels.map(({ costOfOneMore: each }) => (each === undefined ? missing : text(each))),
          }
        : {
            title: `marginal ROI ${of}`,
            align: "right",
            rank: 1,
            cells: channels.map(({ marginalRoi }) => text(marginalRoi)),
          },
      { title: splitTitle, align: "left", rank: 0, cells: channels.map(({ action }) => actionWords[action]) },
      ...(channels.some(({ bestBudgetAction }) => bestBudgetAction !== undefined)
        ? [
            {
              title: "most profitable budget",
              align: "left" as const,
              rank: 3,
              cells: channels.map(({ bestBudgetAction = "none" }) => actionWords[bestBudgetAction]),
            },
          ]
        : []),
    ],
    width,
    style,
  );
  return noted(lines, width);
}

/** A row for each channel. */
export function adviceCsv({ channels }: Pick<Advice, "channels">): string {
  const figures = (name: string): readonly string[] => [
    `${name}_estimate`,
    `${name}_statistic`,
    `${name}_lower`,
    `${name}_upper`,
  ];
  const of = (interval: Estimated | undefined): readonly (number | string | undefined)[] => [
    interval?.estimate,
    interval?.statistic,
    interval?.lower,
    interval?.upper,
  ];
  return csvText(
    [
      "channel",
      "action",
      "best_budget_action",
      "spend",
      "share_of_spend",
      ...figures("share_of_media"),
      ...figures("roi"),
      ...figures("marginal_roi"),
      ...figures("cost_per_conversion"),
      "probability_above_break_even",
      "probability_marginal_above_break_even",
    ],
    channels.map((channel) => [
      channel.name,
      channel.action,
      channel.bestBudgetAction,
      channel.spend,
      channel.shareOfSpend,
      ...of(channel.shareOfMedia),
      ...of(channel.roi),
      ...of(channel.marginalRoi),
      ...of(channel.costPerConversion),
      channel.probabilityAboveBreakEven,
      channel.probabilityMarginalAboveBreakEven,
    ]),
  );
}
