// What the GPU check writes: one JSON, made of what each section found.

import { renameSync, writeFileSync } from "node:fs";

export type Status = "running" | "done" | "failed" | "timed out" | "skipped";

export interface SectionRecord<Result = unknown> {
  readonly status: Status;
  /** Wall time, starting its process included. */
  readonly seconds: number;
  /** What it found; of a section that failed or timed out, what it had found until then. */
  readonly result?: Result;
  readonly error?: string;
}

export interface CheckRecord {
  readonly format: "carryover gpu check 1";
  /** A quick run shows that everything works; its figures are rough. */
  readonly quick: boolean;
  readonly date: string;
  readonly commit: string;
  readonly seconds: number;
  readonly machine: Readonly<Record<string, unknown>>;
  readonly sections: Readonly<Record<string, SectionRecord>>;
}

/** Written whole or not at all, so that a run that is killed leaves the last complete one. */
export function writeWhole(path: string, value: unknown): void {
  writeFileSync(`${path}.part`, `${JSON.stringify(value, undefined, 1)}\n`);
  renameSync(`${path}.part`, path);
}

/** What a section is given. */
export interface SectionContext {
  readonly quick: boolean;
  /** Seconds after which the section should end by itself. */
  readonly budget: number;
  /** Seconds since the section began. */
  elapsed(): number;
  /** Keeps what was found so far. */
  keep(result: object): void;
  log(line: string): void;
}

export type Section = (context: SectionContext) => Promise<void>;
