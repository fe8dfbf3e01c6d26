// What a batch says of one fit: a line of its journal, a row of its overview.

import { quantitySettings } from "../../settings/index.ts";
import { elementName } from "../../mmm/axes/index.ts";
import type { Estimate } from "../../diagnostics/index.ts";
import type { Diagnostics, FitSummary } from "../../mmm/fit/index.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { internalError } from "../../problems/batch-problems.ts";
import type { FitJob } from "./fit-job.ts";

export type FitState = "converged" | "not converged" | "failed";

/** Estimate, posterior mean and the ends of the central 90% interval. */
export interface FitFigure extends Estimate {
  readonly mean: number;
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

export interface ChannelFigures {
  readonly name: string;
  /** Over the whole table, in the unit of the target. */
  readonly contribution: FitFigure;
  /** Contribution per unit of spend. */
  readonly roi: FitFigure;
}

/** Keys are those of the overview's JSON. */
export interface FitRow {
  readonly name: string;
  readonly state: FitState;
  /** Of a fit that has not converged: the checks that fail, in words. */
  readonly reasons: readonly string[];
  /** Of a fit that failed: what was wrong with it. */
  readonly problems: readonly Problem[];
  /** Whether it failed for what the user can mend. */
  readonly internal: boolean;
  readonly seed: number;
  /** Path of the table that was fitted, where it is known. */
  readonly table: string | undefined;
  readonly target: string | undefined;
  /** "NUTS", or the lanes that it was sampled on; undefined where it is not known or nothing was sampled. */
  readonly sampler: string | undefined;
  /** Why lanes were not good enough, where NUTS had to sample it again. */
  readonly fallback: readonly string[];
  readonly max_rhat: number;
  readonly min_ess_bulk: number;
  readonly min_ess_tail: number;
  readonly divergences: number;
  /** From reading the table to the written run, on one thread. */
  readonly seconds: number;
  readonly channels: readonly ChannelFigures[];
}

/** Probability of the intervals of `FitFigure`, that of summaries. */
export const figureLevel: number = quantitySettings.level.default;

export interface Fitted {
  readonly seed: number;
  readonly table: string;
  readonly target: string;
  readonly channels: readonly string[];
  readonly summary: FitSummary;
  readonly diagnostics: Diagnostics;
  readonly seconds: number;
  readonly sampler: string | undefined;
  readonly fallback: readonly string[];
}

const noFigure: FitFigure = {
  estimate: Number.NaN,
  statistic: "mean",
  mean: Number.NaN,
  median: Number.NaN,
  lower: Number.NaN,
  upper: Number.NaN,
};

/** The row of a complete fit. */
export function rowOfFit(name: string, fitted: Fitted): FitRow {
  const { diagnostics, seed, table, target, seconds } = fitted;
  const quantities = new Map(fitted.summary.quantities.map((row) => [row.name, row]));
  const figure = (quantity: string): FitFigure => {
    const row = quantities.get(quantity);
    if (row === undefined) return noFigure;
    const { estimate, statistic, mean, median, q5: lower, q95: upper } = row;
    return { estimate, statistic, mean, median, lower, upper };
  };
  return {
    name,
    state: diagnostics.converged ? "converged" : "not converged",
    reasons: diagnostics.converged
      ? []
      : diagnostics.checks.filter(({ status }) => status === "fail").map(({ detail }) => detail),
    problems: [],
    internal: false,
    seed,
    table,
    target,
    sampler: fitted.sampler,
    fallback: fitted.fallback,
    max_rhat: diagnostics.max_rhat,
    min_ess_bulk: diagnostics.min_ess_bulk,
    min_ess_tail: diagnostics.min_ess_tail,
    divergences: diagnostics.divergences,
    seconds,
    channels: fitted.channels.map((channel) => ({
      name: channel,
      contribution: figure(elementName("contribution", [channel])),
      roi: figure(elementName("roi", [channel])),
    })),
  };
}

/** A row that was read from JSON, which has null where a figure is not finite. */
export function restoredRow(row: FitRow): FitRow {
  const figure = (value: number | null): number => value ?? Number.NaN;
  const interval = ({ estimate, statistic, mean, median, lower, upper }: FitFigure): FitFigure => ({
    estimate: figure(estimate),
    statistic,
    mean: figure(mean),
    median: figure(median),
    lower: figure(lower),
    upper: figure(upper),
  });
  return {
    ...row,
    max_rhat: figure(row.max_rhat),
    min_ess_bulk: figure(row.min_ess_bulk),
    min_ess_tail: figure(row.min_ess_tail),
    divergences: figure(row.divergences),
    seconds: figure(row.seconds),
    channels: row.channels.map(({ name, contribution, roi }) => ({
      name,
      contribution: interval(contribution),
      roi: interval(roi),
    })),
  };
}

/** The row of a fit that threw. */
export function rowOfFailure({ name, sampling, table }: FitJob, error: unknown): FitRow {
  const known = error instanceof CarryoverError ? error : undefined;
  return {
    name,
    state: "failed",
    reasons: [],
    problems: known?.problems ?? [internalError(error instanceof Error ? error.message : String(error))],
    internal: known === undefined || known.exitCode === exitCodes.internal,
    seed: sampling.seed,
    table,
    target: undefined,
    sampler: undefined,
    fallback: [],
    max_rhat: Number.NaN,
    min_ess_bulk: Number.NaN,
    min_ess_tail: Number.NaN,
    divergences: Number.NaN,
    seconds: Number.NaN,
    channels: [],
  };
}
