// How people come in: by the link that the server printed, or by name and password; and out again.

import type { FastifyReply } from "fastify";
import { z } from "zod";
import { notAuthenticated } from "../../problems/service-problems.ts";
import { beginSession, checkPassword, endSession, type Principal, sessionOfCode } from "../access/index.ts";
import { Refusal } from "../refusal.ts";
import { type AddRoutes, callerOf } from "./route.ts";

interface CodeQuery {
  readonly code: string;
}

interface LoginBody {
  readonly login: string;
  readonly password: string;
}

interface Myself {
  readonly name: string;
  readonly role: Principal["role"];
}

const codeQuery: z.ZodType<CodeQuery> = z.strictObject({ code: z.string().max(100) });
const loginBody: z.ZodType<LoginBody> = z.strictObject({
  login: z.string().min(1).max(200),
  password: z.string().min(1).max(1000),
});
const myself: z.ZodType<Myself> = z
  .object({ name: z.string(), role: z.enum(["viewer", "analyst", "admin", "worker"]) })
  .meta({ id: "Myself" });

/** What a cookie is called and how it is kept; one for each port, because cookies do not know ports. */
export interface CookieSettings {
  readonly name: string;
  readonly secure: boolean;
}

/** Routes below the root: links that people open. */
export const loginLink =
  (cookie: CookieSettings): AddRoutes =>
  (server, { db, now }) => {
    server.route<{ Querystring: CodeQuery }>({
      method: "GET",
      url: "/login",
      config: { need: "nobody", rateLimit: { max: 10, timeWindow: 60_000 } },
      schema: { hide: true, querystring: codeQuery },
      handler: async (request, reply) => {
        const session = await sessionOfCode(db, request.query.code, now());
        if (session === undefined) throw new Refusal(401, [notAuthenticated()]);
        setCookie(reply, cookie, session);
        return reply.redirect("/", 303);
      },
    });
  };

export const sessionRoutes =
  (cookie: CookieSettings): AddRoutes =>
  (server, { db, now }) => {
    server.route<{ Body: LoginBody }>({
      method: "POST",
      url: "/session",
      config: { need: "nobody", rateLimit: { max: 5, timeWindow: 60_000 } },
      schema: { tags: ["session"], summary: "Log in by name and password", body: loginBody, response: { 200: myself } },
      handler: async (request, reply) => {
        const { login, password } = request.body;
        const user = await db.selectFrom("user_account").selectAll().where("login", "=", login).executeTakeFirst();
        const is = await checkPassword(password, user?.password ?? null);
        if (!is || user === undefined || user.disabled === 1) throw new Refusal(401, [notAuthenticated()]);
        setCookie(reply, cookie, await beginSession(db, user.tenant_id, user.id, now()));
        return { name: user.login, role: user.role };
      },
    });
    server.route({
      method: "GET",
      url: "/session",
      config: { need: "nobody" },
      schema: { tags: ["session"], summary: "Who calls", response: { 200: myself } },
      handler: (request) => {
        if (request.principal === undefined) throw new Refusal(401, [notAuthenticated()]);
        const { name, role } = callerOf(request);
        return Promise.resolve({ name, role });
      },
    });
    server.route({
      method: "DELETE",
      url: "/session",
      config: { need: "nobody" },
      schema: { tags: ["session"], summary: "Log out" },
      handler: async (request, reply) => {
        const secret = request.cookies[cookie.name];
        if (secret !== undefined) await endSession(db, secret);
        return reply.clearCookie(cookie.name, { path: "/" }).code(204).send();
      },
    });
  };

function setCookie(reply: FastifyReply, { name, secure }: CookieSettings, secret: string): void {
  void reply.setCookie(name, secret, { httpOnly: true, sameSite: "lax", path: "/", secure });
}
