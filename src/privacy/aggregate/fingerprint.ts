// A fingerprint of events: the smallest keyed hashes of their pairs of user and day, whatever the weeks, channels and measures that are asked for.
//
// The key belongs to this account and never leaves its state folder, so that the hashes say nothing of the events to who has only them.

import { sampleSize } from "../ledger/index.ts";
import type { Database } from "./database.ts";
import type { EventSource } from "./stage-events.ts";

/** Hashes that are looked at: a user with several events on a day has the same one several times. */
const mostHashes = 16 * sampleSize;

/** The sample, in ascending order, as hexadecimal text. */
export async function fingerprintOf(
  database: Database,
  sources: readonly EventSource[],
  key: string,
): Promise<readonly string[]> {
  const selects = sources.map(({ files, columns: { user, day } }) => {
    const hash = `md5_number_lower(concat('${key}/', ${user.value}, '/', ${day.value}))`;
    return `SELECT ${hash} AS h FROM ${files[0].read(files.map(({ path }) => path))}`;
  });
  const [[smallest]] = await database.rows(`SELECT min(h, ${mostHashes}) FROM (${selects.join(" UNION ALL ")})`);
  const hashes = ((smallest as { readonly items?: readonly unknown[] } | null)?.items ?? []) as readonly bigint[];
  const distinct = [...new Set(hashes)].toSorted((a, b) => (a < b ? -1 : 1));
  return distinct.slice(0, sampleSize).map((hash) => hash.toString(16).padStart(16, "0"));
}
