// A check of a review.

export interface ReviewCheck {
  /** Stable identifier, kebab-case. */
  readonly check: string;
  /** What is checked, in a few words. */
  readonly title: string;
  readonly status: ReviewStatus;
  /** The figure that is judged, and the limit between PASS and REVIEW (review-thresholds.ts). */
  readonly figure: number;
  readonly threshold: number;
  /** One sentence with what was found. */
  readonly finding: string;
  /** One sentence with what to do. */
  readonly advice: string;
}

/** FAIL: do not use the results; REVIEW: usable with the reservation that the check names. */
export type ReviewStatus = "PASS" | "REVIEW" | "FAIL";
