// Which tables and events the ledgers of this account count: a second ledger for the same ones would be a budget of its own, while each says
// that all releases stay within it.
//
// Tables and events are known by hashes under a key that this account alone has. Of the events a sample is kept: the smallest hashes of pairs of
// user and day. Two sets of events overlap in about the share of their samples that is common, whatever their files, order, format and measures.
// What is not seen: ledgers of other accounts and machines, users whose names differ between the two sets, and an overlap below a twentieth.

import { createHmac, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { documentText } from "../../documents/index.ts";
import { sha256, stateFolder } from "../../files/index.ts";
import { countedElsewhere, memoryDamaged } from "../../problems/ledger-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import type { Disk } from "./disk.ts";
import { type Claim, claimDocument, type EventsFingerprint, eventsFingerprintDocument } from "./documents.ts";
import { publishText } from "./entries.ts";
import type { LedgerState } from "./ledger.ts";
import { inMemory, listed, readSealed } from "./memory.ts";

/** Hashes in the sample of a set of events. A subset of one in a hundred still has about ten in the sample of the whole. */
export const sampleSize = 1024;
/** From this share of the smaller set on, two sets of events are the same people's. */
const leastShare = 0.05;

/** What is known of a table and its events. */
export type TableMarks = Pick<Claim, "table" | "events">;

/** Another ledger that counts releases of the same table or events. */
export interface OtherLedger {
  readonly id: string;
  readonly path: string;
}

const ledgersFolder = (): string => join(stateFolder(), "ledgers");
const claimsFolder = (ledger: string): string => join(ledgersFolder(), ledger, "claims");
const aggregationsFolder = (): string => join(stateFolder(), "aggregations");

/** The key of this account's hashes: 256 random bits, made when they are first needed. */
export async function accountKey(disk: Disk): Promise<string> {
  const path = join(stateFolder(), "key");
  const read = (): Promise<string | undefined> =>
    readFile(path, "utf8").catch((error: NodeJS.ErrnoException): undefined => {
      if (error.code !== "ENOENT") throw new CarryoverError([memoryDamaged(path, String(error.code))]);
    });
  let text = await read();
  if (text === undefined) {
    await inMemory(async () => {
      await disk.makeFolder(stateFolder());
      await publishText(stateFolder(), "key", `${randomBytes(32).toString("hex")}\n`, disk);
    });
    text = await read();
  }
  if (text === undefined || !/^[0-9a-f]{64}\n$/.test(text)) throw new CarryoverError([memoryDamaged(path, "no key")]);
  return text.trim();
}

/** Remembers the events of an aggregation. Before its table is written, so that no table is without. */
export async function rememberEvents(fingerprint: EventsFingerprint, disk: Disk): Promise<void> {
  const text = documentText(eventsFingerprintDocument(fingerprint), 0);
  await inMemory(async () => {
    await disk.makeFolder(aggregationsFolder());
    await publishText(aggregationsFolder(), `${fingerprint.aggregation}.json`, text, disk);
  });
}

/**
 * What is known of a table.
 * @param aggregation identity of the aggregation that made it, as in its bounds.json
 */
export async function marksOf(content: string, aggregation: string | undefined, disk: Disk): Promise<TableMarks> {
  const table = createHmac("sha256", await accountKey(disk))
    .update(content)
    .digest("hex");
  const name = `${aggregation}.json`;
  const known = aggregation !== undefined && (await listed(aggregationsFolder())).includes(name);
  const { events } = known
    ? ((await readSealed(join(aggregationsFolder(), name))) as EventsFingerprint)
    : { events: [] };
  return { table, events };
}

async function allClaims(): Promise<readonly Claim[]> {
  const claims: Claim[] = [];
  for (const ledger of await listed(ledgersFolder())) {
    for (const name of await listed(claimsFolder(ledger))) {
      if (name.startsWith(".")) continue;
      const claim = (await readSealed(join(claimsFolder(ledger), name))) as Claim;
      claims.push({ ...claim, ledger });
    }
  }
  return claims;
}

/** Other ledgers that count this table or its events. */
export async function otherLedgers(own: string | undefined, marks: TableMarks): Promise<readonly OtherLedger[]> {
  const others = new Map<string, string>();
  for (const { ledger, path, ...claim } of await allClaims()) {
    if (ledger !== own && (claim.table === marks.table || overlap(claim.events, marks.events)))
      others.set(ledger, path);
  }
  return [...others].map(([id, path]) => ({ id, path }));
}

/**
 * Lets a ledger count a table, and remembers that it does.
 * @throws CarryoverError when other ledgers count it or its events, other than those from which this one was declared to be separate
 */
export async function claimTable(state: LedgerState, marks: TableMarks, disk: Disk): Promise<void> {
  const claims = await allClaims();
  if (claims.some(({ ledger, table }) => ledger === state.id && table === marks.table)) return;
  const others = await otherLedgers(state.id, marks);
  const undeclared = others.filter(({ id }) => !state.separate.includes(id));
  if (undeclared.length > 0) throw new CarryoverError([countedElsewhere(state.path, undeclared)], exitCodes.usage);
  const folder = claimsFolder(state.id);
  const text = documentText(claimDocument({ ledger: state.id, path: state.path, ...marks }), 0);
  await inMemory(async () => {
    await disk.makeFolder(folder);
    await publishText(folder, `${sha256(text)}.json`, text, disk);
  });
}

/** Whether two samples are of sets of which the smaller shares at least a twentieth with the other. Both are in ascending order. */
export function overlap(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === 0 || b.length === 0) return false;
  // Up to the smaller of the two largest hashes, both samples are complete.
  const limit = a[a.length - 1] < b[b.length - 1] ? a[a.length - 1] : b[b.length - 1];
  const [within, other] = [a, b].map((sample) => new Set(sample.filter((hash) => hash <= limit)));
  const common = [...within].filter((hash) => other.has(hash)).length;
  return common > 0 && common >= leastShare * Math.min(within.size, other.size);
}
