// Names as people and attackers write them, on every surface: nothing of them steers a terminal, a spreadsheet or a page, no table hides a column without a
// word, and documents hold the names as they are.

import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseCsv } from "../../src/data/reading/csv.ts";
import { writeCsv } from "../../src/data/reading/index.ts";
import { simulate } from "../../src/data/worlds/index.ts";
import { engine } from "../../src/services/engine/engine.ts";
import { textWidth } from "../../src/words/index.ts";
import { run } from "./support/harness.ts";

const names: Readonly<Record<string, string>> = {
  TV: "A retailer media network with a name that nobody shortens (prospecting and retargeting)",
  Radio: "東京テレビ広告 📺",
  Digital: "\u001b[31mRed\u001b[2J\u0007\u202eabc\u009b5m",
  Social: '=HYPERLINK("http://x")',
};
/** What none of them may do to a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
// oxlint-disable-next-line no-control-regex
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

let root: string;
let out: string;
const commands = [
  ["roi"],
  ["contributions"],
  ["curves"],
  ["optimize"],
  ["summary"],
  ["diagnose"],
  ["check"],
  ["compare"],
  ["recommend"],
] as const;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-names-"));
  const columns = simulate("media").columns.map(({ name, values }) => {
    const channel = name.replace("spend_", "");
    return { name: names[channel] === undefined ? name : `spend_${names[channel]}`, values };
  });
  const table = join(root, "table.csv");
  await writeFile(table, writeCsv(columns));
  out = join(root, "run");
  const flags = ["--chains", "2", "--warmup", "150", "--draws", "100"];
  const fitted = await run(["fit", table, "--out", out, ...flags], { engine });
  expect([0, 4]).toContain(fitted.code);
  expect(fitted.stdout + fitted.stderr).not.toMatch(steering);
}, 120_000);
afterAll(async () => {
  await rm(root, { recursive: true });
});

describe("Names of channels", () => {
  it.each(commands)("steer no terminal and hide nothing at 60, 80 and 120 columns: %s", async (command) => {
    for (const width of [60, 80, 120]) {
      const environment = { COLUMNS: String(width) };
      const { stdout, stderr } = await run([command, out], { environment });
      expect(stdout + stderr).not.toMatch(steering);
      const shown = stdout.replaceAll(/\s+/g, " ");
      // It names the slowest parameters alone, which differ from one Node to another.
      const everywhere = command === "diagnose" ? [] : ["東京テレビ広告 📺", '=HYPERLINK("http://x")'];
      for (const name of everywhere) expect(shown).toContain(name);
      for (const line of stdout.split("\n").filter((each) => /\S {3,}\S/.test(each.trim()))) {
        expect(textWidth(line), line).toBeLessThanOrEqual(width);
      }
    }
    const colored = await run([command, out], { terminal: true });
    expect(colored.stdout).not.toContain("\u001b[2J");
    expect(colored.stdout).not.toContain("\u001b[31mRed");
    expect(colored.stdout).not.toContain("\u009b");
  });

  it.each(commands.filter(([command]) => command !== "diagnose"))(
    "are in documents as they are: %s",
    async (command) => {
      const { stdout } = await run([command, out, "--json"]);
      expect(stdout).not.toMatch(steering);
      const text = JSON.stringify(JSON.parse(stdout));
      expect(text).toContain(JSON.stringify(names.Digital).slice(1, -1));
    },
  );

  it.each([["roi"], ["contributions"], ["curves"], ["optimize"], ["compare"], ["recommend"], ["check"]])(
    "are no formulas in CSV: %s",
    async (command) => {
      const { stdout, code } = await run([command, out, "--csv"]);
      if (code === 2) return;
      expect(stdout).not.toMatch(/(^|[,\n])"?[=@]/);
      await parseCsv(stdout, "printed", "");
    },
  );

  it("are text in the report and its charts", async () => {
    const charts = join(root, "charts");
    const { code, stderr } = await run(["report", out, "--charts", charts]);
    expect(stderr).not.toContain("error");
    expect([0, 4, 6]).toContain(code);
    const files = [join(out, "report.html"), ...(await readdir(charts)).map((name) => join(charts, name))];
    for (const file of files) expect(await readFile(file, "utf8"), file).not.toMatch(steering);
  });
});
