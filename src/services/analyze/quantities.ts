// What a run says of one period: contributions, returns, curves.

import { type Document, documentOf } from "../../documents/index.ts";
import type { FittedModel, Period, PeriodRequest } from "../../decisions/draws/index.ts";
import type {
  Bridge,
  CarryOver,
  Cohorts,
  Contributions,
  ResponseCurves,
  Returns,
} from "../../decisions/quantities/index.ts";
import { findChannel } from "../../data/roles/index.ts";
import { oneOfBridges } from "../../problems/period-problems.ts";
import { exclusiveOptions } from "../../problems/usage-problems.ts";
import { unknownChannel } from "../../problems/plan-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import {
  type BusinessRequest,
  checkRequest,
  oneOf,
  type ServiceCall,
  openForAnswer,
  headOf,
  type RunFacts,
  type RunHead,
  type RunOpened,
} from "../call/index.ts";

export interface QuantityRequest extends Omit<BusinessRequest, "title"> {
  /** Rows of the table that are asked for; default all of them. */
  readonly period?: PeriodRequest | undefined;
  /** A geo of a panel, which alone is asked about; default all together. */
  readonly geo?: string | undefined;
  /** Probability of the intervals; default 0.9. */
  readonly level?: number | undefined;
}

/** What can be asked of every geo. */
interface ByGeo {
  /** Every geo of a panel, beside all together. Default false. */
  readonly byGeo?: boolean | undefined;
}

export interface QuantityAnswer<R> extends RunFacts {
  readonly result: R;
  /** Posterior draws behind the intervals. */
  readonly draws: number;
}

const quantityKeys = ["run", "margin", "currency", "period", "geo", "level"] as const;

type QuantityCall = ServiceCall<RunOpened>;

export interface ContributionRequest extends QuantityRequest, ByGeo {
  /** Every row of the period instead of its totals. Default false. */
  readonly weekly?: boolean | undefined;
}

/** What the expected target is made of. @throws CarryoverError for a run that cannot be read, and a period or geo that is not there */
export async function contributions(
  request: ContributionRequest,
  call: QuantityCall = {},
): Promise<QuantityAnswer<Contributions>> {
  await checkRequest("contributions", request, [...quantityKeys, "byGeo", "weekly"], {}, ["run"]);
  const { weekly = false, byGeo = false } = request;
  return answerOf(request, call, async (model, options) => {
    const { contributions: of } = await import("../../decisions/quantities/contributions.ts");
    return of(model, { ...options, weekly, byGeo });
  });
}

/** What the spend of each week of the period brought in each later week, and what would be lacking without a channel or all media. Errors as `contributions`. */
export async function cohorts(request: QuantityRequest, call: QuantityCall = {}): Promise<QuantityAnswer<Cohorts>> {
  await checkRequest("cohorts", request, quantityKeys, {}, ["run"]);
  return answerOf(request, call, async (model, options) => {
    const { cohorts: of } = await import("../../decisions/quantities/cohorts.ts");
    return of(model, options);
  });
}

export interface BridgeRequest extends QuantityRequest {
  /** The period it is compared with, as long: `previous`, `year_before`, or its first date. */
  readonly against?: string | undefined;
  /** Instead: a file with planned spend of the period. Not with `geo`. */
  readonly plan?: string | undefined;
}

/** Why the target of a period differs from that of another or of a plan. Errors as `contributions`, and for a period that the table does not have, or a plan that does not fit. */
export async function bridge(request: BridgeRequest, call: QuantityCall = {}): Promise<QuantityAnswer<Bridge>> {
  await checkRequest("bridge", request, [...quantityKeys, "against", "plan"], {}, ["run"]);
  const { written = (key) => key } = call;
  const { against, plan, geo } = request;
  if ((against === undefined) === (plan === undefined)) {
    throw new CarryoverError([oneOfBridges(written("against"), written("plan"))], exitCodes.usage);
  }
  if (plan !== undefined && geo !== undefined) {
    throw new CarryoverError([exclusiveOptions([written("plan"), written("geo")])], exitCodes.usage);
  }
  return answerOf(request, call, async (model, options) => {
    const [{ bridge: of }, { periodAgainst }] = await Promise.all([
      import("../../decisions/quantities/bridge.ts"),
      import("../../decisions/draws/period.ts"),
    ]);
    if (plan === undefined) {
      return of(model, {
        ...options,
        against: periodAgainst(model.data, options.period, against ?? "", written("against")),
      });
    }
    const { plannedSpend, readPlanFile } = await import("../../decisions/plans/index.ts");
    return of(model, {
      ...options,
      against: plannedSpend(model, options.period, await readPlanFile(plan, "optimize")),
    });
  });
}

export interface ReturnRequest extends QuantityRequest, ByGeo {
  /** Return above which spend pays, in units of the target per unit of spend; default one over the margin. Not with `margin`. */
  readonly breakEven?: number | undefined;
}

/** What spend brought back, on average and at the margin. Errors as `contributions`. */
export async function returns(request: ReturnRequest, call: QuantityCall = {}): Promise<QuantityAnswer<Returns>> {
  await checkRequest("returns", request, [...quantityKeys, "byGeo", "breakEven"], {}, ["run"]);
  const { breakEven, byGeo = false } = request;
  oneOf(request, call.written);
  return answerOf(request, call, async (model, options) => {
    const { returns: of } = await import("../../decisions/quantities/returns.ts");
    return of(model, { ...options, byGeo, ...(breakEven === undefined ? {} : { breakEven }) });
  });
}

export interface CurveRequest extends QuantityRequest, ByGeo {
  /** This channel alone. */
  readonly channel?: string | undefined;
}

export interface CurvesResult {
  readonly curves: ResponseCurves;
  readonly carryOver: CarryOver;
}

/** Carry-over, saturation and response curves. Errors as `contributions`, and for a channel that is not there. */
export async function curves(request: CurveRequest, call: QuantityCall = {}): Promise<QuantityAnswer<CurvesResult>> {
  await checkRequest("curves", request, [...quantityKeys, "byGeo", "channel"], {}, ["run"]);
  const { channel: asked, byGeo = false } = request;
  const { written = (key) => key } = call;
  return answerOf(request, call, async (model, { period, level }) => {
    const names = model.spec.channels.map(({ name }) => name);
    const channel = asked === undefined ? undefined : findChannel(model.spec.channels, asked)?.name;
    if (asked !== undefined && channel === undefined) {
      throw new CarryoverError([unknownChannel(written("channel"), asked, names)], exitCodes.usage);
    }
    const [{ responseCurves }, { carryOver }] = await Promise.all([
      import("../../decisions/quantities/curves.ts"),
      import("../../decisions/quantities/carry-over.ts"),
    ]);
    const all = { curves: responseCurves(model, { period, level, byGeo }), carryOver: carryOver(model, { level }) };
    return onlyChannel(all, channel);
  });
}

/** Contributions as a document. */
export function contributionsDocument({
  result,
  ...facts
}: QuantityAnswer<Contributions>): Document<"carryover/contributions/2", RunHead & Contributions> {
  return documentOf("carryover/contributions/2", { ...headOf(facts), ...result });
}

/** Cohorts as a document. */
export function cohortsDocument({
  result,
  ...facts
}: QuantityAnswer<Cohorts>): Document<"carryover/cohorts/1", RunHead & Cohorts> {
  return documentOf("carryover/cohorts/1", { ...headOf(facts), ...result });
}

/** A bridge as a document. */
export function bridgeDocument({
  result,
  ...facts
}: QuantityAnswer<Bridge>): Document<"carryover/bridge/1", RunHead & Bridge> {
  return documentOf("carryover/bridge/1", { ...headOf(facts), ...result });
}

/** Returns as a document. */
export function returnsDocument({
  result,
  ...facts
}: QuantityAnswer<Returns>): Document<"carryover/roi/2", RunHead & Returns> {
  return documentOf("carryover/roi/2", { ...headOf(facts), ...result });
}

/** Curves as a document. */
export function curvesDocument({
  result,
  ...facts
}: QuantityAnswer<CurvesResult>): Document<"carryover/curves/2", RunHead & CurvesResult> {
  return documentOf("carryover/curves/2", { ...headOf(facts), ...result });
}

async function answerOf<R>(
  request: QuantityRequest,
  { onProgress, written }: QuantityCall,
  of: (model: FittedModel, options: { readonly period: Period; readonly level: number }) => Promise<R>,
): Promise<QuantityAnswer<R>> {
  const [{ periodOf }, { defaultLevel }] = await Promise.all([
    import("../../decisions/draws/period.ts"),
    import("../../decisions/draws/interval.ts"),
  ]);
  const { model: whole, facts } = await openForAnswer(request, onProgress, written);
  const model =
    request.geo === undefined ? whole : (await import("../../decisions/draws/geos.ts")).modelOfGeo(whole, request.geo);
  const period = periodOf(model.data, request.period, written);
  const result = await of(model, { period, level: request.level ?? defaultLevel });
  return { ...facts, result, draws: model.posterior.count };
}

/** The result without the other channels. */
function onlyChannel({ curves: all, carryOver }: CurvesResult, name: string | undefined): CurvesResult {
  if (name === undefined) return { curves: all, carryOver };
  const only = <T extends { readonly name: string }>(channels: readonly T[]): readonly T[] =>
    channels.filter((channel) => channel.name === name);
  return {
    curves: {
      ...all,
      channels: only(all.channels),
      ...(all.geos === undefined ? {} : { geos: all.geos.map((own) => ({ ...own, channels: only(own.channels) })) }),
    },
    carryOver: { ...carryOver, channels: only(carryOver.channels) },
  };
}
