// Every bad table, and bad model files of each kind, given to the built command: exact messages, exit code 3, nothing written.

import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { badTables } from "../data/support/bad-tables.ts";
import { badValues } from "../data/support/bad-values.ts";
import { goodCells, text } from "../data/support/tables.ts";
import { inPairs, requireBuild, start } from "./support/built-command.ts";
import { type Outcome, problemsIn } from "./support/harness.ts";

interface Case {
  readonly title: string;
  readonly file: string;
  readonly content: string | Uint8Array | undefined;
  readonly messages: readonly string[];
}

const tables: readonly Case[] = [...badTables, ...badValues]
  // What the model file says of columns is not the table's fault; those are among the model files below.
  .filter(({ overrides }) => overrides === undefined)
  .map(({ title, file = "data.csv", content, messages }) => ({ title, file, content, messages }));

const model = (title: string, content: string, ...messages: string[]): Case => ({
  title,
  file: "model.yaml",
  content,
  messages,
});

const models: readonly Case[] = [
  {
    title: "a model file that is not there",
    file: "nothing.yaml",
    content: undefined,
    messages: [
      "nothing.yaml: The model file cannot be read: there is no such file. Check the path and the permissions.",
    ],
  },
  model(
    "an empty model file",
    "",
    "model.yaml:1:1: The model file must be a map of keys and values. Received nothing. Start with `data: table.csv`.",
  ),
  model(
    "a model file that is not YAML",
    "data: [\n",
    "model.yaml:2:1: This is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]. Check indentation, brackets and quotes near this place.",
  ),
  model(
    "a misspelt key",
    "data: good.csv\nchanels: [spend_TV]\n",
    'model.yaml:2:1: There is no key `chanels`. Did you mean "channels"? Known here: data, date, target, scaling, adstock, saturation, order, channels, controls, seasonality, terms, trend, likelihood, noise, latent_spend, priors, sampling, schema.',
  ),
  model(
    "a table that the model file names and that is not there",
    "data: god.csv\n",
    'god.csv: There is no such file. Did you mean "good.csv"? Check the path; it is relative to the folder the command runs in.',
  ),
  model(
    "a channel that is not in the table",
    "data: good.csv\nchannels: [spend_Radio, spend_Nowhere]\n",
    'good.csv: There is no column "spend_Nowhere", named as channel. Received columns "week", "spend_TV", "spend_Radio", "promotions" and "revenue". Name a column of the table.',
  ),
  model(
    "a prior of an unknown distribution",
    "data: good.csv\npriors: { decay: bta(2, 2) }\n",
    'model.yaml:2:18: There is no such distribution. Received "bta". Did you mean "beta"? Known: normal, half_normal, student_t, half_student_t, cauchy, half_cauchy, lognormal, gamma, inverse_gamma, exponential, beta, uniform, truncated_normal, laplace, fixed.',
  ),
  model(
    "a prior with the wrong number of arguments",
    "data: good.csv\npriors: { decay: beta(2) }\n",
    "model.yaml:2:18: This prior takes 2 arguments. Received 1. Write beta(a, b).",
  ),
  model(
    "a prior outside of what the parameter may be",
    "data: good.csv\npriors: { decay: normal(0, 1) }\n",
    "model.yaml:2:18: `decay` is between 0 and 1; this prior also allows other values. Received normal(0, 1). Write truncated_normal(0, 1, 0, 1) or a beta prior such as beta(2, 2).",
  ),
  model(
    "chains that are not a number",
    "data: good.csv\nsampling: { chains: many }\n",
    "model.yaml:2:21: `sampling.chains` must be a whole number from 1 to 10000. Received many. The default is 4.",
  ),
  model(
    "no draws",
    "data: good.csv\nsampling: { draws: 0 }\n",
    "model.yaml:2:20: `sampling.draws` must be a whole number from 1 to 10000000. Received 0. The default is 1000.",
  ),
  model(
    "a target acceptance of 1",
    "data: good.csv\nsampling: { target_accept: 1 }\n",
    "model.yaml:2:28: `sampling.target_accept` must be a number above 0 and below 1. Received 1. The default is 0.8; if there are divergences, try 0.95.",
  ),
  model(
    "more waves than rows in a season",
    "data: good.csv\nseasonality: { period: 4, harmonics: 3 }\n",
    "model.yaml:2:38: A period of 4 rows allows at most 1 harmonics. Received 3. Lower `harmonics`; 1 to 6 are usual for a year.",
  ),
  model(
    "a column in two roles",
    "data: good.csv\ncontrols: [revenue]\n",
    'good.csv: The column "revenue" is used as target and as control. Give each column one role.',
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

  it.each(cases.map((one, index) => ({ ...one, index })))("$title", ({ index, messages }) => {
    const { code, stdout, stderr, left } = outcomes[index];
    expect(problemsIn(stderr)).toEqual(messages);
    expect(code).toBe(3);
    expect(stdout).toBe("");
    expect(left).not.toContain("run");
  });
});
