// carryover refresh from the command line: a run, a newer table with an edit, and what is refused.

import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { simulate, simulationFiles } from "../../../src/data/worlds/simulate.ts";
import { engine } from "../../../src/services/engine/index.ts";
import { loadRun } from "../../../src/store/run/index.ts";
import { refreshLines } from "../../../src/cli/print/refresh.ts";
import { plainStyle } from "../../../src/cli/terminal/style.ts";
import { refresh } from "../../../src/services/refresh/refresh.ts";
import { run } from "../support/harness.ts";

let root: string;
let lines: readonly string[];
const at = (...parts: readonly string[]): string => join(root, ...parts);
const short = ["--threads", "1", "--report", "none", "--progress", "none"];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-refresh-"));
  lines = simulationFiles(simulate("ecommerce", { weeks: 70, seed: 3 }))
    ["data.csv"].trim()
    .split("\n");
  await writeFile(at("old.csv"), lines.slice(0, 65).join("\n"));
  const sampling = ["--chains", "2", "--warmup", "100", "--draws", "60"];
  await run(["fit", at("old.csv"), "--out", at("run"), "--margin", "0.4", ...sampling, ...short], { engine });
}, 60_000);
afterAll(() => rm(root, { recursive: true }));

const filesOf = async (folder: string): Promise<readonly string[]> =>
  Promise.all((await readdir(folder)).sort().map((name) => readFile(join(folder, name), "latin1")));

it("fits the model of the run to the newer table, names the run, and leaves it as it was", {
  timeout: 60_000,
}, async () => {
  const before = await filesOf(at("run"));
  const edited = lines.map((line, k) => (k === 10 ? line.replace(/,[^,]*$/, ",1") : line));
  await writeFile(at("new.csv"), edited.join("\n"));
  const request = { run: at("run"), table: at("new.csv"), out: at("run-refreshed"), threads: 1, report: false };
  const answer = (await refresh({ ...request, command: "a test" }, { engine }))!;
  expect(answer.changes).toMatchObject({ rows: 64, changed: 1, largest: [{ date: "10", new: 1 }] });
  expect(answer.newWeeks).toMatchObject({ rows: 6, known: 6 });
  expect(answer.returns?.rows).toBe(64);
  const printed = refreshLines(answer, { folder: "run-refreshed", report: undefined }, 100, plainStyle).join("\n");
  expect(printed).toMatch(/Past rows[^]*New rows, 65 to 70[^]*ROI by both fits, 1 to 64[^]*Written to run-refreshed/);
  expect(await filesOf(at("run"))).toEqual(before);
  const [old, next] = await Promise.all([at("run"), at("run-refreshed")].map((folder) => loadRun(folder)));
  expect(next.record.refreshes).toEqual({ run: at("run"), seal: old.seal });
  expect(next.record.specification).toEqual({ ...old.record.specification, data: at("new.csv") });
  expect(next.data.rows).toBe(70);
});

it("refuses what is no newer table of the run", { timeout: 20_000 }, async () => {
  const [head, ...rows] = lines;
  const column = head.split(",")[1];
  const tables: readonly (readonly [name: string, text: string, says: string])[] = [
    ["renamed.csv", [head.replace(column, "spend_Other"), ...rows].join("\n"), column],
    ["shorter.csv", lines.slice(0, 61).join("\n"), "ends with 60"],
    ["apart.csv", [head, ...rows.map((row, k) => row.replace(/^\d+/, String(k + 200)))].join("\n"), "no date"],
  ];
  for (const [name, text, says] of tables) {
    await writeFile(at(name), text);
    const { code, stderr } = await run(["refresh", at("run"), at(name), "--out", at("none"), ...short], { engine });
    expect([code, stderr.includes(says)], stderr).toEqual([3, true]);
  }
  const onto = await run(["refresh", at("run"), at("old.csv"), "--out", at("run"), ...short], { engine });
  expect([onto.code, onto.stderr.includes("would be replaced")], onto.stderr).toEqual([2, true]);
  expect(await readdir(root)).not.toContain("none");
});
