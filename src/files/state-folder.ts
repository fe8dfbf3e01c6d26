// Where this account keeps what must outlive single folders: what it has charged to ledgers, and a secret key.

import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** `carryover` in XDG_STATE_HOME where that is an absolute path, else in the place the system has for such files. It need not exist yet. */
export function stateFolder(): string {
  const { XDG_STATE_HOME: given, LOCALAPPDATA: local } = process.env;
  if (given !== undefined && isAbsolute(given)) return join(given, "carryover");
  if (process.platform === "win32") return join(local ?? join(homedir(), "AppData", "Local"), "carryover", "State");
  return join(homedir(), ".local", "state", "carryover");
}
