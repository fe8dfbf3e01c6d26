// Where the budget should go: the best plan of the current total, its gain, and what to mind.

import { budgetChange } from "../../charts/budget/index.ts";
import type { Analysis } from "../../decisions/advice/index.ts";
import {
  type DrawFigure,
  intervalInText,
  withInterval,
  capitalized,
  html,
  type Section,
  table,
} from "../shell/index.ts";
import { alike, change, count, missing, probability, short } from "../../words/index.ts";

export async function budgetPage({ budget }: Analysis, draw: DrawFigure): Promise<Section> {
  const head = { id: "budget", title: "Budget recommendation" };
  if (!("optimization" in budget)) {
    return {
      ...head,
      figures: [],
      lead: html`<p>No plan was computed.</p><ul>${budget.problems.map(({ message, hint }) => html`<li>${message} ${hint}</li>`)}</ul>`,
    };
  }
  const { converged, target, channels, gain, horizon, period, recommended, current, notices, carryOut } =
    budget.optimization;
  const observed = new Map(recommended.channels.map((each) => [each.name, each.observedLargest]));
  const alone = channels.length === 1;
  const conversions = target.kind === "conversions";
  const finding = alone
    ? "With a single channel, there is no budget to shift."
    : `${converged ? "" : "Not converged; do not rely on this plan. "}With the same budget over the next ${count(horizon, period)}, the best plan found increases ${target.name} by ${intervalInText(gain.contributionWithCarryOver)}. The probability of a gain is ${probability(gain.probability)}.`;
  const figure = await draw(
    "budget-change",
    budgetChange,
    {
      channels: channels.map(({ name, current: now, recommended: then }) => ({
        name,
        current: now / horizon,
        recommended: then / horizon,
        observedRange: [0, observed.get(name) ?? 0] as const,
      })),
      per: period,
      gain: gain.contributionWithCarryOver,
      probabilityOfGain: gain.probability,
    },
    {
      finding,
      howToRead: `Each line connects the current spend per ${period} with the recommended spend. Spend on each channel may change by up to 50% in either direction. The gain includes carry-over for ${count(carryOut.periods, period)} after the plan ends.`,
      table: table(`Spend over ${count(horizon, period)}`, [
        { title: "channel", cells: channels.map(({ name }) => name) },
        { title: "current", align: "right", cells: channels.map((each) => short(each.current)) },
        { title: "recommended", align: "right", cells: channels.map((each) => short(each.recommended)) },
        {
          title: "change",
          align: "right",
          cells: channels.map(({ changeShare }) => (changeShare === null ? "-" : change(changeShare))),
        },
        {
          title: `${conversions ? "cost per conversion" : "ROI"} of the plan with carry-over`,
          align: "right",
          cells: recommended.channels.map((each) => {
            const figure = conversions ? each.costPerConversionWithCarryOver : each.roiWithCarryOver;
            return figure === null || figure === undefined ? "-" : withInterval(figure, alike.figures);
          }),
        },
        {
          title: `${conversions ? "cost of one more" : "marginal ROI"} of the plan`,
          align: "right",
          cells: recommended.channels.map(({ marginalRoi, costOfOneMore }) =>
            marginalRoi === null ? missing : withInterval(costOfOneMore ?? marginalRoi, alike.figures),
          ),
        },
      ]),
    },
  );
  return {
    ...head,
    figures: [figure],
    after: html`<p>${capitalized(target.name)} from media: ${intervalInText(current.contributionWithCarryOver)} with the current plan, ${intervalInText(recommended.contributionWithCarryOver)} with the recommended plan.</p>
${notices.length === 0 ? undefined : html`<ul>${notices.map(({ message, hint }) => html`<li>${message} ${hint}</li>`)}</ul>`}`,
  };
}
