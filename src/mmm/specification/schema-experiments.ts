// The part of the model file's schema that is about lift tests. Import it lazily, as schema.ts.

import { z } from "zod";
import { experimentSettings, statedSpendSettings } from "../../settings/index.ts";
import { settingShape, type Written } from "../../settings/schema/index.ts";

/** One test as it is written. */
export interface ExperimentEntry extends Written<typeof experimentSettings>, Written<typeof statedSpendSettings> {
  name: string;
  channels: string | string[];
  geos?: string | string[] | undefined;
  start?: string | number | undefined;
  end?: string | number | undefined;
  counterfactual: {
    multiply?: number | undefined;
    add?: number | undefined;
    spend?: number | number[] | undefined;
  };
  lift?: number | undefined;
  se?: number | undefined;
  interval?: { low: number; high: number; level: number } | undefined;
}

const text = (error: string): z.ZodString => z.string({ error }).min(1, { error });
const texts = (error: string): z.ZodType<string | string[]> =>
  z.union([text(error), z.array(text(error), { error }).min(1, { error })], { error });
const number = (error: string): z.ZodNumber => z.number({ error });
const end = z.union([text("experimentEnd"), z.number({ error: "experimentEnd" })], { error: "experimentEnd" });
const spend = z.number({ error: "counterfactual" }).min(0, { error: "counterfactual" });

export const experimentEntry: z.ZodType<ExperimentEntry> = z.strictObject(
  {
    name: text("experimentName").meta({ description: "Name of the test in results." }),
    channels: texts("experimentChannels").meta({ description: "The channel, or channels, whose spend was changed." }),
    geos: texts("experimentGeos")
      .meta({ description: "Geos of the panel in which the test was; all of them when left out." })
      .optional(),
    start: end.meta({ description: "First row of the test: a date in it, or its number counted from 1." }).optional(),
    end: end.meta({ description: "Last row of the test." }).optional(),
    ...settingShape(statedSpendSettings, "experiments"),
    counterfactual: z
      .strictObject(
        {
          multiply: number("counterfactual")
            .min(0, { error: "counterfactual" })
            .meta({ description: "Spend without the test as a multiple of that in it; 0 for none." })
            .optional(),
          add: number("counterfactual")
            .meta({ description: "What spend without the test would have been more per row; less where negative." })
            .optional(),
          spend: z
            .union([spend, z.array(spend, { error: "counterfactual" }).min(1, { error: "counterfactual" })], {
              error: "counterfactual",
            })
            .meta({ description: "Spend without the test: one number per row, or one for each row of the test." })
            .optional(),
        },
        { error: "counterfactual" },
      )
      .meta({ description: "What spend would have been without the test; one of multiply, add, spend." }),
    lift: number("experimentLift")
      .meta({ description: "What was earned more than without the test; negative where less was." })
      .optional(),
    se: number("experimentSe")
      .gt(0, { error: "experimentSe" })
      .meta({ description: "Standard error of the lift." })
      .optional(),
    interval: z
      .strictObject(
        {
          low: number("experimentInterval"),
          high: number("experimentInterval"),
          level: number("experimentInterval")
            .gt(0, { error: "experimentInterval" })
            .lt(1, { error: "experimentInterval" }),
        },
        { error: "experimentInterval" },
      )
      .meta({ description: "Interval of the lift, and its level (0.95 for 95%), in place of the standard error." })
      .optional(),
    ...settingShape(experimentSettings, "experiments"),
  },
  { error: "experiment" },
) as never;

/** `experiments:` as a list of tests, or the path of a CSV of them. */
export const experimentsSchema: z.ZodType<string | ExperimentEntry[]> = z
  .union([text("experiments"), z.array(experimentEntry, { error: "experiments" })], { error: "experiments" })
  .meta({
    description:
      "Lift tests that the model learns from: a list, or the path of a CSV with one row for each, relative to this file.",
  });
