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
    what: "Nothing is the matter: spend varies freely, and the model is that of the world.",
  },
  { world: "media", control: true, what: "Nothing is the matter: the preset with TV and radio in bursts." },
  world(
    "hidden-demand",
    "Demand that no column has moves sales and two channels' spend within the same week, and is forgotten in the next.",
    "Spend and sales rise together whether the one causes the other or demand causes both; a table of weeks looks the same. What budgets are planned by " +
      "belongs into the table as a control; where that is not known, only an experiment (a region or some weeks with spend changed by lot) or a prior from one tells.",
  ),
  world(
    "lasting-demand",
    "The same with demand that lasts for weeks.",
    "Where the channels absorb most of it, as little is left in the residuals as in the world before: a control for demand, an experiment, or a prior from one.",
  ),
  world("follows-sales", "Spend on a channel is set by the sales of the week before."),
  world("follows-season", "Spend on a channel goes up and down with the season."),
  world("collinear", "Two channels are planned together."),
  world(
    "delayed-effect",
    "The effect of a channel peaks four weeks after its spend; the model's adstock is highest at once.",
  ),
  world(
    "long-memory",
    "The effect of a channel fades fast at first, and then hardly for a year; the model's adstock is geometric.",
    "An effect that hardly varies from week to week cannot be told from the base: tests that last long (a quarter without the channel), or a longer window of experiments.",
  ),
  world(
    "threshold",
    "Spend on a channel below a threshold has no effect at all; the model's curve has no such kink.",
    "What the first part of the spend brings is never seen while it is always spent: the curve is extended down to nothing by its formula. Weeks with little or no spend tell.",
  ),
  world(
    "no-ceiling",
    "The response to two channels grows with the logarithm of spend and has no ceiling.",
    "As with the threshold: a steep rise near nothing and a base that is higher look alike while there are no weeks with little spend.",
  ),
  world("heavy-tails", "The noise is Student's t with two degrees of freedom; the model's is normal."),
  world("stock-outs", "One week in twenty loses two fifths of the base because nothing is in stock."),
  world("level-shift", "From week 61 on the base is lower by more than a quarter."),
  world("changing-effect", "From week 53 on a channel has less than a third of its effect."),
  world("short-history", "There are 30 weeks."),
  world("flat-spend", "Spend on two channels hardly changes."),
];
