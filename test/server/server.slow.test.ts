import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type RunningServer } from "../../src/server/index.ts";
import { simulateWorld, simulationFiles } from "../../src/data/worlds/index.ts";

const home = mkdtempSync(join(tmpdir(), "carryover-home-"));
let server: RunningServer;
let cookie = "";

beforeAll(async () => {
  server = await startServer({ home, port: 0, log: "none", fits: 1, jobMemory: 1024 });
  const login = await fetch(server.loginUrl, { redirect: "manual" });
  expect(login.status).toBe(303);
  cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
}, 30_000);
afterAll(() => server.close());

const api = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${server.url}/api/v1${path}`, {
    ...init,
    headers: { cookie, "sec-fetch-site": "same-origin", ...(init.headers as Record<string, string>) },
  });
const post = (path: string, body: unknown): Promise<Response> =>
  api(path, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });

describe("The server", () => {
  it("fits a table that is sent, tells of it while it runs, and answers what the run says", async () => {
    const files = simulationFiles(simulateWorld("easy", { weeks: 60 }));
    const csv = Object.entries(files).find(([name]) => name.endsWith(".csv"))?.[1] ?? "";
    const sent = await api("/datasets?name=few.csv", {
      method: "POST",
      body: csv,
      headers: { "content-type": "text/csv" },
    });
    const dataset = (await sent.json()) as { id: string; rows: number };
    expect(sent.status, JSON.stringify(dataset)).toBe(201);
    expect(dataset.rows).toBe(60);

    const model = "sampling: { chains: 2, draws: 200, warmup: 200 }";
    const begun = await post("/fits", { dataset: dataset.id, model });
    const { fit, job } = (await begun.json()) as { fit: { id: string }; job: { id: string } };
    expect(begun.status, JSON.stringify(fit)).toBe(202);
    const events = await api("/events");
    const reader = events.body?.getReader();
    let told = "";
    while (!told.includes('"succeeded"') && !told.includes('"failed"') && !told.includes('"dead"')) {
      const { value } = (await reader?.read()) ?? {};
      told += new TextDecoder().decode(value);
    }
    await reader?.cancel();
    expect(told).toContain('"succeeded"');
    expect(await (await api(`/jobs/${job.id}`)).json()).toMatchObject({ state: "succeeded", attempt: 1 });
    expect((await post("/fits", { dataset: dataset.id, model })).status).toBe(200);

    const roi = await api(`/fits/${fit.id}/roi?accept_not_converged=true`);
    const returns = (await roi.json()) as { schema: string; run: string };
    expect(roi.status, JSON.stringify(returns)).toBe(200);
    expect(returns.run).toBe(fit.id);
    const again = await api(`/fits/${fit.id}/roi?accept_not_converged=true`, {
      headers: { "if-none-match": roi.headers.get("etag") ?? "" },
    });
    expect(again.status).toBe(304);
    const alias = await api(`/model/${fit.id}/roi?accept_not_converged=true`);
    expect(await alias.json()).toEqual(returns);
    const report = await api(`/fits/${fit.id}/report`);
    expect(report.headers.get("content-security-policy")).toContain("sandbox");
    expect(await report.text()).toContain("<html");
    expect(JSON.stringify(returns)).not.toContain(home);
  }, 120_000);

  it("refuses a table with all its problems, and says nothing of where it lies", async () => {
    const sent = await api("/datasets?name=bad.csv", {
      method: "POST",
      body: "week,revenue,spend_TV\n1,2,x\n2,y,3\n",
      headers: { "content-type": "text/csv" },
    });
    const text = await sent.text();
    expect(sent.status).toBe(422);
    expect(sent.headers.get("content-type")).toContain("application/problem+json");
    expect((JSON.parse(text) as { problems: unknown[] }).problems.length).toBeGreaterThan(0);
    expect(text).not.toContain(home);
  });

  it("refuses callers it does not know, names that are not its own, and pages of other sites", async () => {
    const bare = await fetch(`${server.url}/api/v1/datasets`);
    expect(bare.status).toBe(401);
    const foreign = await post("/datasets/simulate", { preset: "easy" }).then(() =>
      api("/datasets/simulate", {
        method: "POST",
        body: "{}",
        headers: { "content-type": "application/json", "sec-fetch-site": "cross-site" },
      }),
    );
    expect(foreign.status).toBe(403);
    const { request } = await import("node:http");
    const status = await new Promise<number | undefined>((resolve) => {
      const { port } = new URL(server.url);
      request({ port, path: "/api/v1/datasets", headers: { host: "evil.example" } }, (answer) =>
        resolve(answer.statusCode),
      ).end();
    });
    expect(status).toBe(421);
    expect((await fetch(server.loginUrl)).status).toBe(401);
  });

  it("describes itself, each route with whom it is for", async () => {
    const document = (await (await fetch(`${server.url}/api/v1/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(document.paths)).toContain("/api/v1/fits/{id}/roi");
    expect(readFileSync(join(home, "carryover.db")).length).toBeGreaterThan(0);
  });
});
