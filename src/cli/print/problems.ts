// Problems and notices as the command line shows them: what and where, then what was received, then what to do.

import type { Notice } from "../../problems/notice.ts";
import type { Problem } from "../../problems/problem.ts";
import { visible } from "../../words/index.ts";
import type { Style } from "../terminal/index.ts";

/** Lines for a problem that stops the command. */
export function problemLines(problem: Problem, style: Style): readonly string[] {
  return lines(style.red(style.bold("error:")), problem);
}

/** Lines for something the user should know although work goes on. */
export function noticeLines(notice: Notice, style: Style): readonly string[] {
  return lines(notice.level === "warning" ? style.yellow("warning:") : style.dim("note:"), notice);
}

function lines(head: string, { where, message, received, hint }: Problem): readonly string[] {
  return [
    `${head} ${where === undefined ? "" : `${visible(where)}: `}${visible(message)}`,
    ...(received === undefined ? [] : [`  received: ${visible(received)}`]),
    `  hint: ${visible(hint)}`,
  ];
}
