// What is typed after carryover privatize as the request of a release.

import { reasonMissing } from "../../problems/privacy-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import type { PrivatizeRequest } from "../../services/release/index.ts";
import { namesFrom, numbersFrom } from "./lists.ts";

type Texts = Readonly<
  Record<
    "columns" | "cap" | "total" | "epsilon" | "delta" | "granularity" | "public" | "drop" | "ledger" | "out",
    string | undefined
  >
>;

/** @throws CarryoverError (wrong usage) for values that are no numbers and reasons that are missing */
export function privatizeRequest(
  data: string,
  options: Texts &
    Pick<PrivatizeRequest, "mechanism" | "rounding" | "unit"> & { readonly "new-version"?: boolean | undefined },
): PrivatizeRequest {
  const problems: Problem[] = [];
  const numbers = (name: "cap" | "total" | "epsilon" | "delta" | "granularity"): readonly number[] | undefined => {
    const text = options[name];
    return text === undefined ? undefined : numbersFrom(`--${name}`, text, problems);
  };
  const { columns, mechanism, rounding, unit, ledger, out = "private" } = options;
  const request = {
    data,
    columns: columns === undefined ? undefined : namesFrom(columns),
    cap: numbers("cap"),
    total: numbers("total"),
    epsilon: numbers("epsilon"),
    delta: numbers("delta"),
    granularity: numbers("granularity"),
    mechanism,
    rounding,
    unit,
    ledger,
    newVersion: options["new-version"],
    out,
    notProtected: reasonsFrom(options.public),
    dropped: namesFrom(options.drop ?? ""),
  };
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  return request;
}

/** `COLUMN=reason, COLUMN=reason`; a reason may hold commas. */
function reasonsFrom(text: string | undefined): readonly { readonly column: string; readonly reason: string }[] {
  if (text === undefined) return [];
  return text.split(/,(?=[^,=]+=)/).map((part) => {
    const sign = part.indexOf("=");
    const column = part.slice(0, sign).trim();
    const reason = part.slice(sign + 1).trim();
    if (sign < 1 || column === "" || reason === "") throw new CarryoverError([reasonMissing(part)], exitCodes.usage);
    return { column, reason };
  });
}
