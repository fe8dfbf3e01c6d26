// What an export says of the run it was made from, the same in every format that has room for it.

import { modelDocument } from "../../mmm/specification/index.ts";
import { noiseDocument } from "../../privacy/release/index.ts";
import type { StoredRun } from "../run/index.ts";
import { carryoverVersion } from "../version.ts";

/** Stands in every export that has room for it, so that carryover knows its own files again. */
export const exportMark = "carryover-export";

/** Whether a file was written by an export. */
export const isMarked = (bytes: Buffer): boolean => bytes.includes(exportMark);

/** Facts about the run, as text and whole numbers. */
export function metadataOf({ record, draws, diagnostics }: StoredRun): Readonly<Record<string, string | bigint>> {
  return {
    written_by: `${exportMark} ${carryoverVersion()}`,
    carryover_version: record.versions.carryover,
    created_at: record.created,
    complete: String(record.complete),
    converged: String(diagnostics.converged),
    chains: BigInt(draws.chains),
    draws: BigInt(draws.draws),
    seed: BigInt(record.seed),
    data_path: record.data.path,
    data_sha256: record.data.sha256,
    specification: JSON.stringify(modelDocument(record.specification)),
    ...(record.privacy === undefined
      ? {}
      : {
          privacy_statement: record.privacy.statement.join(" "),
          privacy_description: JSON.stringify(noiseDocument(record.privacy.description)),
        }),
  };
}

/** A name that HDF5 can hold: a slash would be a path. */
export function netcdfName(name: string): string {
  return name.replaceAll("/", "_per_");
}
