// The parameters of a media mix model: where they live, what they mean, and their default priors on scaled data.
import { type Axis, type AxisName, nation } from "../axes/index.ts";
import type { Domain, Prior } from "./prior.ts";
import type { ModelStructure, ResolvedChannel, ResolvedPriors } from "./resolved-spec.ts";

export type ParameterName = keyof ResolvedPriors;

export interface ParameterDefinition {
  /** Open interval of allowed values. */
  readonly domain: Domain;
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
  readonly defaultPrior: Prior;
  readonly reason: string;
  /** Scaling that the default prior takes for granted. */
  readonly assumes: (model: ModelStructure, channel?: ResolvedChannel) => readonly ("media" | "target")[];
}

const prior = (distribution: Prior["distribution"], ...parameters: number[]): Prior => ({ distribution, parameters });
const realLine: Domain = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
const positiveLine: Domain = [0, Number.POSITIVE_INFINITY];
const always = (): boolean => true;
const nothing = (): readonly ("media" | "target")[] => [];
const scaledTarget = (): readonly ("media" | "target")[] => ["target"];
const scaledMedia = (): readonly ("media" | "target")[] => ["media"];

const isLatent = (model: ModelStructure, channel?: ResolvedChannel): boolean =>
  channel !== undefined && model.latent_spend?.channels.includes(channel.column) === true;

/** Every parameter, in the order results are printed. */
export const parameters: Readonly<Record<ParameterName, ParameterDefinition>> = {
  decay: {
    domain: [0, 1],
    meaning: "share of the advertising stock carried over to the next period",
    axes: ["channel"],
    present: (_model, channel) => channel?.adstock.kind === "geometric",
    needs: "geometric adstock",
    defaultPrior: prior("beta", 2, 2),
    reason: "anything from no to long carry-over; 90% between 0.14 and 0.86, the two extremes are given little weight",
    assumes: nothing,
  },
  slope: {
    domain: positiveLine,
    meaning: "steepness of the Hill curve; above 1 it is S-shaped",
    axes: ["channel"],
    present: (_model, channel) => channel?.saturation.kind === "hill",
    needs: "hill saturation",
    defaultPrior: prior("gamma", 4, 2),
    reason: "mean 2, 90% between 0.7 and 3.9: from concave to clearly S-shaped, neither a straight line nor a step",
    assumes: nothing,
  },
  half_saturation: {
    domain: positiveLine,
    meaning: "adstocked spend at which the Hill curve reaches half of its ceiling, in scaled spend",
    axes: ["channel"],
    present: (_model, channel) => channel?.saturation.kind === "hill",
    needs: "hill saturation",
    defaultPrior: prior("lognormal", -0.5, 1),
    reason:
      "half effect at 0.6 times the spend that scaling divides by; 90% between 0.12 and 3.1 times that: from saturated in nearly every week to hardly bent",
    assumes: scaledMedia,
  },
  saturation_rate: {
    domain: positiveLine,
    meaning: "rate of the logistic curve (1 - exp(-rate x)) / (1 + exp(-rate x)), per unit of scaled spend",
    axes: ["channel"],
    present: (_model, channel) => channel?.saturation.kind === "logistic",
    needs: "logistic saturation",
    defaultPrior: prior("lognormal", 0.6, 1),
    reason: "half effect is at log(3) / rate: the same belief about half effect as the default for half_saturation",
    assumes: scaledMedia,
  },
  coefficient: {
    domain: positiveLine,
    meaning:
      "ceiling of the channel's effect (without saturation: effect of one unit of scaled spend), in scaled target",
    axes: ["channel"],
    present: always,
    needs: "a channel",
    defaultPrior: prior("half_normal", 2),
    reason: "never negative; a ceiling of up to about four scaled units of the target, zero included",
    assumes: (_model, channel) => (channel?.saturation.kind === "none" ? ["media", "target"] : ["target"]),
  },
  control: {
    domain: realLine,
    meaning: "effect of one unit of the scaled control, in scaled target",
    axes: ["control"],
    present: (model) => model.controls.length > 0,
    needs: "a column in controls",
    defaultPrior: prior("normal", 0, 1),
    reason: "either sign; one unit of a control moves the target by up to about two scaled units",
    assumes: scaledTarget,
  },
  season: {
    domain: realLine,
    meaning: "effects of the sines and cosines of the season, in scaled target",
    axes: ["harmonic"],
    present: (model) => model.seasonality !== "none",
    needs: "seasonality",
    defaultPrior: prior("normal", 0, 1),
    reason: "each harmonic swings the target by up to about two scaled units either way",
    assumes: scaledTarget,
  },
  trend: {
    domain: realLine,
    meaning: "change from the first to the last row of the table, in scaled target",
    axes: [],
    present: (model) => model.trend === "linear",
    needs: "trend: linear",
    defaultPrior: prior("normal", 0, 1),
    reason: "either direction; up to about two scaled units over the whole table",
    assumes: scaledTarget,
  },
  intercept: {
    domain: realLine,
    meaning: "level of the target without media, controls at zero, mid-trend, season averaged out, in scaled target",
    axes: [],
    present: always,
    needs: "nothing",
    defaultPrior: prior("normal", 0, 5),
    reason: "wide, because media effects are positive and the level below them has to make up for their sum",
    assumes: scaledTarget,
  },
  sigma: {
    domain: positiveLine,
    meaning: "standard deviation (student_t: scale) of what the model leaves unexplained, in scaled target",
    axes: [],
    present: (model) => model.likelihood !== "negative_binomial",
    needs: "likelihood: normal or student_t",
    defaultPrior: prior("half_normal", 1),
    reason: "from an exact fit to one that explains nothing",
    assumes: scaledTarget,
  },
  degrees_of_freedom: {
    domain: positiveLine,
    meaning: "degrees of freedom of the Student-t likelihood; small means heavy tails",
    axes: [],
    present: (model) => model.likelihood === "student_t",
    needs: "likelihood: student_t",
    defaultPrior: prior("gamma", 2, 0.1),
    reason: "from very heavy tails to nearly normal (Juarez and Steel 2010)",
    assumes: nothing,
  },
  overdispersion: {
    domain: positiveLine,
    meaning:
      "what the model leaves unexplained of a count beyond chance, as a share of its mean: variance mean + (overdispersion * mean)^2",
    axes: [],
    present: (model) => model.likelihood === "negative_binomial",
    needs: "likelihood: negative_binomial",
    defaultPrior: prior("half_normal", 0.5),
    reason:
      "from weeks that differ by chance alone (Poisson) to rates that are off by half of what is expected, or by all",
    assumes: nothing,
  },
  spend_location: {
    domain: realLine,
    meaning: "mean of the log of the true spend of a week, in scaled spend",
    axes: ["channel"],
    present: isLatent,
    needs: "noise in a channel's spend",
    defaultPrior: prior("normal", 0, 1),
    reason: "a typical week between a seventh and seven times the spend that scaling divides by",
    assumes: scaledMedia,
  },
  spend_scale: {
    domain: positiveLine,
    meaning: "standard deviation of the log of the true spend of a week",
    axes: ["channel"],
    present: isLatent,
    needs: "noise in a channel's spend",
    defaultPrior: prior("half_normal", 1),
    reason: "from spend that never changes to weeks that differ sevenfold from the typical one",
    assumes: nothing,
  },
  spend_autocorrelation: {
    domain: [-1, 1],
    meaning: "correlation of the log of the true spend between neighboring weeks",
    axes: ["channel"],
    present: (model, channel) => model.latent_spend?.autocorrelated === true && isLatent(model, channel),
    needs: "noise in a channel's spend and latent_spend.autocorrelated",
    defaultPrior: prior("truncated_normal", 0.5, 0.5, -1, 1),
    reason: "more likely alike than not, from weeks on their own to budgets that hardly move",
    assumes: nothing,
  },
};

export const parameterNames: readonly ParameterName[] = Object.keys(parameters) as ParameterName[];

/** The axes of a parameter of this model, with the labels of those of its elements that the model has. */
export function axesOf(parameter: ParameterName, model: ModelStructure): readonly Axis[] {
  return parameters[parameter].axes.map((name) => ({ name, labels: labelsOf(name, parameter, model) }));
}

function labelsOf(axis: AxisName, parameter: ParameterName, model: ModelStructure): readonly string[] {
  switch (axis) {
    case "channel":
      return model.channels
        .filter((channel) => parameters[parameter].present(model, channel))
        .map((channel) => channel.name);
    case "control":
      return model.controls;
    case "harmonic": {
      const harmonics = model.seasonality === "none" ? 0 : model.seasonality.harmonics;
      return Array.from({ length: 2 * harmonics }, (_, k) => String(k + 1));
    }
    case "knot":
    case "geo":
    case "time":
      return [nation];
  }
}

/** Whether every channel or control that has the parameter can have a prior of its own. */
export function hasPriorsByName(parameter: ParameterName): boolean {
  return parameters[parameter].axes.some((axis) => axis === "channel" || axis === "control");
}

/** Names of the channels or controls that have a parameter, in the order of the model; empty for other parameters. */
export function membersOf(parameter: ParameterName, model: ModelStructure): readonly string[] {
  return axesOf(parameter, model).find(({ name }) => name === "channel" || name === "control")?.labels ?? [];
}

/** Whether the model has this parameter at all. */
export function hasParameter(parameter: ParameterName, model: ModelStructure): boolean {
  const { axes, present } = parameters[parameter];
  return axes.includes("channel") ? membersOf(parameter, model).length > 0 : present(model);
}
