// A recovery study as files: everything in figures, tables for programs, and the page.

import { closeSvgDocument } from "../charts/server/index.ts";
import { type Recovery, recoveryPage } from "../studies/recovery/index.ts";
import { carryoverVersion } from "../store/index.ts";
import { recoveryCsv, setsCsv } from "./print/index.ts";

export const recoveryFileNames: readonly string[] = ["recovery.json", "recovery.csv", "datasets.csv", "recovery.html"];

/** What goes into the folder. */
export async function recoveryFiles(recovery: Recovery): Promise<readonly { name: string; content: string }[]> {
  try {
    return [
      { name: "recovery.json", content: `${JSON.stringify(recovery, undefined, 1)}\n` },
      { name: "recovery.csv", content: recoveryCsv(recovery) },
      { name: "datasets.csv", content: setsCsv(recovery) },
      { name: "recovery.html", content: await recoveryPage(recovery, carryoverVersion()) },
    ];
  } finally {
    await closeSvgDocument();
  }
}
