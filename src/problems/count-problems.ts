// Problems and notices of targets that are modeled as counts.

import type { Notice } from "./notice.ts";
import { place } from "./place.ts";
import type { Problem } from "./problem.ts";
import { quote } from "../words/index.ts";

export const notCounts = (where: string, column: string, row: number, value: number): Problem => ({
  code: "target-not-counts",
  message: `likelihood: negative_binomial is for counts, and ${quote(column)} is not whole in row ${row}.`,
  where,
  received: String(value),
  hint: "Name a column of conversions as `target`; for revenue leave the likelihood out, or write student_t.",
});

export const negativeCount = (where: string, column: string, row: number, value: number): Problem => ({
  code: "target-not-counts",
  message: `likelihood: negative_binomial is for counts, and ${quote(column)} is negative in row ${row}.`,
  where,
  received: String(value),
  hint: "Counts are negative only when they were published with noise: describe it under `noise`, or correct the column.",
});

export const countsOfMoney = (where: string, source: string, column: string): Notice => ({
  level: "warning",
  code: "counts-of-money",
  message: `${quote(column)} of ${place(source)} is taken for a count of events, and its name does not say that it is one.`,
  where,
  hint: "If it is money in whole units or in cents, leave the likelihood out: the chance in a count depends on its unit.",
});
