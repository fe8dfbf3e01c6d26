// What a run says about each channel, in plain words.

import { type Document, documentOf } from "../../documents/index.ts";
import type { Advice } from "../../decisions/advice/index.ts";
import { type ServiceCall, openForAnswer, headOf, type RunFacts, type RunHead, type RunOpened } from "../call/index.ts";

export interface RecommendRequest {
  /** A run folder. */
  readonly run: string;
  /** Return above which spend pays; default 1 for revenue, none for conversions. */
  readonly breakEven?: number | undefined;
  /** Probability of the intervals; default 0.9. */
  readonly level?: number | undefined;
}

export interface RecommendAnswer extends RunFacts {
  readonly advice: Advice;
}

/** Efficiency of every channel, what to do, the best plan of the same budget, and the reservations of the review. */
export async function recommend(
  { run: folder, breakEven, level }: RecommendRequest,
  { onProgress }: ServiceCall<RunOpened> = {},
): Promise<RecommendAnswer> {
  const { run, model, facts } = await openForAnswer(folder, onProgress);
  const { analyze } = await import("../../decisions/advice/analysis.ts");
  const { advice } = analyze(model, {
    diagnostics: run.diagnostics,
    pointwise: run.draws.pointwise,
    ...(breakEven === undefined ? {} : { breakEven }),
    ...(level === undefined ? {} : { level }),
  });
  return { ...facts, advice };
}

/** The answer as a document. */
export function recommendDocument({
  advice,
  ...facts
}: RecommendAnswer): Document<"carryover/advice/1", RunHead & Advice> {
  return documentOf("carryover/advice/1", { ...headOf(facts), ...advice });
}
