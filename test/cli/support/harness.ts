// Runs command lines inside the test process, with captured output and, unless another is given, an engine that makes up its draws.

import { PassThrough } from "node:stream";
import type { Engine } from "../../../src/services/engine/engine.ts";
import { runCommandLine } from "../../../src/cli/run.ts";
import { processTerminal } from "../../../src/cli/terminal/terminal.ts";
import { fakeEngine } from "../../services/support/fake-engine.ts";

export { advice, type FakeEngine, fakeEngine } from "../../services/support/fake-engine.ts";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly engine?: Engine;
  /** Whether both streams are terminals of 80 columns. */
  readonly terminal?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function run(tokens: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { engine = fakeEngine(), terminal = false, environment = {} } = options;
  const capture = () => {
    const parts: string[] = [];
    const stream = new PassThrough();
    stream.on("data", (part: Buffer) => parts.push(part.toString()));
    if (terminal) Object.assign(stream, { isTTY: true, columns: 80, rows: 24 });
    return { stream, text: () => parts.join("") };
  };
  const stdout = capture();
  const stderr = capture();
  const own = processTerminal(stdout.stream, stderr.stream, environment);
  const code = await runCommandLine(tokens, { terminal: own, engine });
  await own.flush();
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** Problems on standard error, each on one line as `formatProblem` writes it. */
export function problemsIn(stderr: string): readonly string[] {
  return stderr
    .trimEnd()
    .replaceAll(/\n {2}received: (.*)/g, (_, received: string) => ` Received ${received}.`)
    .replaceAll(/\n {2}hint: /g, " ")
    .split("\n")
    .map((line) => line.replace(/^error: /, ""));
}
