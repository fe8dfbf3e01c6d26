// NumPyro on the same GPU, vectorized over chains and data sets, where Python has JAX: fits an hour that pass the same limits.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readModelData, summarize, tableName, writeJson, writeWorldTables } from "../engine.ts";
import { numpyroScript } from "../paths.ts";
import type { SectionContext } from "../record.ts";

interface Written {
  readonly parameters: readonly string[];
  readonly data_sets: number;
  readonly chains: number;
  readonly draws: number;
  readonly sampling_seconds: number;
  readonly complete: boolean;
  readonly [key: string]: unknown;
}

export async function numpyro({ quick, budget, elapsed, keep, log }: SectionContext): Promise<void> {
  const python = process.env.CARRYOVER_PYTHON ?? "python3";
  const folder = mkdtempSync(join(tmpdir(), "carryover-gpu-"));
  try {
    const json = join(folder, "json");
    mkdirSync(json);
    const count = quick ? 2 : 128;
    writeWorldTables(join(folder, "tables"), 1, count);
    for (let i = 1; i <= count; i++) {
      writeJson(readModelData(join(folder, "tables", `${tableName(i)}.csv`)), join(json, `${tableName(i)}.json`));
    }
    const out = join(folder, "out");
    const settings = quick
      ? ["--warmup", "40", "--draws", "20", "--chains", "4"]
      : ["--warmup", "160", "--draws", "100", "--chains", "16"];
    const seconds = Math.max(10, budget - elapsed() - 8);
    const values = [numpyroScript, json, out, "--seconds", String(seconds), ...settings];
    const printed = await run(python, values, 1000 * (seconds + 5), log);
    const path = join(out, "figures.json");
    if (!existsSync(path)) {
      keep({ python, seconds, ended: printed.ended, printed: printed.text, measured: false });
      throw new Error(`NumPyro wrote no figures (${printed.ended}): ${printed.text}`);
    }
    const figures = JSON.parse(readFileSync(path, "utf8")) as Written;
    let passed = 0;
    const [rhats, sizes]: [number[], number[]] = [[], []];
    const measured = figures.draws > 0;
    if (measured) {
      const bytes = readFileSync(join(out, "draws.f64"));
      const all = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
      const size = figures.chains * figures.draws;
      for (let set = 0; set < figures.data_sets; set++) {
        const rows = figures.parameters.map((_, i) => {
          const start = (set * figures.parameters.length + i) * size;
          return summarize({ chains: figures.chains, draws: figures.draws, values: all.subarray(start, start + size) });
        });
        const rhat = Math.max(...rows.map((row) => row.rhat));
        const ess = Math.min(...rows.map((row) => row.ess_bulk));
        rhats.push(rhat);
        sizes.push(ess);
        if (rhat < 1.01 && ess >= 400) passed++;
      }
    }
    const row = {
      ...figures,
      measured,
      passed,
      fitsPerHour: measured ? (3600 * passed) / figures.sampling_seconds : undefined,
      rhats,
      effectiveSizes: sizes,
      ended: printed.ended,
      printed: printed.text,
    };
    keep(row);
    log(
      `NumPyro: ${passed} of ${figures.data_sets} pass, sampling ${figures.sampling_seconds} s, complete ${figures.complete}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(
  command: string,
  values: readonly string[],
  milliseconds: number,
  log: (line: string) => void,
): Promise<{ readonly text: string; readonly ended: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, XLA_PYTHON_CLIENT_PREALLOCATE: "false", TF_CPP_MIN_LOG_LEVEL: "2" };
    const child = spawn(command, values, { stdio: ["ignore", "pipe", "pipe"], env });
    let text = "";
    const hear = (part: string): void => {
      text = (text + part).slice(-3000);
      for (const line of part.split("\n")) if (line.trim() !== "") log(line.slice(0, 300));
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
    const end = (ended: string): void => {
      clearTimeout(timer);
      resolve({ text, ended });
    };
    child.once("error", (error) => end(error.message));
    child.once("close", (code, signal) => end(signal ?? `code ${code}`));
  });
}
