// The few things that ledgers and tables do to a disk, each of them whole or not at all once it is flushed. Tests give a disk that dies.

import { link, mkdir, rename, rm } from "node:fs/promises";
import { flushFolder, writeFlushed } from "../../files/index.ts";

export interface Disk {
  /** Makes a folder that only its owner may look into, and those around it. */
  makeFolder(path: string): Promise<void>;
  /** Writes a file that must not exist, and flushes it. */
  writeNew(path: string, content: string): Promise<void>;
  /** Gives a flushed file its final name; fails with EEXIST when that is taken, whoever was first. */
  publish(from: string, to: string): Promise<void>;
  /** Gives a flushed file its final name, in place of what has it. */
  replace(from: string, to: string): Promise<void>;
  /** Flushes the names in a folder, so that they outlive a power cut. */
  flushFolder(path: string): Promise<void>;
  remove(path: string): Promise<void>;
}

export const disk: Disk = {
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  writeNew: async (path, content) => {
    await writeFlushed(path, content, 0o600);
  },
  publish: link,
  replace: rename,
  flushFolder,
  remove: (path) => rm(path, { force: true }),
};
