// Lengths of time and sizes of memory.

import { fixed, missing } from "./numbers.ts";

/** A length of time: `0.42 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return missing;
  if (seconds < 9.95) return `${fixed(seconds, seconds < 0.995 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${fixed(Math.floor(minutes / 60), 0)} h ${minutes % 60} min`;
}

const sizes = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const;

/** `1.5 GiB`, `380 MiB`, `12 bytes` */
export function bytes(size: number): string {
  const power = Math.min(sizes.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(size, 1)) / 10)));
  const value = size / 1024 ** power;
  return `${fixed(value, power > 0 && value < 9.95 ? 1 : 0)} ${sizes[power]}`;
}
