// Files of designs as a zod schema. Import lazily: zod costs about 60 ms. The `error` of each part is a key of `designRules`, where its wording
// stands; that of a setting is its name.

import { z } from "zod";
import type { DesignRuleName } from "../../problems/test-design-problems.ts";
import { testDesignSettings } from "../../settings/index.ts";
import { settingShape, type Written } from "../../settings/schema/index.ts";
import { factorOf, type WrittenDesign } from "./test-design.ts";

/** A file of designs after validation: designs, and what holds for those that do not say otherwise. */
export interface DesignFile extends Written<typeof testDesignSettings> {
  designs: WrittenDesign[];
  geos?: string | string[] | undefined;
}

const text = (error: DesignRuleName): z.ZodString => z.string({ error }).min(1, { error });
const texts = (error: DesignRuleName): z.ZodType<string | string[]> =>
  z.union([text(error), z.array(text(error), { error }).min(1, { error })], { error });

const design = z.strictObject(
  {
    name: text("name").optional(),
    channels: texts("channels"),
    change: z.custom<string>((value) => typeof value === "string" && factorOf(value) !== undefined, {
      error: "change" satisfies DesignRuleName,
    }),
    geos: texts("geos").optional(),
    ...settingShape(testDesignSettings, ""),
    se: z.number({ error: "se" }).gt(0, { error: "se" }).optional(),
  },
  { error: "design" },
);

export const designFileSchema: z.ZodType<DesignFile> = z.strictObject(
  {
    ...settingShape(testDesignSettings, ""),
    geos: texts("geos").optional(),
    designs: z.array(design, { error: "designs" }).min(1, { error: "designs" }),
  },
  { error: "designFile" },
) as never;

/** Keys that a file, and a design in it, may have. */
export const designFileKeys: readonly string[] = ["designs", "geos", ...Object.keys(testDesignSettings)];
export const designKeys: readonly string[] = [
  "name",
  "channels",
  "change",
  "geos",
  "se",
  ...Object.keys(testDesignSettings),
];
