// Which process and machine left a temporary file behind.

import { hostname } from "node:os";
import { sha256 } from "./hash.ts";

/** The machine, in letters that suit a file name: process numbers mean nothing on another one. Containers' names often differ at their ends alone. */
export function machine(): string {
  return sha256(hostname()).slice(0, 16);
}

/** Whether a process of this machine lives; one of another user, which may not be asked, does. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
