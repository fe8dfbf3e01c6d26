// Budgets to come, of a stored run: the best one, and plans of a file beside each other.

import { type Document, documentOf } from "../../documents/index.ts";
import type { Optimization, OptimizeFile, PlanDocument, ScenarioFile, Scenarios } from "../../decisions/plans/index.ts";
import {
  type BusinessRequest,
  checkRequest,
  ownRules,
  type ServiceCall,
  openForAnswer,
  headOf,
  type RunFacts,
  type RunHead,
  type RunOpened,
} from "../call/index.ts";

interface PlanFiles {
  readonly optimize: OptimizeFile;
  readonly scenarios: ScenarioFile;
}

/** Of which geo of a panel plans are. */
interface OfGeo {
  /** One geo of a panel, which alone is planned; default all together. */
  readonly geo?: string | undefined;
}

export interface OptimizeRequest extends Pick<BusinessRequest, "run" | "currency">, OfGeo {
  /** Path of a plan file: YAML, JSON, or CSV with current spend. */
  readonly file?: string | undefined;
  /** Settings that win over the file, with the keys of a plan file; or a function that makes them of the names and columns of the run's channels. */
  readonly settings?:
    | OptimizeFile
    | PlanDocument<OptimizeFile>
    | ((known: readonly string[]) => PlanDocument<OptimizeFile>)
    | undefined;
}

export interface OptimizeAnswer extends RunFacts {
  readonly optimization: Optimization;
}

/**
 * The best spend of the periods after the table, by a figure of the posterior, beside the current plan.
 * @throws CarryoverError for a run or file that cannot be read, settings that contradict each other, and (exit code 5) constraints that no
 *   plan meets
 */
export async function optimize(request: OptimizeRequest, call: ServiceCall<RunOpened> = {}): Promise<OptimizeAnswer> {
  await checkRequest("optimize", request, ["run", "currency", "file", "geo"], { settings: ownRules.anything }, ["run"]);
  const { run, currency, file, geo, settings = {} } = request;
  const [{ optimizeWithPrior }, { optimizeSettings }] = await Promise.all([
    import("../../decisions/plans/resting-on-prior.ts"),
    import("../../decisions/plans/plan-settings.ts"),
  ]);
  const { model, facts, plan } = await openForPlans({ run, currency }, geo, file, "optimize", call);
  const { planLines } = await import("../../decisions/plans/plan-lines.ts");
  const known = [false, ...(model.design.geos.length > 1 ? [true] : [])].flatMap((byGeo) =>
    planLines(model, byGeo).flatMap(({ name, column }) => [name, column]),
  );
  const given = await asDocument(typeof settings === "function" ? settings(known) : settings, "optimize");
  return { ...facts, optimization: optimizeWithPrior(model, optimizeSettings(model, plan, given)) };
}

/** The answer as a document. */
export function optimizeDocument({
  optimization,
  ...facts
}: OptimizeAnswer): Document<"carryover/plan/2", RunHead & Optimization> {
  return documentOf("carryover/plan/2", { ...headOf(facts), ...optimization });
}

export interface ScenariosRequest extends Omit<BusinessRequest, "title">, OfGeo {
  /** Path of a file of plans, YAML or JSON, or its content. */
  readonly plans: string | ScenarioFile;
  /** Posterior draws, taken evenly from all; default 1000. */
  readonly draws?: number | undefined;
  /** Probability of the intervals; default 0.9. */
  readonly level?: number | undefined;
}

export interface ScenariosAnswer extends RunFacts {
  readonly scenarios: Scenarios;
}

/**
 * Plans compared with the current one and with each other, draw by draw.
 * @throws CarryoverError for a run or file that cannot be read and plans that do not fit the run
 */
export async function scenarios(given: ScenariosRequest, call: ServiceCall<RunOpened> = {}): Promise<ScenariosAnswer> {
  const own = { plans: ownRules.anything };
  await checkRequest("scenarios", given, ["run", "margin", "currency", "geo", "draws", "level"], own, ["run", "plans"]);
  const { plans, draws, level, geo, ...request } = given;
  const [{ compareScenariosWithPrior }, { scenarioSettings }] = await Promise.all([
    import("../../decisions/plans/resting-on-prior.ts"),
    import("../../decisions/plans/scenarios.ts"),
  ]);
  const path = typeof plans === "string" ? plans : undefined;
  const { model, facts, plan } = await openForPlans(request, geo, path, "scenarios", call);
  const document = plan ?? (await asDocument(plans as ScenarioFile, "scenarios"));
  const settings = scenarioSettings(model, document, { draws, level });
  return { ...facts, scenarios: compareScenariosWithPrior(model, settings) };
}

/** The answer as a document. */
export function scenariosDocument({
  scenarios: compared,
  ...facts
}: ScenariosAnswer): Document<"carryover/scenarios/2", RunHead & Scenarios> {
  return documentOf("carryover/scenarios/2", { ...headOf(facts), ...compared });
}

/** A run, or one geo of it, and a plan file for it. */
async function openForPlans<K extends "optimize" | "scenarios">(
  request: BusinessRequest,
  geo: string | undefined,
  file: string | undefined,
  kind: K,
  { onProgress, written }: ServiceCall<RunOpened>,
) {
  const whole = await openForAnswer(request, onProgress, written);
  const opened =
    geo === undefined
      ? whole
      : { ...whole, model: (await import("../../decisions/draws/geos.ts")).modelOfGeo(whole.model, geo) };
  if (file === undefined) return { ...opened, plan: undefined };
  const { readPlanFile } = await import("../../decisions/plans/plan-file.ts");
  return { ...opened, plan: await readPlanFile(file, kind) };
}

/** Content that stands in no file, judged as a file is; problems name its keys. */
async function asDocument<K extends "optimize" | "scenarios", T extends PlanFiles[K]>(
  content: T | PlanDocument<T>,
  kind: K,
): Promise<PlanDocument<PlanFiles[K]>> {
  if ("where" in content && typeof content.where === "function") return content as PlanDocument<T>;
  const { parsePlanFile } = await import("../../decisions/plans/plan-file.ts");
  const checked = await parsePlanFile(JSON.stringify(content, undefined, 2), "request", kind);
  return { ...checked, where: (path) => path.join("."), received: (path) => String(path.at(-1)) };
}
