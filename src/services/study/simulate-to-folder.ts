// A simulation on disk: its three files, none of which is overwritten unless that is asked for.

import { mkdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { simulateWorld, simulationFiles } from "../../data/worlds/index.ts";
import { replaceFiles } from "../../files/index.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { outIsFile, outNotWritable } from "../../problems/run-problems.ts";
import { fileExists } from "../../problems/usage-problems.ts";
import { checkRequest, type ServiceCall } from "../call/index.ts";

export interface SimulateRequest {
  /** Name of a world, national or a panel. */
  readonly preset: string;
  /** Rows of the table; default 104, of the world short-history 30. */
  readonly weeks?: number | undefined;
  /** Default 1. */
  readonly seed?: number | undefined;
  /** Folder to write to. */
  readonly folder: string;
  /** Replace files that are there. Default false. */
  readonly force?: boolean | undefined;
}

/**
 * Writes a table with known truth, the truth and a model file.
 * @returns the paths of the files
 * @throws CarryoverError (wrong usage) when a file is there already, or the folder cannot be written
 */
export async function simulateToFolder(
  request: SimulateRequest,
  { written = (key) => key }: Pick<ServiceCall, "written"> = {},
): Promise<readonly string[]> {
  const keys = ["preset", "weeks", "seed", "folder", "force"] as const;
  await checkRequest("simulateToFolder", request, keys, {}, ["preset", "folder"]);
  const { preset, weeks, seed, folder, force = false } = request;
  const options = { ...(weeks === undefined ? {} : { weeks }), ...(seed === undefined ? {} : { seed }) };
  const simulation = simulateWorld(preset, options);
  const files = Object.entries(simulationFiles(simulation)).map(([name, content]) => ({
    path: join(folder, name),
    content,
  }));
  const refuse = (problems: readonly Problem[]): never => {
    throw new CarryoverError(problems, exitCodes.usage);
  };
  let made: string | undefined;
  try {
    made = await mkdir(folder, { recursive: true });
    if (!force) {
      const { access } = await import("node:fs/promises");
      const there = await Promise.all(
        files.map(({ path }) =>
          access(path).then(
            () => [path],
            (): string[] => [],
          ),
        ),
      );
      const existing = there.flat();
      if (existing.length > 0) refuse(existing.map((path) => fileExists(path, written("force"))));
    }
    await replaceFiles(files);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof CarryoverError || code === undefined) throw error;
    // Only where nothing else was put into it meanwhile.
    if (made !== undefined) await rmdir(folder).catch(() => undefined);
    if (code === "EEXIST" || code === "ENOTDIR") refuse([outIsFile(folder)]);
    throw new CarryoverError([outNotWritable(folder, code)], exitCodes.notWritten);
  }
  return files.map(({ path }) => path);
}
