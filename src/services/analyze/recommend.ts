// What a run says about each channel, in plain words.

import { type Document, documentOf } from "../../documents/index.ts";
import type { Advice } from "../../decisions/advice/index.ts";
import {
  type BusinessRequest,
  checkRequest,
  oneOf,
  type ServiceCall,
  openForAnswer,
  headOf,
  type RunFacts,
  type RunHead,
  type RunOpened,
} from "../call/index.ts";

export interface RecommendRequest extends Omit<BusinessRequest, "title"> {
  /** Return above which spend pays; default one over the margin. Not with `margin`. */
  readonly breakEven?: number | undefined;
  /** A geo of a panel, which alone is asked about; default all together. */
  readonly geo?: string | undefined;
  /** Probability of the intervals; default 0.9. */
  readonly level?: number | undefined;
}

export interface RecommendAnswer extends RunFacts {
  readonly advice: Advice;
}

/** Efficiency of every channel, what to do, the best plan of the same budget, and the reservations of the review. */
export async function recommend(
  request: RecommendRequest,
  { onProgress, written }: ServiceCall<RunOpened> = {},
): Promise<RecommendAnswer> {
  await checkRequest("recommend", request, ["run", "margin", "currency", "breakEven", "geo", "level"], {}, ["run"]);
  const { breakEven, geo, level } = request;
  oneOf(request, written);
  const { run, model: whole, facts } = await openForAnswer(request, onProgress, written);
  const model = geo === undefined ? whole : (await import("../../decisions/draws/geos.ts")).modelOfGeo(whole, geo);
  const { analyze } = await import("../../decisions/advice/analysis.ts");
  const { advice } = analyze(model, {
    diagnostics: run.diagnostics,
    // Log likelihoods are of the rows of all geos.
    pointwise: geo === undefined ? run.draws.pointwise : undefined,
    ...(breakEven === undefined ? {} : { breakEven }),
    ...(level === undefined ? {} : { level }),
  });
  return { ...facts, advice };
}

/** The answer as a document. */
export function recommendDocument({
  advice,
  ...facts
}: RecommendAnswer): Document<"carryover/advice/2", RunHead & Advice> {
  return documentOf("carryover/advice/2", { ...headOf(facts), ...advice });
}
