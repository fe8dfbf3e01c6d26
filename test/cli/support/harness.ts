// Runs command lines inside the test process, with captured output and an engine that makes up its draws.

import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { Engine } from "../../../src/services/engine/engine.ts";
import type { Advice } from "../../../src/decisions/advice/advice.ts";
import { runCommandLine } from "../../../src/cli/run.ts";
import { processTerminal } from "../../../src/cli/terminal/terminal.ts";
import type { MediaMixFit } from "../../../src/mmm/fit/fit-types.ts";
import { fakeFit } from "../../store/support/fake-fit.ts";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface FakeEngine extends Engine {
  /** What the last fit was resumed from. */
  resumedFrom: unknown;
}

const interval = { mean: 1.2, median: 1.1, lower: 0.8, upper: 1.9 };

/** Advice on one channel. */
export const advice: Advice = {
  converged: true,
  verdict: "REVIEW",
  level: 0.9,
  summary: ["Media brought 20% of revenue."],
  channels: [
    {
      name: "TV",
      action: "hold",
      spend: 12_345,
      shareOfSpend: 1,
      shareOfMedia: interval,
      roi: interval,
      marginalRoi: interval,
      text: "Hold.",
    },
  ],
  budget: ["For the next 13 weeks: TV +5%."],
  reservations: ["Odd. Look."],
};

/** An engine whose fit is `fake`, given the table's specification; it reports progress once and notes what it resumes from. */
export function fakeEngine(
  fake: (signal: AbortSignal) => Promise<MediaMixFit> | MediaMixFit = () => fakeFit(),
): FakeEngine {
  const engine: FakeEngine = {
    resumedFrom: undefined,
    startWorkers: async (size) => ({ size, workers: [], close: async () => undefined }),
    fit: async (data, { spec, provenance }, { signal, onProgress, resume }) => {
      engine.resumedFrom = resume;
      const { warmup, draws } = spec.sampling;
      const progress = { iteration: warmup + draws, total: warmup + draws, stepSize: 0.5, gradients: 9000 };
      onProgress([{ ...progress, phase: "done", divergences: 0 }]);
      return { ...(await fake(signal)), spec, provenance, data };
    },
    prepareAnalysis: () => undefined,
    analyze: async (_, folder, report) => (report ? { advice, report: join(folder, "report.html") } : { advice }),
  };
  return engine;
}

export interface RunOptions {
  readonly engine?: Engine;
  /** Whether both streams are terminals of 80 columns. */
  readonly terminal?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function run(tokens: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { engine = fakeEngine(), terminal = false, environment = {} } = options;
  const capture = () => {
    const parts: string[] = [];
    const stream = new PassThrough();
    stream.on("data", (part: Buffer) => parts.push(part.toString()));
    if (terminal) Object.assign(stream, { isTTY: true, columns: 80, rows: 24 });
    return { stream, text: () => parts.join("") };
  };
  const stdout = capture();
  const stderr = capture();
  const own = processTerminal(stdout.stream, stderr.stream, environment);
  const code = await runCommandLine(tokens, { terminal: own, engine });
  await own.flush();
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** Problems on standard error, each on one line as `formatProblem` writes it. */
export function problemsIn(stderr: string): readonly string[] {
  return stderr
    .trimEnd()
    .replaceAll(/\n {2}received: (.*)/g, (_, received: string) => ` Received ${received}.`)
    .replaceAll(/\n {2}hint: /g, " ")
    .split("\n")
    .map((line) => line.replace(/^error: /, ""));
}
