// A check of sampling: some of the diagnostics, by the limits of the verdict on convergence.

import type { Check } from "../../diagnostics/index.ts";
import { type CheckVerdict, type ReviewedDiagnostics, type ReviewStatus, worstOf } from "./review-check.ts";

type DiagnosticName = Check["name"];

const statusOf: Readonly<Record<Check["status"], ReviewStatus>> = { pass: "PASS", warn: "REVIEW", fail: "FAIL" };

/** Diagnostics that a check of the review has for its own. */
export const ownDiagnostics: Readonly<Record<"rHat" | "ess" | "divergences", readonly DiagnosticName[]>> = {
  rHat: ["r-hat"],
  ess: ["bulk-ess", "tail-ess"],
  divergences: ["divergences"],
};

/** The worst of some diagnostics; its words are the diagnostic's. */
export function worstDiagnostic(
  checks: ReviewedDiagnostics["checks"],
): Pick<CheckVerdict, "status" | "finding" | "advice"> {
  const status = worstOf(checks.map((each) => statusOf[each.status]));
  const worst = checks.find((each) => statusOf[each.status] === status);
  return { status, finding: worst?.detail ?? "", ...(status === "PASS" ? {} : { advice: worst?.remedy ?? "" }) };
}

/** The diagnostics of these names. */
export function named(
  { checks }: ReviewedDiagnostics,
  names: readonly DiagnosticName[],
): ReviewedDiagnostics["checks"] {
  return checks.filter(({ name }) => names.includes(name));
}
