// What carryover export has written, for people.

import type { Exported } from "../../store/export/index.ts";
import type { Style } from "../terminal/index.ts";
import { bytes, count } from "../../words/index.ts";

/** A line for each file, then how to open them. */
export function exportedLines({ chains, draws, files, python }: Exported, style: Style): readonly string[] {
  return [
    ...files.map((file) => `wrote ${file.path} (${bytes(file.bytes)})`),
    style.dim(`${count(chains, "chain")} of ${count(draws, "draw")}; in Python: ${python}`),
  ];
}
