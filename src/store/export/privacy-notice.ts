// The privacy statement beside an exported CSV file, which has no room for it: comments would break readers of CSV.

import { readFile, rm } from "node:fs/promises";
import { basename } from "node:path";
import { type Document, documentOf, documentText } from "../../documents/index.ts";
import { noiseDocument } from "../../privacy/release/index.ts";
import { carryoverVersion } from "../version.ts";
import { exportMark, isMarked } from "./metadata.ts";
import type { ExportSource } from "./source.ts";
import { checkExportTarget, writeWhole } from "./write-file.ts";

/** Where the statement of the file at `path` stands. */
export function noticePath(path: string): string {
  return `${path}.privacy.json`;
}

/**
 * Checks that the statement of the file at `path` may be written.
 * @throws CarryoverError (wrong usage) when something else is in the way
 */
export async function checkNotice({ privacy }: Pick<ExportSource, "privacy">, path: string): Promise<void> {
  if (privacy !== undefined) await checkExportTarget(noticePath(path), "privacy statement", isMarked);
}

/**
 * Writes the statement of the file at `path`: JSON of `statement`, sentences, and `description`, as noise.json has it. Of a run without
 * one nothing is written, and that of an earlier export is removed, because it would be said of the wrong table.
 * @returns what was written
 */
export async function writeNotice(
  { privacy }: Pick<ExportSource, "privacy">,
  path: string,
): Promise<{ readonly path: string; readonly bytes: number } | undefined> {
  const own = noticePath(path);
  if (privacy === undefined) {
    const earlier = await readFile(own).catch(() => undefined);
    if (earlier !== undefined && isMarked(earlier)) await rm(own);
    return undefined;
  }
  const { statement, description } = privacy;
  const content = privacyNoticeDocument({
    written_by: `${exportMark} ${carryoverVersion()}`,
    file: basename(path),
    statement,
    description: noiseDocument(description),
  });
  return { path: own, bytes: await writeWhole(own, [documentText(content)]) };
}

export interface PrivacyNotice {
  readonly written_by: string;
  /** Name of the file that it is said of. */
  readonly file: string;
  /** How the table was protected, in sentences. */
  readonly statement: readonly string[];
  /** The same as noise.json has it. */
  readonly description: ReturnType<typeof noiseDocument>;
}

/** How the table behind an exported CSV file was protected: FILE.privacy.json. */
export function privacyNoticeDocument(notice: PrivacyNotice): Document<"carryover/privacy-notice/1", PrivacyNotice> {
  return documentOf("carryover/privacy-notice/1", notice);
}
