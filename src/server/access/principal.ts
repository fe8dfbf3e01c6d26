// Who makes a request, and what each role may do.

import type { UserRole } from "../../database/index.ts";

export interface Principal {
  readonly tenant: string;
  /** `user:ID` or `key:ID`. */
  readonly id: string;
  readonly name: string;
  readonly role: UserRole;
  /** Browsers send cookies by themselves, so requests with one are held to more. */
  readonly by: "session" | "key";
}

/** What a route asks of who calls it. */
export type Need = "nobody" | "read" | "write" | "administer" | "work";

const allowed: Readonly<Record<UserRole, readonly Need[]>> = {
  viewer: ["nobody", "read"],
  analyst: ["nobody", "read", "write"],
  admin: ["nobody", "read", "write", "administer"],
  worker: ["nobody", "work"],
};

export function may(role: UserRole, need: Need): boolean {
  return allowed[role].includes(need);
}
