// A recovery study as files: everything in figures, tables for programs, and the page.

import { documentText } from "../../documents/index.ts";
import { type Recovery, recoveryDocument, recoveryPage } from "../../studies/recovery/index.ts";
import { carryoverVersion } from "../../store/index.ts";
import { recoveryCsv, setsCsv } from "./study-tables.ts";

export const recoveryFileNames: readonly string[] = ["recovery.json", "recovery.csv", "datasets.csv", "recovery.html"];

/** What goes into the folder. */
export async function recoveryFiles(recovery: Recovery): Promise<readonly { name: string; content: string }[]> {
  const { closeSvgDocument } = await import("../../charts/server/document.ts");
  try {
    return [
      { name: "recovery.json", content: documentText(recoveryDocument(recovery), 1) },
      { name: "recovery.csv", content: recoveryCsv(recovery) },
      { name: "datasets.csv", content: setsCsv(recovery) },
      { name: "recovery.html", content: await recoveryPage(recovery, carryoverVersion()) },
    ];
  } finally {
    await closeSvgDocument();
  }
}
