// Plans side by side: what each spends and brings, and every pair's difference.

import { csvOfColumns } from "../../files/index.ts";
import type { Scenarios } from "../../decisions/plans/index.ts";
import { moneyInterval, ratioInterval, sharePercent, signedAmounts } from "./plan-figures.ts";
import { noticeLines } from "./problems.ts";
import type { Style } from "../terminal/index.ts";
import { noted } from "./intervals.ts";
import { tableLines, wrapText } from "./table.ts";
import { count, estimated, level as levelText, missing, money, probability, signedMoney } from "../../words/index.ts";

/** Lines for people. */
export function scenariosLines(result: Scenarios, width: number, style: Style): readonly string[] {
  const { plans, comparisons, notices, horizon, period, carryOut, draws, level } = result;
  const first = plans[0];
  const withProfit = comparisons.some(({ profit }) => profit !== null);
  const lines = [
    style.bold(`Plans for the next ${horizon} ${period}s`),
    "",
    ...tableLines(
      [
        { title: "plan", align: "left", rank: 0, cells: plans.map(({ name }) => name) },
        { title: "spend", align: "right", rank: 0, cells: plans.map(({ spend }) => money(spend)) },
        {
          title: result.target.name,
          align: "right",
          rank: 0,
          cells: plans.map((plan) => moneyInterval(plan.contributionWithCarryOver)),
        },
        result.target.kind === "conversions"
          ? {
              title: "cost per conversion with carry-over",
              align: "right",
              rank: 1,
              cells: plans.map((plan) => ratioInterval(plan.costPerConversionWithCarryOver)),
            }
          : {
              title: "ROI with carry-over",
              align: "right",
              rank: 1,
              cells: plans.map(({ roiWithCarryOver }) => ratioInterval(roiWithCarryOver)),
            },
        ...first.channels.map(({ name }, i) => ({
          title: name,
          align: "right" as const,
          rank: 2 + i,
          cells: plans.map(({ channels }) => money(channels[i].spend)),
        })),
      ],
      width,
      style,
    ),
    "",
    style.bold("Differences"),
    "",
    ...tableLines(
      [
        { title: "plan", align: "left", rank: 0, cells: comparisons.map(({ plan }) => plan) },
        { title: "over", align: "left", rank: 0, cells: comparisons.map(({ over }) => over) },
        { title: "spend", align: "right", rank: 2, cells: comparisons.map(({ spend }) => signedMoney(spend)) },
        {
          title: result.target.name,
          align: "right",
          rank: 0,
          cells: comparisons.map((each) => estimated(each.contributionWithCarryOver, signedAmounts)),
        },
        {
          title: "share",
          align: "right",
          rank: 3,
          cells: comparisons.map(({ share }) => sharePercent(share)),
        },
        {
          title: "P(more)",
          align: "right",
          rank: 0,
          cells: comparisons.map(({ probability: value }) => probability(value, draws)),
        },
        ...(withProfit
          ? [
              {
                title: "profit",
                align: "right" as const,
                rank: 1,
                cells: comparisons.map(({ profit }) => (profit === null ? missing : estimated(profit, signedAmounts))),
              },
            ]
          : []),
      ],
      width,
      style,
    ),
    "",
    ...wrapText(
      `${result.target.name} is the contribution of the spend in the horizon, with carry-over for ${count(carryOut.periods, period)} after it; ` +
        `intervals are ${levelText(level)} credible intervals from ${count(draws, "posterior draw")}. Controls, season and trend are the same for ` +
        "all plans and cancel in the differences.",
      width,
    ).map((line) => style.dim(line)),
  ];
  return [...noted(lines, width), ...notices.flatMap((notice) => noticeLines(notice, style))];
}

/** One row for each pair of plans. */
export function scenariosCsv({ comparisons, plans }: Scenarios): string {
  const text = (value: number | null | undefined): string =>
    value === null || value === undefined ? "" : String(value);
  const planOf = (name: string) => plans.find((plan) => plan.name === name);
  return csvOfColumns([
    { name: "plan", values: comparisons.map(({ plan }) => plan) },
    { name: "over", values: comparisons.map(({ over }) => over) },
    { name: "plan_spend", values: comparisons.map(({ plan }) => text(planOf(plan)?.spend)) },
    { name: "over_spend", values: comparisons.map(({ over }) => text(planOf(over)?.spend)) },
    ...(["estimate", "mean", "median", "lower", "upper"] as const).map((part) => ({
      name: `contribution_with_carry_over_${part}`,
      values: comparisons.map((each) => text(each.contributionWithCarryOver[part])),
    })),
    { name: "probability", values: comparisons.map(({ probability: value }) => text(value)) },
    ...(["estimate", "mean", "median", "lower", "upper"] as const).map((part) => ({
      name: `profit_${part}`,
      values: comparisons.map(({ profit }) => text(profit?.[part])),
    })),
  ]);
}
