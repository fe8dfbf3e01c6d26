// What a sale earns, and what follows from it: the return above which spend pays.

import { outcomeOf } from "../../data/panel/index.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import {
  type Business,
  businessSettings,
  marginProblem,
  settingProblems,
  type TargetKind,
} from "../../settings/index.ts";
import { given } from "../../words/index.ts";
import type { FittedModel } from "./fitted-model.ts";

/**
 * The model with another margin, currency or title than its run has; what is left out stays.
 * @param written how whoever gave them wrote a key, for problems; default the key
 * @throws CarryoverError (exit code 2) for a margin that is none
 */
export function withBusiness(
  model: FittedModel,
  business: Business,
  written: (key: string) => string = (key) => key,
): FittedModel {
  const stated = Object.fromEntries(Object.entries(business).filter(([, value]) => value !== undefined)) as Business;
  if (Object.keys(stated).length === 0) return model;
  const { margin, ...texts } = stated;
  const wrong = margin === undefined ? undefined : marginProblem(margin, outcomeOf(model.data).kind, written("margin"));
  const problems: readonly Problem[] = [
    ...(wrong === undefined ? [] : [wrong]),
    ...settingProblems("business", businessSettings, texts),
  ];
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  return { ...model, spec: { ...model.spec, ...stated } as FittedModel["spec"] };
}

/**
 * What amounts are in, for headings and sentences: the currency, where it is known. A target of conversions has none, and neither has the
 * outcome (`outcomeOf`: what returns, curves and plans are in), unless the table says what each is worth.
 */
export interface MoneyUnits {
  readonly spend?: string;
  readonly target?: string;
  readonly outcome?: string;
}

export function moneyUnits({ spec: { currency }, data }: Pick<FittedModel, "spec" | "data">): MoneyUnits {
  if (currency === undefined) return {};
  const isMoney = (kind: TargetKind): boolean => kind === "revenue";
  return {
    spend: currency,
    ...(isMoney(data.target.kind) ? { target: currency } : {}),
    ...(isMoney(outcomeOf(data).kind) ? { outcome: currency } : {}),
  };
}

/** The return above which spend pays, in units of the target per unit of spend, and where it comes from. */
export interface BreakEven {
  readonly value: number;
  /**
   * "given": as it was asked for; "margin": one over the margin; "revenue": 1, where nothing is known of profit. Above the last, spend brings
   * more revenue than it costs; whether it pays is not known.
   */
  readonly from: "given" | "margin" | "revenue";
}

/** A break-even as it is written everywhere: as it was given, or to three digits where it was computed. */
export function breakEvenText(value: number, from: BreakEven["from"] | undefined): string {
  return given(from === "given" ? value : Number(value.toPrecision(3)));
}

/**
 * The break-even of a model: what is given, else one over its margin, else 1 for revenue. Undefined for conversions of which nothing
 * is known but their number.
 */
export function breakEvenOf({ spec, data }: Pick<FittedModel, "spec" | "data">, asked?: number): BreakEven | undefined {
  if (asked !== undefined) return { value: asked, from: "given" };
  if (spec.margin !== undefined) return { value: 1 / spec.margin, from: "margin" };
  return outcomeOf(data).kind === "revenue" ? { value: 1, from: "revenue" } : undefined;
}
