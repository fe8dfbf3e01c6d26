// What is said of the budget: how to split it as it is, and which size of it is best.

import { costOf, type MoneyUnits } from "../draws/index.ts";
import { leastChange, type Optimization } from "../plans/index.ts";
import type { Quantities } from "../quantities/index.ts";
import {
  type Alike,
  alike,
  change,
  count,
  type Estimated,
  estimatedInText,
  given,
  inCurrency,
  listed,
  money,
  percent,
  probability,
  signed,
} from "../../words/index.ts";
import { costText, isFixed, rangeText } from "./figures-text.ts";
import type { BudgetQuestion } from "./frames.ts";

const unusable = "The fit cannot be used, so no plan is recommended.";

/** The best split of the budget as it is; undefined when no plan was computed. */
export function splitTexts(
  { plan, gains }: BudgetQuestion,
  uninformed: readonly string[],
  usable: boolean,
): readonly string[] | undefined {
  if (plan === undefined) return undefined;
  if (!usable) return [unusable];
  const { gain, horizon, period, channels, target, currency } = plan;
  if (channels.length === 1) return ["With a single channel, there is no budget to shift."];
  const head = movesText(plan, uninformed);
  if (head === "")
    return ["Within the default bounds, no plan with the same budget is clearly better than the current plan."];
  const effect =
    `would change ${target.name} by ${moneyText(gain.contributionWithCarryOver, target.kind === "revenue" ? currency : undefined, true)}` +
    `${gain.share === null ? "" : `, which is ${percent(gain.share.estimate)} of the media contribution`}` +
    `${isFixed(gain.contributionWithCarryOver) ? "" : `; the probability of a gain is ${probability(gain.probability)}`}.`;
  const over = count(horizon, period);
  return gains
    ? [`Best plan for the next ${over} with the same budget: ${head}.`, `It ${effect}`, ...mindText(plan)]
    : [
        `Keep the current split: over the next ${over}, no plan with the same budget is clearly better.`,
        `The best plan found ${effect}`,
        ...mindText(plan),
      ];
}

/** Which size of the budget is best: the most profitable one, or what is missing to say. */
export function sizeTexts(
  { plan, gains }: BudgetQuestion,
  { returns }: Quantities,
  uninformed: readonly string[],
  usable: boolean,
  units: MoneyUnits,
): readonly string[] {
  if (!usable) return [unusable];
  const { profit: gain, profitProbability: chance } = plan?.gain ?? { profit: null, profitProbability: null };
  if (plan === undefined || gain === null || chance === null) return withoutMargin(returns, units);
  const { current, recommended, horizon, period, margin, currency } = plan;
  const size = current.spend > 0 ? recommended.spend / current.spend - 1 : Number.NaN;
  const total = `${inCurrency(money(recommended.spend), currency)}${Number.isFinite(size) ? `, ${change(size)} against current spend of ${inCurrency(money(current.spend), currency)}` : ""}`;
  const head = movesText(plan, uninformed);
  const split = head === "" ? "" : ` (${head})`;
  const effect = `profit by ${moneyText(gain, currency, true)}; the probability of a gain is ${probability(chance)}.`;
  const basis = basisText(returns.breakEvenFrom, margin);
  const profit =
    recommended.profit === null
      ? []
      : [`Expected profit from media with that budget: ${moneyText(recommended.profit, currency)}.`];
  const over = count(horizon, period);
  if (!gains)
    return [
      `Keep the size of the budget: ${basis}, no other total over the next ${over} is clearly more profitable.`,
      `The best found is ${total}; it would change ${effect}`,
      ...mindText(plan),
    ];
  const direction =
    !Number.isFinite(size) || Math.abs(size) < leastChange
      ? "The total is about right, its split is not"
      : `A ${size > 0 ? "larger" : "smaller"} budget is more profitable`;
  return [
    `${direction}: ${basis}, the best total within the limits over the next ${over} is ${total}${split}.`,
    `It changes ${effect}`,
    ...profit,
    ...mindText(plan),
  ];
}

function basisText(from: Quantities["returns"]["breakEvenFrom"], margin: number | undefined): string {
  if (margin === undefined) return "by profit";
  return from === "given" ? `at a break-even of ${given(1 / margin)}` : `at a margin of ${marginText(margin)}`;
}

/** `40%`, or a profit per conversion above 1 as it is. */
function marginText(margin: number): string {
  return margin <= 1 ? percent(margin) : given(margin);
}

/** Without a margin: what the next unit brings, and what its profit depends on. */
function withoutMargin(
  { media, targetKind, target }: Quantities["returns"],
  { spend: currency }: MoneyUnits,
): readonly string[] {
  const { spend, marginalRoi, probabilityMarginalAboveBreakEven: above } = media;
  const missing =
    "Which size of the budget is most profitable depends on the margin, which is not known: give it as the key margin of the model file, or as --margin.";
  if (!(spend > 0) || !Number.isFinite(marginalRoi.estimate)) return [missing];
  if (targetKind === "conversions")
    return [
      `One more conversion through all media together, split as now, would cost ${costText(costOf(marginalRoi), currency)}: a larger budget pays only where a conversion earns more than that.`,
      missing,
    ];
  const needed =
    marginalRoi.estimate > 1
      ? `, so a larger budget pays only at a margin above ${percent(1 / marginalRoi.estimate)}`
      : "";
  return [
    `One more unit of spend on all media together, split as now, brings ${rangeText(marginalRoi)} of ${target}${needed}${
      above === undefined || isFixed(marginalRoi)
        ? ""
        : `; the probability that it brings more ${target} than it costs is ${probability(above)}`
    }. Revenue is not profit.`,
    missing,
  ];
}

/** `TV +20% and Radio −50% (test first)`; empty where nothing moves. */
function movesText({ channels }: Optimization, uninformed: readonly string[]): string {
  return listed(
    channels
      .filter(({ changeShare }) => changeShare !== null && Math.abs(changeShare) >= leastChange)
      .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change))
      .map(
        ({ name, changeShare }) =>
          `${name} ${change(changeShare ?? 0)}${uninformed.includes(name) ? " (test first: the data say little about it)" : ""}`,
      ),
  );
}

/** Notes on a plan without which its advice would mislead. */
const told: ReadonlySet<string> = new Set(["at-limits", "flights-spread"]);

/** What has to be kept in mind: warnings, and channels at their limits. */
function mindText({ notices }: Optimization): readonly string[] {
  return notices.filter(({ level, code }) => level === "warning" || told.has(code)).map(({ message }) => message);
}

function moneyText(of: Estimated, currency: string | undefined, isChange = false): string {
  const format: Alike = isChange ? (values, locale) => signed(alike.amounts(values, locale)) : alike.amounts;
  const text = inCurrency(estimatedInText(of, format), currency);
  return isFixed(of) ? `${text} (fixed by the priors)` : text;
}
