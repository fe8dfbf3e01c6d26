// From a table to a commented model file with every guess, so that the first fit takes no reading of documentation.

import { dirname, relative, resolve } from "node:path";
import type { MediaData } from "../../data/panel/index.ts";
import { readTable, type Table } from "../../data/reading/index.ts";
import { chooseTarget, type ColumnRole, targetCandidates, viewOf } from "../../data/roles/index.ts";
import { type Document, documentOf } from "../../documents/index.ts";
import { replaceFile, standardInput } from "../../files/index.ts";
import { readInput } from "../../mmm/fit/index.ts";
import type { Notice } from "../../problems/notice.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { outNotWritable } from "../../problems/run-problems.ts";
import { fileExists, initNeedsTable } from "../../problems/usage-problems.ts";
import type { ColumnFlags, ReadingValues, TargetKind } from "../../settings/index.ts";
import type { ServiceCall } from "../call/index.ts";

export interface InitRequest {
  /** A table. */
  readonly table: string;
  /** Model file to write, in YAML. */
  readonly out: string;
  /** Columns that win over what is found. */
  readonly columns?: ColumnFlags | undefined;
  /** How the table is read, where its cells do not tell. */
  readonly reading?: ReadingValues | undefined;
  /** Replace a file that is there. Default false. */
  readonly force?: boolean | undefined;
}

export interface InitResult {
  /** Path of the model file, as `out` was given. */
  readonly model: string;
  /** Path of the table, as it was given. */
  readonly table: string;
  readonly cadence: MediaData["cadence"];
  /** Of the table; of the calendar of a panel. */
  readonly rows: number;
  /** Names of the geos of a panel. */
  readonly geos?: readonly string[];
  readonly target: {
    readonly name: string;
    readonly kind: TargetKind;
    /** Columns that could be it instead, the likeliest first. */
    readonly alternatives: readonly string[];
    /** Whether it could not be told from the alternatives: the file asks to confirm it. */
    readonly unsure: boolean;
  };
  /** ISO code, where the names or the cells of columns state one. */
  readonly currency?: string;
  /** What each column of the table is, and why. */
  readonly columns: readonly ColumnRole[];
  /** What stands out in the table. */
  readonly notices: readonly Notice[];
}

/**
 * Writes the model file.
 * @throws CarryoverError when a file is there already (wrong usage), with all problems of the table, or when the file cannot be written
 */
export async function initModel(
  { table: path, out, columns: typed = {}, reading = {}, force = false }: InitRequest,
  { written = (key) => key }: Pick<ServiceCall, "written"> = {},
): Promise<InitResult> {
  if (/\.(?:ya?ml|json)$/i.test(path)) {
    throw new CarryoverError([initNeedsTable(path)], exitCodes.usage);
  }
  if (!force) await refuseExisting(out, written("force"));
  const { column, alternatives, unsure } = targetOf(await readTable(path, reading), typed);
  const flags = column === undefined || typed.target !== undefined ? typed : { ...typed, target: column };
  const { data, resolution } = await readInput(path, { columns: unsure ? flags : typed, reading });
  const { currency } = resolution.spec;
  const { commentedModelFile } = await import("../../mmm/specification/commented.ts");
  const text = await commentedModelFile({
    spec: resolution.spec,
    data,
    table: path === standardInput ? path : relative(dirname(resolve(out)), resolve(path)).replaceAll("\\", "/"),
    file: out,
    alternatives,
    unsure,
    currency,
  });
  try {
    await replaceFile(out, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CarryoverError([outNotWritable(out, code)], exitCodes.internal);
  }
  return {
    model: out,
    table: path,
    cadence: data.cadence,
    rows: data.rows,
    ...(data.geos === undefined ? {} : { geos: data.geos.map(({ name }) => name) }),
    target: { name: data.target.name, kind: data.target.kind, alternatives, unsure },
    ...(currency === undefined ? {} : { currency }),
    columns: data.columns ?? [],
    notices: data.notices,
  };
}

/** The result as a document. */
export function initDocument(result: InitResult): Document<"carryover/init/1", InitResult> {
  return documentOf("carryover/init/1", result);
}

interface TargetGuess {
  readonly column?: string;
  readonly alternatives: readonly string[];
  readonly unsure: boolean;
}

/** Where the target cannot be told, a file to edit takes the first candidate and says so, which a fit may not. */
function targetOf(table: Table, { target, date }: ColumnFlags): TargetGuess {
  const view = viewOf(table);
  const taken = date === undefined ? [] : [date];
  if (target !== undefined) {
    const others = targetCandidates(view, [...taken, target]).flat();
    return { alternatives: others, unsure: false };
  }
  const choice = chooseTarget(view, taken);
  if (choice === undefined) return { alternatives: [], unsure: false };
  if (!("ambiguous" in choice)) return { column: choice.column, alternatives: choice.alternatives, unsure: false };
  const [column, ...rest] = choice.ambiguous;
  return { column, alternatives: rest, unsure: true };
}

async function refuseExisting(path: string, option: string): Promise<void> {
  const { access } = await import("node:fs/promises");
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists) throw new CarryoverError([fileExists(path, option)], exitCodes.usage);
}
