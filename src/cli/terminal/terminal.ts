// Where the command line writes: streams, width and color. A reader that goes away (| head) is no error; a full disk is one.

import type { Writable } from "node:stream";
import { visibleLines } from "../../words/index.ts";
import { escape, plainStyle, type Style, styleFor } from "./style.ts";

/** One of the two output streams. */
export interface Output {
  /** Lines; what would steer the terminal is written as an escape, but for the styles. */
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
  /** Resolves when all that was written has left the process, or cannot. */
  flush(): Promise<Lost>;
}

/** Codes of the system where a stream could not be written; a reader that went away is none. */
export interface Lost {
  readonly out?: string | undefined;
  readonly err?: string | undefined;
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
  const lost: { out?: string; err?: string } = {};
  const out = output(stdout, environment, (code) => {
    lost.out ??= code;
  });
  const err = output(stderr, environment, (code) => {
    lost.err ??= code;
  });
  return {
    out,
    err,
    flush: async () => {
      await Promise.all([drained(stdout), drained(stderr)]);
      return lost;
    },
  };
}

function output(
  stream: Stream,
  environment: Readonly<Record<string, string | undefined>>,
  onLost: (code: string) => void,
): Output {
  const isTerminal = stream.isTTY === true;
  const colored = isTerminal && !environment.NO_COLOR && environment.TERM !== "dumb";
  // Whoever reads may stop reading (| head), and a terminal may be closed; the work goes on and the exit code still tells the verdict.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    const gone = error.code === "EPIPE" || (error.code === "EIO" && isTerminal);
    if (!gone) onLost(error.code ?? String(error));
  });
  return {
    write: (text) => {
      if (!stream.destroyed) stream.write(visibleLines(text).replaceAll(escape, "\u001b"));
    },
    isTerminal,
    style: colored ? styleFor : plainStyle,
    // COLUMNS, as other tools have it, for what is not a terminal.
    columns: () => stream.columns || Math.floor(Number(environment.COLUMNS)) || widthOfFiles,
    rows: () => stream.rows || 24,
  };
}

async function drained(stream: Stream): Promise<void> {
  if (!stream.destroyed && stream.writableLength > 0) {
    await new Promise<void>((resolve) => {
      stream.write("", () => resolve());
      stream.once("close", resolve);
    });
  }
  // What went wrong with the last piece is told after it.
  await new Promise((resolve) => setImmediate(resolve));
}
