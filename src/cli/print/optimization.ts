// What the optimizer recommends: the gain in words, a table of channels, the weeks where they were decided, what to mind.

import { csvOfColumns } from "../../files/index.ts";
import type { Interval } from "../../decisions/draws/index.ts";
import type { Optimization } from "../../decisions/plans/index.ts";
import { moneyInterval, ratioInterval, sharePercent, signedAmounts, signedPercent } from "./plan-figures.ts";
import { allGeos, noted } from "./intervals.ts";
import { noticeLines } from "./problems.ts";
import type { Style } from "../terminal/index.ts";
import { type TableColumn, tableLines, wrapText } from "./table.ts";
import {
  count,
  estimatedInText,
  figure,
  given,
  inCurrency,
  level as levelText,
  listed,
  money,
  percent,
  probability,
  signedMoney,
} from "../../words/index.ts";

/** Limits whose price is printed. */
const pricesShown = 5;

const statusWords = {
  between: "",
  "at-lower": "at lower bound",
  "at-upper": "at upper bound",
  fixed: "fixed",
} as const;

/** Lines for people. */
export function optimizationLines(result: Optimization, width: number, style: Style): readonly string[] {
  const { channels, current, recommended, target, level, notices } = result;
  const column = (
    title: string,
    rank: number,
    cells: readonly string[],
    align: "left" | "right" = "right",
  ): TableColumn => ({
    title,
    align,
    rank,
    cells,
  });
  const totals = { current: current.spend, recommended: recommended.spend };
  const rows = channels.map((channel, i) => ({ ...channel, figures: recommended.channels[i] }));
  const table = tableLines(
    [
      column("channel", 0, [...rows.map(({ name }) => name), "total"], "left"),
      column("current", 0, [...rows.map((row) => money(row.current)), money(totals.current)]),
      column("recommended", 0, [...rows.map((row) => money(row.recommended)), money(totals.recommended)]),
      column("change", 1, [
        ...rows.map(({ changeShare }) => signedPercent(changeShare)),
        signedPercent(totals.current > 0 ? totals.recommended / totals.current - 1 : null),
      ]),
      ...(rows.every(({ status }) => statusWords[status] === "")
        ? []
        : [column("limit", 4, [...rows.map(({ status }) => statusWords[status]), ""], "left")]),
      ...(target.kind === "conversions"
        ? [
            column("cost per conversion with carry-over", 2, [
              ...rows.map(({ figures }) => ratioInterval(figures.costPerConversionWithCarryOver)),
              ratioInterval(recommended.costPerConversionWithCarryOver),
            ]),
            column("cost of one more", 3, [...rows.map(({ figures }) => ratioInterval(figures.costOfOneMore)), ""]),
          ]
        : [
            column("ROI with carry-over", 2, [
              ...rows.map(({ figures }) => ratioInterval(figures.roiWithCarryOver)),
              ratioInterval(recommended.roiWithCarryOver),
            ]),
            column("marginal ROI", 3, [...rows.map(({ figures }) => ratioInterval(figures.marginalRoi)), ""]),
          ]),
    ],
    width,
    style,
  );
  const words = isProfit(result)
    ? [...profitWords(result), ...revenueWords(result)]
    : [...revenueWords(result), ...profitWords(result)];
  const lines = [
    style.bold(headingOf(result)),
    "",
    ...table,
    "",
    ...words.flatMap((text) => wrapText(text, width)),
    ...(result.byWeek ? ["", style.bold(`Spend by ${result.period}`), ...periodTable(result, width, style)] : []),
    "",
    style.dim(
      `Intervals are ${levelText(level)} credible intervals from ${count(result.draws, "posterior draw")}. ${solverWords(result).join(" ")}`,
    ),
  ];
  return [...noted(lines, width), ...notices.flatMap((notice) => noticeLines(notice, style))];
}

/** Whether profit is what the plan maximizes, so that it comes first. */
function isProfit({ objective }: Optimization): boolean {
  return objective.margin !== undefined;
}

/** Profit of both plans and its change; nothing where no margin is known. */
function profitWords({ recommended, current, gain, draws, margin, currency }: Optimization): readonly string[] {
  if (recommended.profit === null || current.profit === null || gain.profit === null || margin === undefined) return [];
  const amount = (of: Interval): string => inCurrency(moneyInterval(of), currency);
  return [
    `Expected profit from media: ${amount(recommended.profit)} with this plan and ${amount(current.profit)} with current spend. ` +
      `Gain in profit: ${inCurrency(estimatedInText(gain.profit, signedAmounts), currency)}; ` +
      `the probability of a gain is ${probability(gain.profitProbability ?? 0, draws)}. ` +
      `Profit is ${given(margin)} for each unit of the target, less spend.`,
  ];
}

function revenueWords(result: Optimization): readonly string[] {
  const { current, recommended, gain, target, horizon, period, carryOut, draws, currency } = result;
  const unit = target.kind === "revenue" ? currency : undefined;
  const share = gain.share === null ? "" : `, ${sharePercent(gain.share)} relative to the current plan`;
  const isLess = gain.contributionWithCarryOver.estimate < 0;
  return [
    `Over ${count(horizon, period)} and ${count(carryOut.periods, period)} of carry-over, media contribute ` +
      `${inCurrency(moneyInterval(recommended.contributionWithCarryOver), unit)} ${target.name} with this plan and ${inCurrency(moneyInterval(current.contributionWithCarryOver), unit)} with current spend. ` +
      `${isLess ? "Change" : "Gain"}: ${inCurrency(estimatedInText(gain.contributionWithCarryOver, signedAmounts), unit)}${share}; ` +
      `the probability of ${isProfit(result) ? `more ${target.name}` : "a gain"} is ${probability(gain.probability, draws)}.`,
    ...(gain.extrapolated !== null && gain.extrapolated >= 0.005
      ? [
          `Of the gain, ${percent(gain.extrapolated)} comes from spend above the largest that the table shows: extrapolation.`,
        ]
      : []),
    ...(recommended.stepCosts === undefined
      ? []
      : [`Spend includes ${inCurrency(money(recommended.stepCosts), currency)} of step costs.`]),
    ...(Math.abs(gain.spend) > 1e-6 * Math.max(current.spend, recommended.spend)
      ? [`Total spend changes by ${inCurrency(signedMoney(gain.spend), currency)}.`]
      : []),
  ];
}

function headingOf({ objective, goal, horizon, period, target }: Optimization): string {
  const of = objective.margin === undefined ? target.name : "profit";
  const what = {
    "mean-less-spread": `the largest expected ${of} less ${"aversion" in objective ? objective.aversion : ""} times its standard deviation`,
    mean: `the largest expected ${of}`,
    quantile: `the largest ${"probability" in objective ? objective.probability : ""} quantile of ${of}`,
    cvar: `the largest mean ${of} of the worst ${"probability" in objective ? levelText(objective.probability) : ""} of draws`,
  }[objective.statistic];
  const limit = {
    budget: "at this budget",
    free: "with a free total",
    roi: `with an ROI of at least ${"target" in goal ? goal.target : ""}`,
    contribution: `that brings ${"target" in goal ? money(goal.target) : ""} with the least spend`,
    "marginal-roi": `up to a marginal ROI of ${"target" in goal ? goal.target : ""}`,
  }[goal.kind];
  return `Spend of the next ${count(horizon, period)} for ${what} ${limit}`;
}

/** How good the plan is, said once: a solver that did not converge says so in a warning of its own. */
function solverWords({ solver, judgedApart }: Optimization): readonly string[] {
  const { converged, gapShare, globalGap, multiplier, prices } = solver;
  const share = percent(Math.max(0.001, gapShare));
  const quality =
    globalGap !== null
      ? `No plan within the limits can gain more than ${share} over this one.`
      : `To first order, no plan near this one can gain more than ${share}.`;
  return [
    ...(converged ? [quality] : []),
    ...(judgedApart ? ["The plan was chosen on other draws than those that its gain is judged on."] : []),
    ...(multiplier === null ? [] : [`One more unit of budget returns ${figure(multiplier)}.`]),
    ...(prices.length === 0
      ? []
      : [
          `What one unit more of a limit would gain: ${listed(
            prices.slice(0, pricesShown).map(({ constraint, end, price }) => `${constraint} (${end}) ${figure(price)}`),
          )}${prices.length > pricesShown ? `; ${prices.length - pricesShown} more in --json` : ""}.`,
        ]),
  ];
}

function periodTable({ recommended, dates, period }: Optimization, width: number, style: Style): readonly string[] {
  return tableLines(
    [
      { title: period, align: "right", rank: 0, cells: dates },
      ...recommended.channels.map(
        ({ name, periods }): TableColumn => ({ title: name, align: "right", rank: 0, cells: periods.map(money) }),
      ),
    ],
    width,
    style,
  );
}

/** The plan as a calendar: one row for each period, geo and channel; of a national table without a column for geos. */
export function calendarCsv({ channels, recommended, dates, period, byGeo }: Optimization): string {
  const rows = dates.flatMap((date, t) =>
    channels.map((channel, i) => ({ date, channel, spend: recommended.channels[i].periods[t] })),
  );
  return csvOfColumns([
    { name: period, values: rows.map(({ date }) => date) },
    ...(byGeo ? [{ name: "geo", values: rows.map(({ channel }) => channel.geo ?? allGeos) }] : []),
    { name: "channel", values: rows.map(({ channel }) => channel.channel ?? channel.name) },
    { name: "spend", values: rows.map(({ spend }) => String(spend)) },
  ]);
}

/** One row for each line. With lines by geo, a column for the geo before that of the channel; a channel in all geos says so. */
export function optimizationCsv({ channels, current, recommended, byGeo }: Optimization): string {
  const figure = (value: number | null | undefined): string =>
    value === null || value === undefined ? "" : String(value);
  const column = (name: string, of: (i: number) => string | number | null | undefined) => ({
    name,
    values: channels.map((_, i) => {
      const value = of(i);
      return typeof value === "string" ? value : figure(value);
    }),
  });
  const both = [
    ["current", current],
    ["recommended", recommended],
  ] as const;
  return csvOfColumns([
    ...(byGeo ? [column("geo", (i) => channels[i].geo ?? allGeos)] : []),
    column("channel", (i) => channels[i].channel ?? channels[i].name),
    column("current", (i) => channels[i].current),
    column("recommended", (i) => channels[i].recommended),
    column("change", (i) => channels[i].change),
    column("change_share", (i) => channels[i].changeShare),
    column("lower_limit", (i) => channels[i].lower),
    column("upper_limit", (i) => channels[i].upper),
    column("status", (i) => channels[i].status),
    ...both.flatMap(([name, { channels: figures }]) =>
      (["estimate", "mean", "median", "lower", "upper"] as const).flatMap((part) => [
        column(`${name}_contribution_with_carry_over_${part}`, (i) => figures[i].contributionWithCarryOver[part]),
        column(`${name}_roi_with_carry_over_${part}`, (i) => figures[i].roiWithCarryOver?.[part]),
        column(`${name}_marginal_roi_${part}`, (i) => figures[i].marginalRoi?.[part]),
      ]),
    ),
    column("largest_period", (i) => recommended.channels[i].largest),
    column("observed_largest_period", (i) => recommended.channels[i].observedLargest),
  ]);
}
