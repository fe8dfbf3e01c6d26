// The built command in processes of its own, as users run it.

import { spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Outcome } from "./harness.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export const main: string = join(root, "dist", "cli", "main.js");

/** Fails when the build is older than the source: a test of an old build would say nothing. */
export function requireBuild(): void {
  const source = join(root, "src");
  const newest = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((time, entry) => Math.max(time, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);
  if (!existsSync(main) || statSync(main).mtimeMs < newest) {
    throw new Error("dist is missing or older than src: run `npm run build` (npm test does) before these tests.");
  }
}

export interface Running {
  readonly child: ReturnType<typeof spawn>;
  readonly finished: Promise<Outcome>;
}

/** Starts `carryover` with these arguments in a folder. */
export function start(
  tokens: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): Running {
  const child = spawn(process.execPath, [main, ...tokens], { cwd, env: { ...process.env, ...environment } });
  const parts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      parts[name] += text;
    });
  }
  const finished = new Promise<Outcome>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code: code ?? (signal === null ? -1 : 128), ...parts }));
  });
  return { child, finished };
}

/** Runs tasks two at a time: more would only wait for the cores. */
export async function inPairs<T, R>(items: readonly T[], task: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await task(items[index]);
  };
  await Promise.all([worker(), worker()]);
  return results;
}
