// Every bad table, and bad model files of each kind, given to the built command: every problem as it is told, exit code 3, nothing written.

import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as columnProblems from "../../src/problems/column-problems.ts";
import * as fileProblems from "../../src/problems/file-problems.ts";
import * as modelFileProblems from "../../src/problems/model-file-problems.ts";
import { formatProblem, type Problem } from "../../src/problems/problem.ts";
import * as writtenFileProblems from "../../src/problems/written-file-problems.ts";
import { families, modelKeys, rule } from "../mmm/support/bad-model-files.ts";
import { badTables } from "../data/support/bad-tables.ts";
import { badValues } from "../data/support/bad-values.ts";
import { goodCells, text } from "../data/support/tables.ts";
import { inPairs, requireBuild, start } from "./support/built-command.ts";
import { type Outcome, problemsIn } from "./support/harness.ts";

interface Case {
  readonly title: string;
  readonly file: string;
  readonly content: string | Uint8Array | undefined;
  readonly problems: readonly Problem[];
}

const tables: readonly Case[] = [...badTables, ...badValues]
  // What the model file says of columns is not the table's fault; those are among the model files below.
  .filter(({ overrides }) => overrides === undefined)
  .map(({ title, file = "data.csv", content, problems }) => ({ title, file, content, problems }));

const model = (title: string, content: string, ...problems: Problem[]): Case => ({
  title,
  file: "model.yaml",
  content,
  problems,
});

/** Where a model file is wrong: line and column. */
const at = (line: number, column: number): string => `model.yaml:${line}:${column}`;

const models: readonly Case[] = [
  {
    title: "a model file that is not there",
    file: "nothing.yaml",
    content: undefined,
    problems: [writtenFileProblems.writtenFileUnreadable("model", "nothing.yaml", "there is no such file")],
  },
  model("an empty model file", "", writtenFileProblems.wrongValue("model", at(1, 1), "", rule("file"), "nothing")),
  model(
    "a model file that is not YAML",
    "data: [\n",
    writtenFileProblems.writtenFileSyntax(
      "model",
      at(2, 1),
      "Flow sequence in block collection must be sufficiently indented and end with a ].",
    ),
  ),
  model(
    "a misspelt key",
    "data: good.csv\nchanels: [spend_TV]\n",
    writtenFileProblems.unknownKey(at(2, 1), "chanels", "chanels", modelKeys),
  ),
  model(
    "a table that the model file names and that is not there",
    "data: god.csv\n",
    fileProblems.missingFile("god.csv", ["good.csv"]),
  ),
  model(
    "a channel that is not in the table",
    "data: good.csv\nchannels: [spend_Radio, spend_Nowhere]\n",
    columnProblems.missingColumn("good.csv", "channel", "spend_Nowhere", goodCells()[0]),
  ),
  model(
    "a prior of an unknown distribution",
    "data: good.csv\npriors: { decay: bta(2, 2) }\n",
    modelFileProblems.unknownDistribution(at(2, 18), "bta", families),
  ),
  model(
    "a prior with the wrong number of arguments",
    "data: good.csv\npriors: { decay: beta(2) }\n",
    modelFileProblems.priorArgumentCount(at(2, 18), "1", "beta(a, b)", 2),
  ),
  model(
    "a prior outside of what the parameter may be",
    "data: good.csv\npriors: { decay: normal(0, 1) }\n",
    modelFileProblems.priorOutsideDomain(
      at(2, 18),
      "decay",
      "between 0 and 1",
      "normal(0, 1)",
      "truncated_normal(0, 1, 0, 1) or a beta prior such as beta(2, 2)",
    ),
  ),
  model(
    "chains that are not a number",
    "data: good.csv\nsampling: { chains: many }\n",
    writtenFileProblems.wrongValue("model", at(2, 21), "sampling.chains", rule("sampling.chains"), "many"),
  ),
  model(
    "no draws",
    "data: good.csv\nsampling: { draws: 0 }\n",
    writtenFileProblems.wrongValue("model", at(2, 20), "sampling.draws", rule("sampling.draws"), "0"),
  ),
  model(
    "a target acceptance of 1",
    "data: good.csv\nsampling: { target_accept: 1 }\n",
    writtenFileProblems.wrongValue("model", at(2, 28), "sampling.target_accept", rule("sampling.target_accept"), "1"),
  ),
  model(
    "more waves than rows in a season",
    "data: good.csv\nseasonality: { period: 4, harmonics: 3 }\n",
    modelFileProblems.tooManyHarmonics(at(2, 38), 3, 4),
  ),
  model(
    "a column in two roles",
    "data: good.csv\ncontrols: [revenue]\n",
    columnProblems.columnUsedTwice("good.csv", "revenue", ["target", "control"]),
  ),
];

const cases: readonly Case[] = [...tables, ...models];
let root: string;
let outcomes: readonly (Outcome & { readonly left: readonly string[] })[];

beforeAll(async () => {
  requireBuild();
  root = await mkdtemp(join(tmpdir(), "carryover-bad-"));
  outcomes = await inPairs([...cases.entries()], async ([index, { file, content }]) => {
    const place = join(root, String(index));
    await mkdir(join(place, "folder"), { recursive: true });
    await writeFile(join(place, "weekly.csv"), "week\n");
    if (file.endsWith(".yaml")) await writeFile(join(place, "good.csv"), text(goodCells()));
    if (content !== undefined) await writeFile(join(place, file), content);
    const outcome = await start(["fit", file, "--out", "run", "--threads", "1"], place).finished;
    return { ...outcome, left: await readdir(place) };
  });
}, 120_000);
afterAll(async () => {
  await rm(root, { recursive: true });
});

describe("carryover fit refuses", () => {
  it("at least forty bad inputs", () => {
    expect(cases.length).toBeGreaterThanOrEqual(40);
  });

  it.each(cases.map((one, index) => ({ ...one, index })))("$title", ({ index, problems }) => {
    const { code, stdout, stderr, left } = outcomes[index];
    expect(problemsIn(stderr)).toEqual(problems.map(formatProblem));
    expect(code).toBe(3);
    expect(stdout).toBe("");
    expect(left).not.toContain("run");
  });
});
