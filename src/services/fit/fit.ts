// From a table or a model file to a run folder, resumed where that is asked for, and what is printed of it.

import { basename, join, resolve } from "node:path";
import type { SamplingFlags } from "../mmm/specification/index.ts";
import { CarryoverError, exitCodes } from "../problems/problem.ts";
import type { WorkerPool } from "../sampling/index.ts";
import { checkRunTarget } from "../store/run/index.ts";
import type { CommandContext } from "./commands/index.ts";
import { type FitTask, fitWithProgress } from "./fit-flow.ts";
import { type Input, readInput } from "../mmm/fit/index.ts";
import type { ProgressMode } from "./progress/index.ts";
import { mark } from "./terminal/index.ts";

export interface FitRequest {
  readonly path: string;
  readonly out: string;
  readonly flags: SamplingFlags;
  readonly threads: number;
  /** The threads, which are being started. */
  readonly workers: Promise<WorkerPool>;
  readonly backend: "wasm" | "javascript";
  readonly progress: ProgressMode;
  readonly json: boolean;
  readonly resume: boolean;
  /** Write report.html. */
  readonly report: boolean;
}

/** Resolves with the exit code. */
export async function fitToFolder(
  { engine, terminal, commandLine }: CommandContext,
  request: FitRequest,
): Promise<number> {
  const { out, backend, threads } = request;
  const whileSampling = (): void => engine.prepareAnalysis(request.report);
  const fitted = await fitWithProgress(engine, terminal, { ...request, whileSampling }, () => prepare(request));
  if (fitted === undefined) {
    terminal.err.write("Canceled before sampling began; nothing was written.\n");
    return exitCodes.canceled;
  }
  const { task, fit } = fitted;
  const { saveRun } = await import("../store/run/save-run.ts");
  const { folder, diagnostics } = await saveRun(fit, out, {
    command: commandLine,
    dataPath: resolve(task.dataPath),
    backend,
    threads,
  });
  mark("written");

  // The run is safe on disk before anything is made of it.
  const analyzed = fit.complete ? await engine.analyze(fit, folder, request.report) : undefined;
  const { notices } = task.data;
  const { summary, complete } = fit;
  if (request.json) {
    const { advice, report } = analyzed ?? {};
    const document = {
      run: folder,
      complete,
      converged: diagnostics.converged,
      summary,
      diagnostics,
      advice,
      report,
      notices,
      ...(fit.privacy === undefined ? {} : { privacy: fit.privacy.statement }),
    };
    terminal.out.write(`${JSON.stringify(document, undefined, 2)}\n`);
  } else {
    const { fitReportLines } = await import("./print/fit-report.ts");
    const lines = fitReportLines(
      {
        diagnostics,
        notices,
        advice: analyzed?.advice,
        folder: out,
        report: analyzed?.report === undefined ? undefined : join(out, basename(analyzed.report)),
        seconds: performance.now() / 1000,
      },
      terminal.out.columns(),
      terminal.out.style,
    );
    terminal.out.write(`${lines.join("\n")}\n`);
    const { printPrivacy } = await import("./print/privacy.ts");
    printPrivacy(terminal, fit.privacy, false);
  }
  if (!complete) {
    terminal.err.write(`Canceled. Go on with: ${resumeCommand(commandLine, request)}\n`);
    return exitCodes.canceled;
  }
  return diagnostics.converged ? exitCodes.success : exitCodes.notConverged;
}

async function prepare(request: FitRequest): Promise<FitTask & Input> {
  await checkRunTarget(request.out);
  const input = await readInput(request.path, request.flags);
  checkMetric(input, request.flags);
  if (!request.resume) return input;
  const { resumeProblems } = await import("../store/run/check-resume.ts");
  const { loadRecord, loadResumable } = await import("../store/run/load-run.ts");
  const record = await loadRecord(request.out);
  const { spec } = input.resolution;
  const problems = resumeProblems(request.out, record, { spec, dataHash: input.data.hash, backend: request.backend });
  if (problems.length > 0) throw new CarryoverError(problems);
  return { ...input, resume: await loadResumable(request.out) };
}

/** Told apart from a bad model file: what flags alone bring about is wrong usage. */
function checkMetric({ resolution }: Input, flags: SamplingFlags): void {
  const { metric, schedule } = resolution.spec.sampling;
  if (metric !== "low-rank" || schedule !== "stan") return;
  const byFlag = flags.metric !== undefined || flags.schedule !== undefined;
  const problem = {
    code: "metric-without-schedule",
    message: "Stan's schedule has no low-rank metric.",
    received: "metric low-rank with schedule stan",
    hint: "Choose the metric diagonal or dense, or the schedule nutpie.",
  };
  throw new CarryoverError([problem], byFlag ? exitCodes.usage : exitCodes.badInput);
}

function resumeCommand(commandLine: string, { out, resume }: FitRequest): string {
  const withOut = / --out[ =]/.test(commandLine) ? commandLine : `${commandLine} --out ${out}`;
  return resume ? withOut : `${withOut} --resume`;
}
