// Advice on a run: as full sentences, and as the few lines that a fit ends with.

import type { Action, Advice } from "../../decisions/advice.ts";
import type { Interval } from "../../decisions/interval.ts";
import { figureText } from "../../decisions/review-text.ts";
import type { Style } from "./style.ts";
import { tableLines, wrapText } from "./table.ts";

const words: Readonly<Record<Action, string>> = {
  increase: "spend more",
  hold: "hold",
  reduce: "spend less",
  test: "run a test",
};

/** The whole of it. */
export function adviceLines(advice: Advice, width: number, style: Style): readonly string[] {
  const bulleted = (text: string): readonly string[] => wrapText(`- ${text}`, width, "  ");
  return [
    ...advice.summary.flatMap((text) => wrapText(text, width)),
    "",
    ...efficiencyLines(advice, width, style),
    ...advice.channels.flatMap(({ name, action, text }) => [
      "",
      style.bold(`${name}: ${words[action]}`),
      ...wrapText(text, width),
    ]),
    ...(advice.budget === undefined
      ? []
      : ["", style.bold("The best plan"), ...advice.budget.flatMap((text) => wrapText(text, width))]),
    ...(advice.reservations.length === 0
      ? []
      : ["", style.bold("With these reservations"), ...advice.reservations.flatMap(bulleted)]),
  ];
}

/** A line for each channel, with the return and what to do. */
export function efficiencyLines(
  { channels }: Pick<Advice, "channels">,
  width: number,
  style: Style,
): readonly string[] {
  const interval = ({ median, lower, upper }: Pick<Interval, "median" | "lower" | "upper">): string =>
    Number.isFinite(median) ? `${figureText(median)} (${figureText(lower)} to ${figureText(upper)})` : "-";
  const cost = channels.some(({ costPerConversion }) => costPerConversion !== undefined);
  return tableLines(
    [
      { title: "channel", align: "left", rank: 0, cells: channels.map(({ name }) => name) },
      { title: "spend", align: "right", rank: 2, cells: channels.map(({ spend }) => figureText(spend)) },
      cost
        ? {
            title: "cost per conversion (90 %)",
            align: "right",
            rank: 0,
            cells: channels.map(({ costPerConversion: each }) => (each === undefined ? "-" : interval(each))),
          }
        : { title: "ROI (90 %)", align: "right", rank: 0, cells: channels.map(({ roi }) => interval(roi)) },
      {
        title: "marginal ROI (90 %)",
        align: "right",
        rank: 1,
        cells: channels.map((each) => interval(each.marginalRoi)),
      },
      { title: "advice", align: "left", rank: 0, cells: channels.map(({ action }) => words[action]) },
    ],
    width,
    style,
  );
}
