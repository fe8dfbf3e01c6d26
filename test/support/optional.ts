// What tests need and a machine may lack: they are skipped and say why. With CI=true nothing may be missing, and they fail instead.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Says why tests are skipped.
 * @throws Error with CI=true
 */
export function missing(reason: string, cause?: unknown): undefined {
  if (process.env.CI === "true") throw new Error(`${reason} (CI=true: nothing may be missing)`, { cause });
  console.warn(`Skipped: ${reason}`);
  return undefined;
}

export interface SharedData {
  readonly url: URL;
  readonly path: string;
  readonly present: boolean;
}

/** A file or folder of ../shared/data beside the repository. */
export function sharedData(name: string): SharedData {
  const url = new URL(`../../../shared/data/${name}`, import.meta.url);
  const path = fileURLToPath(url);
  const present = existsSync(path);
  if (!present) missing(`${path} is not there.`);
  return { url, path, present };
}

/** What `open` gives, or undefined where it fails. */
export async function whereItOpens<T>(open: () => Promise<T>): Promise<T | undefined> {
  try {
    return await open();
  } catch (error) {
    return missing(error instanceof Error ? error.message : String(error), error);
  }
}
