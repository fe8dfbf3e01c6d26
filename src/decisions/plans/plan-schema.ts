// Plan files as zod schemas: what may be written for the optimizer, and for scenarios. Import lazily: zod costs about 60 ms.
//
// The `error` of each part is a key of `planRules` in the catalog of problems, where its wording stands.

import { z } from "zod";
import type { PlanRuleName } from "../../problems/plan-problems.ts";
import type { FlightingByChannel } from "./plan.ts";
import { boundsOf, changeOf } from "./plan-amounts.ts";

/** Spend of one channel: a total over the horizon, the spend of every period, or a change in percent as text. */
export type SpendEntry = number | readonly number[] | string;

interface Shared {
  horizon?: number | undefined;
  flighting?: FlightingByChannel | undefined;
  current?: Record<string, number | readonly number[]> | undefined;
  margin?: number | undefined;
  draws?: number | undefined;
  level?: number | undefined;
}

/** A plan file for the optimizer after validation. */
export interface OptimizeFile extends Shared {
  /** Total over the horizon. */
  budget?: number | undefined;
  /** "+10%" */
  budget_change?: string | undefined;
  target_roi?: number | undefined;
  target_marginal_roi?: number | undefined;
  objective?: "revenue" | "profit" | "quantile" | "cvar" | undefined;
  probability?: number | undefined;
  by_week?: boolean | undefined;
  /** "-20%..+30%" */
  bounds?: Record<string, string | number> | undefined;
  fixed?: string[] | undefined;
  minimum?: Record<string, number> | undefined;
}

/** A file of scenarios after validation. */
export interface ScenarioFile extends Shared {
  plans: Record<string, Record<string, SpendEntry>>;
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(isNumber);
const isFlighting = (value: unknown): boolean => value === "even" || value === "observed" || isWeights(value);
const isWeights = (value: unknown): boolean => isNumbers(value) && value.every((weight) => weight >= 0);
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const that = <T>(error: PlanRuleName, holds: (value: unknown) => boolean): z.ZodCustom<T, T> =>
  z.custom<T>(holds, { error });
const between = (error: PlanRuleName, low: number, high: number): z.ZodNumber =>
  z.number({ error }).gt(low, { error }).lt(high, { error });
const byName = <T extends z.ZodType>(error: PlanRuleName, value: T): z.ZodRecord<z.ZodString, T> =>
  z.record(z.string().min(1, { error: "name" }), value, { error });

const spendOfPeriods = (value: unknown): boolean => isNumber(value) || isNumbers(value);

const shared = {
  horizon: z.int({ error: "horizon" }).min(1, { error: "horizon" }).max(520, { error: "horizon" }).optional(),
  flighting: that<FlightingByChannel>(
    "flighting",
    (value) => isFlighting(value) || (isMap(value) && Object.values(value).every(isFlighting)),
  ).optional(),
  current: byName("current", that<number | number[]>("current", spendOfPeriods)).optional(),
  margin: z.number({ error: "margin" }).gt(0, { error: "margin" }).optional(),
  draws: z.int({ error: "draws" }).min(10, { error: "draws" }).max(1_000_000, { error: "draws" }).optional(),
  level: between("level", 0, 1).optional(),
};

export const optimizeFileSchema: z.ZodType<OptimizeFile> = z.strictObject(
  {
    ...shared,
    budget: z.number({ error: "budget" }).min(0, { error: "budget" }).optional(),
    budget_change: that<string>(
      "budgetChange",
      (value) => typeof value === "string" && changeOf(value) !== undefined,
    ).optional(),
    target_roi: z.number({ error: "targetRoi" }).gt(0, { error: "targetRoi" }).optional(),
    target_marginal_roi: z.number({ error: "targetMarginalRoi" }).gt(0, { error: "targetMarginalRoi" }).optional(),
    objective: z.enum(["revenue", "profit", "quantile", "cvar"], { error: "objective" }).optional(),
    probability: between("probability", 0, 1).optional(),
    by_week: z.boolean({ error: "byWeek" }).optional(),
    bounds: byName(
      "bounds",
      that<string | number>("bound", (value) => isNumber(value) || (typeof value === "string" && !!boundsOf(value))),
    ).optional(),
    fixed: z.array(z.string({ error: "name" }), { error: "fixed" }).optional(),
    minimum: byName("minimum", z.number({ error: "minimumAmount" }).min(0, { error: "minimumAmount" })).optional(),
  },
  { error: "planFile" },
);

export const scenarioFileSchema: z.ZodType<ScenarioFile> = z.strictObject(
  {
    ...shared,
    plans: byName(
      "plans",
      byName(
        "plan",
        that<SpendEntry>(
          "spend",
          (value) => spendOfPeriods(value) || (typeof value === "string" && changeOf(value) !== undefined),
        ),
      ),
    ).refine((plans) => Object.keys(plans).length > 0, { error: "plans" }),
  },
  { error: "planFile" },
);

/** Keys that a file may have. */
export function keysOf(schema: z.ZodType): readonly string[] {
  const { def } = (schema as unknown as z.core.$ZodObject)._zod;
  return Object.keys(def.shape);
}
