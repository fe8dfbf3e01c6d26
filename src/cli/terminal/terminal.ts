// Where the command line writes: streams, width and color; a reader that goes away (| head) is no error.

import type { Writable } from "node:stream";
import { plainStyle, type Style, styleFor } from "./style.ts";

/** One of the two output streams. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly style: Style;
  /** Columns of the terminal now; where there is none, room for every column of our tables. */
  columns(): number;
  rows(): number;
}

export interface Terminal {
  /** Results. */
  readonly out: Output;
  /** Progress, messages and problems. */
  readonly err: Output;
  /** Resolves when all that was written has left the process. */
  flush(): Promise<void>;
}

/** Lines of text that goes to a file or a pipe. */
const widthOfFiles = 200;

type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

/** The terminal of a process. Color needs a terminal, and NO_COLOR (no-color.org) or TERM=dumb turn it off. */
export function processTerminal(
  stdout: Stream,
  stderr: Stream,
  environment: Readonly<Record<string, string | undefined>>,
): Terminal {
  const out = output(stdout, environment);
  const err = output(stderr, environment);
  return {
    out,
    err,
    flush: async () => {
      await Promise.all([drained(stdout), drained(stderr)]);
    },
  };
}

function output(stream: Stream, environment: Readonly<Record<string, string | undefined>>): Output {
  const isTerminal = stream.isTTY === true;
  const colored = isTerminal && !environment.NO_COLOR && environment.TERM !== "dumb";
  // Whoever reads may stop reading; the work goes on and the exit code still tells the verdict.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return {
    write: (text) => {
      if (!stream.destroyed) stream.write(text);
    },
    isTerminal,
    style: colored ? styleFor : plainStyle,
    columns: () => stream.columns || widthOfFiles,
    rows: () => stream.rows || 24,
  };
}

async function drained(stream: Stream): Promise<void> {
  if (stream.destroyed || stream.writableLength === 0) return;
  await new Promise<void>((resolve) => {
    stream.write("", () => resolve());
  });
}
