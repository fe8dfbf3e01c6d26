// Lists, newest first, a page at a time: each goes on after the last row of the one before, whatever came meanwhile.

import type { DatasetTable, FitsTable } from "../../database/index.ts";
import type { Selectable } from "kysely";
import type { Page, PageQuery } from "../contract/index.ts";
import type { ServerContext } from "../context.ts";
import { cursorText, readCursor } from "./route.ts";

interface Listed {
  readonly dataset: Selectable<DatasetTable>;
  readonly fit: Selectable<FitsTable>;
}

export async function pageFrom<Table extends keyof Listed, Item>(
  { db }: ServerContext,
  table: Table,
  tenant: string,
  { limit, cursor }: PageQuery,
  answer: (row: Listed[Table]) => Item | Promise<Item>,
): Promise<Page<Item>> {
  const after = readCursor(cursor);
  let query = db
    .selectFrom(table as "dataset")
    .selectAll()
    .where("tenant_id", "=", tenant)
    .where("deleted", "is", null);
  if (after !== undefined) {
    const { created, id } = after;
    query = query.where(({ or, and, eb }) =>
      or([eb("created", "<", created), and([eb("created", "=", created), eb("id", "<", id)])]),
    );
  }
  const rows = await query
    .orderBy("created", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const items = await Promise.all(shown.map((row) => answer(row as unknown as Listed[Table])));
  return { items, ...(rows.length > limit ? { next: cursorText(shown[limit - 1]) } : {}) };
}
