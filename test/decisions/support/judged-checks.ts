// Single checks of the review, on facts of their own.

import {
  judged,
  type ReviewCheck,
  type ReviewCheckKind,
  type ReviewFacts,
} from "../../../src/decisions/review/review-check.ts";
import type { Misfit } from "../../../src/decisions/review/misfit.ts";
import { reviewChecks } from "../../../src/decisions/review/checks/index.ts";
import { misfitLimits } from "../../../src/decisions/review/misfit-check.ts";

/** What a check says of facts, of which it needs no others; undefined where it has nothing to judge. */
export function judgedBy(kind: ReviewCheckKind, facts: Partial<ReviewFacts>): ReviewCheck | undefined {
  const measured = kind.measure(facts as ReviewFacts);
  return measured === undefined ? undefined : judged(kind, measured);
}

/** All checks of what seems to be missing. */
export function misfitChecks(misfit: Misfit): readonly ReviewCheck[] {
  return reviewChecks
    .filter(({ limits }) => limits === misfitLimits)
    .flatMap((kind) => judgedBy(kind, { misfit }) ?? []);
}
