// What a request is answered that cannot be done: a problem document (RFC 9457) made of the problems that the command line prints too.

import { CarryoverError, exitCodes, type ExitCode, type Problem } from "../problems/problem.ts";
import { internalFailure } from "../problems/service-problems.ts";

/** Thrown where a status says more than the exit code of its problems. */
export class Refusal extends CarryoverError {
  readonly status: number;
  /** Seconds after which it is worth another try. */
  readonly retryAfter: number | undefined;

  constructor(status: number, problems: readonly Problem[], retryAfter?: number) {
    super(problems, exitCodes.usage);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export interface ProblemDocument {
  /** Kind of the first problem, below /problems/. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Of the request, as the log has it. */
  readonly instance: string;
  readonly problems: readonly Problem[];
}

const statusOfExit: Readonly<Record<ExitCode, number>> = {
  [exitCodes.success]: 500,
  [exitCodes.internal]: 500,
  [exitCodes.usage]: 400,
  [exitCodes.badInput]: 422,
  [exitCodes.notConverged]: 409,
  [exitCodes.notFeasible]: 422,
  [exitCodes.reviewFailed]: 409,
  [exitCodes.notWritten]: 507,
  [exitCodes.canceled]: 409,
};

/** Problems whose status says more than their exit code. */
const statusOfCode: Readonly<Record<string, number>> = { "queue-full": 429 };

const statusOfSystem: Readonly<Record<string, number>> = {
  ENOSPC: 507,
  EDQUOT: 507,
  SQLITE_FULL: 507,
  FST_REQ_FILE_TOO_LARGE: 413,
  FST_ERR_CTP_BODY_TOO_LARGE: 413,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 415,
};

const titles: Readonly<Record<number, string>> = {
  400: "The request is wrong",
  401: "Who calls is not known",
  403: "Not allowed",
  404: "Not found",
  405: "Not a method of this address",
  409: "Not in this state",
  412: "Changed meanwhile",
  413: "Too large",
  415: "Not a type that is read",
  421: "Not the name of this server",
  422: "The table or the model cannot be used",
  428: "A condition is required",
  429: "Too many requests",
  500: "Something went wrong inside",
  503: "Not now",
  507: "No room on the disk",
};

/** @returns the status, and the document without what only a log may have */
export function problemDocument(
  error: unknown,
  request: string,
  folder: string,
): { readonly document: ProblemDocument; readonly retryAfter?: number | undefined; readonly isOurs: boolean } {
  const { statusCode, code = "" } = error as { readonly statusCode?: number; readonly code?: string };
  const known = error instanceof CarryoverError;
  const status =
    error instanceof Refusal
      ? error.status
      : known
        ? (statusOfCode[error.problems[0].code] ?? statusOfExit[error.exitCode])
        : (statusOfSystem[code] ?? statusCode ?? 500);
  const problems = known ? error.problems.map((each) => withoutFolder(each, folder)) : [plainProblem(status, error)];
  const document = {
    type: `/problems/${problems[0].code}`,
    title: titles[status] ?? "The request failed",
    status,
    detail: problems.map(({ message }) => message).join(" "),
    instance: request,
    problems,
  };
  return { document, retryAfter: error instanceof Refusal ? error.retryAfter : undefined, isOurs: status >= 500 };
}

/** What the framework found wrong with a request, in the form of the others. */
function plainProblem(status: number, error: unknown): Problem {
  if (status >= 500) return internalFailure();
  const { message = "" } = error as { readonly message?: string };
  return {
    code: "wrong-request",
    message: `${titles[status] ?? "The request is wrong"}.`,
    received: message,
    hint: "See /api/v1/openapi.json.",
  };
}

/** A problem without the place of the server's folder, which is nobody's business outside. */
export function withoutFolder(problem: Problem, folder: string): Problem {
  const clean = (text: string): string =>
    text
      .replaceAll(/\S*\/(?=(?:table|model)\.)/g, (at) => (at.startsWith(folder) ? "" : at))
      .replaceAll(`${folder}/`, "");
  return Object.fromEntries(
    Object.entries(problem).map(([key, value]) => [key, clean(String(value))]),
  ) as unknown as Problem;
}
