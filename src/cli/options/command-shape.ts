// What reading, judging and helping need to know of a command.

import type { OptionTable } from "./option.ts";

/** The argument that is not an option. */
export interface Positional {
  /** As help writes it: "DATA.csv|MODEL.yaml". */
  readonly name: string;
  /** For messages: "a table or a model file". */
  readonly what: string;
  /** Whether it may be left out; it is "" then. */
  readonly optional?: boolean;
  /** Arguments that follow it, for commands that take more than one. */
  readonly more?: MoreArguments;
}

export interface MoreArguments {
  /** As help writes them: "[RUN...]". */
  readonly name: string;
  /** For messages, after "and": "any number of further run folders". */
  readonly what: string;
  readonly fewest: number;
  readonly most: number;
}

export interface CommandShape<T extends OptionTable = OptionTable> {
  readonly name: string;
  readonly positional?: Positional;
  /** What it does, in full sentences, for its own help. */
  readonly describe: string;
  readonly options: T;
  /** Command line without "carryover", and what it does. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  /** Exit codes it may end with, besides usage (2). */
  readonly exits: readonly (readonly [code: number, meaning: string])[];
}
