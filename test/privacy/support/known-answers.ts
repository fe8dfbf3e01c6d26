// The table of known answers, computed with mpmath at 60 digits (see `_made_by` in it), and how closely numbers agree.

import { readFileSync } from "node:fs";
import { expect } from "vitest";

type Row = Readonly<Record<string, string>>;
type WithProbabilities<K extends string> = Readonly<Record<K, string>> & { readonly p: Row };

interface KnownAnswers {
  readonly analytic_gaussian_sigma: readonly Row[];
  readonly gaussian_delta: readonly Row[];
  readonly zcdp_to_approx: readonly Row[];
  readonly zcdp_delta_at_epsilon: readonly Row[];
  readonly approx_to_max_rho: readonly Row[];
  readonly "pure_to_zcdp_rho=eps^2/2": readonly Row[];
  readonly composition: {
    readonly "diffprivlib_20x0.05_slack1e-3": Row;
    readonly kov_optimal_homogeneous: readonly Row[];
  };
  readonly partition_selection: Readonly<Record<string, readonly Row[]>>;
  readonly discrete_laplace: {
    readonly points: readonly WithProbabilities<"scale" | "variance_2q/(1-q)^2" | "P(|X|>=5)" | "log_p0">[];
  };
  readonly discrete_gaussian: readonly WithProbabilities<"sigma" | "Z" | "variance">[];
  readonly "laplace_ci_halfwidth_b=1": readonly Row[];
  readonly ara_summary_report: readonly Row[];
  readonly l2_sensitivity_under_total_cap_T_and_weekly_cap_c: readonly Row[];
}

export const known: KnownAnswers = JSON.parse(readFileSync(new URL("./known-answers.json", import.meta.url), "utf8"));

/** Asserts agreement to 1e-12 relative, or what is given. */
export function expectClose(found: number, wanted: string, tolerance: number = 1e-12): void {
  const value = Number(wanted);
  const error = value === 0 ? Math.abs(found) : Math.abs(found / value - 1);
  expect(error, `${found} against ${wanted}`).toBeLessThanOrEqual(tolerance);
}
