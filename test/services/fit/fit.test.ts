// The service that fits, with an engine that makes up its draws: what it tells, what it keeps, how it is canceled and resumed.

import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { CarryoverError } from "../../../src/problems/problem.ts";
import { fit, fitDocument, type FitProgress } from "../../../src/services/fit/fit.ts";
import { simulateToFolder } from "../../../src/services/study/simulate-to-folder.ts";
import { loadRun } from "../../../src/store/run/index.ts";
import { fakeFit } from "../../store/support/fake-fit.ts";
import { fakeEngine } from "../support/fake-engine.ts";

let root: string;
let table: string;
const command = "a test";

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-service-"));
  await simulateToFolder({ preset: "ecommerce", folder: join(root, "simulated") });
  table = join(root, "simulated", "data.csv");
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

describe("fit", () => {
  it("tells how far it is, stores the run and gives back what follows from it", async () => {
    const told: string[] = [];
    const onProgress = ({ stage }: FitProgress): void => void told.push(stage);
    const out = join(root, "whole");
    const result = await fit({ path: table, out, command }, { engine: fakeEngine(), onProgress });
    expect(told).toEqual(["read", "ready", "sampling", "sampled", "stored", "analyzed"]);
    expect(result).toMatchObject({ run: out, complete: true, converged: true, report: join(out, "report.html") });
    expect((await loadRun(out)).record).toMatchObject({ command, backend: "wasm", complete: true });
    expect(fitDocument(result!)).toMatchObject({ schema: "carryover/fit/2", run: out, converged: true });
  });

  it("writes to no stream and leaves no listener to the process", async () => {
    const streams = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, "write"));
    const listeners = process.listenerCount("SIGINT");
    try {
      await fit({ path: table, out: join(root, "silent"), command }, { engine: fakeEngine() });
      for (const stream of streams) expect(stream).not.toHaveBeenCalled();
      expect(process.listenerCount("SIGINT")).toBe(listeners);
    } finally {
      vi.restoreAllMocks();
    }
  });

  it("writes nothing when it is canceled before it samples", async () => {
    const out = join(root, "never");
    const signal = AbortSignal.abort();
    expect(await fit({ path: table, out, command }, { engine: fakeEngine(), signal })).toBeUndefined();
    await expect(readdir(out)).rejects.toThrow("ENOENT");
  });

  it("keeps what was sampled when it is canceled, and goes on from it", async () => {
    const out = join(root, "canceled");
    const controller = new AbortController();
    const canceled = fakeEngine(() => fakeFit({ complete: false }));
    const onProgress = ({ stage }: FitProgress): void => {
      if (stage === "sampling") controller.abort();
    };
    const sampling = { chains: 2, draws: 150, seed: 1 };
    const half = await fit(
      { path: table, out, sampling, backend: "javascript", command },
      { engine: canceled, signal: controller.signal, onProgress },
    );
    expect(half).toMatchObject({ complete: false, converged: false, advice: undefined, report: undefined });
    expect((await loadRun(out)).record.complete).toBe(false);

    const engine = fakeEngine();
    const whole = await fit({ path: table, out, sampling, resume: true, command }, { engine });
    expect(engine.resumedFrom).toEqual(fakeFit({ complete: false }).resumable);
    expect(whole).toMatchObject({ complete: true, converged: true });
    expect((await loadRun(out)).record, "on the backend of the canceled run").toMatchObject({ backend: "javascript" });
  });

  it("says what is wrong as data", async () => {
    const error: CarryoverError = await fit(
      { path: join(root, "no-such.csv"), out: join(root, "nothing"), command },
      { engine: fakeEngine() },
    ).then(
      () => expect.unreachable(),
      (reason: unknown) => reason as CarryoverError,
    );
    expect(error.problems).toMatchObject([{ code: "missing-file" }]);
    expect(error.exitCode).toBe(3);
  });
});
