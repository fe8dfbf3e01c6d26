// `carryover fit` as a fresh process: wall time from start to exit, its own time marks, its largest resident set.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandLine } from "./shipped.ts";

export interface FitProcess {
  /** 0 converged, 4 written but not converged. */
  readonly code: number;
  /** From the call that starts the process until it has ended. */
  readonly seconds: number;
  /** Milliseconds from the start of the process to each mark, by name. */
  readonly marks: ReadonlyMap<string, number>;
  /** Largest resident set, when it was asked for. */
  readonly peakBytes: number | undefined;
}

export interface FitCall {
  /** A table or a model file, then options. */
  readonly values: readonly string[];
  /** Loads a hook that notes the largest resident set when the process ends. */
  readonly memory?: boolean;
}

const hook = fileURLToPath(new URL("note-peak-memory.mjs", import.meta.url));

/** Runs it with a run folder of its own, which `read` may look at before it is removed. */
export async function fitProcess<T>(
  { values, memory = false }: FitCall,
  read: (folder: string) => Promise<T>,
): Promise<FitProcess & { readonly read: T }> {
  const folder = mkdtempSync(join(tmpdir(), "carryover-benchmark-"));
  const [run, peak] = [join(folder, "run"), join(folder, "peak")];
  try {
    const inspecting = memory ? ["--import", hook] : [];
    const line = [...inspecting, commandLine, "fit", ...values, "--out", run, "--progress", "none"];
    const env = { ...process.env, CARRYOVER_TIMING: "1", CARRYOVER_BENCHMARK_PEAK: peak };
    const start = performance.now();
    const child = spawn(process.execPath, line, { env, stdio: ["ignore", "ignore", "pipe"] });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", resolve);
    });
    const seconds = (performance.now() - start) / 1000;
    await ended;
    if (code !== 0 && code !== 4) throw new Error(`carryover fit ended with ${code}:\n${errors}`);
    const lines = [...errors.matchAll(/^ *([\d.,]+) ms {2}(.+)$/gm)];
    const marks = new Map(lines.map(([, milliseconds, name]) => [name, Number(milliseconds.replaceAll(",", ""))]));
    const peakBytes = existsSync(peak) ? Number(readFileSync(peak, "utf8")) * 1024 : undefined;
    return { code, seconds, marks, peakBytes, read: await read(run) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
