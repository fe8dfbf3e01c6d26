// A server from its folder to its address: database, queue, children, threads and routes, and their end in good order.

import { mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { type ServiceDatabase, newId, openDatabase } from "../database/index.ts";
import { type Document, documentOf } from "../documents/index.ts";
import { addressInUse } from "../problems/service-problems.ts";
import { CarryoverError, exitCodes } from "../problems/problem.ts";
import type { serveSettings, ValueOf } from "../settings/index.ts";
import { databaseQueue, defaultLimits, startHost } from "../queue/index.ts";
import { carryoverVersion } from "../store/run/index.ts";
import { loopbackHosts, makeLoginCode, makeUser } from "./access/index.ts";
import { startQuestions } from "./analysis/index.ts";
import { makeApp } from "./app.ts";
import { defaultServerLimits, type ServerContext } from "./context.ts";
import { fitKind } from "./fits.ts";
import { openHome } from "./home.ts";

export interface ServeRequest {
  /** Folder of everything that the server keeps. */
  readonly home: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Fits at a time; default half the cores. */
  readonly fits?: number | undefined;
  /** MiB of memory for each. */
  readonly jobMemory: number;
  /** Least serious of what is logged on standard error; "none": nothing. */
  readonly log: ValueOf<typeof serveSettings.log>;
}

export interface RunningServer {
  /** Where it listens. */
  readonly url: string;
  /** A link that logs in once, within five minutes. */
  readonly loginUrl: string;
  /** Ends in good order: running fits keep what they have and go on at the next start. */
  close(): Promise<void>;
}

/** Where a server listens and what it works in. */
export interface Serving {
  readonly url: string;
  /** Logs in once, within five minutes. */
  readonly loginUrl: string;
  /** The folder of everything that it keeps, as it was given. */
  readonly home: string;
}

/** The addresses as a document. */
export function serveDocument(serving: Serving): Document<"carryover/serve/1", Serving> {
  return documentOf("carryover/serve/1", serving);
}

/** The one tenant and user of a server that nobody set up otherwise. */
const local = { tenant: "local", login: "local" };

/** @throws CarryoverError when the folder is another server's, or the port is taken */
export async function startServer({ home: folder, port, fits, jobMemory, log }: ServeRequest): Promise<RunningServer> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const db = await openDatabase(`${folder}/carryover.db`);
  try {
    const home = await openHome(folder);
    const analysis = startQuestions(Math.max(1, Math.min(4, availableParallelism() - 1)));
    const queue = databaseQueue(db, { ...defaultLimits, running: fits ?? defaultLimits.running });
    const context: ServerContext = { db, queue, home, analysis, limits: defaultServerLimits, now: Date.now };
    const hosts = new Set<string>();
    // Cookies do not know ports, and another server may listen beside this one.
    const cookie = { name: `carryover-${port === 0 ? process.pid : port}`, secure: false };
    const version = await carryoverVersion();
    const app = await makeApp(context, {
      hosts,
      cookie,
      requestsPerMinute: 600,
      log: log === "none" ? false : { level: log, stream: process.stderr },
      version,
    });
    const { tenant, user } = await localUser(db);
    await app.listen({ host: "127.0.0.1", port }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "EADDRINUSE" ? new CarryoverError([addressInUse(port)], exitCodes.usage) : error;
    });
    const { port: at } = app.server.address() as { readonly port: number };
    for (const each of loopbackHosts(at)) hosts.add(each);
    const host = startHost(queue, {
      kinds: { fit: fitKind({ db, home, memory: jobMemory }) },
      slots: fits ?? Math.max(1, Math.floor(availableParallelism() / 2)),
      memory: jobMemory,
      onError: (error) => app.log.error(error),
    });
    const url = `http://127.0.0.1:${at}`;
    return {
      url,
      loginUrl: `${url}/login?code=${await makeLoginCode(db, tenant, user, Date.now())}`,
      async close() {
        await host.close();
        await app.close();
        await analysis.close();
        await db.destroy();
      },
    };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

async function localUser(db: ServiceDatabase): Promise<{ readonly tenant: string; readonly user: string }> {
  const there = await db
    .selectFrom("user_account")
    .select(["id", "tenant_id"])
    .where("login", "=", local.login)
    .executeTakeFirst();
  if (there !== undefined) return { tenant: there.tenant_id, user: there.id };
  const tenant = newId();
  await db.insertInto("tenant").values({ id: tenant, name: local.tenant, created: Date.now() }).execute();
  return { tenant, user: await makeUser(db, { tenant, login: local.login, role: "admin", password: null }) };
}
