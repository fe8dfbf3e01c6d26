// Lists as they are typed: with commas between.

import { notANumberList } from "../../problems/privacy-problems.ts";
import type { Problem } from "../../problems/problem.ts";

/** Names separated by commas, without blanks around them. */
export function namesFrom(text: string): readonly string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Numbers separated by commas; NaN and a problem where one is none. */
export function numbersFrom(option: string, text: string, problems: Problem[]): readonly number[] {
  const parts = text.split(",").map((part) => part.trim());
  const wrong = parts.some((part) => !/^\+?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(part));
  if (wrong) problems.push(notANumberList(option, text));
  return parts.map(Number);
}
