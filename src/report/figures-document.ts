// The figures of a report as a document inside the page: enough to reproduce the fit, and the tables without the weekly series.

import type { Analysis } from "../decisions/advice/index.ts";
import { asIs, type AsIs, type Document, documentOf } from "../documents/index.ts";
import type { ModelFile } from "../mmm/specification/index.ts";
import type { ReportAbout, ReportSource } from "./shell/index.ts";

interface ReportFigures
  extends Pick<ReportSource, "summary" | "diagnostics">,
    Pick<Analysis, "budget" | "bestBudget" | "advice"> {
  readonly about: Omit<ReportAbout, "specification"> & { readonly specification: AsIs<ModelFile> };
  readonly contributions: Omit<Analysis["quantities"]["contributions"], "weekly">;
  readonly returns: Analysis["quantities"]["returns"];
  readonly carryOver: Analysis["quantities"]["carryOver"];
  readonly review: Analysis["checks"]["review"];
  readonly scores: Omit<Analysis["checks"]["scores"], "pit">;
}

/** What a report says in figures, for machines: inside report.html, in the element `carryover-report`. */
export function figuresDocument(
  { about, diagnostics, summary }: ReportSource,
  { quantities, checks, advice, budget, bestBudget }: Analysis,
): Document<"carryover/report-figures/2", ReportFigures> {
  const { weekly: _, ...contributions } = quantities.contributions;
  const { pit: __, ...scores } = checks.scores;
  return documentOf("carryover/report-figures/2", {
    about: { ...about, specification: asIs(about.specification) },
    diagnostics,
    summary,
    contributions,
    returns: quantities.returns,
    carryOver: quantities.carryOver,
    review: checks.review,
    scores,
    budget,
    ...(bestBudget === undefined ? {} : { bestBudget }),
    advice,
  });
}
