// Priors as written in a model file, `half_normal(0.5)`: the distributions, their arguments, a parser and a printer.

import { type ArgumentRule, type Domain, familyOf, fixed, priorFamilies } from "../priors/families/index.ts";

export type { Domain } from "../priors/families/index.ts";

/** Names of the distributions a prior may have, in the order they are documented. */
export function priorDistributions(): readonly string[] {
  return priorFamilies.all().map(({ name }) => name);
}

/**
 * A prior: a distribution and its parameters in the order of `priorSignature`. `fixed(value)` holds a parameter at a value.
 * gamma(shape, rate); inverse_gamma(shape, scale); lognormal(location, scale) of the logarithm; exponential(rate).
 * joint_lognormal(location, own, common): as lognormal with scale sqrt(own^2 + common^2), where what goes with `common` is the same for all
 * channels whose prior of the parameter is of this family.
 * Only the bounds of a truncated_normal may be infinite.
 */
export interface Prior {
  readonly distribution: string;
  readonly parameters: readonly number[];
}

/** What is wrong with the text of a prior, and at which character (counted from 0). */
export interface PriorTextError {
  readonly offset: number;
  readonly kind: "syntax" | "distribution" | "argument-count" | "argument-name" | "argument-value" | "order";
  readonly distribution?: string;
  /** The offending word, or for "argument-count" the number of arguments found. */
  readonly found: string;
  /** Name of the argument the error is about. */
  readonly argument?: string;
  readonly rule?: ArgumentRule;
}

/** `lognormal(location, scale)`: a distribution and the names of its arguments. */
export function priorSignature(distribution: string): string {
  return `${distribution}(${argumentNames(distribution).join(", ")})`;
}

/** Names of the arguments of a distribution, in order. */
export function argumentNames(distribution: string): readonly string[] {
  return familyOf({ distribution }).arguments.map((argument) => argument.name);
}

/** Smallest closed interval that holds all of a prior's probability. */
export function priorSupport(prior: Prior): Domain {
  return familyOf(prior).support(prior.parameters);
}

/** A prior as text that `parsePrior` reads back to the same prior. */
export function formatPrior(prior: Prior): string {
  return `${prior.distribution}(${prior.parameters.map(formatNumber).join(", ")})`;
}

function formatNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "inf";
  if (value === Number.NEGATIVE_INFINITY) return "-inf";
  return Object.is(value, -0) ? "0" : String(value);
}

const numberPattern = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf)$/;

function readNumber(text: string): number | undefined {
  if (!numberPattern.test(text)) return undefined;
  return text.endsWith("inf") ? (text.startsWith("-") ? -1 : 1) * Number.POSITIVE_INFINITY : Number(text);
}

interface Piece {
  readonly offset: number;
  readonly name: string | undefined;
  readonly value: string;
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
 * Reads a prior such as `normal(0, 1)`, `normal(mean=0, sd=1)` or `truncated_normal(0.5, 0.2, 0, inf)`.
 * Returns the prior, or the first error with its position.
 */
export function parsePrior(text: string): { readonly prior: Prior } | { readonly error: PriorTextError } {
  const match = /^(\s*)([A-Za-z_][\w-]*)(\s*\()([^()]*)\)\s*$/.exec(text);
  if (match === null) return { error: { offset: 0, kind: "syntax", found: text } };
  const [, space, word, open, inside] = match;
  if (priorFamilies.find(word) === undefined)
    return { error: { offset: space.length, kind: "distribution", found: word } };

  const distribution = word;
  const wanted = familyOf({ distribution }).arguments;
  const pieces = splitArguments(inside, space.length + word.length + open.length);
  if (pieces.length !== wanted.length) {
    const offset = space.length;
    return { error: { offset, kind: "argument-count", distribution, found: String(pieces.length) } };
  }

  const parameters: (number | undefined)[] = wanted.map(() => undefined);
  for (const [place, piece] of pieces.entries()) {
    const index = piece.name === undefined ? place : wanted.findIndex((argument) => argument.name === piece.name);
    if (index < 0 || parameters[index] !== undefined) {
      const found = piece.name ?? wanted[index].name;
      return { error: { offset: piece.offset, kind: "argument-name", distribution, found } };
    }
    const { name, rule } = wanted[index];
    const value = readNumber(piece.value);
    if (value === undefined || !allowed(value, rule)) {
      const { valueOffset: offset, value: found } = piece;
      return { error: { offset, kind: "argument-value", distribution, found, argument: name, rule } };
    }
    parameters[index] = value;
  }

  const prior = { distribution, parameters: parameters as number[] };
  const [lower, upper] = priorSupport(prior);
  if (distribution !== fixed && !(lower < upper)) {
    const offset = pieces[wanted.findIndex((argument) => argument.name === "lower")].offset;
    return {
      error: { offset, kind: "order", distribution, found: `${formatNumber(lower)} and ${formatNumber(upper)}` },
    };
  }
  return { prior };
}

function allowed(value: number, rule: ArgumentRule): boolean {
  if (rule === "bound") return true;
  return Number.isFinite(value) && (rule === "finite" || value > 0);
}

/** The prior that a text in the code stands for. @throws RangeError when it is none */
export function writtenPrior(text: string): Prior {
  const read = parsePrior(text);
  if ("prior" in read) return read.prior;
  throw new RangeError(`This is not a prior: ${text}`);
}
