// Requests that are sent again because their answer got lost: with the same Idempotency-Key they get the answer of the first
// (draft-ietf-httpapi-idempotency-key-header), for a day.

import type { FastifyInstance, FastifyRequest } from "fastify";
import { createHash } from "node:crypto";
import { keyStillRuns, keyUsedOtherwise } from "../problems/service-problems.ts";
import type { ServerContext } from "./context.ts";
import { Refusal } from "./refusal.ts";

const day = 86_400_000;

/** Headers of an answer that are given again. */
const kept = ["content-type", "location"] as const;

interface Pending {
  readonly tenant: string;
  readonly principal: string;
  readonly key: string;
}

const pending = new WeakMap<FastifyRequest, Pending>();

/**
 * Heeds the header on every POST whose body is JSON. Uploads do without: the same table twice is two datasets with the same hash, and no fit is made
 * twice of them.
 */
export function answerOnce(server: FastifyInstance, { db, now }: ServerContext): void {
  server.addHook("preHandler", async (request, reply) => {
    const key = request.headers["idempotency-key"];
    const { principal } = request;
    if (request.method !== "POST" || typeof key !== "string" || principal === undefined || !isJson(request)) return;
    const fingerprint = createHash("sha256")
      .update(JSON.stringify([request.method, request.url, request.body]))
      .digest("hex");
    const mine = { tenant_id: principal.tenant, principal: principal.id, key: key.slice(0, 200) };
    await db
      .deleteFrom("idempotency")
      .where("created", "<", now() - day)
      .execute();
    const empty = { status: null, headers: null, body: null };
    const { numInsertedOrUpdatedRows = 0n } = await db
      .insertInto("idempotency")
      .values({ ...mine, fingerprint, ...empty, created: now() })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows > 0n) {
      pending.set(request, { tenant: mine.tenant_id, principal: mine.principal, key: mine.key });
      return;
    }
    const first = await db
      .selectFrom("idempotency")
      .selectAll()
      .where("tenant_id", "=", mine.tenant_id)
      .where("principal", "=", mine.principal)
      .where("key", "=", mine.key)
      .executeTakeFirstOrThrow();
    if (first.fingerprint !== fingerprint) throw new Refusal(422, [keyUsedOtherwise()]);
    if (first.status === null) throw new Refusal(409, [keyStillRuns()], 1);
    for (const [name, value] of Object.entries(JSON.parse(first.headers ?? "{}") as Record<string, string>))
      void reply.header(name, value);
    return reply
      .header("idempotent-replayed", "true")
      .code(first.status)
      .serializer((text: string) => text)
      .send(first.body ?? "");
  });

  server.addHook("onSend", async (request, reply, payload) => {
    const mine = pending.get(request);
    if (mine === undefined) return payload;
    const { tenant, principal, key } = mine;
    const row = db
      .updateTable("idempotency")
      .where("tenant_id", "=", tenant)
      .where("principal", "=", principal)
      .where("key", "=", key);
    // What went wrong inside may go right the next time.
    if (reply.statusCode >= 500 || typeof payload !== "string") {
      await db
        .deleteFrom("idempotency")
        .where("tenant_id", "=", tenant)
        .where("principal", "=", principal)
        .where("key", "=", key)
        .execute();
      return payload;
    }
    const headers = Object.fromEntries(
      kept.flatMap((name) => (reply.hasHeader(name) ? [[name, reply.getHeader(name)]] : [])),
    );
    await row.set({ status: reply.statusCode, headers: JSON.stringify(headers), body: payload }).execute();
    return payload;
  });
}

function isJson(request: FastifyRequest): boolean {
  return request.headers["content-type"]?.startsWith("application/json") ?? false;
}
