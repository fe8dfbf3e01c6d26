// What a specification says of the geos of a panel: which they are, how parameters differ between them, and what all have in common.

import {
  type ColumnFlags,
  defaultOf,
  type ErrorPoolingName,
  errorsWithoutPeople,
  pooledByOwnPrior,
  modelSettings,
  type PoolingName,
  poolingSettings,
  weekEffectsBesideNational,
  weeksBesideOtherErrors,
} from "../../settings/index.ts";
import { count } from "../../words/index.ts";
import * as wording from "../../problems/panel-model-problems.ts";
import { needsTable } from "../../problems/model-file-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import type { DetectedTable } from "./detected-table.ts";
import type { ModelDocument } from "./document.ts";
import type { ProvenanceLog, Sourced } from "./provenance.ts";
import { isNormalNoise } from "./column-noise.ts";
import {
  type ModelStructure,
  noiseOf,
  type Pooling,
  type ResolvedSpec,
  type WeekEffects,
  type WeekEffectsForm,
} from "./resolved-spec.ts";

/** Keys of the model file that are of panels alone. */
const keys = ["geo", "population", "national", "pooling", "mundlak", "week_effects", "week_effects_form"] as const;

type PanelSpec = Pick<
  ResolvedSpec,
  "geo" | "population" | "national" | "geos" | "periods" | "pooling" | "week_effects"
>;

interface Context {
  readonly document: ModelDocument | undefined;
  readonly table: DetectedTable | undefined;
  readonly flags: ColumnFlags;
  readonly log: ProvenanceLog;
  readonly problems: Problem[];
}

/** Nothing for a national table, of which it is a problem to write any of it. */
export function resolvePanel(context: Context): PanelSpec {
  const { document, table, log, problems } = context;
  const content = document?.content;
  const { geos, geoColumn, rows } = table ?? {};
  if (table === undefined || geos === undefined || rows === undefined) {
    if (document === undefined) return {};
    for (const key of keys.filter((each) => content?.[each] !== undefined)) {
      const where = document.where([key], "key");
      problems.push(table === undefined ? needsTable(where, "geo") : wording.needsPanel(where, key));
    }
    return {};
  }
  const hasPeople = geos[0].population !== undefined;
  if (content?.population !== undefined && !hasPeople) {
    problems.push(wording.notForPanels(placeOf(document, ["population"]), "population"));
  }
  const peopleColumn = table.columns?.find(({ role }) => role === "population")?.column;
  const people = context.flags.population ?? content?.population ?? peopleColumn;
  const national = table.channels.flatMap(({ name, nationalOnly }) => (nationalOnly === true ? [name] : []));
  const head = {
    geo: sourced(context, "geo", geoColumn ?? "", String),
    ...(people === undefined || !hasPeople ? {} : { population: sourced(context, "population", people, shownPeople) }),
    ...(national.length === 0
      ? {}
      : { national: sourced(context, "national", national, (all) => `[${all.join(", ")}]`) }),
    geos: geos.map(({ name }) => name),
  };
  const pooling = poolingOf(document, log);
  if (national.length > 0 && pooling.coefficient === "none") {
    problems.push(wording.nationalUnpooled(placeOf(document, ["pooling", "coefficient"]), national));
  }
  const week_effects = weekEffectsOf(document, national, log, problems);
  return { ...head, ...(week_effects === "independent" ? { periods: rows } : {}), pooling, week_effects };
}

function placeOf(document: ModelDocument | undefined, path: readonly string[]): string {
  return document?.where(path) ?? path.join(".");
}

/** What the table was read with: as the command line or the file says, or as it was found. */
function sourced<T>(
  { document, table, flags, log }: Context,
  key: "geo" | "population" | "national",
  value: T,
  show: (value: T) => string,
): T {
  if (flags[key] !== undefined) return log.note(key, { value, origin: "flag", reason: `--${key}` }, show);
  if (document?.content[key] !== undefined) {
    return log.note(key, { value, origin: "model file", reason: document.where([key]) }, show);
  }
  const role = ({ geo: "geo", population: "population", national: undefined } as const)[key];
  const found = table?.columns?.find((column) => column.role === role)?.reason;
  const why =
    role === undefined ? ": per head its spend is the same in all geos" : found === undefined ? "" : `: ${found}`;
  return log.note(key, { value, origin: "detected", reason: `found in ${table?.source ?? "the table"}${why}` }, show);
}

function shownPeople(people: NonNullable<ResolvedSpec["population"]>): string {
  return typeof people === "string" ? people : count(Object.keys(people).length, "geo");
}

/** Parameters whose written prior has always been that of one number for all geos, where the file says nothing of their pooling or spread. */
const sharedByOwnPrior: Partial<Record<PoolingName, { readonly spread: string }>> = {
  season: { spread: "season_spread" },
};

function poolingOf(document: ModelDocument | undefined, log: ProvenanceLog): Pooling {
  const names = (Object.keys(poolingSettings) as PoolingName[]).filter((name) => !isOfErrors(name));
  const entries = names.map((name) => {
    const { default: value, reason } = poolingSettings[name];
    const shared = sharedByOwnPrior[name];
    const { priors = {} } = document?.content ?? {};
    const isShared = shared !== undefined && priors[name] !== undefined && priors[shared.spread] === undefined;
    const fallback = isShared ? pooledByOwnPrior : { value, reason };
    const sourcedValue = writtenPooling(document, name) ?? { ...fallback, origin: "default" as const };
    return [name, log.note(`pooling.${name}`, sourcedValue)];
  });
  return Object.fromEntries(entries) as unknown as Pooling;
}

function writtenPooling(
  document: ModelDocument | undefined,
  name: PoolingName,
): Sourced<NonNullable<Pooling[PoolingName]>> | undefined {
  const written = document?.content.pooling?.[name];
  return written === undefined
    ? undefined
    : { value: written, origin: "model file", reason: placeOf(document, ["pooling", name]) };
}

/** By likelihood, the parameter of what is left unexplained that can differ between geos. */
const errorOf: Readonly<Record<ModelStructure["likelihood"], ErrorPoolingName>> = {
  normal: "sigma",
  student_t: "sigma",
  negative_binomial: "overdispersion",
};

function isOfErrors(name: PoolingName): boolean {
  return (Object.values(errorOf) as PoolingName[]).includes(name);
}

/**
 * How what is left unexplained differs between geos; nothing for a national table. Known once the likelihood is. A file that has a prior of it and says
 * nothing of its pooling has one for all geos.
 */
export function resolveErrorPooling(
  { pooling, population }: Pick<ModelStructure, "pooling" | "population">,
  likelihood: ModelStructure["likelihood"],
  { document, log, problems }: Pick<Context, "document" | "log" | "problems">,
): Pick<ModelStructure, "pooling"> {
  if (pooling === undefined) return {};
  const name = errorOf[likelihood];
  for (const other of new Set(Object.values(errorOf).filter((each) => each !== name))) {
    if (writtenPooling(document, other) === undefined) continue;
    problems.push(wording.poolingWithoutParameter(placeOf(document, ["pooling", other]), other, likelihood, name));
  }
  const { default: value, reason } = poolingSettings[name];
  const fallback =
    population === undefined
      ? errorsWithoutPeople
      : document?.content.priors?.[name] === undefined
        ? { value, reason }
        : pooledByOwnPrior;
  const found = writtenPooling(document, name) ?? { ...fallback, origin: "default" as const };
  return { pooling: { ...pooling, [name]: log.note(`pooling.${name}`, found) } };
}

/** None where a channel is the same in every geo: what it brings in a week would be a week effect. */
function weekEffectsOf(
  document: ModelDocument | undefined,
  national: readonly string[],
  log: ProvenanceLog,
  problems: Problem[],
): WeekEffects {
  const written = document?.content.week_effects;
  const where = placeOf(document, ["week_effects"]);
  if (written === "independent" && national.length > 0) problems.push(wording.nationalBesideWeeks(where, national));
  if (written !== undefined) return log.note("week_effects", { value: written, origin: "model file", reason: where });
  const { default: value, reason } = modelSettings.week_effects;
  const found: Sourced<WeekEffects> =
    national.length > 0
      ? { value: "none", origin: "detected", reason: weekEffectsBesideNational }
      : { value, origin: "default", reason };
  return log.note("week_effects", found);
}

/** Why week effects cannot be integrated out beside this likelihood and noise; undefined where they can. */
function besideWeeks(errors: Pick<ResolvedSpec, "likelihood" | "noise" | "target">): string | undefined {
  if (errors.likelihood !== "normal") return `the likelihood is ${errors.likelihood}`;
  const published = noiseOf(errors, errors.target);
  if (published === undefined) return undefined;
  if (published.clip !== "none") return "low values of the target were clipped";
  return isNormalNoise(published) ? undefined : "the noise in the target is not normal";
}

/** How week effects are sampled; nothing where there are none. Known once the likelihood is. */
export function resolveWeekForm(
  { week_effects, ...errors }: Pick<ResolvedSpec, "week_effects" | "likelihood" | "noise" | "target">,
  { document, log, problems }: Pick<Context, "document" | "log" | "problems">,
): Pick<ModelStructure, "week_effects_form"> {
  if (week_effects !== "independent") return {};
  const written = document?.content.week_effects_form;
  const where = placeOf(document, ["week_effects_form"]);
  const reason = besideWeeks(errors);
  if (written === "integrated" && reason !== undefined) problems.push(wording.weeksNotIntegrated(where, reason));
  const fallback = reason === undefined ? defaultOf(modelSettings.week_effects_form) : weeksBesideOtherErrors;
  const form: Sourced<WeekEffectsForm> =
    written === undefined
      ? { ...fallback, origin: "default" }
      : { value: written, origin: "model file", reason: where };
  return { week_effects_form: log.note("week_effects_form", form) };
}

/** What panels cannot have: national spend that is not known, whose noise all geos would have in common. */
export function checkPanel(
  { national = [], channels, latent_spend }: Pick<ModelStructure, "national" | "channels" | "latent_spend">,
  document: ModelDocument | undefined,
  problems: Problem[],
): void {
  const unknown = channels.filter(
    ({ name, column }) => national.includes(name) && latent_spend?.channels.includes(column) === true,
  );
  if (unknown.length === 0) return;
  const columns = unknown.map(({ column }) => column);
  problems.push(wording.latentNationalSpend(placeOf(document, ["noise"]), columns));
}
