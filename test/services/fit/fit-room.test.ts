// What a fit needs is known before it samples, and what cannot fit is refused.

import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modelSize, mostNumbers, readInput, storedBytes } from "../../../src/mmm/fit/index.ts";
import { type CarryoverError, exitCodes } from "../../../src/problems/problem.ts";
import { fit } from "../../../src/services/fit/fit.ts";
import { checkFitRoom, freeMemory, roomOf, threadsWithRoom } from "../../../src/services/fit/fit-room.ts";
import { simulateToFolder } from "../../../src/services/study/simulate-to-folder.ts";
import { fakeEngine } from "../support/fake-engine.ts";

let root: string;
let table: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-room-"));
  await simulateToFolder({ preset: "media", folder: join(root, "simulated") });
  table = join(root, "simulated", "data.csv");
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

async function refusal(work: Promise<unknown>): Promise<CarryoverError> {
  return work.then(
    () => expect.unreachable(),
    (reason: unknown) => reason as CarryoverError,
  );
}

describe("The room of a fit", () => {
  it("is refused before sampling where draws and chains cannot fit, and nothing is left behind", async () => {
    const out = join(root, "huge");
    const engine = fakeEngine(() => expect.unreachable());
    const sampling = { draws: 1_000_000, chains: 1024 };
    const error = await refusal(fit({ path: table, out, sampling, command: "test" }, { engine }));
    expect(error.problems[0].code).toBe("fit-too-large");
    expect(error.problems[0].message).toContain("1,024 chains");
    expect(error.exitCode).toBe(exitCodes.usage);
    expect((await readdir(root)).sort()).toEqual(["simulated"]);
  });

  it("follows a limit that is given, in both directions", async () => {
    const { resolution, data } = await readInput(table);
    const request = { spec: resolution.spec, weeks: data.rows, threads: 2 };
    const { memory } = roomOf(request);
    const limit = memory / 2 ** 20;
    await checkFitRoom({ ...request, memory: limit + 1 });
    const { problems } = await refusal(checkFitRoom({ ...request, memory: limit - 1 }));
    expect(problems[0].hint).toContain("--memory");
    const large = { ...request, spec: { ...request.spec, sampling: { ...request.spec.sampling, draws: 2_000_000 } } };
    await checkFitRoom({ ...large, memory: 1e6 });
    // A folder that could not be read back is refused whatever the memory.
    expect((await refusal(checkFitRoom({ ...large, memory: 1e6, out: root }))).problems[0].code).toBe("run-too-large");
  });

  it("leaves as many threads as fit", async () => {
    const { resolution, data } = await readInput(table);
    const request = { spec: resolution.spec, weeks: data.rows, threads: 8 };
    const one = roomOf({ ...request, threads: 1, fits: 1 }).memory;
    const two = roomOf({ ...request, threads: 2, fits: 2 }).memory;
    const memory = (two + 0.5 * (two - one)) / 2 ** 20;
    expect(await threadsWithRoom({ ...request, memory })).toBe(2);
    expect((await refusal(threadsWithRoom({ ...request, memory: 1 }))).exitCode).toBe(exitCodes.usage);
  });

  it("is at most that of a bound that needs no model, and what is stored is known to the byte", async () => {
    const { resolution, data } = await readInput(table);
    const { spec } = resolution;
    const size = modelSize(spec, data.rows);
    const bound = mostNumbers(spec, data.rows);
    expect(bound.dimension).toBeGreaterThanOrEqual(size.dimension);
    expect(bound.reported).toBeGreaterThanOrEqual(size.reported);
    const out = join(root, "stored");
    const sampling = { chains: 2, warmup: 20, draws: 10 };
    const made = await fit({ path: table, out, sampling, report: false, command: "test" });
    expect(made?.complete).toBe(true);
    const { size: bytes } = await stat(join(out, "draws.f64"));
    const shape = { weeks: data.rows, chains: 2, warmup: 20, draws: 10 };
    expect(Math.abs(storedBytes(size, shape) / bytes - 1)).toBeLessThan(0.01);
  });

  it("is no more memory than the machine has", () => {
    expect(freeMemory()).toBeGreaterThan(2 ** 20);
  });
});
