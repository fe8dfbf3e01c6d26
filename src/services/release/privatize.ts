// A private release: reads the table without ever repeating what stands in it, charges its ledger, writes what may be published.

import { readFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { writeCsv } from "../../data/reading/index.ts";
import { documentText } from "../../documents/index.ts";
import { ledgerOf, type LedgerState, readLedger } from "../../privacy/ledger/index.ts";
import { type LatticeRounding, type MechanismName, mechanismSetting } from "../../privacy/mechanisms/index.ts";
import {
  noiseDocument,
  parseNoiseDescription,
  type NoisedGroup,
  type PrivacyUnit,
  type Release,
  type ReleaseRequest,
  releaseTable,
} from "../../privacy/release/index.ts";
import { chargedAndStored, releaseUnknown } from "../../problems/ledger-problems.ts";
import { missingOption, outInLedger } from "../../problems/privacy-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { latticeSettings, protectionSettings } from "../../settings/index.ts";
import type { ServiceCall } from "../call/index.ts";
import { holdingOut, replaceOut } from "../files/index.ts";
import { checkedAgainst, findBounds, type FoundBounds, granularityOf, gridOf } from "./bounds.ts";
import { boundedGroups, groupsOf } from "./groups.ts";
import { privateTable, readWithheld } from "./read-withheld.ts";

/**
 * What is to be released. Beside a table of `aggregate`, columns, bounds, granularity, unit and what is public come from its bounds.
 * Lists have one value for all columns, or one for each; of a bounded table one for each of its groups, over which one epsilon (and one
 * delta) is split evenly.
 */
export interface PrivatizeRequest {
  /** A table of weeks, made from user data with bounded contributions. */
  readonly data: string;
  /** Columns to be noised. */
  readonly columns?: readonly string[] | undefined;
  /** Most that one user adds to a cell. */
  readonly cap?: readonly number[] | undefined;
  /** Most that one user adds to all of these columns and rows. */
  readonly total?: readonly number[] | undefined;
  /** Privacy loss of this release. */
  readonly epsilon?: readonly number[] | undefined;
  /** For "gaussian": probability with which epsilon may fail. */
  readonly delta?: readonly number[] | undefined;
  /** Contributions are whole multiples of this; default that of the bounds, else 0.01. */
  readonly granularity?: readonly number[] | undefined;
  /** Default "laplace". */
  readonly mechanism?: MechanismName | undefined;
  /** "nearest" rounds values to the granularity, for a little more noise. Default "exact". */
  readonly rounding?: LatticeRounding | undefined;
  /** What the bounds are bounds of; default "user". */
  readonly unit?: PrivacyUnit | undefined;
  /** Columns published as they are, each with why it reveals nothing of a user. */
  readonly notProtected?: readonly { readonly column: string; readonly reason: string }[] | undefined;
  /** Columns left out. */
  readonly dropped?: readonly string[] | undefined;
  /**
   * Counts the table as a new version of the one that its ledger has charged so far, and charges every column anew, whether it has changed or
   * not. Default false: a table that has changed is refused.
   */
  readonly newVersion?: boolean | undefined;
  /** The table's ledger; default where it is noted to be, DATA.ledger. */
  readonly ledger?: string | undefined;
  /** Folder to write to, which may hold an earlier release. */
  readonly out: string;
}

export interface PrivatizeResult {
  readonly release: Release;
  /** The file with the bounds that the table was aggregated under. */
  readonly bounds?: string;
  readonly files: readonly string[];
}

export const releaseFiles = { table: "noised.csv", noise: "noise.json" } as const;

/**
 * Adds noise to columns of a table so that no user can be recognized in it, and writes the table with a description of the noise. The cost
 * is charged to the ledger before noise is drawn; the same request again gives the same release at no cost.
 * @throws CarryoverError for a request that is incomplete or promises more than the bounds, a table that cannot be read or has changed, and
 *   more than is left of the budget; none of its problems holds a value of the table
 */
export async function privatize(
  request: PrivatizeRequest,
  { written = (key) => key }: Pick<ServiceCall, "written"> = {},
): Promise<PrivatizeResult> {
  const { data, out, dropped = [], unit = protectionSettings.unit.default } = request;
  const read = await readWithheld(data);
  const found = await findBounds(data, read.hash);
  const groups = groupsAsked(request, found, written);
  const open = request.notProtected ?? [];
  const notProtected =
    found === undefined
      ? open
      : checkedAgainst(found, { groups, notProtected: open, dropped, unit: request.unit }, written);
  const table = privateTable(read, groups, found?.bounds.table?.id);
  const ledger = await ledgerOf(data, request.ledger);
  checkApart(out, ledger);
  const grid =
    found === undefined
      ? {}
      : { neighbors: found.bounds.neighbors, grid: gridOf(found.bounds), limits: found.bounds.limits };
  const { newVersion } = request;
  const question: ReleaseRequest = { table, groups, notProtected, dropped, unit, newVersion, ...grid };
  return holdingOut(out, Object.values(releaseFiles), async () => {
    await checkEarlier(join(out, releaseFiles.noise), await readLedger(ledger));
    const release = await releaseTable(ledger, question);
    const files = await replaceOut(out, [
      { name: releaseFiles.table, content: writeCsv(release.columns) },
      { name: releaseFiles.noise, content: documentText(noiseDocument(release.noise)) },
    ]).catch((error: unknown): never => {
      if (!(error instanceof CarryoverError)) throw error;
      throw new CarryoverError([...error.problems, chargedAndStored(ledger)], error.exitCode);
    });
    return { release, ...(found === undefined ? {} : { bounds: found.file }), files };
  });
}

/**
 * Looks at the release that is to be replaced: one that was charged to this ledger and that it does not know shows that it was restored from a
 * backup, also where this account remembers nothing.
 * @throws CarryoverError when there is such a one
 */
async function checkEarlier(path: string, { id, path: ledger, charges }: LedgerState): Promise<void> {
  const text = await readFile(path, "utf8").catch((): undefined => undefined);
  if (text === undefined) return;
  // A description that cannot be read says nothing, and is replaced.
  const earlier = await Promise.resolve(text)
    .then((content) => parseNoiseDescription(JSON.parse(content), path))
    .catch((): undefined => undefined);
  if (earlier?.statement?.ledger?.id !== id) return;
  const known = new Set(charges.map(({ charge }) => charge));
  const unknown = earlier.columns.some(({ release = "" }) => !known.has(release.split("/")[0]));
  if (unknown) throw new CarryoverError([releaseUnknown(path, ledger)]);
}

/** Groups as they are asked for; what is left out comes from the bounds of the table. */
function groupsAsked(
  request: PrivatizeRequest,
  found: FoundBounds | undefined,
  written: (key: string) => string,
): readonly NoisedGroup[] {
  const { columns, cap, total, epsilon, granularity, delta, dropped = [] } = request;
  const { mechanism = mechanismSetting.default, rounding = latticeSettings.rounding.default } = request;
  const missing = Object.entries(found === undefined ? { columns, cap, total, epsilon } : { epsilon }).flatMap(
    ([name, value]) => (value === undefined ? [missingOption(written(name))] : []),
  );
  if (missing.length > 0 || epsilon === undefined) throw new CarryoverError(missing, exitCodes.usage);
  const asked = { columns, cap, total, epsilon, delta, granularity, mechanism, rounding };
  if (columns === undefined || cap === undefined || total === undefined) {
    return boundedGroups(asked, found!, dropped, written);
  }
  const groups = groupsOf({ ...asked, columns, cap, total }, written);
  if (granularity !== undefined || found === undefined) return groups;
  return groups.map((group) => ({ ...group, granularity: granularityOf(found, group.columns) ?? group.granularity }));
}

/** What is published goes to a folder of its own, apart from the ledger. */
function checkApart(out: string, ledger: string): void {
  const inside = (inner: string, outer: string): boolean => {
    const way = relative(resolve(outer), resolve(inner));
    return way === "" || !(way === ".." || way.startsWith(`..${sep}`) || resolve(way) === way);
  };
  if (inside(out, ledger) || inside(ledger, out)) throw new CarryoverError([outInLedger(out)], exitCodes.usage);
}
