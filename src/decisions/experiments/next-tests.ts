// Which lift test to run next: for every design what it would read, find, cost, tell about each channel and be worth for the next plan, all from the
// draws of the posterior; and the tests that are best together.

import { outcomeOf, periodOf, type RowPeriod } from "../../data/panel/index.ts";
import type { DocumentPath } from "../../files/index.ts";
import { erfc, inverseNormalCdf } from "../../numerics/special/index.ts";
import type { Notice } from "../../problems/notice.ts";
import { notConverged } from "../../problems/plan-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import * as wording from "../../problems/test-design-problems.ts";
import { wrongSetting } from "../../problems/setting-problems.ts";
import {
  planSettings,
  quantitySettings,
  type TargetKind,
  testChoiceSettings,
  testDesignSettings,
  type ValueOf,
} from "../../settings/index.ts";
import {
  checkOptions,
  defaultLevel,
  type OptionRule,
  type OptionRules,
  shown,
  type FittedModel,
  intervalOf,
  modelGeos,
} from "../draws/index.ts";
import { type Batch, chooseTogether } from "./batch.ts";
import { channelUnknowns } from "./channel-unknowns.ts";
import { learnedOf, roisOf } from "./learned.ts";
import type { JudgedTest, NextTest } from "./next-test.ts";
import { nextPlanCurves } from "./next-plan.ts";
import { placeboError, residualsOf } from "./placebo.ts";
import { spendLevels } from "./spend-levels.ts";
import { changeOfFactor, type DesignRequest, designsFor, isDesign } from "./test-design.ts";
import { liftsOf } from "./test-lifts.ts";
import { informationAbout, testResult } from "./test-result.ts";
import { testWords } from "./test-words.ts";
import { valueOfCertainty, valueOfTests } from "./value-of-tests.ts";

export interface NextTestsSettings extends DesignRequest {
  /** Tests that are chosen together; default 1. */
  readonly tests?: number | undefined;
  readonly rank?: ValueOf<typeof testChoiceSettings.rank> | undefined;
  readonly objective?: ValueOf<typeof testChoiceSettings.objective> | undefined;
  /** Periods of the next plan; default 13 weeks (91 days). */
  readonly horizon?: number | undefined;
  readonly significance?: number | undefined;
  readonly power?: number | undefined;
  /** Draws, taken evenly from all; default 1000. */
  readonly draws?: number | undefined;
  /** Probability of the intervals; default 0.9. */
  readonly level?: number | undefined;
}

export interface NextTests {
  readonly converged: boolean;
  readonly target: { readonly name: string; readonly kind: TargetKind };
  readonly unit: RowPeriod;
  readonly level: number;
  readonly draws: number;
  readonly significance: number;
  /** Probability with which the smallest effect is found. */
  readonly power: number;
  readonly rank: ValueOf<typeof testChoiceSettings.rank>;
  /** The plan that values are about. */
  readonly plan: {
    readonly objective: ValueOf<typeof testChoiceSettings.objective>;
    readonly horizon: number;
    /** What it would be worth to know everything that the draws leave open. */
    readonly certainty: number;
  };
  readonly margin?: number;
  readonly currency?: string;
  /** Best first. */
  readonly tests: readonly NextTest[];
  /** The tests that are best together, in the order in which they were chosen. */
  readonly batch: Batch;
  readonly notices: readonly Notice[];
}

const rule =
  (must: string, holds: (value: unknown) => boolean): OptionRule =>
  (value, place) => {
    if (holds(value)) return [];
    const [of, name] = place.split(".");
    return [wrongSetting(of, name, must, shown(value), "Leave it out for the default.")];
  };
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === "string");

const optionRules: OptionRules = {
  designs: rule(
    "a list of designs { channels, change, ... } with at least one",
    (value) => Array.isArray(value) && value.length > 0 && value.every(isDesign),
  ),
  channels: rule("a list of names of channels", isTexts),
  changes: rule("a list of changes: off, half, double or +30%", isTexts),
  geos: rule("the name of a geo, or a list of names", (value) => typeof value === "string" || isTexts(value)),
  horizon: planSettings.horizon,
  draws: planSettings.draws,
  level: quantitySettings.level,
  ...testDesignSettings,
  ...testChoiceSettings,
};

/** Windows apart below which an error is called rough, and draws behind a plan. */
const fewApart = 8;
const fewDraws = 30;

/**
 * Which test next.
 * @param where how whoever asked wrote the place of a key, for problems
 * @throws CarryoverError for channels, geos and lengths that the run does not allow
 */
export function nextTests(
  model: FittedModel,
  settings: NextTestsSettings = {},
  where: (path: DocumentPath) => string = (path) => path.join("."),
  exit: (typeof exitCodes)["usage" | "badInput"] = exitCodes.usage,
): NextTests {
  checkOptions("nextTests", settings, optionRules);
  const {
    tests = testChoiceSettings.tests.default,
    rank = testChoiceSettings.rank.default,
    significance = testChoiceSettings.significance.default,
    power = testChoiceSettings.power.default,
    level = defaultLevel,
  } = settings;
  const { margin, currency } = model.spec;
  const objective = settings.objective ?? (margin === undefined ? "revenue" : "profit");
  if (objective === "profit" && margin === undefined)
    throw new CarryoverError([wording.profitWithoutMargin(where(["objective"]))], exit);
  const { designs, idle } = designsFor(model, settings, where, exit);
  if (tests > designs.length)
    throw new CarryoverError([wording.moreTestsThanDesigns(where(["tests"]), tests, designs.length)], exit);
  const plan = nextPlanCurves(model, objective, settings.horizon, settings.draws);
  const unknowns = channelUnknowns(model, plan.response);
  const unit = periodOf(model.data.cadence);
  const target = outcomeOf(model.data);
  const lifts = liftsOf(model, plan.response.draws);
  const residuals = designs.some(({ se }) => se === undefined) ? residualsOf(model) : undefined;
  const errors = new Map<string, ReturnType<typeof placeboError>>();
  const words = { target: target.name, kind: target.kind, unit, margin, objective, horizon: plan.horizon };

  const judged = designs.map((design, k): JudgedTest => {
    const { channels, geos, everywhere, weeks, cooldown, factor } = design;
    const key = `${geos.join(",")} ${weeks + cooldown}`;
    if (design.se === undefined && residuals !== undefined && !errors.has(key))
      errors.set(key, placeboError(residuals, geos, weeks + cooldown));
    const found = design.se === undefined ? errors.get(key) : undefined;
    const se = design.se ?? found?.se;
    if (se === undefined || !(se > 0))
      throw new CarryoverError(
        [
          wording.designNoWindow(
            where(settings.designs === undefined ? ["geos"] : ["designs", k, "geos"]),
            weeks + cooldown,
            unit,
          ),
        ],
        exit,
      );
    const { read, whole, spend, usual } = lifts(design);
    const result = testResult(read, se);
    const { value, effectiveDraws } = valueOfTests(plan.curves, [result]);
    const profit =
      margin === undefined
        ? null
        : intervalOf(
            whole.map((effect) => margin * effect - spend),
            level,
          );
    const names = channels.map((channel) => model.spec.channels[channel].name);
    const placebo =
      found === undefined
        ? null
        : {
            windows: found.windows,
            apart: found.apart,
            inflation: found.inflation,
            comparedWith: found.comparedWith,
          };
    const zs = [significance / 2, 1 - power].map((p) => -inverseNormalCdf(p));
    const facts = {
      name: design.name,
      channels: names,
      change: changeOfFactor(factor),
      factor,
      geos: everywhere ? null : geos.map((geo) => modelGeos(model)[geo].name),
      weeks,
      start: design.start,
      cooldown,
      usualSpend: usual,
      spend,
      lift: intervalOf(read, level),
      se,
      placebo,
      smallestEffect: se * (zs[0] + zs[1]),
      power: significant(read, se, zs[0]),
      effect: intervalOf(whole, level),
      profit,
      information: result.information,
      informationOfRoi: informationAbout(roisOf(unknowns), [result]),
      learned: unknowns.map((own) => learnedOf(own, [result])),
      spendLevels: Math.min(...channels.map((channel) => spendLevels(model, channel, design))),
      value,
      effectiveDraws,
      net: profit === null ? null : value + Math.min(0, profit.mean),
    };
    return { design, result, test: { ...facts, words: testWords(facts, words) } };
  });
  const score = ({ test }: JudgedTest): number =>
    rank === "information" ? test.informationOfRoi : (test.net ?? test.value);
  const sorted = judged.toSorted((a, b) => score(b) - score(a) || b.test.informationOfRoi - a.test.informationOfRoi);
  const batch = chooseTogether(sorted, { tests, rank, curves: plan.curves, unknowns });
  const shown = sorted.map(({ test }) => test);
  const rough = shown.filter(({ placebo }) => placebo !== null && placebo.apart < fewApart);
  const thin = shown.filter(({ effectiveDraws, value }) => value > 0 && effectiveDraws < fewDraws);
  return {
    converged: model.converged,
    target,
    unit,
    level,
    draws: plan.response.draws,
    significance,
    power,
    rank,
    plan: { objective, horizon: plan.horizon, certainty: valueOfCertainty(plan.curves) },
    ...(margin === undefined ? {} : { margin }),
    ...(currency === undefined ? {} : { currency }),
    tests: shown,
    batch,
    notices: [
      ...(model.converged ? [] : [notConverged()]),
      ...(shown.some(({ placebo }) => placebo?.comparedWith === "before") ? [wording.designsOfNationOnly()] : []),
      ...(rough.length === 0
        ? []
        : [
            wording.fewWindows(
              rough.map(({ name }) => name),
              Math.min(...rough.map(({ placebo }) => placebo?.apart ?? 0)),
            ),
          ]),
      ...(thin.length === 0 ? [] : [wording.fewDrawsAfter(thin.map(({ name }) => name))]),
      ...(margin === undefined && rank === "value" ? [wording.netNeedsMargin()] : []),
      ...(idle.length === 0 ? [] : [wording.channelsNotTested(idle)]),
    ],
  };
}

/** Probability that a read-out lies further than `z` standard errors from zero, over the draws. */
function significant(effect: Float64Array, se: number, z: number): number {
  const above = (x: number): number => 0.5 * erfc(x * Math.SQRT1_2);
  const total = effect.reduce((sum, value) => sum + above(z - value / se) + above(z + value / se), 0);
  return total / effect.length;
}
