// The line under every result of data that were published with noise.

import type { PrivacyRecord } from "../../privacy/release/index.ts";
import type { Terminal } from "../terminal/index.ts";
import { wrapText } from "./table.ts";

/**
 * Prints the line: after what is for people, where that goes; on standard error beside documents for programs. Nothing for data
 * that had no noise.
 * @param document whether a program reads what was printed
 */
export function printPrivacy({ out, err }: Terminal, privacy: PrivacyRecord | undefined, document: boolean): void {
  if (privacy === undefined) return;
  const to = document ? err : out;
  const lines = wrapText(`Privacy: ${privacy.line}.`, to.columns());
  to.write(`${lines.map(to.style.dim).join("\n")}\n`);
}
