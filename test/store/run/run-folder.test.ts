// A run folder gives back what was written, and says what is wrong when it cannot.

import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CarryoverError, formatProblem, type Problem } from "../../../src/problems/problem.ts";
import * as runProblems from "../../../src/problems/run-problems.ts";
import type { RunOrigin } from "../../../src/store/run/index.ts";
import {
  checkRunTarget,
  loadResumable,
  loadRun,
  openRun,
  resumeProblems,
  saveRun,
  specificationOf,
} from "../../../src/store/run/index.ts";
import { decodeDraws, encodeDraws } from "../../../src/store/run/draws-file.ts";
import { fakeFit } from "../support/fake-fit.ts";

const origin: RunOrigin = {
  command: "carryover fit weekly.csv",
  dataPath: "/data/weekly.csv",
  backend: "wasm",
  threads: 2,
};
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-store-"));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

async function refusal(action: Promise<unknown>): Promise<{ lines: string[]; exitCode: number }> {
  const error = await action.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CarryoverError);
  const { message, exitCode } = error as CarryoverError;
  return { lines: message.replaceAll(`${root}/`, "").split("\n"), exitCode };
}

describe("a run folder", () => {
  it("of a model with other parameters is refused for decisions, and its draws can still be read", async () => {
    const fit = fakeFit({});
    const folder = join(root, "older");
    await saveRun({ ...fit, parameters: fit.parameters.filter(({ name }) => name !== "sigma") }, folder, origin);
    await expect(loadRun(folder)).resolves.toBeDefined();
    const { lines, exitCode } = await refusal(openRun(folder));
    expect(lines[0]).toContain("whose model had other parameters");
    expect(lines.join("\n")).toContain('no draws of "');
    expect(exitCode).toBe(3);
  });

  it("gives back the units of quantities whose elements have different ones", () => {
    const fit = fakeFit({});
    const { chains, draws } = fit.quantities[0];
    const units = ["spend per week", "emails per week"];
    const quantities = fit.quantities.map((own) => ({ ...own, unit: units.join(", "), units }));
    const { bytes, index } = encodeDraws({ ...fit, chains, draws, quantities });
    expect(decodeDraws(bytes, index).quantities[0]).toMatchObject({ unit: units.join(", "), units });
  });

  it("gives back every draw bit for bit, the summary with NaN, and the record", async () => {
    const fit = fakeFit({ pointwise: true });
    const folder = join(root, "whole");
    await saveRun(fit, folder, origin);
    expect((await readdir(folder)).sort()).toEqual(
      [
        "data.json",
        "diagnostics.json",
        "draws.f64",
        "draws.json",
        "manifest.json",
        "spec.json",
        "summary.csv",
        "summary.json",
      ].sort(),
    );
    const run = await loadRun(folder);
    expect(run.draws.parameters).toEqual(fit.parameters);
    expect(run.draws.quantities).toEqual(fit.quantities);
    expect(run.draws.sampler).toEqual(fit.sampler);
    expect(run.draws.positions).toEqual(fit.positions);
    expect(run.draws.coordinates).toEqual(fit.coordinates);
    expect(run.draws.pointwise).toEqual(fit.pointwise);
    expect(run.summary).toEqual(fit.summary);
    expect(run.diagnostics).toEqual(fit.diagnostics);
    expect(run.data).toEqual(fit.data);
    expect(run.record).toMatchObject({
      complete: true,
      seed: 1,
      command: origin.command,
      data: { path: "/data/weekly.csv" },
    });
    expect(await specificationOf(run)).toEqual({ ...fit.spec, data: "/data/weekly.csv" });
  });

  it("stores columns chain after chain as little-endian float64 at the offsets of draws.json", async () => {
    const fit = fakeFit();
    const folder = join(root, "columns");
    await saveRun(fit, folder, origin);
    const index = JSON.parse(await readFile(join(folder, "draws.json"), "utf8"));
    const bytes = await readFile(join(folder, "draws.f64"));
    expect(bytes.length).toBe(8 * 300 * 13);
    const column = index.columns.find(({ name }: { name: string }) => name === "slope");
    expect(column).toMatchObject({ kind: "parameter", axes: [{ name: "channel", labels: ["TV"] }] });
    expect(bytes.readDoubleLE(column.offset + 8 * 151)).toBe(fit.parameters[1].values[151]);
  });

  it("is read the same wherever its bytes lie in memory", () => {
    const fit = fakeFit();
    const { bytes, index } = encodeDraws({ ...fit, chains: 2, draws: 150 });
    const around = Buffer.alloc(bytes.length + 24);
    around.set(bytes, 5);
    const back = decodeDraws(around.subarray(5, 5 + bytes.length), index);
    expect(back.parameters).toEqual(fit.parameters);
    expect(back.positions).toEqual(fit.positions);
  });

  it("keeps log likelihoods of some draws alone, and says of which", () => {
    const fit = fakeFit();
    const pointwise = {
      chains: 2,
      draws: 37,
      observations: 3,
      every: 4,
      values: new Float64Array(2 * 37 * 3).map((_, i) => i),
    };
    const { bytes, index } = encodeDraws({ ...fit, pointwise, chains: 2, draws: 150 });
    expect(index.log_likelihood_every).toBe(4);
    const back = decodeDraws(bytes, index);
    expect(back.pointwise).toEqual(pointwise);
    expect(back.positions).toEqual(fit.positions);
  });

  it("writes null for figures that are not finite, and an empty cell in the CSV", async () => {
    const folder = join(root, "nulls");
    await saveRun(fakeFit({ draws: 1 }), folder, origin);
    expect(JSON.parse(await readFile(join(folder, "diagnostics.json"), "utf8")).min_ess_tail).toBeNull();
    const summary = JSON.parse(await readFile(join(folder, "summary.json"), "utf8"));
    expect(summary.parameters[0].rhat).toBeNull();
    const csv = (await readFile(join(folder, "summary.csv"), "utf8")).split("\n");
    expect(csv[0]).toBe(
      "kind,name,unit,estimate,statistic,mean,sd,q5,median,q95,mcse_mean,mcse_sd,rhat,ess_bulk,ess_tail",
    );
    expect(csv[1].endsWith(",,,,,")).toBe(true);
  });

  it("replaces an earlier run and leaves nothing beside it", async () => {
    const parent = join(root, "again");
    const folder = join(parent, "run");
    await saveRun(fakeFit(), folder, origin);
    await saveRun(fakeFit({ seed: 2 }), folder, origin);
    expect((await loadRun(folder)).record.seed).toBe(2);
    expect(await readdir(parent)).toEqual(["run"]);
  });

  it("takes the place of an empty folder", async () => {
    const folder = join(root, "empty");
    await mkdir(folder);
    await saveRun(fakeFit(), folder, origin);
    expect((await loadRun(folder)).record.complete).toBe(true);
  });

  it("holds no draws when a fit was canceled during warm-up, and loads all the same", async () => {
    const folder = join(root, "no-draws");
    await saveRun(fakeFit({ draws: 0, complete: false }), folder, origin);
    const run = await loadRun(folder);
    expect(run.draws.draws).toBe(0);
    expect(run.diagnostics.checks.map(({ name, detail }) => [name, detail])).toEqual([
      ["complete", "Sampling was canceled before every chain had a draw."],
    ]);
  });
});

describe("a canceled run", () => {
  it("is marked incomplete and not converged, and keeps the state bit for bit", async () => {
    const fit = fakeFit({ complete: false });
    const folder = join(root, "canceled");
    await saveRun(fit, folder, origin);
    const run = await loadRun(folder);
    expect(run.record.complete).toBe(false);
    expect(run.diagnostics.converged).toBe(false);
    expect(run.diagnostics.checks[0]).toEqual({
      name: "complete",
      status: "fail",
      detail: "Sampling was canceled; every chain has 150 draws.",
      remedy: "Go on with the same command and --resume.",
    });
    expect((await loadResumable(folder)).state).toEqual(fit.resumable);
    expect(
      resumeProblems("run", run.record, { spec: fit.spec, dataHash: fit.data.hash, backend: "wasm" }, true),
    ).toEqual([]);
  });

  it("is not resumed with other data, backend or settings, and each difference is named", async () => {
    const fit = fakeFit({ complete: false });
    const folder = join(root, "differs");
    await saveRun(fit, folder, origin);
    const { record } = await loadRun(folder);
    const other = fakeFit({ draws: 100 });
    const problems = resumeProblems(
      "run",
      record,
      {
        spec: other.spec,
        dataHash: "cd".repeat(32),
        backend: "javascript",
      },
      true,
    );
    expect(problems.map(({ message, received }) => `${message} ${received}`)).toEqual([
      "The run cannot be resumed: the backend differs. It was wasm. javascript",
      `The run cannot be resumed: the data's SHA-256 differs. It was ${"ab".repeat(32)}. ${"cd".repeat(32)}`,
      "The run cannot be resumed: `sampling.draws` differs. It was 150. 100",
    ]);
    const engine = { ...record, versions: { ...record.versions, v8: "1.2.3" } };
    const [other8] = resumeProblems("run", engine, { spec: fit.spec, dataHash: fit.data.hash, backend: "wasm" }, true);
    expect(other8.message).toBe(
      "The run cannot be resumed: the version of V8 (the JavaScript engine of Node) differs. It was 1.2.3.",
    );
    const older = { ...record, versions: { ...record.versions, carryover: "0.0.1" } };
    const [problem] = resumeProblems("run", older, { spec: fit.spec, dataHash: fit.data.hash, backend: "wasm" }, true);
    expect(problem.message).toBe("The run cannot be resumed: the version of carryover differs. It was 0.0.1.");
  });

  it("is not resumed when it is complete", async () => {
    const folder = join(root, "complete");
    const fit = fakeFit();
    await saveRun(fit, folder, origin);
    const { record } = await loadRun(folder);
    const [problem] = resumeProblems("run", record, { spec: fit.spec, dataHash: fit.data.hash, backend: "wasm" }, true);
    expect(problem.code).toBe("run-is-complete");
  });
});

/** Stands for the size that a file had, which is no matter of these tests. */
const size = 999;

describe("a run folder that is not whole is refused", () => {
  const damages: readonly [title: string, damage: (folder: string) => Promise<void>, problem: Problem][] = [
    ["a file is missing", (folder) => rm(join(folder, "draws.f64")), runProblems.runFileMissing("R/draws.f64")],
    [
      "the draws are cut off",
      (folder) => truncate(join(folder, "draws.f64"), 1000),
      runProblems.runFileSize("R/draws.f64", 1000, size),
    ],
    [
      "one byte of the draws has changed",
      async (folder) => {
        const bytes = await readFile(join(folder, "draws.f64"));
        bytes[77] ^= 1;
        await writeFile(join(folder, "draws.f64"), bytes);
      },
      runProblems.runFileChanged("R/draws.f64"),
    ],
    [
      "a JSON file is cut off",
      (folder) => truncate(join(folder, "summary.json"), 40),
      runProblems.runFileSize("R/summary.json", 40, size),
    ],
    [
      "a JSON file holds something else",
      (folder) => writeFile(join(folder, "diagnostics.json"), "{}"),
      runProblems.runFileSize("R/diagnostics.json", 2, size),
    ],
    [
      "it is of another format",
      async (folder) => {
        await rm(join(folder, "manifest.json"));
        const path = join(folder, "spec.json");
        const record = JSON.parse(await readFile(path, "utf8"));
        await writeFile(
          path,
          JSON.stringify({ ...record, schema: "carryover/run/9", versions: { carryover: "9.0.0" } }),
        );
      },
      runProblems.runFormatUnknown("R/spec.json", "carryover/run/9", "9.0.0"),
    ],
    [
      "it is of the first release",
      async (folder) => {
        await rm(join(folder, "manifest.json"));
        const path = join(folder, "spec.json");
        const { schema: _, ...record } = JSON.parse(await readFile(path, "utf8"));
        const old = { format: "carryover-run", format_version: 2, ...record, versions: { carryover: "0.1.0" } };
        await writeFile(path, JSON.stringify(old));
      },
      runProblems.runFormatUnknown("R/spec.json", "format 2", "0.1.0"),
    ],
    [
      "its seal is of another format",
      (folder) => writeFile(join(folder, "manifest.json"), JSON.stringify({ schema: "carryover/manifest/2" })),
      runProblems.runFormatUnknown("R/manifest.json", "carryover/manifest/2", undefined),
    ],
    ["spec.json is missing", (folder) => rm(join(folder, "spec.json")), runProblems.runFileMissing("R/spec.json")],
    [
      "the manifest is missing",
      (folder) => rm(join(folder, "manifest.json")),
      runProblems.runFileMissing("R/manifest.json"),
    ],
    [
      "spec.json and the manifest are missing",
      async (folder) => {
        await rm(join(folder, "spec.json"));
        await rm(join(folder, "manifest.json"));
      },
      runProblems.notARun("R"),
    ],
    ["the folder is missing", (folder) => rm(folder, { recursive: true }), runProblems.noRun("R", "")],
  ];

  it.each(damages)("%s", async (title, damage, problem) => {
    const place = title.replaceAll(" ", "-");
    const folder = join(root, place, "R");
    await saveRun(fakeFit(), folder, origin);
    await damage(folder);
    const { lines, exitCode } = await refusal(loadRun(folder));
    const shown = lines.map((text) => text.replaceAll(`${place}/`, "").replace(/have \d+ bytes/, `have ${size} bytes`));
    expect(shown).toEqual([formatProblem(problem)]);
    expect(exitCode).toBe(3);
  });
});

it("a run takes the place of one of the first release", async () => {
  const folder = join(root, "place-of-old");
  await saveRun(fakeFit(), folder, origin);
  const { schema: _, ...record } = JSON.parse(await readFile(join(folder, "spec.json"), "utf8"));
  await writeFile(join(folder, "spec.json"), JSON.stringify({ format: "carryover-run", format_version: 2, ...record }));
  await saveRun(fakeFit(), folder, origin);
  expect((await loadRun(folder)).record.complete).toBe(true);
});

describe("a run is not written over what is not a run", () => {
  it.each([
    ["a file", (path: string) => writeFile(path, "x"), runProblems.outIsFile],
    [
      "a folder with other files",
      async (path: string) => {
        await mkdir(path);
        await writeFile(join(path, "thesis.docx"), "x");
      },
      runProblems.outIsForeign,
    ],
    [
      "a run folder in which somebody keeps notes",
      async (path: string) => {
        await saveRun(fakeFit(), path, origin);
        await writeFile(join(path, "notes.txt"), "x");
      },
      runProblems.outIsForeign,
    ],
    [
      "a spec.json of something else",
      async (path: string) => {
        await mkdir(path);
        await writeFile(join(path, "spec.json"), "{}");
      },
      runProblems.outIsForeign,
    ],
  ])("%s", async (title, prepare, wording) => {
    const path = join(root, `over-${title.replaceAll(" ", "-")}`);
    await prepare(path);
    const { lines, exitCode } = await refusal(checkRunTarget(path));
    expect(lines[0]).toContain(wording(path, []).message);
    expect(exitCode).toBe(2);
    expect((await refusal(saveRun(fakeFit(), path, origin))).exitCode).toBe(2);
  });

  it("the folder the command runs in", async () => {
    const { lines } = await refusal(checkRunTarget("."));
    expect(lines[0]).toContain("cannot be the current folder");
  });
});
