// Reports and charts on disk.

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CarryoverError, exitCodes } from "../../src/problems/problem.ts";
import { checkReportTarget, type ReportedRun, writeCharts, writeReport } from "../../src/report/write-report.ts";
import { loadRun, saveRun, sealedReport } from "../../src/store/run/index.ts";
import { fakeFit } from "../store/support/fake-fit.ts";

const report = '<!doctype html>\n<html lang="en" data-carryover-report>\n<p>1</p>';
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8" viewBox="0 0 8 8"><style></style><path d="M0 0h8v8z" fill="var(--carryover-ink, #123456)"/></svg>';
const seal = "ab".repeat(32);
let folder: string;
let run: ReportedRun;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-report-"));
  const out = join(folder, "run");
  run = await saveRun(fakeFit(), out, { command: "test", dataPath: "/data.csv", backend: "wasm", threads: 1 });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function refusal(work: Promise<unknown>): Promise<CarryoverError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CarryoverError);
  return error as CarryoverError;
}

describe("writeReport", () => {
  it("writes report.html into the run folder, or the file that is named, with its folders", async () => {
    expect(await writeReport(report, run)).toBe(join(run.folder, "report.html"));
    const other = join(folder, "new", "folder", "board.html");
    expect(await writeReport(report, run, other)).toBe(other);
    expect(await readFile(other, "utf8")).toBe(sealedReport(report, run.seal));
  });

  it("replaces a report, whole, and leaves nothing beside it", async () => {
    const own = join(folder, "again");
    await mkdir(own);
    await writeReport(report, { folder: own, seal }, join(own, "a.html"));
    await writeReport(`${report}2`, { folder: own, seal }, join(own, "a.html"));
    expect(await readFile(join(own, "a.html"), "utf8")).toBe(sealedReport(`${report}2`, seal));
    expect(await readdir(own)).toEqual(["a.html"]);
  });

  it("does not replace a file that is no report, nor a folder", async () => {
    const notes = join(folder, "notes.html");
    await writeFile(notes, "<!doctype html>\n<html lang='en'>mine");
    const foreign = await refusal(writeReport(report, run, notes));
    expect(foreign.exitCode).toBe(exitCodes.usage);
    expect(foreign.problems[0]).toMatchObject({ code: "report-is-foreign", where: notes });
    expect(await readFile(notes, "utf8")).toContain("mine");
    expect((await refusal(writeReport(report, run, folder))).problems[0].code).toBe("report-is-folder");
  });

  it("writes no report of a run into the folder of another, and leaves nothing there", async () => {
    const before = await readdir(run.folder);
    const error = await refusal(writeReport(report, { folder: run.folder, seal }));
    expect(error.problems[0].code).toBe("run-replaced-meanwhile");
    expect(await readdir(run.folder)).toEqual(before);
  });

  it("leaves a run that is read: its report is of it, whole, and no other file goes into the folder", async () => {
    await writeReport(report, run);
    expect((await loadRun(run.folder)).seal).toBe(run.seal);
    for (const [out, charts] of [
      [join(run.folder, "board.html"), undefined],
      [undefined, join(run.folder, "charts")],
    ] as const) {
      const { problems, exitCode } = await refusal(checkReportTarget(run.folder, out, charts));
      expect(problems[0].code).toBe("report-into-run");
      expect(exitCode).toBe(exitCodes.usage);
    }
    await checkReportTarget(run.folder, join(run.folder, "report.html"));
  });

  it("says why a file cannot be written", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    const { problems, exitCode } = await refusal(writeReport(report, run, join(file, "below.html")));
    expect(problems[0].code).toBe("report-not-writable");
    expect(problems[0].received).toMatch(/ENOTDIR|EEXIST/);
    expect(exitCode).toBe(exitCodes.notWritten);
  });
});

describe("writeCharts", () => {
  it("writes SVG files that stand alone: colors resolved, the font inside", async () => {
    const [path] = await writeCharts([{ id: "one", svg }], join(folder, "svg"), "svg");
    expect(path).toBe(join(folder, "svg", "one.svg"));
    const text = await readFile(path, "utf8");
    expect(text).toContain('fill="#123456"');
    expect(text).toContain("@font-face");
    expect(text).not.toContain("var(--carryover");
  });

  it("writes PNG files", async () => {
    const [path] = await writeCharts([{ id: "one", svg }], join(folder, "png"), "png");
    expect([...(await readFile(path)).subarray(1, 4)]).toEqual([...Buffer.from("PNG")]);
  });
});
