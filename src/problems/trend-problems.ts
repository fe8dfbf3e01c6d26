// Problems of trends: settings that a table cannot have, and forecasts that a trend does not reach.

import { count, nameList } from "../words/index.ts";
import type { Notice } from "./notice.ts";
import type { Problem } from "./problem.ts";

export const settingOfOtherTrend = (where: string, key: string, kind: string, kinds: readonly string[]): Problem => ({
  code: "setting-of-other-trend",
  message: `\`${key}\` is a setting of ${kinds.join(" and ")} trends, and this one is ${kind}.`,
  where,
  hint: `Remove it, or write \`kind: ${kinds[0]}\`.`,
});

export const moreKnotsThanRows = (where: string, knots: number, rows: number): Problem => ({
  code: "too-many-knots",
  message: `A trend cannot have more knots than the table has rows: ${rows} for each geo.`,
  where,
  received: String(knots),
  hint: "One knot a quarter (every 13 weeks) is usual; `knots: auto` chooses them.",
});

export const knotsNotInOrder = (where: string, received: string): Problem => ({
  code: "knots-not-in-order",
  message: "Rows of knots must be in ascending order, each once.",
  where,
  received,
  hint: "Write them as in `knots: [1, 40, 104]`, or a number of knots, or `knots: auto`.",
});

export const knotOutsideTable = (where: string, knot: number, rows: number): Problem => ({
  code: "knot-outside-table",
  message: `The table has rows 1 to ${rows}, and knots are rows of it.`,
  where,
  received: String(knot),
  hint: "Give rows of the table, or a number of knots, or `knots: auto`.",
});

export const criterionWithoutChoice = (where: string): Problem => ({
  code: "setting-of-other-trend",
  message: "`criterion` says how knots are chosen, and these are given.",
  where,
  hint: "Remove it, or write `knots: auto`.",
});

export const noKnotsFound = (where: string, rows: number, columns: number): Problem => ({
  code: "no-knots-found",
  message: `No knots could be chosen: ${rows} rows are too few beside ${count(columns, "column")}.`,
  where,
  hint: "Write a number of knots, such as `knots: 3`, or `trend: linear`.",
});

export const trendTooShort = (where: string, length: number, rows: number): Problem => ({
  code: "trend-too-short",
  message: `A smooth trend whose shortest length is ${count(length, "row")} needs a table of at least ${2 * length + 1} rows, and this one has ${rows}.`,
  where,
  received: String(length),
  hint: "Lower `shortest_length`, or write `trend: linear`.",
});

export const boundaryInsideTable = (where: string, boundary: number, rows: number): Problem => ({
  code: "boundary-inside-table",
  message: `The boundary of a smooth trend must lie outside of the table: it has ${rows} rows, ${(rows - 1) / 2} on either side of its middle.`,
  where,
  received: String(boundary),
  hint: "Leave it out: it follows from the kernel and the shortest length.",
});

export const trendUnpooled = (where: string, kind: string): Problem => ({
  code: "trend-unpooled",
  message: `A trend of the kind ${kind} is common to all geos, which drift away from it: each geo for itself has no such trend.`,
  where,
  hint: "Write `pooling: { trend: partial }`, or `complete` for geos that do not drift apart, or `trend: linear`.",
});

export const knotsBesideNational = (
  where: string,
  knots: number,
  most: number,
  channels: readonly string[],
): Problem => ({
  code: "knots-beside-national",
  message: `The spend of ${nameList(channels, 6)} is national, so its effect is told by how it moves beside the trend: that may have at most ${count(most, "knot")}, one in 6 rows.`,
  where,
  received: String(knots),
  hint: "Write fewer knots, or give the spend of each geo.",
});

export const levelBesideNational = (where: string, trend: string, channels: readonly string[]): Notice => ({
  code: "trend-beside-national",
  level: "warning",
  message: `The spend of ${nameList(channels, 6)} is national, and the trend is ${trend}: whatever moves all geos slowly is taken for an effect of ${channels.length === 1 ? "this channel" : "these channels"}.`,
  where,
  hint: "Leave `trend` out, or write a trend of the kind knots, local_level or hsgp.",
});

/** Rows after those that a term is about, where it does not go on. */
export const termEnds = (term: string, says: string, reach: number, rows: number): Problem => ({
  code: "term-ends",
  message: `The ${term} trend ${says}: it reaches row ${reach}, and ${rows} rows are asked for.`,
  hint: "Ask for fewer rows, or fit with a trend that goes on: knots, local_level or linear; `boundary` moves the end of hsgp.",
});
