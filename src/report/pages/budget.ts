// Where the budget should go: the best plan of the current total, its gain, and what to mind.

import { budgetChange } from "../../charts/budget/index.ts";
import type { Analysis } from "../../decisions/advice/index.ts";
import { type DrawFigure, withInterval, capitalized, html, type Section, table } from "../shell/index.ts";
import { alike, change, count, probability, short } from "../../words/index.ts";

export async function budgetPage({ budget }: Analysis, draw: DrawFigure): Promise<Section> {
  const head = { id: "budget", title: "Where should the budget go?" };
  if (!("optimization" in budget)) {
    return {
      ...head,
      figures: [],
      lead: html`<p>No plan was computed:</p><ul>${budget.problems.map(({ message, hint }) => html`<li>${message} ${hint}</li>`)}</ul>`,
    };
  }
  const { converged, target, channels, gain, horizon, period, recommended, current, notices, carryOut } =
    budget.optimization;
  const observed = new Map(recommended.channels.map((each) => [each.name, each.observedLargest]));
  const alone = channels.length === 1;
  const finding = alone
    ? "There is one channel, so within the same budget there is nothing to move."
    : `${converged ? "" : "Not converged, not to be relied on: "}With the same budget over the next ${count(horizon, period)}, the best plan found brings ${withInterval(gain.revenue)} more ${target.name}; the probability that it gains anything is ${probability(gain.probability)}.`;
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
      gain: gain.revenue,
      probabilityOfGain: gain.probability,
    },
    {
      finding,
      howToRead: `Each line goes from the current spend per ${period} to the recommended one. Every channel may go down to half and up to one and a half times its current spend. The gain counts carry-over for ${count(carryOut.periods, period)} after the plan ends.`,
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
          title: "ROI of the plan",
          align: "right",
          cells: recommended.channels.map(({ roi }) => (roi === null ? "-" : withInterval(roi, alike.figures))),
        },
        {
          title: "marginal ROI there",
          align: "right",
          cells: recommended.channels.map((each) => withInterval(each.marginalRoi, alike.figures)),
        },
      ]),
    },
  );
  return {
    ...head,
    figures: [figure],
    after: html`<p>${capitalized(target.name)} from media: ${withInterval(current.revenue)} under the current plan, ${withInterval(recommended.revenue)} under the recommended one.</p>
${notices.length === 0 ? undefined : html`<ul>${notices.map(({ message, hint }) => html`<li>${message} ${hint}</li>`)}</ul>`}`,
  };
}
