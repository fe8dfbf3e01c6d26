// The wording of problems, as a listing to be read: what tests of bad inputs expect, in the words of the day. Those tests compare with the
// wording's own functions, so that a change of wording is made in one file, and `npx vitest run test/problems -u` renews the listing.

import { expect, it } from "vitest";
import * as columnProblems from "../../src/problems/column-problems.ts";
import * as countProblems from "../../src/problems/count-problems.ts";
import * as runProblems from "../../src/problems/run-problems.ts";
import { formatProblem, type Problem } from "../../src/problems/problem.ts";
import { badPanels } from "../data/support/bad-panels.ts";
import { badTables } from "../data/support/bad-tables.ts";
import { badValues } from "../data/support/bad-values.ts";
import { badModelFiles } from "../mmm/support/bad-model-files.ts";
import { badNoise } from "../mmm/support/bad-noise.ts";

const listed = (title: string, problems: readonly Problem[]): string =>
  [title, ...problems.map((problem) => `  [${problem.code}] ${formatProblem(problem)}`)].join("\n");

it("is the wording of the listing", async () => {
  const runFolders: readonly Problem[] = [
    runProblems.outIsFile("R"),
    runProblems.outIsForeign("R", ["notes.txt"]),
    runProblems.noRun("R", ""),
    runProblems.notARun("R"),
    runProblems.runFileMissing("R/draws.f64"),
    runProblems.runFileSize("R/draws.f64", 1000, 31200),
    runProblems.runFileChanged("R/draws.f64"),
    runProblems.runFileUnreadable("R/summary.json", "no valid JSON"),
    runProblems.runFormatUnknown("R/spec.json", "format 2", "0.1.0"),
  ];
  const counts: readonly Problem[] = [
    countProblems.notCounts("m.yaml:2:13", "revenue", 8, 4.25),
    countProblems.negativeCount("m.yaml:2:13", "conversions", 3, -1),
  ];
  const arrays: readonly Problem[] = [
    columnProblems.noColumns("data"),
    columnProblems.lengthMismatch("data", "revenue", 2, 24),
  ];
  const sections = [
    ...[...badTables, ...badValues, ...badPanels].map(({ title, problems }) => listed(title, problems)),
    ...badModelFiles.map(([text, problems]) => listed(JSON.stringify(text), problems)),
    ...badNoise(90.1).map(([text, problem]) => listed(JSON.stringify(text), [problem])),
    listed("run folders", runFolders),
    listed("targets of counts", counts),
    listed("arrays in memory", arrays),
  ];
  await expect(`${sections.join("\n\n")}\n`).toMatchFileSnapshot("wording.txt");
});
