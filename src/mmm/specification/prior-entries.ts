// Priors as they stand in a model file: parsed, with the place of every error.
import type { DocumentPath, SourceMap } from "../../files/index.ts";
import * as wording from "../../problems/model-file-problems.ts";
import * as priorWording from "../../problems/prior-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import { type ReturnKind, returnKinds } from "../parameters/index.ts";
import { type ParameterName, priorNames } from "./parameters.ts";
import {
  makePrior,
  parsePrior,
  percentName,
  type PriorError,
  priorForms,
  type WrittenArgument,
} from "./parse-prior.ts";
import { argumentNames, formatNumber, type Prior, priorDistributions, priorSignature } from "./prior.ts";
import type { ReturnWindow } from "./resolved-spec.ts";

/** The prior of one parameter as written: one for all, or some by name. */
export interface WrittenPrior {
  /** For every channel or control that is not named. */
  readonly default?: Prior;
  readonly named: Readonly<Record<string, Prior>>;
  /** Whether it was written as a map by name. */
  readonly byName: boolean;
  /** Of priors of returns: the weeks that they are about, by the key of the prior ("default" where there is none). */
  readonly windows?: Readonly<Record<string, ReturnWindow>>;
}

export type WrittenPriors = { readonly [K in ParameterName]?: WrittenPrior };

/** Key of what holds for all that are not named. */
const forAll = "default";

/** Parses every prior under `priors`. What is neither text nor a map is left to the schema to complain about. */
export function readPriors(source: SourceMap): {
  readonly written: WrittenPriors;
  readonly problems: readonly Problem[];
} {
  const written: { [K in ParameterName]?: WrittenPrior } = {};
  const problems: Problem[] = [];
  const section = asMap(asMap(source.value)?.priors);
  if (section === undefined) return { written, problems };

  const read = (parameter: ParameterName, entry: unknown, path: DocumentPath): ReadEntry | undefined => {
    const map = asMap(entry);
    if (map !== undefined) return isPriorMap(map) ? readMap(parameter, map, path, source, problems) : undefined;
    if (typeof entry !== "string" || entry === "") return undefined;
    const result = parsePrior(entry);
    if ("prior" in result) return result;
    problems.push(problemOf(result.error, source.where(path, "value", result.error.offset)));
    return undefined;
  };

  for (const parameter of priorNames()) {
    const entry = Object.hasOwn(section, parameter) ? section[parameter] : undefined;
    const map = asMap(entry);
    const byName = map !== undefined && !isPriorMap(map);
    const entries = byName ? Object.entries(map) : [[forAll, entry] as const];
    const found = entries.flatMap(([name, own]): [string, ReadEntry][] => {
      const made = read(parameter, own, ["priors", parameter, ...(byName ? [name] : [])]);
      return made === undefined ? [] : [[name, made]];
    });
    if (!byName && found.length === 0) continue;
    const fallback = found.find(([name]) => name === forAll)?.[1].prior;
    const windows = found.flatMap(([name, { window }]) => (window === undefined ? [] : [[name, window] as const]));
    written[parameter] = {
      ...(fallback === undefined ? {} : { default: fallback }),
      named: Object.fromEntries(found.flatMap(([name, { prior }]) => (name === forAll ? [] : [[name, prior]]))),
      byName,
      ...(windows.length === 0 ? {} : { windows: Object.fromEntries(windows) }),
    };
  }
  return { written, problems };
}

/** The window that is written for a prior of a return, by the key of that prior. */
export function windowFor(written: WrittenPrior | undefined, key: string = forAll): ReturnWindow | undefined {
  const { windows = {} } = written ?? {};
  return Object.hasOwn(windows, key) ? windows[key] : undefined;
}

interface ReadEntry {
  readonly prior: Prior;
  readonly window?: ReturnWindow;
}

/** Whether it is one prior rather than priors by name: its distribution is a name alone. */
function isPriorMap({ distribution }: Readonly<Record<string, unknown>>): boolean {
  return typeof distribution === "string" && !distribution.includes("(");
}

/** A prior as a map: its distribution, and numbers by name; quantiles and a window are maps of their own. */
function readMap(
  parameter: ParameterName,
  { distribution, quantiles, window, ...numbers }: Readonly<Record<string, unknown>>,
  path: DocumentPath,
  source: SourceMap,
  problems: Problem[],
): ReadEntry | undefined {
  const before = problems.length;
  const places: DocumentPath[] = [];
  const pieces: WrittenArgument[] = [];
  const add = (name: string, value: unknown, at: DocumentPath): void => {
    places.push(at);
    pieces.push({ name, value: typeof value === "number" ? formatNumber(value) : String(value) });
  };
  for (const [name, value] of Object.entries(numbers)) add(name, value, [...path, name]);
  for (const [key, value] of Object.entries(asMap(quantiles) ?? {})) {
    const name = key.endsWith("%") ? key : percentName(Number(key));
    const at = [...path, "quantiles", key];
    if (name === "NaN%") problems.push(priorWording.quantileKey(source.where(at, "key"), key));
    else add(name, value, at);
  }
  const own = window === undefined ? undefined : readWindow(parameter, window, [...path, "window"], source, problems);
  if (problems.length > before) return undefined;
  const made = makePrior(distribution as string, pieces);
  if ("prior" in made) return { prior: made.prior, ...(own === undefined ? {} : { window: own }) };
  const { argument, part } = made.error;
  const where =
    argument === undefined
      ? source.where([...path, "distribution"])
      : source.where(places[argument], part === "value" ? "value" : "key");
  problems.push(problemOf(made.error, where));
  return undefined;
}

/** Dates, or numbers of weeks; what they mean to the table is not known yet. What is neither is left to the schema. */
function readWindow(
  parameter: ParameterName,
  window: unknown,
  path: DocumentPath,
  source: SourceMap,
  problems: Problem[],
): ReturnWindow | undefined {
  if (!returnKinds.includes(parameter as ReturnKind)) {
    problems.push(priorWording.windowNotOfReturn(source.where(path, "key"), parameter));
    return undefined;
  }
  const { from, to } = asMap(window) ?? {};
  return { from: String(from), to: String(to) };
}

function asMap(value: unknown): Record<string, unknown> | undefined {
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  return isMap ? (value as Record<string, unknown>) : undefined;
}

function problemOf(error: PriorError, where: string): Problem {
  const { kind, found, distribution, name, rule, reason } = error;
  if (kind === "syntax" || distribution === undefined) {
    return kind === "distribution"
      ? wording.unknownDistribution(where, found, priorDistributions())
      : wording.priorSyntax(where, found);
  }
  const signature = priorSignature(distribution);
  if (kind === "argument-count") {
    return wording.priorArgumentCount(where, found, signature, argumentNames(distribution).length);
  }
  if (kind === "form") return priorWording.priorForm(where, found, priorForms(distribution));
  if (kind === "impossible" && reason !== undefined) {
    return priorWording.priorImpossible(where, { distribution, given: found, reason, limit: error.limit });
  }
  if (kind === "argument-value" && name !== undefined && rule !== undefined) {
    return rule === "probability"
      ? priorWording.quantileKey(where, name)
      : wording.priorArgumentValue(where, name, rule, found, signature);
  }
  if (kind === "order") return wording.priorBoundsOrder(where, found);
  return wording.priorArgumentName(where, found, signature);
}
