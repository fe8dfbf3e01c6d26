// A benchmark's outcome: printed, written as JSON, and put into its section of README.md between two markers.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { places } from "./places.ts";

/** A Markdown table. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  return [line(header), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rows.map(line)];
}

export type Comparison = "at most" | "at least";

/** "target at most 1: met" or "... MISSED". */
export function targetWords(value: number, comparison: Comparison, limit: number, unit = ""): string {
  const met = comparison === "at most" ? value <= limit : value >= limit;
  return `target ${comparison} ${limit}${unit}: ${met ? "met" : "MISSED"}`;
}

export interface Outcome {
  /** Name of the benchmark: of its result file and its section. */
  readonly name: string;
  readonly result: unknown;
  /** Markdown. */
  readonly lines: readonly string[];
}

/** Prints the outcome; `keep` also writes it. A quick run is not kept: its figures are too rough to stand in the README. */
export function publish({ name, result, lines }: Outcome, keep: boolean): void {
  console.log(`\n${lines.join("\n")}`);
  if (!keep) {
    console.log("\nNot written: a quick run shows that everything works; its figures are rough.");
    return;
  }
  mkdirSync(places.results, { recursive: true });
  writeFileSync(`${places.results}${name}.json`, `${JSON.stringify(result, undefined, 2)}\n`);
  writeFileSync(places.readme, withSection(readFileSync(places.readme, "utf8"), name, lines));
  console.log(`\nWritten: benchmarks/results/${name}.json and the section ${name} of benchmarks/README.md.`);
}

/** `text` with the lines between the markers of `name` replaced. */
export function withSection(text: string, name: string, lines: readonly string[]): string {
  const [start, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`benchmarks/README.md lacks the markers "${start}" and "${end}".`);
  return `${text.slice(0, from + start.length)}\n\n${lines.join("\n")}\n\n${text.slice(to)}`;
}
