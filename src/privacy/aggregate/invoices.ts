// Spend from a table of invoices: week, channel, amount. It is not user data, so nothing is bounded and problems may show values.

import {
  eventFileUnreadable,
  invoiceCell,
  invoiceChannels,
  invoiceNegative,
} from "../../problems/aggregate-problems.ts";
import { limitProblems } from "../../problems/limit.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import type { Database } from "./database.ts";
import { columnFor, findEventFiles, inspectEventFile } from "./event-files.ts";
import type { AggregateSpecification, Invoices } from "./specification.ts";
import { dayText } from "../../numerics/index.ts";
import { dayOf } from "./weeks.ts";
import { quote } from "../../words/index.ts";

export interface InvoiceSpend {
  /** Cents, week by week, each with the channels in their order: `cents[week * channels + channel]`. */
  readonly cents: readonly bigint[];
  /** Rows of other weeks, which are left out. */
  readonly otherWeeks: number;
}

/** More rows than this are not invoices. */
const mostRows = 1_000_000;

/**
 * Sums invoices by week and channel. A cell without an invoice is 0.
 * @throws CarryoverError when the file, a column or a cell cannot be read, a channel is unknown, or a cell sums to less than 0
 */
export async function readInvoices(
  database: Database,
  invoices: Invoices,
  { weeks, channels }: AggregateSpecification,
): Promise<InvoiceSpend> {
  const [path] = await findEventFiles(database, [invoices.file]);
  const file = await inspectEventFile(database, path);
  const problems: Problem[] = [];
  const sql = (["week", "channel", "amount"] as const).map((role) => {
    const column = columnFor(file, `spend.${role}`, invoices[role]);
    if ("code" in column) problems.push(column);
    return "code" in column ? "" : `trim(CAST(${column.sql} AS VARCHAR))`;
  });
  if (problems.length > 0) throw new CarryoverError(problems);
  const [week, channel, amount] = sql;
  const rows = await database.rows(
    `SELECT ${week}, ${channel}, ${amount}, CAST(TRY_CAST(${amount} AS DECIMAL(18, 2)) * 100 AS BIGINT) ` +
      `FROM ${file.read([path], true)} LIMIT ${mostRows + 1}`,
  );
  if (rows.length > mostRows)
    throw new CarryoverError([eventFileUnreadable(path, "it has more rows than invoices have")]);
  const position = new Map(weeks.map((first, index) => [first, index]));
  const known = new Map(
    channels.flatMap(({ name, labels }, index) => [name, ...labels].map((label) => [label, index])),
  );
  const cents = new Array<bigint>(weeks.length * channels.length).fill(0n);
  const unknown = new Set<string>();
  let otherWeeks = 0;
  rows.forEach(([weekText, name, amountText, value], index) => {
    const shown = (cell: unknown): string => (cell === null ? "nothing" : quote(String(cell)));
    const bad = (column: string, must: string, cell: unknown): void =>
      void problems.push(invoiceCell(path, String(index + 1), column, must, shown(cell)));
    const day = dayOf(String(weekText).replace(/[T ]00:00:00$/, ""));
    const at = known.get(String(name));
    if (day === undefined) bad(invoices.week, "a date such as 2024-01-31", weekText);
    if (value === null) bad(invoices.amount, "a number with a decimal point", amountText);
    if (at === undefined) unknown.add(String(name ?? ""));
    if (day === undefined || value === null || at === undefined) return;
    const first = weeks[0] + 7 * Math.floor((day - weeks[0]) / 7);
    const row = position.get(first);
    if (row === undefined) otherWeeks++;
    else cents[row * channels.length + at] += BigInt(value as bigint);
  });
  if (unknown.size > 0) {
    problems.push(
      invoiceChannels(
        path,
        [...unknown],
        channels.map(({ name }) => name),
      ),
    );
  }
  cents.forEach((sum, index) => {
    if (sum >= 0n) return;
    const first = weeks[Math.floor(index / channels.length)];
    problems.push(invoiceNegative(path, dayText(first), channels[index % channels.length].name));
  });
  if (problems.length > 0) throw new CarryoverError(limitProblems(problems));
  return { cents, otherWeeks };
}
