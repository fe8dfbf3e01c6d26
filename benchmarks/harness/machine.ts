// The machine and the versions that figures hold for.

import { execFileSync } from "node:child_process";
import { availableParallelism, cpus, platform, release, totalmem } from "node:os";
import { places } from "./places.ts";

export interface Machine {
  readonly date: string;
  readonly processor: string;
  /** Cores that this process may use. */
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly v8: string;
  readonly gcc: string;
  /** Commit, with "+" when the working tree differed from it. */
  readonly commit: string;
}

export function machine(): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.versions.node,
    v8: process.versions.v8,
    gcc: firstLine("gcc", ["--version"]),
    commit: `${firstLine("git", ["rev-parse", "--short", "HEAD"])}${firstLine("git", ["status", "--porcelain"]) === "" ? "" : "+"}`,
  };
}

export function machineLine(made: Machine): string {
  return (
    `${made.date}, commit ${made.commit}: ${made.processor}, ${made.cores} cores, ${made.memoryGiB} GiB, ${made.system}; ` +
    `Node ${made.node} (V8 ${made.v8}); ${made.gcc}`
  );
}

/** First line of what a command prints; "not installed" when it cannot be run. */
export function firstLine(command: string, values: readonly string[]): string {
  try {
    const printed = execFileSync(command, values, {
      cwd: places.repository,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return printed.split("\n")[0].trim();
  } catch {
    return "not installed";
  }
}
