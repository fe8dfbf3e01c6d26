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
  /** Where sections are of several checks: each check and what is of it. */
  readonly checks?: readonly CheckPart[];
}

export interface CheckPart extends Pick<CheckRecord, "date" | "commit" | "seconds" | "machine"> {
  readonly sections: readonly string[];
}

/** One record of checks in the order of time: of every section the latest that was run. */
export function merged(records: readonly CheckRecord[]): CheckRecord | undefined {
  const last = records.at(-1);
  if (last === undefined || records.length === 1) return last;
  const sections: Record<string, SectionRecord> = {};
  const from = new Map<string, CheckPart>();
  for (const record of records) {
    const parts = record.checks ?? [{ ...partOf(record), sections: Object.keys(record.sections) }];
    for (const [name, section] of Object.entries(record.sections)) {
      if (section.status === "skipped" && sections[name] !== undefined) continue;
      sections[name] = section;
      from.set(name, parts.find((part) => part.sections.includes(name)) ?? { ...partOf(record), sections: [] });
    }
  }
  const checks = [...new Set(from.values())].map((part) => {
    const own = Object.keys(sections).filter((name) => from.get(name) === part && sections[name].status !== "skipped");
    return { ...part, sections: own };
  });
  return { ...last, quick: records.some(({ quick }) => quick), sections, checks };
}

function partOf({ date, commit, seconds, machine }: CheckRecord): Omit<CheckPart, "sections"> {
  return { date, commit, seconds, machine };
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
