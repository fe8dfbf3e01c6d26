// Problems of settings that a program gives to the library.

import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

/** What a setting must be completes "... must be"; the hint is `settingHint`. */
export const wrongSetting = (where: string, name: string, wanted: string, received: string, hint: string): Problem => ({
  code: "wrong-setting",
  message: `${name} must be ${wanted}.`,
  where: `${where}.${name}`,
  received,
  hint,
});

export const unknownSetting = (where: string, name: string, known: readonly string[]): Problem => ({
  code: "unknown-setting",
  message: `There is no setting ${name}.`,
  where,
  hint: `${didYouMean(name, known)}The settings are ${known.join(", ")}.`,
});

export const metricWithoutSchedule = (where?: string): Problem => ({
  code: "metric-without-schedule",
  message: "Stan's schedule has no low-rank metric.",
  ...(where === undefined ? {} : { where }),
  received: "metric low-rank with schedule stan",
  hint: "Choose the metric diagonal or dense, or the schedule nutpie.",
});
