// A ledger belongs to a frozen table. Other content is a new version of it, refused unless it is asked for, and then charged anew in every column
// to the same budget: whether a column has changed can be seen neither from what is charged nor from what is repeated.

import { createHmac } from "node:crypto";
import { tableChanged } from "../../problems/ledger-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import type { BudgetEntry, ChargeEntry, TableVersion } from "./entry.ts";

/** Which table is asked. */
export interface AskedTable {
  /** Every column and cell, in one text. Only keyed hashes of it are kept. */
  readonly content: string;
  /** Counts the table as a new version, whether or not it has changed. */
  readonly newVersion?: boolean | undefined;
}

/** Versions of the table that were charged, in the order of the charges. */
export function versionsOf(charges: readonly ChargeEntry[]): readonly (TableVersion & { readonly since: string })[] {
  const seen = new Map<string, TableVersion & { readonly since: string }>();
  for (const { table, time } of charges) {
    // Version 0 stands for charges that were declared after a restore.
    if (table === undefined || table.version === 0) continue;
    const key = `${table.version} ${table.content}`;
    if (!seen.has(key)) seen.set(key, { ...table, since: time });
  }
  return [...seen.values()];
}

/** What is known of a question: the version of the table it asks, and keyed hashes by which its answers are found. */
export interface Asked {
  readonly table: TableVersion;
  readonly ids: readonly string[];
}

/** A question's material, and what identified it before tables had versions. */
interface Materials {
  readonly material: string;
  readonly earlier?: string | undefined;
}

/**
 * The version that a table is, and the identities of questions to it.
 * @throws CarryoverError (wrong usage) when the content is that of no version and no new one is asked for
 */
export function asked(
  path: string,
  { key }: BudgetEntry,
  charges: readonly ChargeEntry[],
  { content, newVersion = false }: AskedTable,
  queries: readonly Materials[],
): Asked {
  const hash = (...parts: readonly string[]): string =>
    createHmac("sha256", key)
      .update(parts.length === 1 ? parts[0] : JSON.stringify(parts))
      .digest("hex");
  const own = hash("table", content);
  const versions = versionsOf(charges);
  const identified = (table: TableVersion): Asked => ({
    table,
    ids: queries.map(({ material }) => hash("query", String(table.version), table.content, material)),
  });
  const unversioned = charges.filter(({ table }) => table === undefined);
  const last = Math.max(unversioned.length > 0 ? 1 : 0, ...versions.map(({ version }) => version));
  const next = { version: last + 1, content: own };
  if (newVersion) return identified(next);
  const known = versions.findLast((version) => version.content === own);
  if (known !== undefined) return identified({ version: known.version, content: own });
  if (versions.length > 0) throw new CarryoverError([tableChanged(path, last)], exitCodes.usage);
  // Charges from before tables had versions know the columns they are of, and not the table. They answer a request as a whole or not at all.
  const answered = new Set(unversioned.flatMap((charge) => charge.queries.map(({ query }) => query)));
  const ids = queries.map(({ earlier }) => (earlier === undefined ? "" : hash(earlier)));
  if (ids.length > 0 && ids.every((id) => answered.has(id))) return { table: { version: 1, content: own }, ids };
  return identified(next);
}
