// Prints a result in the form that was asked for: tables for people, or a document or a table for programs.

import { type Document, documentText, type SchemaId } from "../../documents/index.ts";
import type { PrivacyRecord } from "../../privacy/release/index.ts";
import { visible } from "../../words/index.ts";
import type { Style, Terminal } from "../terminal/index.ts";
import { printPrivacy } from "./privacy.ts";

/** A result in every form it has; only the one that was asked for is made. */
export interface Forms {
  /** What --json prints. */
  readonly document: () => Document<SchemaId, object>;
  readonly lines: (width: number, style: Style) => readonly string[] | Promise<readonly string[]>;
  /** What --csv prints. */
  readonly csv?: () => string;
  /** How the data behind it were protected, where they were; of several runs all of them. Documents hold it themselves. */
  readonly privacy?: PrivacyRecord | readonly PrivacyRecord[] | undefined;
  /** Of spend and revenue, where it is known; said under the lines for people. */
  readonly currency?: string | undefined;
}

export async function printResult(
  terminal: Terminal,
  asked: { readonly json: boolean; readonly csv?: boolean },
  { document, lines, csv, privacy, currency }: Forms,
): Promise<void> {
  const { out } = terminal;
  if (asked.json) {
    out.write(documentText(document()));
    return;
  }
  const table = asked.csv === true ? csv : undefined;
  const shown = async (): Promise<string> => {
    const own = await lines(out.columns(), out.style);
    const all = currency === undefined ? own : [...own, `Amounts of money are in ${currency}.`];
    return `${all.map(visible).join("\n")}\n`;
  };
  out.write(table === undefined ? await shown() : table());
  // Runs of one table have the same line.
  const records = new Map([privacy ?? []].flat().map((record) => [record.line, record]));
  for (const record of records.values()) printPrivacy(terminal, record, table !== undefined);
}
