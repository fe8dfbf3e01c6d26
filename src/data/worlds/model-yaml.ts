// The model file that goes with a simulated table: what a user would write, all else left to the defaults.

import type { HardRecipe } from "./recipe.ts";

/** A model file for `data.csv` beside it; promotions that never vary are not named as a control. */
export function modelYaml(recipe: HardRecipe, promotionsVary: boolean): string {
  const channels = recipe.channels.map(({ name }) => `spend_${name}`).join(", ");
  return [
    "# Paths are relative to this file; what is left out takes the defaults (carryover spec model.yaml --explain).",
    "data: data.csv",
    "date: week",
    "target: revenue",
    `channels: [${channels}]`,
    `controls: [${promotionsVary ? "promotions" : ""}]`,
    `seasonality: { period: ${recipe.seasonality.period}, harmonics: 1 }`,
    ...(recipe.trend === 0 ? [] : ["trend: linear"]),
    "",
  ].join("\n");
}
