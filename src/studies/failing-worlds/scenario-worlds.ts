// What the worlds of the scenario study are about, in plain words, and what no table can show about them.

export interface ScenarioWorld {
  /** Name of the recipe. */
  readonly world: string;
  /** A world that the model describes: how often it is wrong or warns there is what chance does. */
  readonly control: boolean;
  /** What is the matter, in a sentence. */
  readonly what: string;
  /** What the table cannot show, whatever is checked, and what helps instead; absent where checks can see it. */
  readonly unseeable?: string;
}

const world = (name: string, what: string, unseeable?: string): ScenarioWorld => ({
  world: name,
  control: false,
  what,
  ...(unseeable === undefined ? {} : { unseeable }),
});

export const scenarioWorlds: readonly ScenarioWorld[] = [
  {
    world: "easy",
    control: true,
    what: "No violation: spend varies freely, and the model is correct.",
  },
  { world: "media", control: true, what: "No violation: the preset with TV and radio in bursts." },
  world(
    "hidden-demand",
    "An unobserved demand drives sales and the spend of two channels in the same week; it is independent from week to week.",
    "Spend and sales are correlated in the same way if spend causes sales, or if demand causes both. Add the driver of the budgets as a control. " +
      "If it is unknown, only an experiment (randomized spend by region or week), or a prior from one, can tell.",
  ),
  world(
    "lasting-demand",
    "As hidden-demand, but the demand lasts for weeks.",
    "If the channels absorb most of the demand, the residuals show little. Use a control for demand, an experiment, or a prior from one.",
  ),
  world("follows-sales", "Spend on a channel depends on the sales of the week before."),
  world("follows-season", "Spend on a channel follows the season."),
  world("collinear", "The spend of two channels is strongly correlated."),
  world(
    "delayed-effect",
    "The effect of a channel peaks four weeks after the spend; the adstock of the model peaks immediately.",
  ),
  world(
    "long-memory",
    "The effect of a channel decays fast at first and then slowly for a year; the adstock of the model is geometric.",
    "An almost constant effect cannot be separated from the baseline. Use long tests, such as a quarter without the channel.",
  ),
  world(
    "threshold",
    "Spend on a channel below a threshold has no effect; the curve of the model has no threshold.",
    "The effect of low spend is not observed if spend is always high, and the curve extrapolates to zero. Weeks with little or no spend are informative.",
  ),
  world(
    "no-ceiling",
    "The response to two channels grows with the logarithm of spend, without a maximum.",
    "Without weeks of low spend, a steep response near zero looks the same as a higher baseline.",
  ),
  world("heavy-tails", "The noise is Student's t with two degrees of freedom; the model assumes normal noise."),
  world("stock-outs", "One week in twenty loses 40% of the baseline because products are out of stock."),
  world("level-shift", "From week 61 on, the baseline is lower by more than a quarter."),
  world("changing-effect", "From week 53 on, a channel has less than a third of its effect."),
  world("short-history", "The table has only 30 weeks."),
  world("flat-spend", "Spend on two channels is almost constant."),
  {
    world: "panel",
    control: true,
    what: "No violation: a panel of eight geos that respond differently; one starts late, and a few values of revenue are not known.",
  },
  { world: "panel-alike", control: true, what: "No violation: a panel of eight geos that respond alike." },
  world(
    "panel-budgets",
    "A panel whose geos respond very differently, and budgets are higher where a channel brings more.",
    "Between geos, what budgets follow and what they bring look the same. Weeks in which spend varies within a geo tell them apart.",
  ),
  world(
    "panel-sparse",
    "A panel in which half of the geos have half a year of rows, and a third of the revenue is not known.",
  ),
  world(
    "panel-national",
    "A panel in which TV is bought for all geos together, beside weeks that move all geos alike.",
    "What a national channel does and what moves all geos in the same week look the same, except for a baseline that is smooth. Buy the channel by geo for some weeks.",
  ),
  world("panel-late", "A panel in which geos start one after the other, and one ends early."),
];
