// Where the budget should go: the best plan of the current total, its gain, and what to mind.

import { budgetChange } from "../../charts/budget/index.ts";
import type { Analysis } from "../../decisions/advice/index.ts";
import type { Interval } from "../../decisions/draws/index.ts";
import type { Optimization } from "../../decisions/plans/index.ts";
import {
  type DrawFigure,
  intervalInText,
  withInterval,
  type Figure,
  type Html,
  html,
  type Section,
  table,
} from "../shell/index.ts";
import { alike, change, count, inCurrency, missing, probability, short } from "../../words/index.ts";

export async function budgetPage({ budget, bestBudget, advice }: Analysis, draw: DrawFigure): Promise<Section> {
  const head = { id: "budget", title: "Budget recommendation" };
  if (!("optimization" in budget)) {
    return {
      ...head,
      figures: [],
      lead: html`<p>No plan was computed.</p><ul>${budget.problems.map(({ message, hint }) => html`<li>${message} ${hint}</li>`)}</ul>`,
    };
  }
  const best = bestBudget !== undefined && "optimization" in bestBudget ? bestBudget.optimization : undefined;
  const figures = [
    await planFigure("budget-change", budget.optimization, splitFinding(budget.optimization), draw),
    ...(best === undefined ? [] : [await planFigure("budget-total", best, sizeFinding(best), draw)]),
  ];
  return {
    ...head,
    figures,
    after: html`${planNotes("At this budget", budget.optimization)}${
      best === undefined
        ? html`<p>The budget as a whole: ${advice.budgetSize.join(" ")}</p>`
        : planNotes("The most profitable budget", best)
    }`,
  };
}

function planNotes(title: string, { target, current, recommended, notices, currency }: Optimization): Html {
  const unit = target.kind === "revenue" ? currency : undefined;
  const profit =
    current.profit === null || recommended.profit === null
      ? ""
      : ` Profit: ${inCurrency(intervalInText(current.profit), currency)} with the current plan, ${inCurrency(intervalInText(recommended.profit), currency)} with this plan.`;
  return html`<p>${title}: ${target.name} from media is ${inCurrency(intervalInText(current.contributionWithCarryOver), unit)} with the current plan and ${inCurrency(intervalInText(recommended.contributionWithCarryOver), unit)} with this plan.${profit}</p>
${notices.length === 0 ? undefined : html`<ul>${notices.map(({ message, hint }) => html`<li>${message} ${hint}</li>`)}</ul>`}`;
}

function splitFinding({ converged, channels, gain, horizon, period, target, currency }: Optimization): string {
  const unit = target.kind === "revenue" ? currency : undefined;
  if (channels.length === 1) return "With a single channel, there is no budget to shift.";
  return `${converged ? "" : "Not converged; do not rely on this plan. "}With the same budget over the next ${count(horizon, period)}, the best plan found changes ${target.name} by ${inCurrency(intervalInText(gain.contributionWithCarryOver), unit)}. The probability of a gain is ${probability(gain.probability)}.`;
}

function sizeFinding({ converged, gain, horizon, period, recommended, current, currency }: Optimization): string {
  const size = current.spend > 0 ? ` (${change(recommended.spend / current.spend - 1)})` : "";
  const profit =
    gain.profit === null ? "" : `, and it changes profit by ${inCurrency(intervalInText(gain.profit), currency)}`;
  const chance =
    gain.profitProbability === null ? "" : ` The probability of a gain is ${probability(gain.profitProbability)}.`;
  return `${converged ? "" : "Not converged; do not rely on this plan. "}The most profitable budget found for the next ${count(horizon, period)} is ${inCurrency(short(recommended.spend), currency)}${size}${profit}.${chance}`;
}

/** From the current plan to another, with a table of its channels. */
async function planFigure(
  id: string,
  { target, channels, gain, horizon, period, recommended, carryOut, objective, currency }: Optimization,
  finding: string,
  draw: DrawFigure,
): Promise<Figure> {
  const observed = new Map(
    recommended.channels.map((each) => [each.name, [each.observedSmallest, each.observedLargest] as const]),
  );
  const conversions = target.kind === "conversions";
  const isProfit =
    objective.margin !== undefined && gain.profit !== null && gain.profitProbability !== null && id !== "budget-change";
  return draw(
    id,
    budgetChange,
    {
      channels: channels.map(({ name, current: now, recommended: then }) => ({
        name,
        current: now / horizon,
        recommended: then / horizon,
        observedRange: observed.get(name) ?? ([0, 0] as const),
      })),
      per: period,
      ...(isProfit
        ? { gain: gain.profit as Interval, gainOf: "profit", probabilityOfGain: gain.profitProbability as number }
        : { gain: gain.contributionWithCarryOver, probabilityOfGain: gain.probability }),
    },
    {
      finding,
      howToRead: `Each line connects the current spend per ${period} with the recommended spend. The default bounds keep each channel within the spend that the table shows. The gain includes carry-over for ${count(carryOut.periods, period)} after the plan ends.`,
      table: table(`Spend over ${count(horizon, period)}`, [
        { title: "channel", cells: channels.map(({ name }) => name) },
        { title: "current", unit: currency, align: "right", cells: channels.map((each) => short(each.current)) },
        {
          title: "recommended",
          unit: currency,
          align: "right",
          cells: channels.map((each) => short(each.recommended)),
        },
        {
          title: "change",
          align: "right",
          cells: channels.map(({ changeShare }) => (changeShare === null ? missing : change(changeShare))),
        },
        {
          title: `${conversions ? "cost per conversion" : "ROI"} of the plan with carry-over`,
          unit: conversions ? currency : undefined,
          align: "right",
          cells: recommended.channels.map((each) => {
            const figure = conversions ? each.costPerConversionWithCarryOver : each.roiWithCarryOver;
            return figure === null || figure === undefined ? missing : withInterval(figure, alike.figures);
          }),
        },
        {
          title: conversions ? "cost of one more conversion with the plan" : "marginal ROI of the plan",
          unit: conversions ? currency : undefined,
          align: "right",
          cells: recommended.channels.map(({ marginalRoi, costOfOneMore }) =>
            marginalRoi === null ? missing : withInterval(costOfOneMore ?? marginalRoi, alike.figures),
          ),
        },
      ]),
    },
  );
}
