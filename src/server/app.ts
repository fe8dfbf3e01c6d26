// The server as a whole: who calls is known and allowed before anything else, every route says whom it is for, and every refusal is a problem document.

import type { FastifyInstance, FastifyRequest } from "fastify";
import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { foreignHost, foreignSite, notAllowed, notAuthenticated, notFoundHere } from "../problems/service-problems.ts";
import { audit, isOurHost, isOurPage, may, type Need, principalOfKey, principalOfSession } from "./access/index.ts";
import type { ServerContext } from "./context.ts";
import { tableTypes } from "./datasets.ts";
import {
  cookies,
  fastify,
  hasZodFastifySchemaValidationErrors,
  helmet,
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  multipart,
  openApi,
  rateLimit,
  serializerCompiler,
  validatorCompiler,
} from "./packages.ts";
import { answerOnce } from "./idempotency.ts";
import { problemDocument, Refusal } from "./refusal.ts";
import { type CookieSettings, datasetRoutes, fitRoutes, jobRoutes, loginLink, sessionRoutes } from "./routes/index.ts";

export interface AppSettings {
  /** Names with ports under which the server is called. */
  readonly hosts: ReadonlySet<string>;
  readonly cookie: CookieSettings;
  /** Requests of one caller in a minute. */
  readonly requestsPerMinute: number;
  /** Where the log goes; false: nowhere. */
  readonly log: false | { readonly level: string; readonly stream: NodeJS.WritableStream };
  readonly version: string;
  /** Told of every route, with whom it is for. */
  readonly onRoute?: (route: {
    readonly method: string;
    readonly url: string;
    readonly need: Need | undefined;
  }) => void;
}

/** Makes the server; it does not listen yet. */
export async function makeApp(context: ServerContext, settings: AppSettings): Promise<FastifyInstance> {
  const { limits } = context;
  const app = fastify({
    logger: settings.log === false ? false : { ...settings.log, serializers: { req: loggedRequest } },
    bodyLimit: limits.json,
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 100 },
  });
  app.addHook("onRoute", ({ method, url, config }) => {
    for (const each of [method].flat()) settings.onRoute?.({ method: each, url, need: config?.need });
  });
  app.setErrorHandler((error, request, reply) => {
    const told = hasZodFastifySchemaValidationErrors(error) ? wrongRequest(error) : error;
    const { document, retryAfter, isOurs } = problemDocument(told, request.id, context.home.folder);
    if (isOurs) request.log.error(error);
    if (retryAfter !== undefined) void reply.header("retry-after", retryAfter);
    return reply
      .code(document.status)
      .type("application/problem+json; charset=utf-8")
      .serializer((each: unknown) => JSON.stringify(each))
      .send(document);
  });
  app.setNotFoundHandler((request) => {
    throw new Refusal(404, [notFoundHere("address", `${request.method} ${request.url.split("?")[0]}`)]);
  });

  await app.register(cookies, { hook: "onRequest" });
  app.addHook("onRequest", async (request) => {
    const { host, origin, authorization } = request.headers;
    if (!isOurHost(host, settings.hosts)) throw new Refusal(421, [foreignHost(host ?? "")]);
    const key = /^Bearer (\S+)$/.exec(authorization ?? "")?.[1];
    const secret = request.cookies[settings.cookie.name];
    if (key !== undefined) request.principal = await principalOfKey(context.db, key, context.now());
    else if (secret !== undefined) {
      const site = request.headers["sec-fetch-site"] as string | undefined;
      if (!isOurPage({ method: request.method, host, origin, site }, settings.cookie.secure))
        throw new Refusal(403, [foreignSite()]);
      request.principal = await principalOfSession(context.db, secret, context.now());
    }
    const need = request.routeOptions.config.need ?? "administer";
    if (need === "nobody" || request.is404) return;
    if (request.principal === undefined) throw new Refusal(401, [notAuthenticated()]);
    if (!may(request.principal.role, need)) throw new Refusal(403, [notAllowed(request.principal.role)]);
  });
  app.addHook("onResponse", async (request, reply) => {
    const { principal, method, params, ip, id } = request;
    if (principal === undefined || ["GET", "HEAD"].includes(method)) return;
    const entry = {
      tenant: principal.tenant,
      actor: principal.id,
      action: `${method} ${request.routeOptions.url ?? ""}`,
      object: (params as { readonly id?: string } | undefined)?.id ?? "",
      outcome: reply.statusCode < 400 ? "done" : "refused",
      address: ip,
      request: id,
    } as const;
    await context.db.transaction().execute((trx) => audit(trx, entry, context.now()));
  });
  await app.register(helmet, {
    contentSecurityPolicy: { directives: pagePolicy, useDefaults: false },
    strictTransportSecurity: settings.cookie.secure,
  });
  await app.register(rateLimit, {
    max: settings.requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => request.principal?.id ?? request.ip,
  });
  await app.register(multipart, { limits: { fileSize: limits.upload, files: 1, fields: 10, parts: 12 } });
  app.removeContentTypeParser("text/plain");
  for (const type of tableTypes)
    app.addContentTypeParser(type, (_request, payload: Readable, done) => done(null, payload));

  await app.register(
    async (api) => {
      api.setValidatorCompiler(validatorCompiler);
      api.setSerializerCompiler(serializerCompiler);
      await api.register(openApi, {
        openapi: { openapi: "3.1.1", info: { title: "Carryover", version: settings.version } },
        transform: jsonSchemaTransform,
        transformObject: jsonSchemaTransformObject,
      });
      answerOnce(api, context);
      for (const add of [sessionRoutes(settings.cookie), datasetRoutes, fitRoutes, jobRoutes]) add(api, context);
      api.get("/openapi.json", { config: { need: "nobody" }, schema: { hide: true } as never }, () =>
        Promise.resolve(api.swagger()),
      );
    },
    { prefix: "/api/v1" },
  );
  await app.register((pages) => {
    pages.setValidatorCompiler(validatorCompiler);
    loginLink(settings.cookie)(pages, context);
    pages.get("/health/live", { config: { need: "nobody" } }, () => Promise.resolve({ status: "live" }));
    return Promise.resolve();
  });
  return app;
}

/** What the log has of a request: nothing that could be a secret or a part of a table. */
function loggedRequest({ method, url }: FastifyRequest): { method: string; url: string; [key: string]: unknown } {
  return { method, url: url.split("?")[0] };
}

/** What pages of the dashboard may load. Charts carry a style of their own. */
const pagePolicy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", "data:"],
  connectSrc: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
};

/** A request that its schema does not take, each mistake with its place. */
function wrongRequest(error: {
  readonly validation: readonly { readonly instancePath: string; readonly message?: string }[];
}): Refusal {
  return new Refusal(
    400,
    error.validation.map(({ instancePath, message = "is wrong" }) => ({
      code: "wrong-request",
      message: `${message}.`,
      where: instancePath === "" ? "/" : instancePath,
      hint: "See /api/v1/openapi.json.",
    })),
  );
}
