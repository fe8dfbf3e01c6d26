// A run folder to the files of other tools.

import { resolve, sep } from "node:path";
import { exportIntoRun, exportNotWritable, runHasNoDraws } from "../../problems/export-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { exportSettings } from "../../settings/index.ts";
import { holdFolder, type StoredRun } from "../run/index.ts";
import { type ExportFormat, exportFormat } from "./export-format.ts";
import { checkNotice, writeNotice } from "./privacy-notice.ts";
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
  const { chains, draws } = run.draws;
  if (draws === 0) throw new CarryoverError([runHasNoDraws(run.folder)]);
  const { label, ending, paths: pathsOf = (path) => [path], isOurs, noticeBeside, ...own } = await exportFormat(format);
  const paths = pathsOf(out ?? `${besideRun(run)}${ending}`, run);
  for (const path of paths) {
    if (resolve(path).startsWith(resolve(run.folder) + sep)) {
      throw new CarryoverError([exportIntoRun(path)], exitCodes.usage);
    }
    await checkExportTarget(path, label, isOurs);
  }
  if (noticeBeside) await checkNotice(run, paths[0]);
  // The files of one export belong together.
  const held = await holdFolder(paths[0], { replaced: false, notWritable: exportNotWritable });
  try {
    const contents = await own.contents(run);
    // First, so that the table never stands without it.
    const notice = noticeBeside ? await writeNotice(run, paths[0]) : undefined;
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
