// A privacy ledger: a budget fixed when it is made, and everything charged to it since.

import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  ledgerDamaged,
  ledgerExists,
  lossNotCounted,
  noSuchDelta,
  noSuchEpsilon,
  overBudget,
} from "../../problems/privacy-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { add, compare, decimalOf, type Rational, subtract, sum, toDecimalNumber } from "../exact/index.ts";
import { zcdpEpsilon, zcdpRho } from "../mechanisms/index.ts";
import { type Disk, disk as realDisk } from "./disk.ts";
import { appendEntry, type EntryChain, readEntries, writingFailed } from "./entries.ts";
import type { Accounting, BudgetEntry, ChargedQuery, ChargeEntry, QueryLoss } from "./entry.ts";

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
  readonly charges: readonly ChargeEntry[];
}

/** A ledger as read: its state for people, and what charging needs. */
export interface OpenLedger {
  readonly state: LedgerState;
  readonly chain: EntryChain;
  readonly budget: BudgetEntry;
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
  if (!(await appendEntry(path, { entries: [], lastChecksum: "" }, entry, disk))) {
    throw new CarryoverError([ledgerExists(path)], exitCodes.usage);
  }
  return (await openLedger(path)).state;
}

function budgetEntry({ unit = "user", epsilon, delta = 0, accounting = "basic" }: Budget): BudgetEntry {
  const problems: Problem[] = [];
  if (!(epsilon > 0 && Number.isFinite(epsilon))) problems.push(noSuchEpsilon(String(epsilon)));
  if (!((delta === 0 && accounting === "basic") || (delta > 0 && delta < 1))) problems.push(noSuchDelta(String(delta)));
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  const key = randomBytes(32).toString("hex");
  const rho = accounting === "zcdp" ? { rho: zcdpRho(epsilon, delta) } : {};
  return { kind: "budget", unit, epsilon, delta, accounting, ...rho, key };
}

/** @throws CarryoverError when there is no ledger or it is damaged */
export async function readLedger(path: string): Promise<LedgerState> {
  return (await openLedger(path)).state;
}

/** The same with what charging needs. */
export async function openLedger(path: string): Promise<OpenLedger> {
  // Releases are listed first: one that is added meanwhile then has its charge among the entries.
  const stored = await readdir(releasesFolder(path)).catch((): string[] => []);
  const chain = await readEntries(path);
  const budget = chain.entries[0] as BudgetEntry;
  const charges = chain.entries.slice(1) as ChargeEntry[];
  const charged = new Set(charges.map(({ charge }) => `${charge}.json`));
  const uncharged = stored.find((name) => name.endsWith(".json") && !charged.has(name));
  if (uncharged !== undefined) throw new CarryoverError([ledgerDamaged(path, `no charge for release ${uncharged}`)]);
  return { state: stateOf(path, budget, charges), chain, budget };
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

function stateOf(path: string, budget: BudgetEntry, charges: readonly ChargeEntry[]): LedgerState {
  const queries: readonly ChargedQuery[] = charges.flatMap((charge) => charge.queries);
  const { unit, epsilon, delta, accounting } = budget;
  const left = (of: Measure, limit: number): number =>
    Math.max(0, toDecimalNumber(subtract(decimalOf(limit), totalOf(queries, of)), "down"));
  const shared = { path, budget: { unit, epsilon, delta, accounting }, charges };
  if (accounting === "zcdp") {
    const spent = toDecimalNumber(totalOf(queries, rhoOf), "up");
    const rest = left(rhoOf, budget.rho!);
    const epsilonAt = (rho: number): number => (rho === 0 ? 0 : zcdpEpsilon(rho, delta));
    return {
      ...shared,
      spent: { epsilon: Math.min(epsilon, epsilonAt(spent)), delta: spent === 0 ? 0 : delta, rho: spent },
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
