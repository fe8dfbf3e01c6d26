// What is typed after carryover recover as the request of a study.

import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import {
  calibrationNeedsPrior,
  recoveryNeedsSource,
  recoveryOptionWithoutUse,
  recoveryResumeWithoutOut,
} from "../../problems/recovery-problems.ts";
import type { FailingWorldsRequest, RecoverRequest, TruthOrigin } from "../../services/study/index.ts";
import { fitSettings, valuesFrom } from "../../settings/index.ts";

export interface RecoverOptions
  extends Pick<
    RecoverRequest & FailingWorldsRequest,
    "datasets" | "seed" | "threads" | "memory" | "out" | "chains" | "warmup" | "draws"
  > {
  readonly scenarios: boolean;
  readonly worlds: string | undefined;
  readonly preset: Extract<TruthOrigin, { kind: "preset" }>["preset"] | undefined;
  readonly model: string | undefined;
  readonly truth: string | undefined;
  readonly weeks: number | undefined;
  readonly calibrate: boolean;
  readonly fits: RecoverRequest["selection"];
  readonly resume: boolean;
}

/** @throws CarryoverError (wrong usage) for options that have no use with --scenarios */
export function failingWorldsRequest(argument: string, options: RecoverOptions): FailingWorldsRequest {
  const without = [
    ...pathsOf(argument, options),
    ...(["preset", "model", "truth", "weeks", "fits"] as const).flatMap((name) =>
      options[name] === undefined ? [] : [`--${name}`],
    ),
    ...(["calibrate", "resume"] as const).flatMap((name) => (options[name] ? [`--${name}`] : [])),
  ];
  if (without.length > 0) {
    throw new CarryoverError([recoveryOptionWithoutUse([...new Set(without)], "--scenarios")], exitCodes.usage);
  }
  const { datasets, seed, chains, warmup, draws, threads, out } = options;
  const worlds = options.worlds?.split(",").map((name) => name.trim());
  return { datasets, seed, worlds, chains, warmup, draws, threads, out };
}

/** @throws CarryoverError (wrong usage) for a truth that is missing or given twice, and options that have no use with it */
export function recoverRequest(argument: string, options: RecoverOptions): RecoverRequest {
  const {
    worlds,
    preset,
    truth,
    weeks,
    calibrate,
    resume,
    datasets,
    seed,
    threads,
    memory,
    fits: selection,
    out,
  } = options;
  const paths = pathsOf(argument, options);
  const problems: Problem[] = [];
  if (worlds !== undefined) problems.push(recoveryOptionWithoutUse(["--worlds"], "studies other than --scenarios"));
  if (paths.length + (preset === undefined ? 0 : 1) + (truth === undefined ? 0 : 1) !== 1) {
    problems.push(recoveryNeedsSource());
  }
  if (weeks !== undefined && preset === undefined) {
    problems.push(recoveryOptionWithoutUse(["--weeks"], truth === undefined ? "a table" : "--truth"));
  }
  if (calibrate && paths.length === 0) problems.push(calibrationNeedsPrior());
  if (resume && out === undefined) problems.push(recoveryResumeWithoutOut());
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  const origin: TruthOrigin =
    preset !== undefined
      ? { kind: "preset", preset, weeks }
      : truth !== undefined
        ? { kind: "posterior", run: truth }
        : { kind: "prior", path: paths[0] };
  const sampling = valuesFrom("recover", options as never, fitSettings);
  return { origin, datasets, seed, sampling, threads, memory, calibrate, selection, out, resume };
}

function pathsOf(argument: string, { model }: RecoverOptions): readonly string[] {
  return [argument, model ?? ""].filter((path) => path !== "");
}
