// Dates: ISO 8601 in sentences and tables, short names on the axes of charts.

import { english, type Locale } from "./locale.ts";

/** A month with its year: `Jan 2024`. */
export const month = (date: Date, locale: Locale = english): string =>
  `${locale.months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;

/** A day without its year: `Jul 3`. */
export const day = (date: Date, locale: Locale = english): string =>
  `${locale.months[date.getUTCMonth()]} ${date.getUTCDate()}`;
