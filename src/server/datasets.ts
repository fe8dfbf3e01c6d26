// Tables that were sent: written beside their place, looked at as a fit would, and there whole or not at all.

import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Selectable } from "kysely";
import { type DatasetTable, newId } from "../database/index.ts";
import { flushFolder } from "../files/index.ts";
import { datasetInUse, fileTooLarge, notFoundHere, unknownFormat } from "../problems/service-problems.ts";
import type { ServerContext } from "./context.ts";
import { Refusal } from "./refusal.ts";

export type DatasetRow = Selectable<DatasetTable>;

/** Endings of files that are read, and the types under which they are sent. */
const formats: Readonly<Record<string, readonly string[]>> = {
  csv: ["text/csv", "application/csv"],
  tsv: ["text/tab-separated-values"],
  parquet: ["application/vnd.apache.parquet", "application/parquet"],
  xlsx: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
};

/** Types under which a table may be the body of a request. */
export const tableTypes: readonly string[] = Object.values(formats).flat();

/** How the table is read, by the name of its file, or else by its type. */
export function formatOf(name: string | undefined, type: string | undefined): string {
  const ending = /\.(\w+)$/.exec(name ?? "")?.[1]?.toLowerCase();
  const byType = Object.entries(formats).find(([, types]) => types.includes(type ?? ""))?.[0];
  const found = ending !== undefined && Object.hasOwn(formats, ending) ? ending : byType;
  if (found === undefined) throw new Refusal(415, [unknownFormat(ending ?? type ?? "nothing", Object.keys(formats))]);
  return found;
}

/**
 * Keeps a table.
 * @throws CarryoverError with all problems of the table, and Refusal where it is too large; nothing is kept then
 */
export async function addDataset(
  { db, home, analysis, limits, now }: ServerContext,
  tenant: string,
  {
    name,
    format,
    source,
    body,
  }: { readonly name: string; readonly format: string; readonly source: DatasetRow["source"]; readonly body: Readable },
): Promise<DatasetRow> {
  const id = newId();
  const making = home.temporary(id);
  const table = join(making, `table.${format}`);
  await mkdir(making, { mode: 0o700 });
  try {
    const { bytes, sha256 } = await write(body, table, limits.upload);
    const looked = await analysis.look({ path: table });
    const place = home.dataset(tenant, id);
    await mkdir(join(place, ".."), { recursive: true, mode: 0o700 });
    await flushFolder(making);
    await rename(making, place);
    await flushFolder(join(place, ".."));
    const row: DatasetRow = {
      id,
      tenant_id: tenant,
      name: plainName(name),
      sha256,
      bytes,
      format,
      rows: looked.rows,
      described: JSON.stringify(looked.described),
      source,
      created: now(),
      deleted: null,
    };
    await db.insertInto("dataset").values(row).execute();
    return row;
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/** Path of the table of a dataset. */
export function tableOf({ home }: Pick<ServerContext, "home">, { tenant_id, id, format }: DatasetRow): string {
  return join(home.dataset(tenant_id, id), `table.${format}`);
}

/** @throws Refusal when the tenant has no such dataset */
export async function datasetOf({ db }: ServerContext, tenant: string, id: string): Promise<DatasetRow> {
  const row = await db
    .selectFrom("dataset")
    .selectAll()
    .where("id", "=", id)
    .where("tenant_id", "=", tenant)
    .where("deleted", "is", null)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal(404, [notFoundHere("dataset", id)]);
  return row;
}

/** Deletes a dataset that no fit uses. @throws Refusal where one does */
export async function deleteDataset(context: ServerContext, tenant: string, id: string): Promise<void> {
  const { db, home, now } = context;
  const row = await datasetOf(context, tenant, id);
  await db.transaction().execute(async (trx) => {
    const used = await trx
      .selectFrom("fit")
      .select("id")
      .where("dataset_id", "=", id)
      .where("deleted", "is", null)
      .execute();
    if (used.length > 0) throw new Refusal(409, [datasetInUse(used.length)]);
    await trx.updateTable("dataset").set({ deleted: now() }).where("id", "=", id).execute();
  });
  await rm(home.dataset(tenant, row.id), { recursive: true, force: true });
}

/** Writes what comes, as much as may, and is sure that it is on disk. */
async function write(body: Readable, path: string, most: number): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  await pipeline(
    body,
    async function* counted(chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes > most) throw new Refusal(413, [fileTooLarge(most / 2 ** 20)]);
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(path, { mode: 0o600, flush: true }),
  );
  return { bytes, sha256: hash.digest("hex") };
}

/** Names of files are labels: without folders and what cannot be seen. */
function plainName(name: string): string {
  return basename(name.replaceAll("\\", "/")).replaceAll(/\p{C}/gu, "").slice(0, 200) || "table";
}
