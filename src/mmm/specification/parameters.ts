// The parameters of a media mix model: where they live, what they mean, and their default priors on scaled data.
import { type Axis, type AxisName, nation, unionOf } from "../axes/index.ts";
import { adstocks } from "../adstock/index.ts";
import { saturations } from "../saturation/index.ts";
import { hasTerm, labelsAlong, type Term, terms } from "../terms/baseline/index.ts";
import {
  autocorrelation,
  coefficient,
  type EffectParameter,
  latentSpendParameters,
  likelihoodParameters,
  type ModelParameter,
  type OverGeos,
  type PanelPrior,
  positiveLine,
  returnParameters,
  type TableParameter,
} from "../parameters/index.ts";
import type { TransformParameter } from "../transforms/index.ts";
import { adstockOf, saturationOf } from "./kinds.ts";
import { writtenPrior } from "./parse-prior.ts";
import type { Domain, Prior } from "./prior.ts";
import type { ModelStructure, Pooling, ResolvedChannel } from "./resolved-spec.ts";

/** Of a parameter of the model, or of a kind of adstock or saturation, or of a term. */
export type ParameterName = string;

export interface ParameterDefinition {
  /** Open interval of allowed values. */
  readonly domain: Domain;
  /** Whether it may be fixed at the ends of the domain. */
  readonly closed?: boolean;
  readonly meaning: string;
  /**
   * Which axes it varies over. Over channels and controls each element can have a prior of its own; over the others one prior
   * holds for all elements.
   */
  readonly axes: readonly AxisName[];
  /** Whether the model has it; for a channel parameter, whether this channel has it. */
  readonly present: (model: ModelStructure, channel?: ResolvedChannel) => boolean;
  /** What brings the parameter into the model, for messages: "needs hill saturation". */
  readonly needs: string;
  /** Absent where it follows from the table. */
  readonly defaultPrior?: Prior;
  readonly reason: string;
  /** The default of panels, or of those with few geos, where it is another. */
  readonly inPanels?: Omit<PanelPrior, "prior"> & { readonly prior: Prior };
  /** Scaling that the default prior takes for granted. */
  readonly assumes: (model: ModelStructure, channel?: ResolvedChannel) => readonly ("media" | "target")[];
  /** The term of the baseline that it belongs to. */
  readonly term?: Term;
  /** Where it can differ between the geos of a panel. */
  readonly overGeos?: OverGeos;
  /**
   * - "parameter": it has a prior under its own name, and is reported;
   * - "center": of the values of another parameter in the geos of a panel, under whose name its prior is written;
   * - "effect": drawn around zero with a spread that is a parameter itself, so that it has no prior to write;
   * - "return": a quantity that may have a prior; as a quantity, not a parameter, it is reported.
   */
  readonly role: "parameter" | "center" | "effect" | "return";
}

type Presence = ParameterDefinition["present"];

/** A parameter as the specification has it. */
function definitionOf(
  parameter: ModelParameter | TableParameter | EffectParameter,
  present: Presence,
  term?: Term,
  role: ParameterDefinition["role"] = "spread" in parameter ? "effect" : "parameter",
): readonly [string, ParameterDefinition] {
  const { name, axes, domain, closed, meaning, needs, prior, reason, inPanels, assumes = [], overGeos } = parameter;
  const own = {
    axes,
    domain,
    ...(closed === undefined ? {} : { closed }),
    meaning,
    present,
    needs,
    ...(prior === undefined ? {} : { defaultPrior: writtenPrior(prior) }),
    reason,
    ...priorInPanels(inPanels),
    assumes: () => assumes,
    ...(overGeos === undefined ? {} : { overGeos }),
    role,
  };
  return [name, term === undefined ? own : { ...own, term }];
}

function priorInPanels(own: PanelPrior | undefined): Pick<ParameterDefinition, "inPanels"> {
  return own === undefined ? {} : { inPanels: { ...own, prior: writtenPrior(own.prior) } };
}

/** The prior where the model file has none, and what it says; undefined where it follows from the table. */
export function defaultPriorOf(
  parameter: ParameterName,
  { geos = [nation] }: Pick<ModelStructure, "geos">,
): { readonly value: Prior | undefined; readonly reason: string } {
  const { defaultPrior, reason, inPanels } = allParameters()[parameter];
  const isPanel = geos.length > 1 && geos.length < (inPanels?.fewerThan ?? Number.POSITIVE_INFINITY);
  return inPanels !== undefined && isPanel
    ? { value: inPanels.prior, reason: inPanels.reason }
    : { value: defaultPrior, reason };
}

/** A parameter, and before it what comes with it where it is partially pooled over the geos of a panel. */
function withPooling(
  parameter: ModelParameter | TableParameter | EffectParameter,
  present: Presence,
  term?: Term,
): readonly (readonly [string, ParameterDefinition])[] {
  const { name, domain, overGeos, assumes } = parameter;
  const own = definitionOf(parameter, present, term);
  if (overGeos === undefined) return [own];
  const partial: Presence = (model, channel) => isPooled(name, model) && present(model, channel);
  const axes = parameter.axes.filter((axis) => axis !== "geo");
  const needs = `a panel with \`pooling: { ${name}: partial }\``;
  const target = assumes === undefined ? {} : { assumes };
  const center = { ...overGeos.center, axes, domain, needs, reason: "" };
  // The spread of a logarithm has no unit.
  const { shared, ...ofSpread } = overGeos.spread;
  const spread = { ...ofSpread, axes: shared === undefined ? axes : [], domain: positiveLine, needs };
  const bySize: Presence = (model) => model.population !== undefined && partial(model);
  const { size } = overGeos;
  return [
    definitionOf(center, partial, term, "center"),
    ...(size === undefined
      ? []
      : [definitionOf({ ...size, axes: [], needs: `${needs} whose geos have a population` }, bySize)]),
    definitionOf(
      overGeos.family === "lognormal" ? spread : { ...spread, ...target },
      // The effect of a channel with national spend is the same in every geo.
      (model, channel) =>
        partial(model, channel) && (channel === undefined || model.national?.includes(channel.name) !== true),
      term,
    ),
    own,
  ];
}

/** Whether the values of a parameter in the geos are drawn from one distribution. */
export function isPooled(name: ParameterName, { pooling }: Pick<ModelStructure, "pooling">): boolean {
  return pooling?.[name as keyof Pooling] === "partial";
}

const isLatent: Presence = (model, channel) =>
  channel !== undefined && model.latent_spend?.channels.includes(channel.column) === true;

/** Of media, of the terms of the baseline (that of the base, below everything, comes last), of likelihoods and of latent spend. */
function ownParameters(): Readonly<Record<string, ParameterDefinition>> {
  const [base, ...rest] = terms.all();
  const ofMedia = Object.fromEntries(withPooling(coefficient, () => true));
  return {
    ...Object.fromEntries(
      returnParameters.map((parameter) =>
        definitionOf(
          parameter,
          (model, channel) => channel !== undefined && model.returns?.[channel.name] === parameter.name,
          undefined,
          "return",
        ),
      ),
    ),
    ...ofMedia,
    [coefficient.name]: {
      ...ofMedia[coefficient.name],
      assumes: (_model, channel) =>
        channel === undefined || saturationOf(channel.saturation).ceiling ? ["target"] : ["media", "target"],
    },
    ...Object.fromEntries([
      ...[...rest, base].flatMap((term) =>
        term.parameters.flatMap((parameter) => withPooling(parameter, (model) => hasTerm(term, model), term)),
      ),
      ...[...new Set(Object.values(likelihoodParameters).flat())].flatMap((parameter) =>
        withPooling(parameter, (model) => likelihoodParameters[model.likelihood].includes(parameter)),
      ),
      ...latentSpendParameters.map((parameter) => definitionOf(parameter, isLatent)),
      definitionOf(
        autocorrelation,
        (model, channel) => model.latent_spend?.autocorrelated === true && isLatent(model, channel),
      ),
    ]),
  };
}

/** A parameter of kinds of adstock or saturation: the channels that have one of these kinds have it. */
function ofKinds(part: "adstock" | "saturation", parameter: TransformParameter): ParameterDefinition {
  const { name, domain, meaning, prior: text, reason, inPanels, assumes = [] } = parameter;
  const kinds = (part === "adstock" ? adstocks : saturations)
    .all()
    .filter(({ parameters }) => parameters.some((own) => own.name === name))
    .map((kind) => kind.name);
  return {
    domain,
    meaning,
    axes: ["channel"],
    present: (_model, channel) => channel !== undefined && kinds.includes(channel[part].kind),
    needs: `${alternatives(kinds)} ${part}`,
    defaultPrior: writtenPrior(text),
    reason,
    ...priorInPanels(inPanels),
    assumes: () => assumes,
    role: "parameter",
  };
}

function alternatives(names: readonly string[]): string {
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} or ${names[names.length - 1]}`;
}

let table: { readonly version: number; readonly parameters: Readonly<Record<string, ParameterDefinition>> } | undefined;

/** Grows with every kind or term that is added, for what is kept of all parameters. */
export function parametersVersion(): number {
  return adstocks.version() + saturations.version() + terms.version();
}

/** Every parameter by name, in the order results are printed. */
export function allParameters(): Readonly<Record<ParameterName, ParameterDefinition>> {
  const version = parametersVersion();
  if (table?.version === version) return table.parameters;
  const own = ownParameters();
  const found: Record<string, ParameterDefinition> = {};
  for (const [part, kinds] of [
    ["adstock", adstocks.all()],
    ["saturation", saturations.all()],
  ] as const) {
    for (const parameter of kinds.flatMap((kind) => kind.parameters)) {
      if (Object.hasOwn(own, parameter.name)) {
        throw new RangeError(
          `Models have a parameter "${parameter.name}" already: name that of your ${part} otherwise.`,
        );
      }
      found[parameter.name] ??= ofKinds(part, parameter);
    }
  }
  table = { version, parameters: { ...found, ...own } };
  return table.parameters;
}

/** The parameters of all kinds of adstock, or saturation. */
export function kindParameters(part: "adstock" | "saturation"): readonly TransformParameter[] {
  const all = (part === "adstock" ? adstocks.all() : saturations.all()).flatMap(({ parameters }) => parameters);
  return all.filter(({ name }, i) => all.findIndex((other) => other.name === name) === i);
}

/** The parameters that reports and studies show beside contributions and returns, with their words; a model has some of them. */
export function shownParameters(): readonly { readonly name: ParameterName; readonly words: string }[] {
  return [...kindParameters("adstock"), ...kindParameters("saturation")].flatMap(({ name, shown }) =>
    shown === undefined ? [] : [{ name, words: shown }],
  );
}

export function parameterNames(): readonly ParameterName[] {
  return Object.keys(allParameters());
}

/** Those that have a prior under their own name. */
export function priorNames(): readonly ParameterName[] {
  return Object.entries(allParameters()).flatMap(([name, { role }]) =>
    role === "parameter" || role === "return" ? [name] : [],
  );
}

/** Names of the parameters of a channel's adstock, or saturation, in the order in which they are sampled. */
export function transformParameters(part: "adstock" | "saturation", model: ModelStructure): readonly ParameterName[] {
  const names = new Set(
    (part === "adstock"
      ? model.channels.map(({ adstock }) => adstockOf(adstock).parameters)
      : model.channels.map(({ saturation }) => saturationOf(saturation).parameters)
    ).flatMap((parameters) => parameters.map(({ name }) => name)),
  );
  return parameterNames().filter((name) => names.has(name));
}

/** The axes of a parameter of this model, with the labels of those of its elements that the model has. */
export function axesOf(parameter: ParameterName, model: ModelStructure): readonly Axis[] {
  return axisNamesOf(parameter, model).map((name) => ({ name, labels: labelsOf(name, parameter, model) }));
}

/** A parameter that can differ between geos does so in a panel, unless it is pooled completely. */
function axisNamesOf(parameter: ParameterName, { pooling }: ModelStructure): readonly AxisName[] {
  const { axes, overGeos } = allParameters()[parameter];
  const kind = overGeos === undefined ? undefined : pooling?.[parameter as keyof Pooling];
  if (kind === undefined) return axes;
  return kind === "complete" ? axes.filter((axis) => axis !== "geo") : unionOf(axes, ["geo"]);
}

function labelsOf(axis: AxisName, parameter: ParameterName, model: ModelStructure): readonly string[] {
  const { term, present } = allParameters()[parameter];
  if (term !== undefined) return labelsAlong(axis, term, model);
  if (axis === "geo") return model.geos ?? [nation];
  if (axis !== "channel") throw new RangeError(`Nothing says what the ${axis} axis of ${parameter} holds.`);
  return model.channels.filter((channel) => present(model, channel)).map((channel) => channel.name);
}

/** Whether every channel or control that has the parameter can have a prior of its own. */
export function hasPriorsByName(parameter: ParameterName): boolean {
  return allParameters()[parameter].axes.some((axis) => axis === "channel" || axis === "control");
}

/** Names of the channels or controls that have a parameter, in the order of the model; empty for other parameters. */
export function membersOf(parameter: ParameterName, model: ModelStructure): readonly string[] {
  return axesOf(parameter, model).find(({ name }) => name === "channel" || name === "control")?.labels ?? [];
}

/** Those of the members that have a prior of this parameter: a channel with a prior of a return has none of its coefficient. */
export function priorMembersOf(parameter: ParameterName, model: ModelStructure): readonly string[] {
  const members = membersOf(parameter, model);
  return parameter === coefficient.name ? members.filter((name) => model.returns?.[name] === undefined) : members;
}

/** Whether the model has this parameter at all. */
export function hasParameter(parameter: ParameterName, model: ModelStructure): boolean {
  const { axes, present } = allParameters()[parameter];
  return axes.includes("channel") ? membersOf(parameter, model).length > 0 : present(model);
}
