// Reads priors: by the arguments of a family, by a mean and standard deviation, or by quantiles.

import {
  type ArgumentRule,
  familyOf,
  fixed,
  type Impossible,
  priorFamilies,
  type Solved,
} from "../priors/families/index.ts";
import { argumentNames, formatNumber, type Prior, priorSignature, priorSupport } from "./prior.ts";

/** What is wrong with a prior. */
export interface PriorError {
  /** The argument that it is about, counted from 0, and which part of it; the name of the distribution where there is none. */
  readonly argument?: number;
  readonly part?: "name" | "value";
  readonly kind:
    | "syntax"
    | "distribution"
    | "argument-count"
    | "argument-name"
    | "argument-value"
    | "order"
    | "form"
    | "impossible";
  readonly distribution?: string;
  /** The offending word, or for "argument-count" the number of arguments found. */
  readonly found: string;
  /** Name of the argument the error is about. */
  readonly name?: string;
  readonly rule?: ArgumentRule | "probability";
  readonly reason?: Impossible;
  readonly limit?: number;
}

/** What is wrong with the text of a prior, and at which character (counted from 0). */
export interface PriorTextError extends PriorError {
  readonly offset: number;
}

/** An argument as it is written, by place or by name. */
export interface WrittenArgument {
  readonly name: string | undefined;
  readonly value: string;
}

const numberPattern = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf)$/;
/** The name of a quantile: `5%`, `97.5%`. */
const percentPattern = /^(?:\d+\.?\d*|\.\d+)%$/;
const momentNames = ["mean", "sd"] as const;

function readNumber(text: string): number | undefined {
  if (!numberPattern.test(text)) return undefined;
  return text.endsWith("inf") ? (text.startsWith("-") ? -1 : 1) * Number.POSITIVE_INFINITY : Number(text);
}

interface Piece extends WrittenArgument {
  readonly offset: number;
  readonly valueOffset: number;
}

/** Splits `a=1, 2` into pieces with the position of each; positions count from the start of the whole text. */
function splitArguments(text: string, start: number): Piece[] {
  if (text.trim() === "") return [];
  let position = start;
  return text.split(",").map((part) => {
    const offset = position + part.length - part.trimStart().length;
    const equals = part.indexOf("=");
    const value = equals < 0 ? part : part.slice(equals + 1);
    const valueOffset = position + (equals < 0 ? 0 : equals + 1) + value.length - value.trimStart().length;
    position += part.length + 1;
    return { offset, name: equals < 0 ? undefined : part.slice(0, equals).trim(), value: value.trim(), valueOffset };
  });
}

/**
 * Reads a prior such as `normal(0, 1)`, `normal(mean=0, sd=1)`, `truncated_normal(0.5, 0.2, 0, inf)`, `gamma(mean=1.2, sd=0.4)` or
 * `gamma(5%=0.5, 95%=3)`. Returns the prior, or the first error with its position.
 */
export function parsePrior(text: string): { readonly prior: Prior } | { readonly error: PriorTextError } {
  const match = /^(\s*)([A-Za-z_][\w-]*)(\s*\()([^()]*)\)\s*$/.exec(text);
  if (match === null) return { error: { offset: 0, kind: "syntax", found: text } };
  const [, space, word, open, inside] = match;
  const pieces = splitArguments(inside, space.length + word.length + open.length);
  const made = makePrior(word, pieces);
  if ("prior" in made) return made;
  const { argument, part } = made.error;
  const piece = argument === undefined ? undefined : pieces[argument];
  const offset = piece === undefined ? space.length : part === "value" ? piece.valueOffset : piece.offset;
  return { error: { ...made.error, offset } };
}

/** The prior of a family with these arguments, or the first error. */
export function makePrior(
  distribution: string,
  pieces: readonly WrittenArgument[],
): { readonly prior: Prior } | { readonly error: PriorError } {
  if (priorFamilies.find(distribution) === undefined) return { error: { kind: "distribution", found: distribution } };
  const own = argumentNames(distribution);
  const isKnowledge = ({ name }: WrittenArgument): boolean =>
    name !== undefined &&
    !own.includes(name) &&
    ((momentNames as readonly string[]).includes(name) || percentPattern.test(name));
  return pieces.some(isKnowledge) ? fromKnowledge(distribution, pieces) : fromArguments(distribution, pieces);
}

function fromArguments(distribution: string, pieces: readonly WrittenArgument[]): ReturnType<typeof makePrior> {
  const wanted = familyOf({ distribution }).arguments;
  if (pieces.length !== wanted.length) {
    return { error: { kind: "argument-count", distribution, found: String(pieces.length) } };
  }
  const parameters: (number | undefined)[] = wanted.map(() => undefined);
  for (const [place, piece] of pieces.entries()) {
    const index = piece.name === undefined ? place : wanted.findIndex((argument) => argument.name === piece.name);
    if (index < 0 || parameters[index] !== undefined) {
      const found = piece.name ?? wanted[index].name;
      return { error: { argument: place, part: "name", kind: "argument-name", distribution, found } };
    }
    const { name, rule } = wanted[index];
    const value = readNumber(piece.value);
    if (value === undefined || !allowed(value, rule)) {
      const found = piece.value;
      return { error: { argument: place, part: "value", kind: "argument-value", distribution, found, name, rule } };
    }
    parameters[index] = value;
  }
  const prior = { distribution, parameters: parameters as number[] };
  const [lower, upper] = priorSupport(prior);
  if (distribution !== fixed && !(lower < upper)) {
    const isLower = ({ name }: WrittenArgument, place: number): boolean => (name ?? wanted[place].name) === "lower";
    const argument = pieces.findIndex(isLower);
    return {
      error: {
        argument,
        part: "name",
        kind: "order",
        distribution,
        found: `${formatNumber(lower)} and ${formatNumber(upper)}`,
      },
    };
  }
  return { prior };
}

/** The ways in which a prior of a family can be written, as examples of their form. */
export function priorForms(distribution: string): readonly string[] {
  const { elicited } = familyOf({ distribution });
  if (elicited === undefined) return [priorSignature(distribution)];
  const { held, moments, quantiles } = elicited;
  const written = (names: readonly string[]): string =>
    `${distribution}(${[...names, ...held].map((name) => `${name}=...`).join(", ")})`;
  return [
    priorSignature(distribution),
    ...(moments === undefined ? [] : [written(moments.names)]),
    ...(quantiles === undefined ? [] : [written(quantiles.count === 1 ? ["95%"] : ["5%", "95%"])]),
  ];
}

/** From a mean and a standard deviation, or from quantiles, which are numbers by name; other arguments of the family may stand beside them. */
function fromKnowledge(distribution: string, pieces: readonly WrittenArgument[]): ReturnType<typeof makePrior> {
  const { elicited, arguments: own } = familyOf({ distribution });
  const form = (argument: number | undefined, found: string): ReturnType<typeof makePrior> => ({
    error: {
      ...(argument === undefined ? {} : { argument, part: "name" as const }),
      kind: "form",
      distribution,
      found,
    },
  });
  const { held = [], moments, quantiles } = elicited ?? {};
  const values = new Map<string, number>();
  const isQuantile = pieces.some(({ name }) => name !== undefined && percentPattern.test(name));
  for (const [argument, { name, value: text }] of pieces.entries()) {
    const known =
      name !== undefined &&
      (held.includes(name) ||
        (isQuantile ? percentPattern.test(name) : moments?.names.includes(name as "mean") === true));
    if (!known || values.has(name)) return form(argument, name ?? text);
    const value = readNumber(text);
    const rule: ArgumentRule =
      own.find((each) => held.includes(name) && each.name === name)?.rule ?? (name === "sd" ? "positive" : "finite");
    if (value === undefined || !allowed(value, rule)) {
      return { error: { argument, part: "value", kind: "argument-value", distribution, found: text, name, rule } };
    }
    if (percentPattern.test(name) && !(probabilityOf(name) > 0 && probabilityOf(name) < 1)) {
      return {
        error: { argument, part: "name", kind: "argument-value", distribution, found: name, name, rule: "probability" },
      };
    }
    values.set(name, value);
  }
  const all = held.map((name) => values.get(name));
  const heldValues = all.filter((value) => value !== undefined);
  const percents = [...values.keys()]
    .filter((name) => percentPattern.test(name))
    .toSorted((a, b) => probabilityOf(a) - probabilityOf(b));
  const wanted = isQuantile
    ? percents.length === quantiles?.count
    : moments?.names.every((name) => values.has(name)) === true;
  if (!wanted || heldValues.length < held.length) return form(undefined, pieces.map(({ name }) => name).join(", "));
  const names = isQuantile ? percents : (moments?.names ?? []);
  const points = percents.map((name) => ({ probability: probabilityOf(name), value: values.get(name)! }));
  const solve = (): Solved => {
    if (points.some(({ value }, i) => i > 0 && value <= points[i - 1].value)) return { impossible: "order" };
    if (isQuantile) return quantiles!.solve(points, heldValues);
    return moments!.solve(
      names.map((name) => values.get(name)!),
      heldValues,
    );
  };
  const given = [...names, ...held].map((name) => `${name}=${formatNumber(values.get(name)!)}`).join(", ");
  const solved = solve();
  if ("impossible" in solved) {
    const { impossible: reason, limit } = solved;
    return {
      error: { kind: "impossible", distribution, found: given, reason, ...(limit === undefined ? {} : { limit }) },
    };
  }
  const free = solved[Symbol.iterator]();
  const parameters = own.map(({ name }) => (held.includes(name) ? values.get(name)! : (free.next().value as number)));
  if (parameters.some((value, i) => !allowed(value, own[i].rule))) {
    return { error: { kind: "impossible", distribution, found: given, reason: "reach" } };
  }
  return { prior: { distribution, parameters, given } };
}

function probabilityOf(percent: string): number {
  return Number(percent.slice(0, -1)) / 100;
}

/** The name of a quantile of this probability. */
export function percentName(probability: number): string {
  return `${Number((100 * probability).toPrecision(12))}%`;
}

function allowed(value: number, rule: ArgumentRule): boolean {
  if (rule === "bound") return !Number.isNaN(value);
  return Number.isFinite(value) && (rule === "finite" || value > 0);
}

/** The prior that a text in the code stands for. @throws RangeError when it is none */
export function writtenPrior(text: string): Prior {
  const read = parsePrior(text);
  if ("prior" in read) return read.prior;
  throw new RangeError(`This is not a prior: ${text}`);
}
