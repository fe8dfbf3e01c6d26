// Plan files as zod schemas: what may be written for the optimizer, and for scenarios. Import lazily: zod costs about 60 ms.
//
// The `error` of each part is a key of `planRules` in the catalog of problems, where its wording stands; that of a setting is its name, and
// its wording comes from the table of settings.

import { z } from "zod";
import type { PlanRuleName } from "../../problems/plan-problems.ts";
import {
  accepts,
  budgetSettings,
  businessSettings,
  panelPlanSettings,
  planSettings,
  quantitySettings,
  type SettingTable,
} from "../../settings/index.ts";
import { settingSchema, settingShape, type Written } from "../../settings/schema/index.ts";
import type { FlightingByChannel } from "./plan.ts";
import { boundsOf, changeOf, periodsOf } from "./plan-amounts.ts";

/** Spend of one channel: a total over the horizon, the spend of every period, or a change in percent as text. */
export type SpendEntry = number | readonly number[] | string;

/** Settings of a plan file by name. */
export const planFileSettings: SettingTable = {
  ...planSettings,
  ...panelPlanSettings,
  ...budgetSettings,
  level: quantitySettings.level,
  margin: businessSettings.margin,
};

interface Shared extends Omit<Written<typeof planSettings>, "flighting">, Written<typeof panelPlanSettings> {
  level?: number | undefined;
  margin?: number | undefined;
  flighting?: FlightingByChannel | undefined;
  current?: Record<string, number | readonly number[]> | undefined;
}

/** A plan file for the optimizer after validation. */
export interface OptimizeFile extends Shared, Written<typeof budgetSettings> {
  /** "-20%..+30%" */
  bounds?: Record<string, string | number> | undefined;
  fixed?: string[] | undefined;
  minimum?: Record<string, number> | undefined;
  /** Bounds of several channels, geos and periods together. */
  groups?: Record<string, WrittenGroup> | undefined;
  /** { TV: { 1..4: 5000 } } */
  pinned?: Record<string, Record<string, number>> | undefined;
  period_bounds?: Record<string, string | number> | undefined;
  /** "20%", or an amount. */
  ramps?: Record<string, string | number> | undefined;
  flights?:
    | Record<
        string,
        {
          off?: WrittenPeriods | WrittenPeriods[] | undefined;
          shortest?: number | undefined;
          most?: number | undefined;
        }
      >
    | undefined;
  minimum_order?: Record<string, number> | undefined;
  step_cost?: Record<string, number> | undefined;
  returns?: (WrittenLines & { roi: number; probability?: number | undefined })[] | undefined;
  /** An elasticity, or with the spend of a period at which the price is today's. */
  price_response?: Record<string, number | { elasticity: number; reference?: number }> | undefined;
}

interface WrittenLines {
  channels?: string[] | undefined;
  geos?: string[] | undefined;
}

interface WrittenGroup extends WrittenLines {
  periods?: WrittenPeriods | undefined;
  bounds: string | number;
}

/** A period, or "1..4". */
export type WrittenPeriods = number | string;

/** A file of scenarios after validation. */
export interface ScenarioFile extends Shared {
  plans: Record<string, Record<string, SpendEntry>>;
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(isNumber);
const isFlighting = (value: unknown): boolean => accepts(planSettings.flighting, value) || isWeights(value);
const isWeights = (value: unknown): boolean => isNumbers(value) && value.every((weight) => weight >= 0);
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const that = <T>(
  error: PlanRuleName | keyof typeof budgetSettings,
  holds: (value: unknown) => boolean,
): z.ZodCustom<T, T> => z.custom<T>(holds, { error });
const byName = <T extends z.ZodType>(error: PlanRuleName, value: T): z.ZodRecord<z.ZodString, T> =>
  z.record(z.string().min(1, { error: "name" }), value, { error });

const spendOfPeriods = (value: unknown): boolean => isNumber(value) || isNumbers(value);

const shared = {
  ...settingShape(planSettings, ""),
  ...settingShape(panelPlanSettings, ""),
  level: settingSchema(quantitySettings.level, "level").optional(),
  margin: settingSchema(businessSettings.margin, "margin").optional(),
  flighting: that<FlightingByChannel>(
    "flighting",
    (value) => isFlighting(value) || (isMap(value) && Object.values(value).every(isFlighting)),
  ).optional(),
  current: byName("current", that<number | number[]>("current", spendOfPeriods)).optional(),
};

const names = z.array(z.string({ error: "name" }), { error: "fixed" });
const ofLines = { channels: names.optional(), geos: names.optional() };
const amount = z.number({ error: "cellAmount" }).min(0, { error: "cellAmount" });
const bound = that<string | number>(
  "bound",
  (value) => isNumber(value) || (typeof value === "string" && boundsOf(value) !== undefined),
);
const periods = that<WrittenPeriods>("periods", (value) => periodsOf(value) !== undefined);

export const optimizeFileSchema: z.ZodType<OptimizeFile> = z.strictObject(
  {
    ...shared,
    ...settingShape(budgetSettings, ""),
    budget_change: that<string>(
      "budget_change",
      (value) => typeof value === "string" && changeOf(value) !== undefined,
    ).optional(),
    bounds: byName(
      "bounds",
      that<string | number>("bound", (value) => isNumber(value) || (typeof value === "string" && !!boundsOf(value))),
    ).optional(),
    fixed: z.array(z.string({ error: "name" }), { error: "fixed" }).optional(),
    minimum: byName("minimum", z.number({ error: "minimumAmount" }).min(0, { error: "minimumAmount" })).optional(),
    groups: byName(
      "groups",
      z.strictObject({ ...ofLines, periods: periods.optional(), bounds: bound }, { error: "groups" }),
    ).optional(),
    pinned: byName("pinned", byName("pinned", amount)).optional(),
    period_bounds: byName("period_bounds", bound).optional(),
    ramps: byName(
      "ramps",
      that<string | number>(
        "ramps",
        (value) => isNumber(value) || (typeof value === "string" && changeOf(value) !== undefined),
      ),
    ).optional(),
    flights: byName(
      "flights",
      z.strictObject(
        {
          off: z.union([periods, z.array(periods)], { error: "periods" }).optional(),
          shortest: z.number({ error: "flights" }).optional(),
          most: z.number({ error: "flights" }).optional(),
        },
        { error: "flights" },
      ),
    ).optional(),
    minimum_order: byName("minimum_order", amount).optional(),
    step_cost: byName("step_cost", amount).optional(),
    returns: z
      .array(
        z.strictObject(
          {
            ...ofLines,
            roi: z.number({ error: "returns" }),
            probability: z.number({ error: "returns" }).optional(),
          },
          { error: "returns" },
        ),
        { error: "returns" },
      )
      .optional(),
    price_response: byName(
      "price_response",
      that<number | { elasticity: number; reference?: number }>(
        "price_response",
        (value) =>
          isNumber(value) ||
          (isMap(value) &&
            isNumber(value["elasticity"]) &&
            Object.keys(value).every((key) => key === "elasticity" || (key === "reference" && isNumber(value[key])))),
      ),
    ).optional(),
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
