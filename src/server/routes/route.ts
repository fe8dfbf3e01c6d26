// How routes are written: each says who may call it, and gets the context, the caller and what was checked.

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Need, Principal } from "../access/index.ts";
import type { ServerContext } from "../context.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may call; a route that does not say it is not started. */
    need?: Need;
  }
  interface FastifyRequest {
    /** Who calls; undefined where anybody may. */
    principal?: Principal | undefined;
  }
}

export type Server = FastifyInstance;

export type AddRoutes = (server: Server, context: ServerContext) => void;

/** Who calls a route that not everybody may call. */
export function callerOf(request: FastifyRequest): Principal {
  if (request.principal === undefined) throw new Error("A route asks who calls, but lets anybody call it.");
  return request.principal;
}

/** Answers with text of a document that was made elsewhere, or with 304 where the caller has it. */
export function sendDocument(request: FastifyRequest, reply: FastifyReply, text: string, etag: string): FastifyReply {
  const tag = `"${etag}"`;
  void reply.header("etag", tag).header("cache-control", "private, no-cache");
  if (request.headers["if-none-match"] === tag) return reply.code(304).send();
  return reply
    .type("application/json; charset=utf-8")
    .serializer((each: string) => each)
    .send(text);
}

/** The place in a list after which it goes on: opaque to callers. */
export interface Cursor {
  readonly created: number;
  readonly id: string;
}

export function cursorText({ created, id }: Cursor): string {
  return Buffer.from(JSON.stringify([created, id])).toString("base64url");
}

/** @returns undefined where it is none */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  try {
    const [created, id] = JSON.parse(Buffer.from(text, "base64url").toString()) as [unknown, unknown];
    return typeof created === "number" && typeof id === "string" ? { created, id } : undefined;
  } catch {
    return undefined;
  }
}
