// Plain values with some of their numbers, flags and statuses changed: any part of what a check is given, at any size.

import type { Random } from "../../../src/numerics/random.ts";

/** A leaf, or the same leaf of every entry of an array: "channels.*.roi.median". */
type Path = string;

/** For a whole number above 0, which is a count. */
const counts = [1, 2, 20, 1000];
const numbers = [-1e3, -1, -0.95, 0, 1e-4, 0.05, 0.3, 0.6, 0.95, 1, 5, 30, 1e3];
const statuses = ["pass", "warn", "fail"];

/** `value` with one to three of its leaves set to something else. */
export function changed<T>(value: T, random: Random): T {
  const paths = [...leavesOf(value)];
  const copy = structuredClone(value);
  const times = 1 + Math.floor(3 * random.uniform());
  for (let k = 0; k < times && paths.length > 0; k++) {
    const pick = <X>(list: readonly X[]): X => list[Math.floor(list.length * random.uniform())];
    const [number, count] = [pick(numbers), pick(counts)];
    const status = pick(statuses);
    set(copy, pick(paths).split("."), (old) =>
      typeof old === "number"
        ? Number.isInteger(old) && old > 0
          ? count
          : number
        : typeof old === "boolean"
          ? !old
          : status,
    );
  }
  return copy;
}

function leavesOf(value: unknown, path: readonly string[] = []): Set<Path> {
  if (typeof value === "number" || typeof value === "boolean") return new Set([path.join(".")]);
  if (typeof value === "string") return new Set(statuses.includes(value) ? [path.join(".")] : []);
  if (typeof value !== "object" || value === null) return new Set();
  const entries = isList(value) ? Array.from(value, (each) => ["*", each] as const) : Object.entries(value);
  return new Set(entries.flatMap(([key, each]) => [...leavesOf(each, [...path, key])]));
}

function isList(value: object): value is ArrayLike<unknown> & object {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

function set(value: unknown, [key, ...rest]: readonly string[], to: (old: unknown) => unknown): void {
  if (typeof value !== "object" || value === null) return;
  const object = value as Record<string, unknown>;
  for (const own of key === "*" ? Object.keys(value) : [key]) {
    if (!(own in object)) continue;
    if (rest.length === 0) object[own] = to(object[own]);
    else set(object[own], rest, to);
  }
}
