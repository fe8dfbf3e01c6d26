// Gives every parameter of a model its prior, and refuses priors that the model has no use for or that cannot be.
import * as wording from "../../problems/model-file-problems.ts";
import type { Notice } from "../../problems/notice.ts";
import { returnFixed } from "../../problems/prior-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import { elementName } from "../axes/index.ts";
import { entriesByChannel } from "../../data/roles/index.ts";
import { channelTwice } from "../../problems/column-problems.ts";
import type { ModelDocument } from "./document.ts";
import type { WrittenPrior } from "./prior-entries.ts";
import {
  allParameters,
  defaultPriorOf,
  hasParameter,
  hasPriorsByName,
  membersOf,
  type ParameterName,
  priorMembersOf,
  priorNames,
} from "./parameters.ts";
import { formatPrior, formatWritten, type Prior, priorSupport } from "./prior.ts";
import type { ProvenanceLog, Sourced } from "./provenance.ts";
import type { DetectedTable } from "./detected-table.ts";
import {
  coefficientPriors,
  interceptPrior,
  type ModelOfTarget,
  type PriorOfChannel,
  type ReasonedPrior,
  shareDoubts,
  shareUnder,
  type TableValues,
  valuesOf,
} from "./media-share/index.ts";
import { isPrior, type ModelStructure, type ResolvedPriors } from "./resolved-spec.ts";

/**
 * Resolves the priors of a model; adds to `problems` what cannot be.
 * @param table its values are needed where a default prior follows from them, and to doubt priors of the coefficients that are written
 */
export function resolvePriors(
  model: ModelOfTarget,
  { document, table }: { readonly document: ModelDocument | undefined; readonly table: DetectedTable | undefined },
  log: ProvenanceLog,
  problems: Problem[],
  notices: Notice[],
): ResolvedPriors {
  const resolved: Partial<Record<ParameterName, Prior | Record<string, Prior>>> = {};
  const values = valuesOf(table, model.channels);
  // Those of adstocks and saturations come before the coefficients.
  const priorOf: PriorOfChannel = (parameter, channel) => {
    const prior = resolved[parameter];
    if (prior === undefined || isPrior(prior)) throw new RangeError(`${parameter} of ${channel} has no prior yet.`);
    return prior[channel];
  };
  const fallback = defaultsOf(model, values, priorOf);
  const missing = new Set<ParameterName>();
  const priorFor = (parameter: ParameterName, name?: string): Sourced<Prior> => {
    // Nothing is made from what cannot be: the problems are what is answered.
    const chosen =
      written(parameter, name, model, document) ?? (problems.length > 0 ? undefined : fallback(parameter, name));
    if (chosen !== undefined) return chosen;
    if (problems.length === 0 || table === undefined) missing.add(parameter);
    return { value: { distribution: "fixed", parameters: [1] }, origin: "default", reason: "" };
  };
  for (const parameter of priorNames()) {
    checkWritten(parameter, model, document, problems);
    if (!hasParameter(parameter, model)) continue;
    if (!hasPriorsByName(parameter)) {
      resolved[parameter] = log.note(`priors.${parameter}`, priorFor(parameter), formatWritten);
    } else {
      const members = priorMembersOf(parameter, model);
      if (members.length > 0)
        resolved[parameter] = Object.fromEntries(
          members.map((name) => [
            name,
            log.note(`priors.${elementName(parameter, [name])}`, priorFor(parameter, name), formatWritten),
          ]),
        );
    }
  }
  for (const parameter of missing) problems.push(wording.needsTable(document?.file ?? "model", `priors.${parameter}`));
  if (document !== undefined) checkScaling(model, document, problems);
  const coefficients = resolved.coefficient;
  if (problems.length === 0 && document?.priors.coefficient !== undefined && values !== undefined) {
    if (coefficients !== undefined && !isPrior(coefficients) && model.returns === undefined) {
      const share = shareUnder(model, values, coefficients, priorOf);
      const where = document.where(["priors", "coefficient"]);
      const [first] = shareDoubts(share);
      if (first !== undefined) notices.push(wording.priorShareDoubted(where, first.doubt, share));
    }
  }
  return resolved as unknown as ResolvedPriors;
}

/** The prior that the model file has of a parameter for one channel or control (or, without a name, for the model). */
function written(
  parameter: ParameterName,
  name: string | undefined,
  model: ModelStructure,
  document: ModelDocument | undefined,
): Sourced<Prior> | undefined {
  const entry = document?.priors[parameter];
  if (document === undefined || entry === undefined) return undefined;
  const own = name === undefined ? undefined : namedIn(entry, parameter, model).found.get(name);
  const path = ["priors", parameter, ...(own !== undefined ? [own.key] : entry.byName ? ["default"] : [])];
  const value = own?.value ?? entry.default;
  if (value === undefined) return undefined;
  const place = document.where(path);
  return {
    value,
    origin: "model file",
    reason: value.given === undefined ? place : `${place}; ${roundedPrior(value)}`,
  };
}

/** A prior by the arguments of its family, to six digits. */
function roundedPrior({ distribution, parameters }: Prior): string {
  return formatPrior({ distribution, parameters: parameters.map((value) => Number(value.toPrecision(6))) });
}

/** The priors that are written by name, by the members of a parameter: channels may be written by the column of their spend too. */
function namedIn(
  { named }: WrittenPrior,
  parameter: ParameterName,
  model: ModelStructure,
): ReturnType<typeof entriesByChannel<Prior>> {
  const members = membersOf(parameter, model);
  const { axes, role } = allParameters()[parameter];
  const known = axes.includes("channel")
    ? model.channels.filter(({ name }) => role === "return" || members.includes(name))
    : members.map((name) => ({ name, column: name }));
  return entriesByChannel(known, named);
}

/** The default priors of a model. Those that follow from the table are made when the first of them is asked for: undefined without its values. */
function defaultsOf(
  model: ModelOfTarget,
  values: TableValues | undefined,
  priorOf: PriorOfChannel,
): (parameter: ParameterName, name?: string) => Sourced<Prior> | undefined {
  let coefficients: Readonly<Record<string, ReasonedPrior>> | undefined;
  return (parameter, name) => {
    const { value, reason } = defaultPriorOf(parameter, model);
    if (parameter === "intercept" && values !== undefined)
      return { value: interceptPrior(model, values), origin: "default", reason };
    if (value !== undefined) return { value, origin: "default", reason };
    if (values === undefined || name === undefined) return undefined;
    coefficients ??= coefficientPriors(model, values, priorOf);
    const made = coefficients[name];
    return { value: made.prior, origin: "default", reason: made.reason };
  };
}

/** Checks the priors written for a parameter: does the model have it, and does its domain hold them. */
function checkWritten(
  parameter: ParameterName,
  model: ModelStructure,
  document: ModelDocument | undefined,
  problems: Problem[],
): void {
  const written = document?.priors[parameter];
  if (document === undefined || written === undefined) return;
  const path = ["priors", parameter];
  const { needs, role } = allParameters()[parameter];
  // Which channels have a prior of a return follows from what is written: resolve-returns.ts.
  if (role !== "return" && !hasParameter(parameter, model)) {
    const present = priorNames().filter((name) => hasParameter(name, model));
    problems.push(wording.priorWithoutParameter(document.where(path, "key"), parameter, needs, present));
    return;
  }
  if (!hasPriorsByName(parameter) && written.byName) {
    problems.push(wording.priorNotByName(document.where(path), parameter));
    return;
  }
  const members = role === "return" ? model.channels.map(({ name }) => name) : membersOf(parameter, model);
  const { unknown, twice } = namedIn(written, parameter, model);
  for (const name of unknown) {
    problems.push(wording.priorForUnknown(document.where([...path, name], "key"), parameter, name, members));
  }
  for (const { name, keys } of twice) {
    problems.push(channelTwice(document.where([...path, keys[1]], "key"), name, keys));
  }
  const check = (prior: Prior, at: readonly string[]): void => {
    const problem =
      role === "return" && prior.distribution === "fixed"
        ? returnFixed(document.where(at), parameter, prior.parameters[0])
        : domainProblem(parameter, prior, document.where(at), document.received(at));
    if (problem !== undefined) problems.push(problem);
  };
  if (written.default !== undefined) check(written.default, written.byName ? [...path, "default"] : path);
  for (const [name, prior] of Object.entries(written.named)) check(prior, [...path, name]);
}

function domainProblem(parameter: ParameterName, prior: Prior, where: string, received: string): Problem | undefined {
  const {
    domain: [lowest, highest],
    closed,
  } = allParameters()[parameter];
  const [lower, upper] = priorSupport(prior);
  const domain = highest === 1 ? `between ${lowest} and 1` : "above 0";
  if (prior.distribution === "fixed") {
    const isEnd = closed === true && Number.isFinite(lower) && (lower === lowest || lower === highest);
    const inside = isEnd || (lower > lowest && lower < highest);
    return inside ? undefined : wording.fixedOutsideDomain(where, parameter, domain, received);
  }
  if (lower >= lowest && upper <= highest) return undefined;
  return wording.priorOutsideDomain(where, parameter, domain, received, insteadOf(parameter, prior, highest));
}

/** Priors much like this one that stay inside the domain. */
function insteadOf(parameter: ParameterName, { distribution, parameters: values }: Prior, highest: number): string {
  const text = (name: string, ...numbers: number[]): string => formatPrior({ distribution: name, parameters: numbers });
  const [first, second, third] = values;
  if (parameter === "spend_autocorrelation") return "a prior between −1 and 1, such as `uniform(-1, 1)`";
  if (highest === 1) {
    const truncated = distribution === "normal" ? `${text("truncated_normal", first, second, 0, 1)} or ` : "";
    return `${truncated}a beta prior such as beta(2, 2)`;
  }
  if (distribution === "normal") {
    return first === 0 ? text("half_normal", second) : text("truncated_normal", first, second, 0, highest);
  }
  if (distribution === "student_t") return text("half_student_t", first, third);
  if (distribution === "cauchy") return text("half_cauchy", second);
  if (distribution === "laplace") return text("exponential", 1 / second);
  if (distribution === "truncated_normal") return text("truncated_normal", first, second, 0, values[3]);
  return "a prior on positive numbers, such as half_normal(1)";
}

/** Default priors are made for scaled data: without scaling they have to be written. */
function checkScaling(model: ModelStructure, document: ModelDocument, problems: Problem[]): void {
  for (const part of ["media", "target"] as const) {
    if (model.scaling[part] !== "none") continue;
    const missing = priorNames().flatMap((parameter): string[] => {
      const written = document.priors[parameter];
      if (!hasParameter(parameter, model) || written?.default !== undefined) return [];
      const { assumes } = allParameters()[parameter];
      if (!hasPriorsByName(parameter)) return assumes(model).includes(part) ? [parameter] : [];
      const without = priorMembersOf(parameter, model).filter((name) => {
        const channel = model.channels.find((candidate) => candidate.name === name);
        const isWritten = written !== undefined && namedIn(written, parameter, model).found.has(name);
        return !isWritten && assumes(model, channel).includes(part);
      });
      return written === undefined && without.length > 0
        ? [parameter]
        : without.map((name) => elementName(parameter, [name]));
    });
    if (missing.length > 0) problems.push(wording.priorsNeeded(document.where(["scaling", part]), missing, part));
  }
}
