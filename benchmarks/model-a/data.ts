// Model A's data from a weekly table, as a.stan takes them: T weeks, C channels, K controls, X [T x C], Z [T x K], y [T].

import { readFileSync, writeFileSync } from "node:fs";

export interface ModelData {
  readonly T: number;
  readonly C: number;
  readonly K: number;
  readonly X: readonly (readonly number[])[];
  readonly Z: readonly (readonly number[])[];
  readonly y: readonly number[];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Added to scaled spend: weeks without any before the first spend have no log otherwise. It changes no other value. */
const leastSpend = 1e-300;

/**
 * Each channel's spend divided by its mean over the file, revenue z-scored (mean and sample standard deviation of the
 * file); controls in this order: promotions, sin(2 pi week / 52), cos(2 pi week / 52).
 */
export function readModelData(path: string): ModelData {
  const [header, ...rows] = readFileSync(path, "utf8")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  const column = (name: string): number[] => {
    const place = header.indexOf(name);
    if (place < 0) throw new Error(`${path} has no column "${name}".`);
    return rows.map((row) => Number(row[place]));
  };
  const spend = header.filter((name) => name.startsWith("spend_")).map(column);
  const means = spend.map(mean);
  const revenue = column("revenue");
  const center = mean(revenue);
  const sd = Math.sqrt(revenue.reduce((sum, value) => sum + (value - center) ** 2, 0) / (revenue.length - 1));
  const [weeks, promotions] = [column("week"), column("promotions")];
  const angles = weeks.map((week) => (2 * Math.PI * week) / 52);
  return {
    T: rows.length,
    C: spend.length,
    K: 3,
    X: rows.map((_, t) => spend.map((values, c) => values[t] / means[c] + leastSpend)),
    Z: rows.map((_, t) => [promotions[t], Math.sin(angles[t]), Math.cos(angles[t])]),
    y: revenue.map((value) => (value - center) / sd),
  };
}

/** For Stan and the Python scripts. */
export function writeJson(data: ModelData, path: string): void {
  writeFileSync(path, JSON.stringify(data));
}

/** For gradient/baseline.c: "T C K", then X row by row, Z row by row, y, each number as it is read back exactly. */
export function writeText(data: ModelData, path: string): void {
  const rows = [[data.T, data.C, data.K], ...data.X, ...data.Z, ...data.y.map((value) => [value])];
  writeFileSync(path, `${rows.map((row) => row.join(" ")).join("\n")}\n`);
}

/** Rows to columns, one after another. */
export function byColumn(rows: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(rows[0].flatMap((_, column) => rows.map((row) => row[column])));
}
