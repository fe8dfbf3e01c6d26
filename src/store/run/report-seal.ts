// The last line of a report: of which run it is, and a hash of all that stands before.

import { sha256 } from "../../files/index.ts";

const line = /<!-- carryover run ([0-9a-f]{64}), sha256 ([0-9a-f]{64}) -->\n$/;
/** Bytes of that line. */
const lineBytes = "<!-- carryover run , sha256  -->\n".length + 2 * 64;

/** The report with its last line. @param seal of the run */
export function sealedReport(html: string, seal: string): string {
  return `${html}<!-- carryover run ${seal}, sha256 ${sha256(html)} -->\n`;
}

/** What the last line of a report says: the seal of its run, undefined where there is no such line, and whether the report is as it was written. */
export function readReportSeal(bytes: Uint8Array): { readonly run: string | undefined; readonly unchanged: boolean } {
  const body = bytes.subarray(0, Math.max(0, bytes.length - lineBytes));
  const [, run, hash] = line.exec(new TextDecoder().decode(bytes.subarray(body.length))) ?? [];
  return { run, unchanged: run !== undefined && hash === sha256(body) };
}
