// The verdict on a fit: first whether the draws can be used, then every check that failed or warns, with its remedy.

import type { Check } from "../../diagnostics/index.ts";
import type { Diagnostics } from "../../mmm/fit/index.ts";
import { notConvergedHeadline } from "../../problems/convergence.ts";
import type { Style } from "../terminal/index.ts";
import { wrapText } from "./table.ts";
import { count, fixed } from "../../words/index.ts";

/** The verdict in a few lines; nothing but the first two when all is well. */
export function verdictLines(diagnostics: Diagnostics, width: number, style: Style): readonly string[] {
  const { converged, checks } = diagnostics;
  const head = converged ? style.green(style.bold("CONVERGED")) : style.red(style.bold(notConvergedHeadline));
  return [
    head,
    ...wrapText(figures(diagnostics), width),
    ...checks.filter(({ status }) => status !== "pass").flatMap((check) => checkLines(check, width, style)),
  ];
}

/** One check: its name, what was found, what to do. */
export function checkLines({ name, status, detail, remedy }: Check, width: number, style: Style): readonly string[] {
  const label = { pass: style.green("pass"), warn: style.yellow("warn"), fail: style.red("fail") }[status];
  // The label is measured without its color.
  const [first, ...rest] = wrapText(`${status} ${name}: ${detail}`, width, "     ");
  return [
    `${label}${first.slice(status.length)}`,
    ...rest,
    ...(remedy === "" ? [] : wrapText(`     -> ${remedy}`.trim(), width - 5, "   ").map((line) => `     ${line}`)),
  ];
}

/** What was given up before these draws. */
function again({ resampled }: Diagnostics): string {
  if (resampled === undefined) return "";
  const { target_accept, earlier } = resampled;
  const before = earlier.map((each) => `${each.divergences} at ${each.target_accept}`);
  return ` (sampled again with target acceptance ${target_accept} because of divergences: ${before.join(", ")})`;
}

function figures(diagnostics: Diagnostics): string {
  const { chains, draws_per_chain: draws, divergences } = diagnostics;
  return [
    `${count(chains, "chain")} of ${count(draws, "draw")}`,
    `${divergences === 0 ? "no divergences" : count(divergences, "divergence")}${again(diagnostics)}`,
    `largest R-hat ${fixed(diagnostics.max_rhat, 3)}`,
    `smallest ESS ${fixed(Math.floor(diagnostics.min_ess_bulk), 0)} bulk, ${fixed(Math.floor(diagnostics.min_ess_tail), 0)} tail`,
    `smallest E-BFMI ${fixed(diagnostics.min_ebfmi, 2)}`,
  ].join(", ");
}
