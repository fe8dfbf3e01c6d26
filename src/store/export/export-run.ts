// A run folder to the files of other tools.

import { resolve, sep } from "node:path";
import { exportIntoRun, exportNotWritable, runHasNoDraws } from "../../problems/export-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { exportSettings } from "../../settings/index.ts";
import { holdFolder, type StoredRun } from "../run/index.ts";
import { type ExportFormat, exportFormat } from "./export-format.ts";
import { checkNotice, writeNotice } from "./privacy-notice.ts";
import { sourceOfStoredRun } from "./run-source.ts";
import type { ExportSource } from "./source.ts";
import { checkExportTarget, writeTogether } from "./write-file.ts";

export const exportFormats: readonly ExportFormat[] = exportSettings.format.choices;

export interface ExportedFile {
  readonly path: string;
  readonly bytes: number;
}

export interface Exported {
  readonly format: ExportFormat;
  readonly chains: number;
  /** Draws per chain. */
  readonly draws: number;
  readonly files: readonly ExportedFile[];
  /** How to open them in Python. */
  readonly python: string;
}

/**
 * Writes a run as netCDF (for ArviZ), CmdStan's CSV (a file for each chain: `PATH_1.csv`, `PATH_2.csv`, ...), one table of draws as
 * CSV, or the same as Parquet. The privacy statement of a run stands in each file; that of a CSV table beside it (`PATH.csv.privacy.json`). Each file is written whole or not at all, in place of an earlier export of the same format.
 * @param out default: beside the run folder, with its name and the ending of the format
 * @throws CarryoverError: the run has no draws, an optional package is missing, a folder or a foreign file is in the way, or the
 * place cannot be written to
 */
export async function exportRun(run: StoredRun, format: ExportFormat, out?: string): Promise<Exported> {
  const { ending } = await exportFormat(format);
  const path = out ?? `${besideRun(run)}${ending}`;
  return exportSource(sourceOfStoredRun(run), format, path, run.folder);
}

/**
 * Writes what is given in a format, as `exportRun` does.
 * @param folder the run folder it comes from, where no export may lie; default none
 */
export async function exportSource(
  source: ExportSource,
  format: ExportFormat,
  out: string,
  folder?: string,
): Promise<Exported> {
  const { chains, draws } = source.draws;
  if (draws === 0) throw new CarryoverError([runHasNoDraws(folder ?? "fit")]);
  const { label, paths: pathsOf = (path) => [path], isOurs, noticeBeside, ...own } = await exportFormat(format);
  const paths = pathsOf(out, source);
  for (const path of paths) {
    if (folder !== undefined && resolve(path).startsWith(resolve(folder) + sep)) {
      throw new CarryoverError([exportIntoRun(path)], exitCodes.usage);
    }
    await checkExportTarget(path, label, isOurs);
  }
  if (noticeBeside) await checkNotice(source, paths[0]);
  // The files of one export belong together.
  const held = await holdFolder(paths[0], { replaced: false, notWritable: exportNotWritable });
  try {
    const contents = await own.contents(source);
    // First, so that the table never stands without it.
    const notice = noticeBeside ? await writeNotice(source, paths[0]) : undefined;
    const sizes = await writeTogether(paths.map((path, index) => ({ path, content: contents[index] })));
    const files = paths.map((path, index): ExportedFile => ({ path, bytes: sizes[index] }));
    const all = notice === undefined ? files : [...files, notice];
    return { format, chains, draws, files: all, python: own.python(files[0].path) };
  } finally {
    await held.release();
  }
}

/** Where a run goes without `out`: beside its folder, with its name. */
function besideRun({ folder }: StoredRun): string {
  const plain = folder.replace(/[/\\]+$/, "");
  return /(^|[/\\])\.{0,2}$/.test(plain) ? resolve(folder) : plain;
}
