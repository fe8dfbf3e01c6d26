// Private answers through a ledger: charged before they are drawn, kept for whoever asks the same again.
//
// The order of things: (1) the charge is an entry of the ledger, and remembered apart from it, flushed; (2) only then noise is drawn; (3) the answer is stored, flushed
// and linked to its name; (4) only then the caller has it. A process that dies before (3) is complete leaves a charge without an answer
// that anybody has seen: it stays spent, and asking again is a new charge. So one charge never has two answers, and no answer is without one.

import { randomBytes, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { isAlive } from "../../files/index.ts";
import { releaseUnderWay, storedReleaseDamaged, unitDiffers } from "../../problems/privacy-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { documentText } from "../../documents/index.ts";
import { type Disk, disk as realDisk } from "./disk.ts";
import { type StoredRelease, storedReleaseDocument } from "./documents.ts";
import { appendEntry, unsealed, writingFailed } from "./entries.ts";
import { claimTable, marksOf, type OtherLedger, otherLedgers } from "./claims.ts";
import type { ChargeEntry, QueryLoss, TableVersion } from "./entry.ts";
import { checkAffordable, type LedgerState, type OpenLedger, openLedger, reconcile, releasesFolder } from "./ledger.ts";
import { remember } from "./memory.ts";
import { asked, type AskedTable } from "./versions.ts";

/** A question to private data. */
export interface Query {
  /** Everything the answer depends on besides the table and noise: columns, bounds, mechanism. Only a keyed hash of it is kept. */
  readonly material: string;
  /** What identified the question in ledgers of the first release. */
  readonly earlier?: string | undefined;
  /** What is asked, in words without numbers from the data; stands in the ledger. */
  readonly label: string;
  readonly loss: QueryLoss;
}

export interface Answer {
  /** What was drawn, as it was given to the ledger. */
  readonly value: unknown;
  /** The charge it was paid with, which may hold several queries. */
  readonly charge: string;
  /** Keyed hash of the query. */
  readonly query: string;
  /** True when it had been released before, so that it cost nothing now. */
  readonly cached: boolean;
}

/** What is asked about. */
export interface Subject extends AskedTable {
  /** The privacy unit for which losses hold; must be the ledger's. */
  readonly unit: string;
  /** Identity of the aggregation that made the table, as in its bounds.json. */
  readonly aggregation?: string | undefined;
}

export interface Answers {
  /** In the order of the queries. */
  readonly answers: readonly Answer[];
  readonly ledger: LedgerState;
  /** Version of the table that was asked. */
  readonly version: number;
  /** Other ledgers that count releases of the same table or events, as far as this account knows. */
  readonly others: readonly OtherLedger[];
}

/** How long another process is waited for that is just making the same release. */
const patienceMs = 10_000;
const pollMs = 50;
/** A charge older than this without an answer is given up, whoever made it: a number of a process means little by then. */
const abandonedMs = 600_000;

/** Tells this process from an earlier one with the same number. */
const processToken = randomBytes(8).toString("hex");
const underWayHere = new Set<string>();

/**
 * Answers queries: from what was released before, and by drawing for the rest after they are charged, all of them or none.
 *
 * @param draw draws the answer to the query of this index, as something JSON can hold; called after the charge, so it must not fail
 * @throws CarryoverError when the budget does not suffice, the table is another one than the ledger's, other ledgers count it, or the ledger
 *   is missing or damaged
 */
export async function answerThroughLedger(
  path: string,
  subject: Subject,
  queries: readonly Query[],
  draw: (index: number) => unknown,
  disk: Disk = realDisk,
): Promise<Answers> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const ledger = await openLedger(path);
    const { budget, state } = ledger;
    if (budget.unit !== subject.unit) {
      throw new CarryoverError([unitDiffers(path, budget.unit, subject.unit)], exitCodes.usage);
    }
    const { ids, table } = asked(path, budget, state.charges, subject, queries);
    const known = new Map<string, Answer>();
    for (const id of new Set(ids)) {
      const answer = await storedAnswer(state, id, deadline);
      if (answer !== undefined) known.set(id, answer);
    }
    const open = ids.flatMap((id, index) => (!known.has(id) && ids.indexOf(id) === index ? [index] : []));
    const marks = await marksOf(subject.content, subject.aggregation, disk);
    if (open.length > 0) {
      if (!(await reconcile(ledger, disk))) continue;
      const drawn = await chargeAndDraw(
        ledger,
        table,
        open.map((index) => ({ ...queries[index], id: ids[index], index })),
        draw,
        () => claimTable(state, marks, disk),
        disk,
      );
      if (drawn === undefined) continue;
      for (const [id, answer] of drawn) known.set(id, answer);
    }
    return {
      answers: ids.map((id) => known.get(id)!),
      ledger: open.length > 0 ? (await openLedger(path)).state : state,
      version: table.version,
      others: await otherLedgers(state.id, marks),
    };
  }
}

/** Undefined when another process has charged something meanwhile. */
async function chargeAndDraw(
  ledger: OpenLedger,
  table: TableVersion,
  queries: readonly (Query & { readonly id: string; readonly index: number })[],
  draw: (index: number) => unknown,
  claim: () => Promise<void>,
  disk: Disk,
): Promise<ReadonlyMap<string, Answer> | undefined> {
  const { state, chain } = ledger;
  checkAffordable(
    ledger,
    queries.map(({ loss }) => loss),
  );
  await claim();
  const charge = randomUUID();
  const entry: ChargeEntry = {
    kind: "charge",
    charge,
    time: new Date().toISOString(),
    by: { host: hostname(), process: process.pid, token: processToken },
    queries: queries.map(({ id, label, loss }) => ({ query: id, label, ...loss })),
    table,
  };
  underWayHere.add(charge);
  try {
    await disk.makeFolder(releasesFolder(state.path)).catch((error: unknown): never => {
      throw writingFailed(state.path, error);
    });
    if (!(await appendEntry(state.path, chain, entry, disk))) return undefined;
    await remember(state.id, [entry], disk);
    const answers = queries.map(({ id, index }) => ({ query: id, value: draw(index) }));
    await store(state.path, charge, answers, disk);
    return new Map(answers.map(({ query, value }) => [query, { value, charge, query, cached: false }]));
  } finally {
    underWayHere.delete(charge);
  }
}

async function store(path: string, charge: string, answers: StoredRelease["answers"], disk: Disk): Promise<void> {
  const folder = releasesFolder(path);
  const pending = join(folder, `.pending-${charge}`);
  try {
    await disk.writeNew(pending, documentText(storedReleaseDocument({ charge, answers }), 0));
    await disk.publish(pending, join(folder, `${charge}.json`));
    await disk.flushFolder(folder);
    await disk.remove(pending);
  } catch (error) {
    throw writingFailed(path, error);
  }
}

/** The answer that the latest charge for a query has; waits for one that is being made; undefined when there is none. */
async function storedAnswer(state: LedgerState, query: string, deadline: number): Promise<Answer | undefined> {
  const charges = state.charges.filter(({ queries }) => queries.some((charged) => charged.query === query));
  for (const entry of charges.toReversed()) {
    const { charge } = entry;
    let answers = await readStored(state.path, charge);
    while (answers === undefined && isUnderWay(entry)) {
      if (Date.now() > deadline) throw new CarryoverError([releaseUnderWay(state.path)]);
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      answers = await readStored(state.path, charge);
    }
    // It may have been stored, and its process have ended, between the two looks.
    answers ??= await readStored(state.path, charge);
    const found = answers?.find((answer) => answer.query === query);
    if (found !== undefined) return { value: found.value, charge, query, cached: true };
  }
  return undefined;
}

async function readStored(path: string, charge: string): Promise<StoredRelease["answers"] | undefined> {
  const file = join(releasesFolder(path), `${charge}.json`);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw writingFailed(path, error);
  }
  let content: { charge?: unknown; answers?: unknown };
  try {
    content = unsealed(text, file).content;
  } catch {
    throw new CarryoverError([storedReleaseDamaged(file)]);
  }
  if (content.charge !== charge) throw new CarryoverError([storedReleaseDamaged(file)]);
  const { answers } = content;
  if (Array.isArray(answers)) return answers as StoredRelease["answers"];
  // The first release kept a map from queries.
  return Object.entries(answers as object).map(([query, value]) => ({ query, value: value as unknown }));
}

/** True while the process that charged may still store its answer. A process of another machine cannot be asked and is waited for. */
function isUnderWay({ by, charge, time }: ChargeEntry): boolean {
  // In either direction: clocks are set, and differ between machines.
  if (!(Math.abs(Date.now() - Date.parse(time)) < abandonedMs)) return false;
  if (by.token === processToken) return underWayHere.has(charge);
  if (by.host !== hostname()) return true;
  return by.process !== process.pid && isAlive(by.process);
}
