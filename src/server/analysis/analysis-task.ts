// What a thread of the server does: questions about tables and runs, whose answers are documents.

import * as services from "../../services/index.ts";
import type { CurveRequest, ReturnRequest } from "../../services/index.ts";

/** A question by its name. */
export interface Question {
  readonly of: QuestionName;
  /** Folder of the run that is asked about. */
  readonly run: string;
  /** What answers call the run instead. */
  readonly name: string;
  /** The other keys of the service's request. */
  readonly request: object;
}

export type QuestionName =
  | "summary"
  | "diagnostics"
  | "contributions"
  | "roi"
  | "curves"
  | "advice"
  | "review"
  | "optimize"
  | "scenarios";

type Ask = (run: string, request: never) => Promise<object>;

const questions: Readonly<Record<QuestionName, Ask>> = {
  summary: async (run) => services.summaryDocument((await services.summary({ run })).summary),
  diagnostics: async (run) => services.diagnosticsDocument((await services.diagnose({ run })).stored.diagnostics),
  contributions: async (run, request: Omit<services.ContributionRequest, "run">) =>
    services.contributionsDocument(await services.contributions({ ...request, run })),
  roi: async (run, request: Omit<ReturnRequest, "run">) =>
    services.returnsDocument(await services.returns({ ...request, run })),
  curves: async (run, request: Omit<CurveRequest, "run">) =>
    services.curvesDocument(await services.curves({ ...request, run })),
  advice: async (run, request: Omit<services.RecommendRequest, "run">) =>
    services.recommendDocument(await services.recommend({ ...request, run })),
  review: async (run) => {
    const checked = await services.check({ run });
    return checked === undefined ? {} : services.checkDocument(checked);
  },
  optimize: async (run, request: Omit<services.OptimizeRequest, "run">) =>
    services.optimizeDocument(await services.optimize({ ...request, run })),
  scenarios: async (run, request: Omit<services.ScenariosRequest, "run">) =>
    services.scenariosDocument(await services.scenarios({ ...request, run })),
};

/** The answer as it goes over the wire. */
export async function answer({ of, run, name, request }: Question): Promise<object> {
  const document = await questions[of](run, request as never);
  return { ...document, ...("run" in document ? { run: name } : {}) };
}

/** A table to look at: what each column is, and what stands out. */
export interface Look {
  readonly path: string;
  readonly model?: string | undefined;
}

/** Reads a table as a fit would. @throws CarryoverError with all its problems */
export async function look({ path, model }: Look): Promise<Looked> {
  const { readInput } = await import("../../mmm/fit/index.ts");
  const { columnsRead } = await import("../../data/panel/index.ts");
  const { data, resolution } = await readInput(path, {}, model);
  const { source: _, ...described } = columnsRead(data, resolution.spec.currency);
  const { data: _path, ...spec } = resolution.spec as typeof resolution.spec & { readonly data?: string };
  return { hash: data.hash, rows: data.rows, described, spec };
}

export interface Looked {
  /** SHA-256 of the table. */
  readonly hash: string;
  readonly rows: number;
  readonly described: object;
  readonly spec: object;
}
