// One command line from tokens to exit code: finds the command, reads and checks its arguments, runs it, shows what went wrong.

import { CarryoverError, type ExitCode, exitCodes, type Problem } from "../problems/problem.ts";
import { outputLost, systemFailure } from "../problems/run-problems.ts";
import { internalFailure, noCommand, unknownCommand } from "../problems/usage-problems.ts";
import { readPlainArguments } from "./options/index.ts";
import type { CommandContext } from "./commands/index.ts";
import { commands } from "./commands/index.ts";
import { everywhere, exitMeanings } from "./options/index.ts";
import type { Lost, Output, Terminal } from "./terminal/index.ts";
import { mark, shellWord } from "./terminal/index.ts";
import { type ValidArguments, validate } from "./options/index.ts";

/** Runs `carryover` with these arguments. Never throws. */
export async function runCommandLine(
  tokens: readonly string[],
  context: Omit<CommandContext, "commandLine" | "more">,
): Promise<number> {
  const beforeDashes = tokens.includes("--") ? tokens.slice(0, tokens.indexOf("--")) : tokens;
  let printed = false;
  const { out, err } = context.terminal;
  const write = (text: string): void => {
    printed = true;
    out.write(text);
  };
  const terminal = { ...context.terminal, out: { ...out, write } };
  try {
    return await dispatch(tokens, beforeDashes, { ...context, terminal });
  } catch (error) {
    const { problems, exitCode } = await showError(error, beforeDashes.includes("--debug"), err);
    if (beforeDashes.includes("--json") && !printed) {
      const [{ documentText }, { problemsDocument }] = await Promise.all([
        import("../documents/document.ts"),
        import("../services/documents/of-problems.ts"),
      ]);
      out.write(documentText(problemsDocument({ exitCode, problems })));
    }
    return exitCode;
  }
}

async function dispatch(
  tokens: readonly string[],
  beforeDashes: readonly string[],
  context: Omit<CommandContext, "commandLine" | "more">,
): Promise<number> {
  const { terminal } = context;
  const wantsHelp = beforeDashes.some((token) => token === "--help" || token === "-h");
  const position = tokens.findIndex((token) => !token.startsWith("-"));
  const name = position < 0 ? undefined : tokens[position];
  if (name === undefined) {
    if (wantsHelp) return overview(terminal);
    if (beforeDashes.includes("--version")) {
      const { carryoverVersion } = await import("../store/version.ts");
      terminal.out.write(`${carryoverVersion()}\n`);
      return exitCodes.success;
    }
    throw new CarryoverError([noCommand()], exitCodes.usage);
  }
  const entry = commands.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    const known = commands.map((candidate) => candidate.name);
    throw new CarryoverError([unknownCommand(name, known)], exitCodes.usage);
  }
  const { command } = await entry.load();
  mark("command loaded");
  if (wantsHelp) {
    const { commandHelp, widestHelp } = await import("./options/yargs.ts");
    const width = Math.min(terminal.out.columns(), widestHelp);
    terminal.out.write(`${await commandHelp(command, everywhere, width)}\n`);
    return exitCodes.success;
  }
  const rest = tokens.filter((_, index) => index !== position);
  const table = { ...command.options, ...everywhere };
  const raw =
    readPlainArguments(rest, table) ?? (await (await import("./options/yargs.ts")).readArguments(rest, table));
  const { argument, more, options }: ValidArguments = validate(command, everywhere, raw);
  mark("arguments read");
  return command.run(argument, options as never, { ...context, more, commandLine: commandLineOf(tokens) });
}

async function overview(terminal: Terminal): Promise<number> {
  const { overviewHelp, widestHelp } = await import("./options/yargs.ts");
  const exits = Object.entries(exitMeanings).map(([code, meaning]) => [Number(code), meaning] as const);
  const version = { version: { kind: "flag", describe: "Print the version" } } as const;
  const width = Math.min(terminal.out.columns(), widestHelp);
  const help = await overviewHelp(commands, { ...everywhere, ...version }, exits, width);
  terminal.out.write(`${help}\n`);
  return exitCodes.success;
}

interface Failure {
  readonly problems: readonly Problem[];
  readonly exitCode: ExitCode;
}

async function showError(error: unknown, debug: boolean, err: Output): Promise<Failure> {
  if (error instanceof CarryoverError) {
    const { problemLines } = await import("./print/problems.ts");
    err.write(`${error.problems.flatMap((problem) => problemLines(problem, err.style)).join("\n")}\n`);
    if (debug) err.write(`${error.stack}\n`);
    return error;
  }
  const refused = systemFailure(error as NodeJS.ErrnoException);
  if (refused !== undefined) return showError(new CarryoverError([refused], exitCodes.notWritten), debug, err);
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  err.write(`${err.style.red("internal error:")} ${message}\n`);
  const problem = internalFailure(message);
  err.write(debug ? `${stack}\n` : `  hint: ${problem.hint}\n`);
  return { problems: [problem], exitCode: exitCodes.internal };
}

/**
 * The exit code of a command whose output may have been lost, which is said where it still can be: results that are not on the disk are no success, nor are
 * warnings.
 */
export async function codeOf(code: number, { out, err }: Lost, terminal: Terminal): Promise<number> {
  if (out === undefined && err === undefined) return code;
  if (out !== undefined) {
    const { problemLines } = await import("./print/problems.ts");
    const problem = outputLost("standard output", out);
    terminal.err.write(`${problemLines(problem, terminal.err.style).join("\n")}\n`);
    await terminal.flush();
    return exitCodes.notWritten;
  }
  return code === exitCodes.success ? exitCodes.notWritten : code;
}

/** The command line as a shell would take it. */
function commandLineOf(tokens: readonly string[]): string {
  return ["carryover", ...tokens.map(shellWord)].join(" ");
}
