// Fits: a row, a job, and a run folder once the job is done. The same table under the same specification is the same fit.

import { createHash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Selectable } from "kysely";
import { type ServiceDatabase, type FitsTable, newId } from "../database/index.ts";
import type { Diagnostics } from "../mmm/fit/index.ts";
import { codeUrl } from "../package/index.ts";
import { fitNotConverged, fitNotDone, notFoundHere } from "../problems/service-problems.ts";
import type { Job, JobKind } from "../queue/index.ts";
import { carryoverVersion, loadFigures } from "../store/run/index.ts";
import type { ServerContext } from "./context.ts";
import { datasetOf, tableOf } from "./datasets.ts";
import type { ServedFit, ServedFitResult } from "./fit-job.ts";
import { Refusal } from "./refusal.ts";

export type StoredFit = Selectable<FitsTable>;

export interface NewFit {
  readonly dataset: string;
  readonly name?: string | undefined;
  /** Text of a model file without its `data`; default: all defaults. */
  readonly model?: string | undefined;
  readonly report: boolean;
}

/** What a job of a fit is about. */
interface FitPayload {
  readonly fit: string;
}

export interface AddedFit {
  readonly fit: StoredFit;
  /** What makes it; undefined where it is made. */
  readonly job: Job | undefined;
}

/**
 * Adds a fit, or finds the one that is the same; one that was canceled or failed goes on.
 * @throws CarryoverError with all problems of the model for this table, before there is a job
 */
export async function addFit(context: ServerContext, tenant: string, wanted: NewFit): Promise<AddedFit> {
  const { db, queue, analysis, now } = context;
  const dataset = await datasetOf(context, tenant, wanted.dataset);
  const { model } = wanted;
  const { spec } = await analysis.look({ path: tableOf(context, dataset), model });
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([dataset.sha256, spec, await carryoverVersion()]))
    .digest("hex");
  return db.transaction().execute(async (trx) => {
    const same = await trx
      .selectFrom("fit")
      .selectAll()
      .where("tenant_id", "=", tenant)
      .where("fingerprint", "=", fingerprint)
      .where("deleted", "is", null)
      .executeTakeFirst();
    if (same?.converged !== undefined && same.converged !== null) return { fit: same, job: undefined };
    const fit: StoredFit = same ?? {
      id: newId(),
      tenant_id: tenant,
      dataset_id: dataset.id,
      name: wanted.name ?? dataset.name,
      model: model ?? null,
      fingerprint,
      report: wanted.report ? 1 : 0,
      converged: null,
      run: null,
      created: now(),
      deleted: null,
    };
    if (same === undefined) await trx.insertInto("fit").values(fit).execute();
    const payload: FitPayload = { fit: fit.id };
    const { job } = await queue.add({ tenant, kind: "fit", payload, dedupe: `fit:${fit.id}` }, trx);
    return { fit, job };
  });
}

/** @throws Refusal when the tenant has no such fit */
export async function fitOf({ db }: Pick<ServerContext, "db">, tenant: string, id: string): Promise<StoredFit> {
  const row = await db
    .selectFrom("fit")
    .selectAll()
    .where("id", "=", id)
    .where("tenant_id", "=", tenant)
    .where("deleted", "is", null)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal(404, [notFoundHere("fit", id)]);
  return row;
}

/** The latest job of a fit. */
export async function jobOfFit({ db, queue }: ServerContext, { tenant_id, id }: StoredFit): Promise<Job | undefined> {
  const row = await db
    .selectFrom("job")
    .select("id")
    .where("tenant_id", "=", tenant_id)
    .where("dedupe", "=", `fit:${id}`)
    .orderBy("created", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : queue.job(tenant_id, row.id);
}

/** The folder of a fit that is made. @throws Refusal where it is not made yet */
export async function runOf(context: ServerContext, fit: StoredFit): Promise<string> {
  if (fit.run === null) throw new Refusal(409, [fitNotDone((await jobOfFit(context, fit))?.state ?? "unknown")]);
  return context.home.run(fit.tenant_id, fit.id);
}

/** @throws Refusal with the checks that failed, unless the caller wants figures all the same */
export async function checkConverged(context: ServerContext, fit: StoredFit, accepted: boolean): Promise<void> {
  if (fit.converged === 1 || accepted) return;
  const { diagnostics } = await loadFigures(await runOf(context, fit));
  const { checks } = diagnostics as Pick<Diagnostics, "checks">;
  const failed = checks.filter(({ status }) => status === "fail").map(({ detail }) => detail);
  throw new Refusal(409, [fitNotConverged(failed)]);
}

/** Deletes a fit; its job ends. */
export async function deleteFit(context: ServerContext, tenant: string, id: string): Promise<void> {
  const { db, queue, home, now } = context;
  const fit = await fitOf(context, tenant, id);
  await db.updateTable("fit").set({ deleted: now() }).where("id", "=", id).execute();
  const job = await jobOfFit(context, fit);
  if (job !== undefined) await queue.cancel(tenant, job.id);
  await rm(home.run(tenant, id), { recursive: true, force: true });
}

/** How fits are made. @param memory MiB for each */
export function fitKind(context: Pick<ServerContext, "db" | "home"> & { readonly memory: number }): JobKind {
  const { db, home, memory } = context;
  return {
    async task({ tenant, payload }) {
      const fit = await fitOf({ db }, tenant, (payload as FitPayload).fit);
      const dataset = await datasetRow(db, fit);
      const out = home.run(tenant, fit.id);
      await mkdir(dirname(out), { recursive: true, mode: 0o700 });
      const job: ServedFit = {
        table: `table.${dataset.format}`,
        model: fit.model ?? undefined,
        out,
        report: fit.report === 1,
        memory,
        command: "carryover serve",
      };
      const folder = home.dataset(tenant, dataset.id);
      return { module: codeUrl("server/fit-job").href, function: "fitJob", payload: job, folder };
    },
    async keep({ tenant, payload }, result) {
      const { complete, converged } = result as ServedFitResult;
      const { fit } = payload as FitPayload;
      if (complete) {
        const made = { converged: converged ? 1 : 0, run: fit };
        await db.updateTable("fit").set(made).where("id", "=", fit).where("tenant_id", "=", tenant).execute();
      }
      return { result: { fit, converged }, complete };
    },
  };
}

async function datasetRow(
  db: ServiceDatabase,
  fit: StoredFit,
): Promise<{ readonly id: string; readonly format: string }> {
  return db.selectFrom("dataset").select(["id", "format"]).where("id", "=", fit.dataset_id).executeTakeFirstOrThrow();
}
