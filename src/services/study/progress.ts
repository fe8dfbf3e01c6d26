// How far a study over data sets is.

export interface StudyProgress {
  /** Since the study began, in this call. */
  readonly seconds: number;
  readonly done: number;
  readonly total: number;
  /** Done by an earlier call. */
  readonly kept: number;
  /** Of those done now, how many did not converge or failed. */
  readonly without: number;
}
