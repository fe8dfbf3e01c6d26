// Default priors compared on the same tables of known truth: that of media's share against half_normal(2) and against independent shares, in all worlds; and priors of the
// slope of Hill curves, in worlds whose curves are concave and in worlds with S-curves, national and of panels; of the spread of the coefficients of few geos; and seasons that
// are pooled completely or partially.
//
//   npx tsx benchmarks/default-priors.ts [--sets 10] [--draws 300] [--part coefficients|slopes|panels|spreads|seasons] [--only WORLD,WORLD] [--quick]
//
// Results of every table are kept as they are made (benchmarks/.cache/default-priors-PART.jsonl), so that a longer run goes on from a shorter one.

import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { priorsByName } from "../src/mmm/specification/resolved-spec.ts";
import { binomialRegion } from "../src/decisions/predictions/scores-binomial.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { places } from "./harness/places.ts";
import { publish, table } from "./harness/report.ts";
import { median, short } from "./harness/statistics.ts";
import { studyTable, type TableResult, type VariantLines } from "./priors/one-table.ts";
import { fewGeoWorlds, panelSlopeWorlds, seasonWorlds } from "./priors/panel-worlds.ts";
import { priorWorlds, slopeWorlds } from "./priors/worlds.ts";

const { sets, draws, quick, part, only } = readOptions(
  { sets: [10, 1], draws: [300, 100] },
  { part: "coefficients", only: "" },
);

/** The same log-normal priors of the coefficients without what they have in common. */
const independent: VariantLines = (spec) => {
  const own = Object.entries(priorsByName(spec, "coefficient")).map(
    ([
      channel,
      {
        parameters: [location, scale, common],
      },
    ]) => `${channel}: lognormal(${location}, ${Math.hypot(scale, common)})`,
  );
  return `priors: { slope: gamma(4, 2), coefficient: { ${own.join(", ")} } }`;
};

const slope =
  (prior: string): VariantLines =>
  () =>
    `priors: { slope: '${prior}' }`;

const variants: Readonly<Record<string, Readonly<Record<string, VariantLines>>>> = {
  coefficients: {
    "half_normal(2)": () =>
      "scaling: { media: mean, target: zscore }\npriors: { coefficient: half_normal(2), intercept: normal(0, 5), slope: gamma(4, 2) }",
    "independent shares": independent,
    "media's share": slope("gamma(4, 2)"),
    "media's share, slope gamma(3.5, 2)": slope("gamma(3.5, 2)"),
  },
  slopes: Object.fromEntries(
    ["gamma(4, 2)", "gamma(3.5, 2)", "gamma(3, 2)", "lognormal(0.2, 0.5)", "fixed(1)"].map((prior) => [
      prior,
      slope(prior),
    ]),
  ),
  seasons: {
    complete: () => "pooling: { season: complete }",
    partial: () => "pooling: { season: partial }",
  },
  spreads: Object.fromEntries(
    ["half_normal(0.5)", "half_normal(0.25)"].map((prior): [string, VariantLines] => [
      prior,
      () => `priors: { coefficient_spread: ${prior} }`,
    ]),
  ),
  panels: Object.fromEntries(
    ["gamma(4, 2)", "lognormal(0.2, 0.5)", "lognormal(0.1, 0.4)"].map((prior) => [prior, slope(prior)]),
  ),
};
const ofPanels = ["panels", "spreads", "seasons"].includes(part);
const worlds =
  {
    coefficients: priorWorlds,
    slopes: slopeWorlds,
    panels: panelSlopeWorlds,
    spreads: fewGeoWorlds,
    seasons: seasonWorlds,
  }[part] ?? {};
const compared = variants[part];
if (compared === undefined) throw new Error(`--part must be one of ${Object.keys(variants).join(", ")}, not ${part}.`);
const chosen = only === "" ? Object.keys(worlds) : only.split(",");

mkdirSync(places.cache, { recursive: true });
const journal = `${places.cache}default-priors-${part}${quick ? "-quick" : ""}.jsonl`;
if (quick) rmSync(journal, { force: true });
const results: TableResult[] = existsSync(journal)
  ? readFileSync(journal, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as TableResult)
  : [];
const has = (world: string, seed: number, variant: string): boolean =>
  results.some((each) => each.world === world && each.seed === seed && each.variant === variant);
for (let seed = 1; seed <= sets; seed++) {
  for (const world of chosen) {
    for (const [variant, lines] of Object.entries(compared)) {
      if (has(world, seed, variant)) continue;
      const result = await studyTable(world, worlds[world], seed, {
        variant,
        lines,
        draws,
        reviewed: part === "coefficients",
      });
      results.push(result);
      appendFileSync(journal, `${JSON.stringify(result)}\n`);
      console.log(`${seed} ${world} ${variant}: ${result.seconds.toFixed(1)} s`);
    }
  }
}

const percent = (share: number): string => (Number.isFinite(share) ? `${(100 * share).toFixed(0)}%` : "-");

/** A row of figures over some tables. */
function row(label: string, variant: string, those: readonly TableResult[]): string[] {
  const figures = (of: (result: TableResult) => readonly TableResult["contributions"][number][]) => those.flatMap(of);
  const channels = figures(({ contributions }) => contributions.filter(({ of }) => of !== "media"));
  const media = figures(({ contributions }) => contributions.filter(({ of }) => of === "media"));
  const geos = figures((each) => each.geos ?? []);
  const marginal = figures(({ marginalReturns }) => marginalReturns);
  const inside = (all: readonly { readonly inside: boolean }[]): string => {
    const count = all.filter((each) => each.inside).length;
    const [lowest] = binomialRegion(all.length, 0.9, 0.99);
    return `${percent(count / all.length)} of ${all.length}${count < lowest ? " LOW" : ""}`;
  };
  const width = (all: typeof media): number =>
    median(all.map(({ lower, upper, truth }) => (upper - lower) / Math.abs(truth)));
  const plans = those.flatMap(({ plan }) => (plan === undefined ? [] : [plan]));
  const regret =
    plans.reduce((sum, { possible, gain, revenue }) => sum + (possible - gain) / revenue, 0) / plans.length;
  return [
    label,
    variant,
    inside(media),
    inside(channels),
    ...(ofPanels ? [inside(geos)] : []),
    inside(marginal),
    percent(median(media.map(({ relativeError }) => relativeError))),
    percent(median(channels.map(({ relativeError }) => Math.abs(relativeError)))),
    percent(median(marginal.map(({ relativeError }) => Math.abs(relativeError)))),
    percent(width(media)),
    plans.length === 0 ? "-" : `${(100 * regret).toFixed(1)}%`,
    `${those.filter(({ wrong }) => wrong).length}`,
    `${those.filter(({ warnings }) => warnings.some((check) => !check.startsWith("convergence"))).length}`,
    `${those.filter(({ converged }) => converged).length} of ${those.length}`,
    `${those.reduce((sum, { divergences }) => sum + divergences, 0)}`,
    short(median(those.map(({ leapfrogs }) => leapfrogs))),
  ];
}

const names = Object.keys(compared);
/** What of a table is kept with the results: of each figure, whether its interval holds the truth, and the relative error. */
function brief({ contributions, marginalReturns, geos, plan, warnings, ...rest }: TableResult) {
  const figures = (all: TableResult["contributions"]): string =>
    all
      .map(({ of, inside, relativeError }) => `${of} ${inside ? "in" : "out"} ${relativeError.toPrecision(3)}`)
      .join(", ");
  const rounded = Object.fromEntries(Object.entries(plan ?? {}).map(([name, value]) => [name, Math.round(value)]));
  return {
    ...rest,
    warnings: warnings.join(", "),
    contributions: figures(contributions),
    marginalReturns: figures(marginalReturns),
    ...(ofPanels ? { geos: figures(geos) } : {}),
    plan: rounded,
  };
}

/** Tables that every variant was fitted to. */
const common = results.filter(
  ({ world, seed }) => chosen.includes(world) && names.every((variant) => has(world, seed, variant)),
);
const rows = [...chosen, "all"].flatMap((world) =>
  names.map((variant) =>
    row(
      world,
      variant,
      common.filter((each) => (world === "all" || each.world === world) && each.variant === variant),
    ),
  ),
);
const made = machine();
publish(
  {
    name: `default-priors-${part}`,
    result: { machine: made, part, variants: names, draws, tables: common.map(brief) },
    lines: [
      machineLine(made),
      "",
      `${common.length / names.length} tables of 104 weeks${ofPanels ? " and up to 8 geos" : " (30 of short-history)"}, each fitted under every variant with 2 chains x (${draws} + ${draws}) draws.`,
      "",
      ...table(
        [
          "world",
          "default prior",
          "90% of media",
          "90% of channels",
          ...(ofPanels ? ["90% of channels by geo"] : []),
          "90% of marginal ROI",
          "median error of media",
          "of a channel",
          "of a marginal ROI",
          "width of media",
          "regret of plans",
          "wrong",
          "warned",
          "converged",
          "divergences",
          "leapfrogs",
        ],
        rows,
      ),
      "",
      "90%: intervals that contain the truth, and of how many; LOW: fewer than 99% of right ones would. Width: of the interval of media over the truth, median. Regret: what the plan recommended from even spend within 0 to 300% brings less than that of a planner who " +
        "knows the truth, as a share of the media contribution, on average. Wrong: by the limits of the study of failing worlds. Warned: a check of the review " +
        "beside those of convergence did not pass.",
    ],
  },
  !quick && only === "",
);
