// The queue in the database itself. A claim and every other change is one transaction, so what was answered is on disk. Reports carry
// the token of their claim: a run that was thought lost and comes back finds its job taken, and changes nothing.

import type { Selectable } from "kysely";
import { type ServiceDatabase, type JobState, type JobTable, newId, sql } from "../database/index.ts";
import { CarryoverError, type Problem } from "../problems/problem.ts";
import { queueFull, workerLost } from "../problems/service-problems.ts";
import type { Heard, Job, JobEvent, NewJob, JobOutcome } from "./job.ts";
import { finalStates } from "./job.ts";
import { defaultLimits, type JobQueue, type QueueLimits } from "./job-queue.ts";

type Row = Selectable<JobTable>;

/** Events of a job that are kept: enough for whoever comes back after a break. */
const keptEvents = 500;

/** @param now the clock, in milliseconds since 1970 */
export function databaseQueue(
  db: ServiceDatabase,
  limits: QueueLimits = defaultLimits,
  now: () => number = Date.now,
): JobQueue {
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  /** One change of a job, with its event, if the row is still as it was thought to be. */
  const change = async (
    trx: ServiceDatabase,
    row: Pick<Row, "id" | "tenant_id" | "token">,
    values: Partial<Row>,
    from: readonly JobState[],
  ): Promise<boolean> => {
    const { numUpdatedRows } = await trx
      .updateTable("job")
      .set(values)
      .where("id", "=", row.id)
      .where("token", "=", row.token)
      .where("state", "in", from)
      .executeTakeFirst();
    if (Number(numUpdatedRows) === 0) return false;
    if (values.state !== undefined) await tell(trx, row, "state", stateEvent({ ...row, ...values }));
    return true;
  };

  const tell = async (
    trx: ServiceDatabase,
    { id, tenant_id }: Pick<Row, "id" | "tenant_id">,
    type: JobEvent["type"],
    data: unknown,
  ): Promise<void> => {
    await trx
      .insertInto("job_event")
      .values({ job_id: id, tenant_id, at: now(), type, data: JSON.stringify(data) })
      .execute();
  };

  const rowOf = (tenant: string, id: string): Promise<Row | undefined> =>
    db.selectFrom("job").selectAll().where("id", "=", id).where("tenant_id", "=", tenant).executeTakeFirst();

  /** How a job goes on whose run was lost. */
  const afterLoss = (row: Row, problems: readonly Problem[]): Partial<Row> => {
    const losses = row.losses + 1;
    if (row.cancel === 1) return ended("canceled", now());
    if (losses < limits.losses) return { state: "queued", losses, lease_until: null, worker: null, run_after: now() };
    const told = problems.length > 0 ? problems : [workerLost(losses)];
    return { ...ended("dead", now()), losses, problems: JSON.stringify(told) };
  };

  /** Jobs whose lease lapsed. */
  const recover = (): Promise<boolean> =>
    db.transaction().execute(async (trx) => {
      const lapsed = await trx
        .selectFrom("job")
        .selectAll()
        .where("state", "=", "running")
        .where("lease_until", "<", now())
        .execute();
      for (const row of lapsed) await change(trx, row, afterLoss(row, []), ["running"]);
      return lapsed.length > 0;
    });

  return {
    async add(job, within) {
      const put = async (trx: ServiceDatabase): Promise<{ readonly job: Job; readonly isNew: boolean }> => {
        const same = job.dedupe === undefined ? undefined : await sameJob(trx, job.tenant, job.dedupe);
        if (same !== undefined) return { job: jobOf(same), isNew: false };
        await checkRoom(trx, job.tenant, limits.queued);
        const row = newRow(job, now());
        await trx.insertInto("job").values(row).execute();
        await tell(trx, row, "state", stateEvent(row));
        return { job: jobOf(row), isNew: true };
      };
      const added = within === undefined ? await db.transaction().execute(put) : await put(within);
      // Within a transaction of the caller nobody finds the job before it is committed.
      if (within === undefined) changed();
      else setImmediate(changed);
      return added;
    },

    async claim(worker, kinds) {
      if (await recover()) changed();
      const at = now();
      const claimed = await db.transaction().execute(async (trx) => {
        const next = await trx
          .selectFrom("job")
          .leftJoin(
            (select) =>
              select
                .selectFrom("job as other")
                .select(["other.tenant_id as of_tenant", sql<number>`count(*)`.as("busy")])
                .where("other.state", "=", "running")
                .groupBy("other.tenant_id")
                .as("load"),
            (join) => join.onRef("load.of_tenant", "=", "job.tenant_id"),
          )
          .selectAll("job")
          .where("job.state", "=", "queued")
          .where("job.run_after", "<=", at)
          .where("job.kind", "in", kinds)
          .where(sql<boolean>`coalesce(load.busy, 0) < ${limits.running}`)
          .orderBy(sql`coalesce(load.busy, 0)`)
          .orderBy("job.priority")
          .orderBy("job.created")
          .orderBy("job.id")
          .limit(1)
          .executeTakeFirst();
        if (next === undefined) return undefined;
        const values = {
          state: "running" as const,
          token: next.token + 1,
          attempt: next.attempt + 1,
          lease_until: at + limits.lease,
          worker,
          started: next.started ?? at,
        };
        if (!(await change(trx, next, values, ["queued"]))) return undefined;
        return { ...next, ...values };
      });
      if (claimed === undefined) return undefined;
      changed();
      return { job: jobOf(claimed), token: claimed.token };
    },

    async heartbeat(id, token, progress) {
      const row = await db
        .selectFrom("job")
        .select(["id", "tenant_id", "token", "cancel"])
        .where("id", "=", id)
        .where("token", "=", token)
        .where("state", "=", "running")
        .executeTakeFirst();
      if (row === undefined) return "gone";
      await db.transaction().execute(async (trx) => {
        const told = progress === undefined ? {} : { progress: JSON.stringify(progress) };
        await change(trx, row, { lease_until: now() + limits.lease, ...told }, ["running"]);
        if (progress !== undefined) await tellProgress(trx, row, progress, tell);
      });
      if (progress !== undefined) changed();
      const heard: Heard = row.cancel === 1 ? "cancel" : "go-on";
      return heard;
    },

    async finish(id, token, outcome) {
      const heard = await db.transaction().execute(async (trx) => {
        const row = await trx.selectFrom("job").selectAll().where("id", "=", id).executeTakeFirst();
        if (row === undefined || row.token !== token || row.state !== "running") return false;
        return change(trx, row, afterRun(row, outcome, now(), afterLoss), ["running"]);
      });
      if (heard) changed();
      return heard;
    },

    async cancel(tenant, id) {
      const row = await rowOf(tenant, id);
      if (row === undefined) return undefined;
      await db.transaction().execute(async (trx) => {
        if (await change(trx, row, { ...ended("canceled", now()), cancel: 1 }, ["queued"])) return;
        await trx.updateTable("job").set({ cancel: 1 }).where("id", "=", id).where("state", "=", "running").execute();
      });
      changed();
      return this.job(tenant, id);
    },

    async retry(tenant, id) {
      const row = await rowOf(tenant, id);
      if (row === undefined) return undefined;
      const anew = { state: "queued" as const, losses: 0, attempt: 0, cancel: 0, problems: null, finished: null };
      await db.transaction().execute((trx) => change(trx, row, { ...anew, run_after: now() }, ["dead", "failed"]));
      changed();
      return this.job(tenant, id);
    },

    async job(tenant, id) {
      const row = await rowOf(tenant, id);
      return row === undefined ? undefined : jobOf(row);
    },

    async events(tenant, after, jobs) {
      let query = db.selectFrom("job_event").selectAll().where("tenant_id", "=", tenant).where("seq", ">", after);
      if (jobs !== undefined) query = query.where("job_id", "in", jobs);
      const rows = await query.orderBy("seq").limit(keptEvents).execute();
      return rows.map(({ seq, job_id, tenant_id, at, type, data }) => ({
        seq,
        job: job_id,
        tenant: tenant_id,
        at,
        type: type as JobEvent["type"],
        data: JSON.parse(data) as unknown,
      }));
    },

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function sameJob(trx: ServiceDatabase, tenant: string, dedupe: string): Promise<Row | undefined> {
  return trx
    .selectFrom("job")
    .selectAll()
    .where("tenant_id", "=", tenant)
    .where("dedupe", "=", dedupe)
    .where("state", "in", ["queued", "running"])
    .executeTakeFirst();
}

async function checkRoom(trx: ServiceDatabase, tenant: string, most: number): Promise<void> {
  const { waiting } = await trx
    .selectFrom("job")
    .select(sql<number>`count(*)`.as("waiting"))
    .where("tenant_id", "=", tenant)
    .where("state", "=", "queued")
    .executeTakeFirstOrThrow();
  if (Number(waiting) >= most) throw new CarryoverError([queueFull(most)]);
}

function newRow({ tenant, kind, payload, priority = 0, dedupe }: NewJob, at: number): Row {
  return {
    id: newId(at),
    tenant_id: tenant,
    kind,
    payload: JSON.stringify(payload),
    state: "queued",
    priority,
    attempt: 0,
    losses: 0,
    token: 0,
    lease_until: null,
    worker: null,
    run_after: at,
    cancel: 0,
    progress: null,
    problems: null,
    result: null,
    dedupe: dedupe ?? null,
    created: at,
    started: null,
    finished: null,
  };
}

/** The last of the progress replaces what was told before: who follows a job wants to know how far it is, not how far it was. */
async function tellProgress(
  trx: ServiceDatabase,
  row: Pick<Row, "id" | "tenant_id">,
  progress: unknown,
  tell: (
    trx: ServiceDatabase,
    row: Pick<Row, "id" | "tenant_id">,
    type: JobEvent["type"],
    data: unknown,
  ) => Promise<void>,
): Promise<void> {
  await trx.deleteFrom("job_event").where("job_id", "=", row.id).where("type", "=", "progress").execute();
  await tell(trx, row, "progress", progress);
}

function ended(state: JobState, at: number): Partial<Row> {
  return { state, finished: at, lease_until: null };
}

function afterRun(
  row: Row,
  outcome: JobOutcome,
  at: number,
  afterLoss: (row: Row, problems: readonly Problem[]) => Partial<Row>,
): Partial<Row> {
  switch (outcome.kind) {
    case "succeeded":
      return { ...ended("succeeded", at), result: JSON.stringify(outcome.result) };
    case "canceled":
      return { ...ended("canceled", at), result: outcome.result === undefined ? null : JSON.stringify(outcome.result) };
    case "lost":
      return afterLoss(row, outcome.problems);
    case "handed-back":
      if (row.cancel === 1) return ended("canceled", at);
      return { state: "queued", attempt: row.attempt - 1, lease_until: null, worker: null, run_after: at };
    case "failed": {
      const problems = JSON.stringify(outcome.problems);
      const { again } = outcome;
      if (again === undefined || row.cancel === 1) return { ...ended("failed", at), problems };
      if (row.attempt >= again.attempts) return { ...ended("dead", at), problems };
      return { state: "queued", problems, lease_until: null, worker: null, run_after: at + again.after };
    }
  }
}

function stateEvent({ state, attempt, problems }: Partial<Row>): unknown {
  return { state, attempt, ...(problems ? { problems: JSON.parse(problems) as unknown } : {}) };
}

function jobOf(row: Row): Job {
  const parsed = (text: string | null): unknown => (text === null ? undefined : (JSON.parse(text) as unknown));
  return {
    id: row.id,
    tenant: row.tenant_id,
    kind: row.kind,
    payload: parsed(row.payload),
    state: row.state,
    attempt: row.attempt,
    cancel: row.cancel === 1,
    progress: finalStates.includes(row.state) ? undefined : parsed(row.progress),
    problems: (parsed(row.problems) as readonly Problem[] | undefined) ?? [],
    result: parsed(row.result),
    created: row.created,
    started: row.started ?? undefined,
    finished: row.finished ?? undefined,
  };
}
