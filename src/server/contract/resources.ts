// What goes over the wire. Each shape is a type, and a schema that is held to it: answers are made of what the schema names and nothing else,
// requests are checked by it, and OpenAPI is made of it.

import { z } from "zod";
import { worlds } from "../../data/worlds/index.ts";
import type { JobState } from "../../database/index.ts";
import type { Problem } from "../../problems/problem.ts";
import type { ProblemDocument } from "../refusal.ts";

const id = z.uuidv7().meta({ description: "Identifier, a UUID of version 7." });
const time = z.int().meta({ description: "Milliseconds since 1970." });
/** A part of a document whose own schema is published with the documents. */
const document = z.record(z.string(), z.unknown());
const state = z.enum(["queued", "running", "succeeded", "failed", "canceled", "dead"]);

export const problemSchema: z.ZodType<Problem> = z
  .object({
    code: z.string().meta({ description: "Stable, kebab-case." }),
    message: z.string(),
    where: z.string().exactOptional(),
    received: z.string().exactOptional(),
    hint: z.string().meta({ description: "What to do." }),
  })
  .meta({ id: "Problem" });

export const refusalSchema: z.ZodType<ProblemDocument> = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().meta({ description: "The request, as the log of the server has it." }),
    problems: z.array(problemSchema),
  })
  .meta({ id: "ProblemDocument" });

export interface DatasetAnswer {
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly format: string;
  readonly rows: number;
  readonly source: "uploaded" | "simulated";
  readonly created: number;
  /** What was read of the table: columns and their roles, cadence, geos, notices. */
  readonly described: Readonly<Record<string, unknown>>;
}

export const datasetSchema: z.ZodType<DatasetAnswer> = z
  .object({
    id,
    name: z.string(),
    sha256: z.string(),
    bytes: z.int(),
    format: z.string(),
    rows: z.int().meta({ description: "Days, weeks, months or quarters of the calendar." }),
    source: z.enum(["uploaded", "simulated"]),
    created: time,
    described: document.meta({ description: "Columns with their roles and why, cadence, geos, notices." }),
  })
  .meta({ id: "Dataset" });

export interface JobAnswer {
  readonly id: string;
  readonly kind: string;
  readonly state: JobState;
  readonly attempt: number;
  /** Whether its end was asked for. */
  readonly cancel: boolean;
  readonly progress?: unknown;
  readonly problems: readonly Problem[];
  readonly result?: unknown;
  readonly created: number;
  readonly started?: number | undefined;
  readonly finished?: number | undefined;
}

export const jobSchema: z.ZodType<JobAnswer> = z
  .object({
    id,
    kind: z.string(),
    state,
    attempt: z.int(),
    cancel: z.boolean().meta({ description: "Whether its end was asked for." }),
    progress: z.unknown().optional(),
    problems: z.array(problemSchema),
    result: z.unknown().optional(),
    created: time,
    started: time.optional(),
    finished: time.optional(),
  })
  .meta({ id: "Job" });

export interface FitAnswer {
  readonly id: string;
  readonly name: string;
  readonly dataset: string;
  /** Text of the model file; absent for all defaults. */
  readonly model?: string | undefined;
  readonly state: JobState;
  /** The latest job. */
  readonly job?: string | undefined;
  /** Absent until the fit is made. */
  readonly converged?: boolean | undefined;
  readonly created: number;
}

export const fitSchema: z.ZodType<FitAnswer> = z
  .object({
    id,
    name: z.string(),
    dataset: id,
    model: z.string().optional().meta({ description: "Text of the model file; absent for all defaults." }),
    state: state.meta({ description: "Of its latest job." }),
    job: id.optional(),
    converged: z.boolean().optional().meta({ description: "Absent until the fit is made." }),
    created: time,
  })
  .meta({ id: "Fit" });

export interface AddedFitAnswer {
  readonly fit: FitAnswer;
  /** Absent where an equal fit was made before. */
  readonly job?: JobAnswer | undefined;
}

export const addedFitSchema: z.ZodType<AddedFitAnswer> = z.object({ fit: fitSchema, job: jobSchema.optional() });

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the list goes on; absent at its end. */
  readonly next?: string | undefined;
}

export function pageOf<Item>(item: z.ZodType<Item>): z.ZodType<Page<Item>> {
  return z.object({ items: z.array(item), next: z.string().optional() });
}

export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export const pageQuery: z.ZodType<PageQuery> = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});

export interface NewFitBody {
  readonly dataset: string;
  readonly name?: string | undefined;
  readonly model?: string | undefined;
  readonly report: boolean;
}

export const newFitBody: z.ZodType<NewFitBody> = z
  .strictObject({
    dataset: id,
    name: z.string().min(1).max(200).optional(),
    model: z
      .string()
      .max(256 * 1024)
      .optional()
      .meta({ description: "Text of a model file, YAML or JSON, without `data`. Default: all defaults." }),
    report: z.boolean().default(true),
  })
  .meta({ id: "NewFit" });

export interface SimulationBody {
  readonly preset: string;
  readonly weeks?: number | undefined;
  readonly seed?: number | undefined;
}

export const simulationBody: z.ZodType<SimulationBody> = z
  .strictObject({
    preset: z.enum(Object.keys(worlds) as [string, ...string[]]),
    weeks: z.int().min(20).max(2000).optional(),
    seed: z.int().min(0).optional(),
  })
  .meta({ id: "Simulation" });

const flag = z.enum(["true", "false", "1", "0"]).transform((text) => text === "true" || text === "1");

export interface AcceptedQuery {
  /** Figures of a fit that has not converged are wanted all the same. */
  readonly accept_not_converged?: boolean | undefined;
}

export const acceptedQuery: z.ZodType<AcceptedQuery> = z.strictObject({ accept_not_converged: flag.optional() });

export interface QuantityQuery extends AcceptedQuery {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly last?: number | undefined;
  readonly geo?: string | undefined;
  readonly by_geo?: boolean | undefined;
  readonly level?: number | undefined;
}

export const quantityQuery: z.ZodType<QuantityQuery> = z.strictObject({
  accept_not_converged: flag.optional(),
  from: z.string().max(40).optional(),
  to: z.string().max(40).optional(),
  last: z.coerce.number().int().min(1).optional(),
  geo: z.string().max(200).optional(),
  by_geo: flag.optional(),
  level: z.coerce.number().gt(0).lt(1).optional(),
});

export interface PlanBody extends AcceptedQuery {
  /** The content of a plan file. */
  readonly plan: Readonly<Record<string, unknown>>;
  readonly geo?: string | undefined;
}

export const planBody: z.ZodType<PlanBody> = z.strictObject({
  plan: document.default({}).meta({ description: "What a plan file holds, as JSON." }),
  geo: z.string().max(200).optional(),
  accept_not_converged: z.boolean().optional(),
});

export interface IdParameter {
  readonly id: string;
}

export const idParameter: z.ZodType<IdParameter> = z.object({ id });

/** A document of the library, whose schema is published with the documents. */
export const documentAnswer: z.ZodType<Readonly<Record<string, unknown>>> = document;
