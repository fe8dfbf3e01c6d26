// What a format of exports is: a record in formats/, found by its name in the settings.

import type { exportSettings } from "../../settings/index.ts";
import type { ExportSource } from "./source.ts";
import type { Content } from "./write-file.ts";

/** Names of formats, as the table of settings lists them. */
export type ExportFormat = (typeof exportSettings.format.choices)[number];

/**
 * A format. To add one, write `formats/NAME.ts` that exports it as `format`, and add NAME to `format` of `exportSettings`; tests of
 * exports go over that list.
 */
export interface ExportFormatRecord {
  /** In words, for messages. */
  readonly label: string;
  /** Of the file, with the point, where `out` does not say otherwise. */
  readonly ending: string;
  /** Files that a fit goes to; default the one at `path`. */
  readonly paths?: (path: string, source: ExportSource) => readonly string[];
  /** Whether a file that is in the way is an earlier export of this format, which may be replaced. */
  readonly isOurs: (bytes: Buffer) => boolean;
  /**
   * What each file holds, in the order of the paths.
   * @throws CarryoverError when a package that it requires is not installed
   */
  readonly contents: (source: ExportSource) => Promise<readonly Content[]> | readonly Content[];
  /** Whether the file has no room for the privacy statement, which then stands beside it. */
  readonly noticeBeside?: boolean;
  /** How the files are opened in Python. */
  readonly python: (path: string) => string;
}

/** The record of a format. */
export async function exportFormat(name: ExportFormat): Promise<ExportFormatRecord> {
  const { format } = (await import(`./formats/${name}.ts`)) as { readonly format: ExportFormatRecord };
  return format;
}
