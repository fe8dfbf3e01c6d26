// Formats for numbers that stand together: an estimate and its interval show the same unit and the same decimals.

import { amounts } from "./money.ts";
import { type Alike, figures } from "./numbers.ts";
import { percents } from "./percent.ts";
import { shorts } from "./short.ts";

export const alike: Readonly<Record<"figures" | "shorts" | "percents" | "amounts", Alike>> = {
  figures,
  shorts,
  percents,
  amounts,
};
