// A run folder to the files of other tools.

import { extname, resolve, sep } from "node:path";
import { exportIntoRun, runHasNoDraws } from "../../problems/export-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import type { StoredRun } from "../run/index.ts";
import { leadingColumns } from "./draws-table.ts";
import { exportMark } from "./metadata.ts";
import { checkNotice, writeNotice } from "./privacy-notice.ts";
import { checkExportTarget, type Content, writeWhole } from "./write-file.ts";

export type ExportFormat = "netcdf" | "stan-csv" | "csv" | "parquet";
export const exportFormats: readonly ExportFormat[] = ["netcdf", "stan-csv", "csv", "parquet"];

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
  const { paths, label, isOurs } = targets(run, format, out);
  for (const path of paths) {
    if (resolve(path).startsWith(resolve(run.folder) + sep)) {
      throw new CarryoverError([exportIntoRun(path)], exitCodes.usage);
    }
    await checkExportTarget(path, label, isOurs);
  }
  if (format === "csv") await checkNotice(run, paths[0]);
  const contents = await contentsOf(run, format);
  // First, so that the table never stands without it.
  const notice = format === "csv" ? await writeNotice(run, paths[0]) : undefined;
  const files: ExportedFile[] = [];
  for (const [index, path] of paths.entries()) files.push({ path, bytes: await writeWhole(path, contents[index]) });
  return { format, chains, draws, files: notice === undefined ? files : [...files, notice] };
}

interface Targets {
  readonly paths: readonly string[];
  /** The format in words. */
  readonly label: string;
  readonly isOurs: (bytes: Buffer) => boolean;
}

function targets({ folder, draws }: StoredRun, format: ExportFormat, out: string | undefined): Targets {
  const plain = folder.replace(/[/\\]+$/, "");
  const beside = /(^|[/\\])\.{0,2}$/.test(plain) ? resolve(folder) : plain;
  const marked = (bytes: Buffer): boolean => bytes.includes(exportMark);
  switch (format) {
    case "netcdf":
      return { paths: [out ?? `${beside}.nc`], label: "netCDF", isOurs: marked };
    case "parquet":
      return { paths: [out ?? `${beside}.parquet`], label: "Parquet", isOurs: marked };
    case "csv":
      return {
        paths: [out ?? `${beside}.csv`],
        label: "CSV",
        isOurs: (bytes) => bytes.toString("utf8", 0, 200).startsWith(`${leadingColumns.join(",")},`),
      };
    case "stan-csv": {
      const path = out ?? `${beside}-stan.csv`;
      const extension = extname(path);
      const stem = path.slice(0, path.length - extension.length);
      const paths = Array.from({ length: draws.chains }, (_, chain) => `${stem}_${chain + 1}${extension || ".csv"}`);
      return { paths, label: "Stan CSV", isOurs: (bytes) => bytes[0] === 0x23 && marked(bytes) };
    }
  }
}

/** What each file holds, in the order of the paths. */
async function contentsOf(run: StoredRun, format: ExportFormat): Promise<readonly Content[]> {
  switch (format) {
    case "netcdf": {
      const [{ inferenceData }, { netcdfBytes }] = await Promise.all([
        import("./inference-data.ts"),
        import("./netcdf.ts"),
      ]);
      const { groups, attributes } = inferenceData(run);
      return [[await netcdfBytes(groups, attributes)]];
    }
    case "parquet": {
      const { drawsParquet } = await import("./draws-parquet.ts");
      return [[await drawsParquet(run)]];
    }
    case "csv": {
      const { drawsCsv } = await import("./draws-csv.ts");
      return [drawsCsv(run)];
    }
    case "stan-csv": {
      const { stanCsv } = await import("./stan-csv.ts");
      return Array.from({ length: run.draws.chains }, (_, chain) => stanCsv(run, chain));
    }
  }
}
