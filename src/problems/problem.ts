// A problem the user can act on, as data: what was wrong, where, what was received, what to do.

export interface Problem {
  /** Stable identifier, kebab-case, e.g. "missing-column". */
  readonly code: string;
  /** One sentence that says what is wrong. */
  readonly message: string;
  /** Where it is: file, and line and column or the path inside a document. */
  readonly where?: string;
  /** What was found there, as text. */
  readonly received?: string;
  /** What to do about it. */
  readonly hint: string;
}

/** Exit codes of the command line; documented in the README. */
export const exitCodes = {
  success: 0,
  internal: 1,
  usage: 2,
  badInput: 3,
  notConverged: 4,
  notFeasible: 5,
  reviewFailed: 6,
  notWritten: 7,
  canceled: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An error that carries problems to be shown to the user without a stack trace. */
export class CarryoverError extends Error {
  readonly problems: readonly Problem[];
  readonly exitCode: ExitCode;

  constructor(problems: readonly Problem[], exitCode: ExitCode = exitCodes.badInput) {
    super(problems.map(formatProblem).join("\n"));
    this.name = "CarryoverError";
    this.problems = problems;
    this.exitCode = exitCode;
  }
}

/** One problem as text: `where: message (received ...). hint`. */
export function formatProblem(problem: Problem): string {
  const where = problem.where === undefined ? "" : `${problem.where}: `;
  const received = problem.received === undefined ? "" : ` Received ${problem.received}.`;
  return `${where}${problem.message}${received} ${problem.hint}`;
}
