import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance, InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ServiceDatabase, newId, openDatabase, type UserRole } from "../../src/database/index.ts";
import { databaseQueue } from "../../src/queue/index.ts";
import { brokenAudit, makeKey, makeUser, makeLoginCode, hashPassword } from "../../src/server/access/index.ts";
import { makeApp } from "../../src/server/app.ts";
import type { ServerContext } from "../../src/server/context.ts";
import { openHome } from "../../src/server/home.ts";

const roles: readonly UserRole[] = ["viewer", "analyst", "admin", "worker"];
const host = "localhost:1";
let db: ServiceDatabase;
let app: FastifyInstance;
const keys = new Map<string, string>();
const routes: { method: string; url: string; need: string | undefined }[] = [];

beforeAll(async () => {
  db = await openDatabase(":memory:");
  const home = await openHome(mkdtempSync(join(tmpdir(), "carryover-home-")));
  const look = { hash: "h", rows: 1, described: {}, spec: {} };
  const context: ServerContext = {
    db,
    home,
    queue: databaseQueue(db),
    analysis: {
      ask: ({ name }) => Promise.resolve({ text: JSON.stringify({ run: name }), etag: "e" }),
      look: () => Promise.resolve(look),
      close: () => Promise.resolve(),
    },
    limits: { upload: 1000, json: 4096 },
    now: Date.now,
  };
  const settings = {
    hosts: new Set([host]),
    cookie: { name: "c", secure: false },
    requestsPerMinute: 10_000,
    log: false,
  } as const;
  app = await makeApp(context, { ...settings, version: "0", onRoute: (route) => routes.push(route) });
  await app.ready();
  for (const tenant of ["a", "b"]) {
    await db.insertInto("tenant").values({ id: tenant, name: tenant, created: 0 }).execute();
    for (const role of roles) {
      const { key } = await makeKey(db, { tenant, name: `${tenant} ${role}`, role });
      keys.set(`${tenant} ${role}`, key);
    }
  }
});
afterAll(async () => {
  await app.close();
  await db.destroy();
});

const call = (
  who: string | undefined,
  options: InjectOptions,
): Promise<{ statusCode: number; body: string; headers: object }> =>
  app.inject({
    ...options,
    headers: { host, ...(who === undefined ? {} : { authorization: `Bearer ${keys.get(who)}` }), ...options.headers },
  });
const json = { "content-type": "application/json" };

describe("Routes", () => {
  it("say whom they are for, and let nobody else in", async () => {
    const may: Record<string, readonly UserRole[]> = {
      nobody: roles,
      read: ["viewer", "analyst", "admin"],
      write: ["analyst", "admin"],
      administer: ["admin"],
      work: ["worker"],
    };
    const own = routes.filter(({ method }) => method !== "HEAD");
    expect(own.length).toBeGreaterThan(20);
    expect(own.filter(({ need }) => need === undefined)).toEqual([]);
    for (const { method, url, need = "" } of own) {
      if (url.endsWith("/events")) continue;
      const at = {
        method: method as "GET",
        url: url.replace(":id", newId()),
        headers: json,
        ...(method === "POST" ? { payload: "{}" } : {}),
      };
      const bare = await call(undefined, at);
      if (need !== "nobody") expect(bare.statusCode, `${method} ${url}`).toBe(401);
      for (const role of roles) {
        const { statusCode } = await call(`a ${role}`, at);
        expect([`${method} ${url}`, role, statusCode === 403]).toEqual([
          `${method} ${url}`,
          role,
          !may[need].includes(role),
        ]);
      }
    }
  });

  it("show a tenant nothing of another", async () => {
    const sent = await call("a analyst", {
      method: "POST",
      url: "/api/v1/datasets?name=x.csv",
      headers: { "content-type": "text/csv" },
      payload: "a\n1\n",
    });
    expect(sent.statusCode).toBe(201);
    const dataset = JSON.parse(sent.body) as { id: string };
    const begun = await call("a analyst", {
      method: "POST",
      url: "/api/v1/fits",
      headers: json,
      payload: { dataset: dataset.id },
    });
    expect(begun.statusCode).toBe(202);
    const { fit, job } = JSON.parse(begun.body) as { fit: { id: string }; job: { id: string } };
    const ids: Record<string, string> = { datasets: dataset.id, fits: fit.id, model: fit.id, jobs: job.id };
    for (const { method, url } of routes.filter((route) => route.url.includes(":id") && route.method !== "HEAD")) {
      const room = url.split("/")[3];
      const at = {
        method: method as "GET",
        url: url.replace(":id", ids[room]),
        ...(method === "POST" ? { headers: json, payload: "{}" } : {}),
      };
      expect([`${method} ${url}`, (await call("b admin", at)).statusCode]).toEqual([`${method} ${url}`, 404]);
    }
    const foreign = await call("b analyst", {
      method: "POST",
      url: "/api/v1/fits",
      headers: json,
      payload: { dataset: dataset.id },
    });
    expect(foreign.statusCode).toBe(404);
    for (const list of ["datasets", "fits"])
      expect(JSON.parse((await call("b admin", { url: `/api/v1/${list}` })).body)).toEqual({ items: [] });
    expect((await call("a analyst", { method: "DELETE", url: `/api/v1/datasets/${dataset.id}` })).statusCode).toBe(409);
    expect((await call("a viewer", { url: `/api/v1/fits/${fit.id}/roi` })).statusCode).toBe(409);
  });

  it("answer a request that is sent twice with the same key as the first time, and refuse the key for another", async () => {
    const headers = { ...json, "idempotency-key": "one" };
    const sent = await call("a analyst", {
      method: "POST",
      url: "/api/v1/datasets?name=y.csv",
      headers: { "content-type": "text/csv" },
      payload: "a\n2\n",
    });
    const { id } = JSON.parse(sent.body) as { id: string };
    const ask = (payload: object): ReturnType<typeof call> =>
      call("a analyst", { method: "POST", url: "/api/v1/fits", headers, payload });
    const first = await ask({ dataset: id });
    const second = await ask({ dataset: id });
    expect([second.statusCode, second.body]).toEqual([first.statusCode, first.body]);
    expect(second.headers).toMatchObject({ "idempotent-replayed": "true" });
    expect((await ask({ dataset: id, name: "other" })).statusCode).toBe(422);
  });

  it("refuse what is too large, of another type, or not as it should be, as problem documents", async () => {
    const cases: readonly [InjectOptions, number][] = [
      [
        {
          method: "POST",
          url: "/api/v1/datasets?name=x.csv",
          headers: { "content-type": "text/csv" },
          payload: "x".repeat(2000),
        },
        413,
      ],
      [
        {
          method: "POST",
          url: "/api/v1/datasets?name=x.exe",
          headers: { "content-type": "application/octet-stream" },
          payload: "x",
        },
        415,
      ],
      [{ method: "POST", url: "/api/v1/datasets", headers: { "content-type": "text/plain" }, payload: "x" }, 415],
      [{ method: "POST", url: "/api/v1/fits", headers: json, payload: "{" }, 400],
      [{ method: "POST", url: "/api/v1/fits", headers: json, payload: '{"__proto__":{"x":1}}' }, 400],
      [{ method: "POST", url: "/api/v1/fits", headers: json, payload: { dataset: "../../etc" } }, 400],
      [
        { method: "POST", url: "/api/v1/fits", headers: json, payload: { dataset: newId(), model: "x".repeat(8000) } },
        413,
      ],
      [{ url: "/api/v1/datasets?limit=1000" }, 400],
      [{ url: "/api/v1/nothing" }, 404],
      [{ url: "/api/v1/datasets", headers: { host: "evil.example" } }, 421],
    ];
    for (const [request, status] of cases) {
      const answer = await call("a admin", request);
      expect([request.url, answer.statusCode]).toEqual([request.url, status]);
      expect(answer.headers).toMatchObject({ "content-type": "application/problem+json; charset=utf-8" });
      expect((JSON.parse(answer.body) as { problems: unknown[] }).problems.length).toBeGreaterThan(0);
    }
  });
});

describe("Callers", () => {
  it("come in by a link once, or by a password, and are out when they leave", async () => {
    const user = await makeUser(db, {
      tenant: "a",
      login: "ann",
      role: "analyst",
      password: await hashPassword("correct horse"),
    });
    const code = await makeLoginCode(db, "a", user, Date.now());
    const login = await call(undefined, { url: `/login?code=${code}` });
    expect(login.statusCode).toBe(303);
    const cookie = String((login.headers as Record<string, unknown>)["set-cookie"]).split(";")[0];
    expect((await call(undefined, { url: `/login?code=${code}` })).statusCode).toBe(401);
    expect(JSON.parse((await call(undefined, { url: "/api/v1/session", headers: { cookie } })).body)).toEqual({
      name: "ann",
      role: "analyst",
    });
    const change = { method: "DELETE", url: `/api/v1/fits/${newId()}` } as const;
    expect((await call(undefined, { ...change, headers: { cookie } })).statusCode).toBe(403);
    expect((await call(undefined, { ...change, headers: { cookie, "sec-fetch-site": "cross-site" } })).statusCode).toBe(
      403,
    );
    expect((await call(undefined, { ...change, headers: { cookie, origin: `http://${host}` } })).statusCode).toBe(404);
    await call(undefined, {
      method: "DELETE",
      url: "/api/v1/session",
      headers: { cookie, "sec-fetch-site": "same-origin" },
    });
    expect((await call(undefined, { url: "/api/v1/datasets", headers: { cookie } })).statusCode).toBe(401);
    const enter = (password: string): ReturnType<typeof call> =>
      call(undefined, { method: "POST", url: "/api/v1/session", headers: json, payload: { login: "ann", password } });
    expect((await enter("wrong")).statusCode).toBe(401);
    expect((await enter("correct horse")).statusCode).toBe(200);
  });

  it("are none with a key that was changed, has ended or was revoked", async () => {
    const { id, key } = await makeKey(db, { tenant: "a", name: "k", role: "viewer" });
    keys.set("k", key);
    expect((await call("k", { url: "/api/v1/datasets" })).statusCode).toBe(200);
    keys.set(
      "wrong",
      key.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
    );
    expect((await call("wrong", { url: "/api/v1/datasets" })).statusCode).toBe(401);
    await db.updateTable("api_key").set({ revoked: 1 }).where("id", "=", id).execute();
    expect((await call("k", { url: "/api/v1/datasets" })).statusCode).toBe(401);
    const old = await makeKey(db, { tenant: "a", name: "old", role: "viewer", expires: Date.now() - 1 });
    keys.set("old", old.key);
    expect((await call("old", { url: "/api/v1/datasets" })).statusCode).toBe(401);
  });

  it("leave a trail of what they changed or tried to, in which what was altered is seen", async () => {
    const id = newId();
    await call("a viewer", { method: "DELETE", url: `/api/v1/fits/${id}` });
    await call("a analyst", { method: "DELETE", url: `/api/v1/fits/${id}` });
    // Entries are written after the answer was sent.
    for (let k = 0; k < 50 && (await trail(id)).length < 2; k++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const rows = await trail(id);
    expect(rows.map(({ action, outcome }) => [action, outcome])).toEqual([
      ["DELETE /api/v1/fits/:id", "refused"],
      ["DELETE /api/v1/fits/:id", "refused"],
    ]);
    expect(await brokenAudit(db)).toBeUndefined();
    await db.updateTable("audit").set({ actor: "key:y" }).where("seq", "=", rows[0].seq).execute();
    expect(await brokenAudit(db)).toBe(rows[0].seq);
  });
});

const trail = (object: string): Promise<{ seq: number; action: string; outcome: string }[]> =>
  db.selectFrom("audit").select(["seq", "action", "outcome"]).where("object", "=", object).orderBy("seq").execute();
