// The priors of a model file as written: parsed, but not yet matched with the parameters of a model.
import * as wording from "../../problems/model-file-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import { type ParameterName, priorNames } from "./parameters.ts";
import {
  argumentNames,
  parsePrior,
  type Prior,
  priorDistributions,
  priorSignature,
  type PriorTextError,
} from "./prior.ts";
import type { DocumentPath, SourceMap } from "../../files/index.ts";

/** The prior of one parameter as written: one for all, or some by name. */
export interface WrittenPrior {
  /** For every channel or control that is not named. */
  readonly default?: Prior;
  readonly named: Readonly<Record<string, Prior>>;
  /** Whether it was written as a map by name. */
  readonly byName: boolean;
}

export type WrittenPriors = { readonly [K in ParameterName]?: WrittenPrior };

/** Parses every text under `priors`. What is not text is left to the schema to complain about. */
export function readPriors(source: SourceMap): {
  readonly written: WrittenPriors;
  readonly problems: readonly Problem[];
} {
  const written: { [K in ParameterName]?: WrittenPrior } = {};
  const problems: Problem[] = [];
  const section = asMap(asMap(source.value)?.priors);
  if (section === undefined) return { written, problems };

  const read = (entry: unknown, path: DocumentPath): Prior | undefined => {
    if (typeof entry !== "string" || entry === "") return undefined;
    const result = parsePrior(entry);
    if ("prior" in result) return result.prior;
    problems.push(problemOf(result.error, source.where(path, "value", result.error.offset)));
    return undefined;
  };

  for (const parameter of priorNames()) {
    const entry = Object.hasOwn(section, parameter) ? section[parameter] : undefined;
    const byName = asMap(entry);
    if (byName === undefined) {
      const prior = read(entry, ["priors", parameter]);
      if (prior !== undefined) written[parameter] = { default: prior, named: {}, byName: false };
      continue;
    }
    const priors = Object.entries(byName).flatMap(([name, text]): [string, Prior][] => {
      const prior = read(text, ["priors", parameter, name]);
      return prior === undefined ? [] : [[name, prior]];
    });
    const fallback = priors.find(([name]) => name === "default")?.[1];
    const named = Object.fromEntries(priors.filter(([name]) => name !== "default"));
    written[parameter] = { ...(fallback === undefined ? {} : { default: fallback }), named, byName: true };
  }
  return { written, problems };
}

function asMap(value: unknown): Record<string, unknown> | undefined {
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  return isMap ? (value as Record<string, unknown>) : undefined;
}

function problemOf(error: PriorTextError, where: string): Problem {
  const { kind, found, distribution, argument, rule } = error;
  if (kind === "syntax" || distribution === undefined) {
    return kind === "distribution"
      ? wording.unknownDistribution(where, found, priorDistributions())
      : wording.priorSyntax(where, found);
  }
  const signature = priorSignature(distribution);
  if (kind === "argument-count") {
    return wording.priorArgumentCount(where, found, signature, argumentNames(distribution).length);
  }
  if (kind === "argument-value" && argument !== undefined && rule !== undefined) {
    return wording.priorArgumentValue(where, argument, rule, found, signature);
  }
  if (kind === "order") return wording.priorBoundsOrder(where, found);
  return wording.priorArgumentName(where, found, signature);
}
