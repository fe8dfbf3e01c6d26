// A privacy ledger: a budget fixed when it is made, and everything charged to it since.

import { randomBytes, randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import {
  ledgerDamaged,
  ledgerExists,
  lossNotCounted,
  noSuchDelta,
  noSuchEpsilon,
  overBudget,
} from "../../problems/privacy-problems.ts";
import { noSuchChoice } from "../../problems/ledger-problems.ts";
import { ledgerSettings, protectionSettings } from "../../settings/index.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { add, compare, decimalOf, type Rational, subtract, sum, toDecimalNumber } from "../exact/index.ts";
import { pureToZcdp, zcdpEpsilon, zcdpRho } from "../mechanisms/index.ts";
import { type Disk, disk as realDisk } from "./disk.ts";
import { appendEntry, type EntryChain, readEntries, writingFailed } from "./entries.ts";
import type { Accounting, BudgetEntry, ChargedQuery, ChargeEntry, Entry, QueryLoss } from "./entry.ts";
import { remember, rememberedCharge, rememberedCharges } from "./memory.ts";
import { versionsOf } from "./versions.ts";

/** What all releases together may cost one privacy unit. */
export interface Budget {
  /** The privacy unit; default "user". */
  readonly unit?: string;
  readonly epsilon: number;
  /** Default 0: pure releases only. */
  readonly delta?: number;
  /**
   * "basic" (default): epsilons add and deltas add. "zcdp": releases add up in rho, up to the rho that converts to epsilon and delta;
   * better for many releases, and needs a delta. Fixed for good: choosing the better one afterwards would be no guarantee.
   */
  readonly accounting?: Accounting;
}

export interface LedgerState {
  readonly path: string;
  readonly budget: Required<Omit<Budget, "accounting">> & { readonly accounting: Accounting };
  /** Cost of all charges, rounded upwards; for zCDP accounting epsilon at the budget's delta. */
  readonly spent: { readonly epsilon: number; readonly delta: number; readonly rho: number | undefined };
  /** What is left, rounded downwards; for zCDP accounting the epsilon of a release that would use it up. */
  readonly left: { readonly epsilon: number; readonly delta: number; readonly rho: number | undefined };
  readonly exhausted: boolean;
  /** All charges, with those that the ledger did not know when it was restored. */
  readonly charges: readonly ChargeEntry[];
  /** The identity of the ledger, which its copies and backups have too. */
  readonly id: string;
  /** How often charges were found that the ledger did not know: it was restored from a backup, or copied before they were made. */
  readonly restores: number;
  /** Contents of the table that were charged, in order. */
  readonly versions: readonly { readonly version: number; readonly since: string }[];
  /** Identities of other ledgers that count releases of the same events, as was declared when this one was allowed. */
  readonly separate: readonly string[];
}

/** A ledger as read: its state for people, and what charging needs. */
export interface OpenLedger {
  readonly state: LedgerState;
  readonly chain: EntryChain;
  readonly budget: BudgetEntry;
  /** Charges that this account remembers and no entry has. */
  readonly lost: readonly ChargeEntry[];
  /** Charges in entries that this account does not remember. */
  readonly unremembered: readonly ChargeEntry[];
}

export const releasesFolder = (ledger: string): string => join(ledger, "releases");

/**
 * Makes a ledger with a budget that cannot be changed.
 * @throws CarryoverError when there is one already, the budget is none, or the folder cannot be written
 */
export async function createLedger(path: string, budget: Budget, disk: Disk = realDisk): Promise<LedgerState> {
  const entry = budgetEntry(budget);
  try {
    await disk.makeFolder(join(path, "entries"));
    await disk.makeFolder(releasesFolder(path));
    await disk.flushFolder(path);
  } catch (error) {
    throw writingFailed(path, error);
  }
  if (!(await appendEntry(path, { id: "", entries: [], lastChecksum: "" }, entry, disk))) {
    throw new CarryoverError([ledgerExists(path)], exitCodes.usage);
  }
  return (await openLedger(path)).state;
}

const units: readonly string[] = protectionSettings.unit.choices;
const accountings: readonly string[] = ledgerSettings.accounting.choices;

function budgetEntry({ unit = "user", epsilon, delta = 0, accounting = "basic" }: Budget): BudgetEntry {
  const problems: Problem[] = [];
  if (!units.includes(unit)) problems.push(noSuchChoice("unit", String(unit), units));
  if (!accountings.includes(accounting)) problems.push(noSuchChoice("accounting", String(accounting), accountings));
  if (!(epsilon > 0 && Number.isFinite(epsilon))) problems.push(noSuchEpsilon(String(epsilon)));
  if (!((delta === 0 && accounting === "basic") || (delta > 0 && delta < 1))) problems.push(noSuchDelta(String(delta)));
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  const key = randomBytes(32).toString("hex");
  const rho = accounting === "zcdp" ? { rho: zcdpRho(epsilon, delta) } : {};
  return { kind: "budget", unit, epsilon, delta, accounting, ...rho, key };
}

/**
 * Declares that other ledgers count releases of the same events.
 * @param from their identities
 * @throws CarryoverError when there is no ledger, or it is damaged or cannot be written
 */
export function declareSeparate(path: string, from: readonly string[], disk: Disk = realDisk): Promise<void> {
  return append(path, () => ({ kind: "separate", time: new Date().toISOString(), from }), disk);
}

/**
 * Charges what releases have cost that a ledger does not know, because it was restored from a backup that this account did not see it lose.
 * @throws CarryoverError (wrong usage) for losses that are none
 */
export function declareLost(
  path: string,
  { epsilon, delta = 0 }: { readonly epsilon: number; readonly delta?: number | undefined },
  disk: Disk = realDisk,
): Promise<void> {
  const problems = [
    ...(epsilon > 0 && Number.isFinite(epsilon) ? [] : [noSuchEpsilon(String(epsilon))]),
    ...(delta >= 0 && delta < 1 ? [] : [noSuchDelta(String(delta))]),
  ];
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  return append(
    path,
    ({ budget }) => {
      const rho = delta > 0 ? zcdpRho(epsilon, delta) * (1 + 2 ** -40) : pureToZcdp(epsilon);
      const time = new Date().toISOString();
      const loss = { mechanism: "unknown", epsilon, delta, ...(budget.accounting === "zcdp" ? { rho } : {}) };
      return {
        kind: "restore",
        time,
        charges: [
          {
            kind: "charge",
            charge: randomUUID(),
            time,
            by: { host: hostname(), process: process.pid, token: "" },
            queries: [{ query: "", label: "declared after a restore", ...loss }],
            table: { version: 0, content: "" },
          },
        ],
      };
    },
    disk,
  );
}

/** Adds an entry after all that the ledger knows and this account remembers. */
async function append(path: string, entry: (ledger: OpenLedger) => Entry, disk: Disk): Promise<void> {
  for (;;) {
    const ledger = await openLedger(path);
    if (!(await reconcile(ledger, disk))) continue;
    if (await appendEntry(path, ledger.chain, entry(ledger), disk)) return;
  }
}

/** @throws CarryoverError when there is no ledger or it is damaged */
export async function readLedger(path: string): Promise<LedgerState> {
  return (await openLedger(path)).state;
}

/** The same with what charging needs. */
export async function openLedger(path: string): Promise<OpenLedger> {
  // Releases are listed first: one that is added meanwhile then has its charge among the entries.
  const stored = await readdir(releasesFolder(path)).catch((): string[] => []);
  let chain = await readEntries(path);
  const remembered = await rememberedCharges(chain.id);
  const known = (): Set<string> => new Set(chargesIn(chain).map(({ charge }) => charge));
  // An entry that was added after the first look was remembered after it too.
  if (!remembered.every((charge) => known().has(charge))) chain = await readEntries(path);
  const charges = chargesIn(chain);
  const entered = known();
  const lost = await Promise.all(
    remembered.filter((charge) => !entered.has(charge)).map((charge) => rememberedCharge(chain.id, charge)),
  );
  const charged = new Set([...charges, ...lost].map(({ charge }) => `${charge}.json`));
  const uncharged = stored.find((name) => name.endsWith(".json") && !charged.has(name));
  if (uncharged !== undefined) throw new CarryoverError([ledgerDamaged(path, `no charge for release ${uncharged}`)]);
  const budget = chain.entries[0] as BudgetEntry;
  return {
    state: stateOf(path, chain, budget, [...charges, ...lost], lost.length > 0 ? 1 : 0),
    chain,
    budget,
    lost,
    unremembered: charges.filter(({ charge }) => !remembered.includes(charge)),
  };
}

/** Charges of all entries, in their order. */
function chargesIn({ entries }: EntryChain): readonly ChargeEntry[] {
  return entries.flatMap((entry) =>
    entry.kind === "charge" ? [entry] : entry.kind === "restore" ? entry.charges : [],
  );
}

/**
 * Makes entries of charges that the ledger does not know, and remembers those that this account does not.
 * @returns false when there were some, or another process has added an entry meanwhile: read again
 */
export async function reconcile({ state, chain, lost, unremembered }: OpenLedger, disk: Disk): Promise<boolean> {
  if (unremembered.length > 0) await remember(state.id, unremembered, disk);
  if (lost.length === 0) return true;
  await appendEntry(state.path, chain, { kind: "restore", time: new Date().toISOString(), charges: lost }, disk);
  return false;
}

/** @throws CarryoverError (over budget) when these losses cannot be afforded */
export function checkAffordable({ state, budget }: OpenLedger, losses: readonly QueryLoss[]): void {
  const { accounting } = budget;
  if (accounting === "zcdp" && losses.some(({ rho }) => rho === undefined)) {
    throw new CarryoverError([lossNotCounted(state.path)]);
  }
  const past = state.charges.flatMap(({ queries }) => queries);
  for (const { of, limit } of counted(budget)) {
    if (compare(add(totalOf(past, of), totalOf(losses, of)), decimalOf(limit)) > 0) {
      const asked = costText(
        accounting,
        toDecimalNumber(totalOf(losses, epsilonOf), "up"),
        toDecimalNumber(totalOf(losses, deltaOf), "up"),
        toDecimalNumber(totalOf(losses, rhoOf), "up"),
      );
      const { epsilon, delta, rho } = state.left;
      throw new CarryoverError([overBudget(state.path, asked, costText(accounting, epsilon, delta, rho ?? 0))]);
    }
  }
}

type Measure = (loss: QueryLoss) => number;
const epsilonOf: Measure = ({ epsilon }) => epsilon;
const deltaOf: Measure = ({ delta }) => delta;
const rhoOf: Measure = ({ rho }) => rho ?? 0;

/** What a ledger adds up, and how far it may go. */
function counted(budget: BudgetEntry): readonly { readonly of: Measure; readonly limit: number }[] {
  return budget.accounting === "zcdp"
    ? [{ of: rhoOf, limit: budget.rho! }]
    : [
        { of: epsilonOf, limit: budget.epsilon },
        { of: deltaOf, limit: budget.delta },
      ];
}

/** Exact: the decimals that were asked for are added, not their floats. */
function totalOf(losses: readonly QueryLoss[], of: Measure): Rational {
  return sum(losses.map((loss) => decimalOf(of(loss))));
}

function stateOf(
  path: string,
  { id, entries }: EntryChain,
  budget: BudgetEntry,
  charges: readonly ChargeEntry[],
  found: number,
): LedgerState {
  const queries: readonly ChargedQuery[] = charges.flatMap((charge) => charge.queries);
  const { unit, epsilon, delta, accounting } = budget;
  const left = (of: Measure, limit: number): number =>
    Math.max(0, toDecimalNumber(subtract(decimalOf(limit), totalOf(queries, of)), "down"));
  const shared = {
    path,
    budget: { unit, epsilon, delta, accounting },
    charges,
    id,
    restores: found + entries.filter(({ kind }) => kind === "restore").length,
    versions: versionsOf(charges).map(({ version, since }) => ({ version, since })),
    separate: [...new Set(entries.flatMap((entry) => (entry.kind === "separate" ? entry.from : [])))],
  };
  if (accounting === "zcdp") {
    const spent = toDecimalNumber(totalOf(queries, rhoOf), "up");
    const rest = left(rhoOf, budget.rho!);
    const epsilonAt = (rho: number): number => (rho === 0 ? 0 : zcdpEpsilon(rho, delta));
    return {
      ...shared,
      // Charges that were lost for a time may have taken it beyond its budget.
      spent: {
        epsilon: spent <= budget.rho! ? Math.min(epsilon, epsilonAt(spent)) : epsilonAt(spent),
        delta: spent === 0 ? 0 : delta,
        rho: spent,
      },
      left: { epsilon: Math.min(epsilon, epsilonAt(rest)), delta: rest === 0 ? 0 : delta, rho: rest },
      exhausted: rest === 0,
    };
  }
  const rest = left(epsilonOf, epsilon);
  return {
    ...shared,
    spent: {
      epsilon: toDecimalNumber(totalOf(queries, epsilonOf), "up"),
      delta: toDecimalNumber(totalOf(queries, deltaOf), "up"),
      rho: undefined,
    },
    left: { epsilon: rest, delta: left(deltaOf, delta), rho: undefined },
    exhausted: rest === 0,
  };
}

function costText(accounting: Accounting, epsilon: number, delta: number, rho: number): string {
  return accounting === "zcdp" ? `rho ${rho}` : `epsilon ${epsilon}, delta ${delta}`;
}
