// What is typed after carryover tradeoff as the request of a study.

import type { Preset } from "../../data/worlds/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import {
  badEpsilons,
  badTypical,
  boundMissing,
  optionWithoutUse,
  realDataRefused,
  tradeoffNeedsShape,
  tradeoffNeedsTable,
} from "../../problems/tradeoff-problems.ts";
import type { TradeoffRequest } from "../../services/study/index.ts";
import { tradeoffSettings } from "../../settings/index.ts";
import { namesFrom } from "./lists.ts";

export interface TradeoffOptions
  extends Pick<TradeoffRequest, "mechanism" | "delta" | "datasets" | "naive" | "seed" | "threads" | "out"> {
  readonly preset: Preset | undefined;
  readonly weeks: number | undefined;
  readonly cap: number | undefined;
  readonly total: number | undefined;
  readonly granularity: number | undefined;
  readonly epsilons: string | undefined;
  readonly columns: string | undefined;
  readonly typical: string | undefined;
  readonly variation: number | undefined;
  readonly controls: string | undefined;
  readonly "real-data": boolean;
}

/** @throws CarryoverError (wrong usage) for what cannot be read, is missing, or has no use beside something else */
export async function tradeoffRequest(data: string, options: TradeoffOptions): Promise<TradeoffRequest> {
  const { preset, weeks, cap, total, granularity, columns, typical, variation, controls } = options;
  const epsilons = epsilonsFrom(options.epsilons ?? tradeoffSettings.epsilons.default);
  if (options["real-data"]) {
    const { totalEpsilon } = await import("../../studies/tradeoff/tradeoff-noise.ts");
    throw new CarryoverError([realDataRefused(epsilons, totalEpsilon(epsilons))], exitCodes.usage);
  }
  const problems = Object.entries({ cap, total }).flatMap(([name, value]) =>
    value === undefined ? [boundMissing(`--${name}`)] : [],
  );
  if ((data === "") === (preset === undefined)) problems.unshift(tradeoffNeedsShape());
  if (/\.(ya?ml|json)$/i.test(data)) problems.unshift(tradeoffNeedsTable(data));
  const useless = Object.entries(preset === undefined ? { weeks } : { typical, variation, controls }).flatMap(
    ([name, value]) => (value === undefined ? [] : [`--${name}`]),
  );
  if (useless.length > 0) problems.push(optionWithoutUse(useless, preset === undefined ? "a table" : "--preset"));
  if (problems.length > 0 || cap === undefined || total === undefined) {
    throw new CarryoverError(problems, exitCodes.usage);
  }
  const { mechanism, delta, datasets, naive, seed, threads, out } = options;
  return {
    origin:
      preset === undefined
        ? { data, typical: typicalFrom(typical), variation, controls: namesFrom(controls ?? "") }
        : { preset, weeks },
    columns: columns === undefined ? undefined : namesFrom(columns),
    bounds: { cap, total, granularity },
    mechanism,
    delta,
    epsilons,
    datasets,
    naive,
    seed,
    threads,
    out,
  };
}

const number = /^\+?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** Positive numbers with commas between, ascending. */
export function epsilonsFrom(text: string): readonly number[] {
  const parts = namesFrom(text);
  const values = parts.map(Number);
  const wrong = parts.some((part, k) => !number.test(part) || !(values[k] > 0) || !Number.isFinite(values[k]));
  if (parts.length === 0 || wrong || new Set(values).size < values.length) {
    throw new CarryoverError([badEpsilons(text)], exitCodes.usage);
  }
  return values.toSorted((a, b) => a - b);
}

/** `COLUMN=AMOUNT, COLUMN=AMOUNT`. */
export function typicalFrom(text: string | undefined): Readonly<Record<string, number>> {
  const result = new Map<string, number>();
  for (const part of namesFrom(text ?? "")) {
    const sign = part.lastIndexOf("=");
    const column = part.slice(0, sign).trim();
    const amount = part.slice(sign + 1).trim();
    if (sign < 1 || column === "" || !number.test(amount) || !(Number(amount) > 0) || result.has(column)) {
      throw new CarryoverError([badTypical(part)], exitCodes.usage);
    }
    result.set(column, Number(amount));
  }
  return Object.fromEntries(result);
}
