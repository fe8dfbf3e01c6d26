// Tables for the comparison of default priors: all worlds of the package, and relatives of the presets whose media are few, many or curved otherwise.

import type { Recipe } from "../../src/data/worlds/recipe.ts";
import { type HardRecipe } from "../../src/data/worlds/recipe.ts";
import { worlds } from "../../src/data/worlds/simulate.ts";

const { ecommerce, media, easy } = worlds as unknown as Readonly<Record<string, HardRecipe>> & {
  readonly ecommerce: Recipe;
  readonly media: Recipe;
  readonly easy: Recipe;
};

/** The same world with another slope of every curve; half-effect points and ceilings stay. */
function curved(recipe: Recipe, name: string, slope: (own: number) => number): Recipe {
  return { ...recipe, name, channels: recipe.channels.map((channel) => ({ ...channel, slope: slope(channel.slope) })) };
}

/** Twelve channels: four of the media preset three times over, of a half, a quarter and an eighth of the size. */
const many: Recipe = {
  ...media,
  name: "twelve-channels",
  channels: [0.5, 0.25, 0.125].flatMap((size, copy) =>
    media.channels.map((channel): Recipe["channels"][number] => ({
      ...channel,
      name: `${channel.name}${copy + 1}`,
      halfSaturation: channel.halfSaturation * size,
      coefficient: channel.coefficient * size,
      spend:
        channel.spend.kind === "flighted" || channel.spend.kind === "always-on"
          ? { ...channel.spend, level: channel.spend.level * size }
          : channel.spend,
    })),
  ),
};

/** Worlds of the comparison of priors of the coefficients, by name. */
export const priorWorlds: Readonly<Record<string, HardRecipe>> = {
  ...worlds,
  "twelve-channels": many,
  // Media bring a fiftieth of revenue: the same effects over a base ten times as high, with noise in proportion to the effects.
  "few-media": { ...media, name: "few-media", base: media.base * 10 },
  // Half of the channels bring next to nothing: a fiftieth of what they bring in the preset.
  "idle-channels": {
    ...media,
    name: "idle-channels",
    channels: media.channels.map((channel, i) => ({
      ...channel,
      coefficient: channel.coefficient * (i % 2 === 0 ? 1 : 0.02),
    })),
  },
};

/** Worlds of the comparison of priors of the slope: concave ones, and S-curves. */
export const slopeWorlds: Readonly<Record<string, Recipe>> = {
  "ecommerce, slope 1": curved(ecommerce, "ecommerce-concave", () => 1),
  "media, slope 1": curved(media, "media-concave", () => 1),
  "easy, slope 1": curved(easy, "easy-concave", () => 1),
  "easy, slope 0.7": curved(easy, "easy-power", () => 0.7),
  "ecommerce, slopes 2 to 3": ecommerce,
  "media, slopes 1.2 to 1.8": media,
  "easy, slope 3": curved(easy, "easy-s", () => 3),
};
