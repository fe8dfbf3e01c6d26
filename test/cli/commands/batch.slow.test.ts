// carryover batch in the test process: worker threads and fits are real, and short.

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tableText, writeTables } from "../../jobs/support/tables.ts";
import { type Outcome, problemsIn, run } from "../support/harness.ts";

let root: string;
let tables: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-batch-"));
  tables = join(root, "tables");
  await writeTables(tables, { north: tableText(1), south: tableText(2), west: tableText(3) });
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

/** Too short to converge: 4 is the code of success here. */
const short = ["--chains", "2", "--warmup", "150", "--draws", "40", "--threads", "2"];
const batch = (...tokens: string[]): Promise<Outcome> => run(["batch", ...tokens, ...short]);
const at = (...parts: string[]): string => join(root, ...parts);

describe("carryover batch", () => {
  it("fits a folder of tables, says what it does and what came of it, and ends with the worst that happened", async () => {
    const { code, stdout, stderr } = await batch(tables, "--out", at("first"));
    expect(code).toBe(4);
    expect(stderr).toContain("a folder of tables: 3 fits to run; up to 40 rows, 3 channels, 80 draws; 1 program\n");
    expect(stderr).toMatch(
      /executor: threads \(2\), the batch is too short to measure other devices; at most about \d+ MiB of memory\n/,
    );
    expect(stdout).toMatch(
      /^3 fits in .* \([\d,]+ per hour\)\nconverged: 0\nnot converged: 3\n {2}north: There are too few draws per chain \(40\)/,
    );
    expect(stdout).toContain(`wrote ${at("first", "overview.csv")}\n`);
    expect((await readdir(at("first"))).toSorted()).toEqual(
      ["batch.json", "fits.ndjson", "north", "overview.csv", "overview.json", "south", "west"].toSorted(),
    );
  });

  it("refuses a folder that holds a batch, or anything else, unless it is to go on", async () => {
    const again = await batch(tables, "--out", at("first"));
    expect(again.code).toBe(2);
    expect(problemsIn(again.stderr)).toEqual([
      `${at("first")}: The folder already holds a batch. Continue it with --resume, or give another folder with --out.`,
    ]);
    const foreign = await batch(tables, "--out", tables);
    expect(foreign.code).toBe(2);
    expect(foreign.stderr).toContain("holds other files");

    await rm(at("first", "south"), { recursive: true });
    const resumed = await batch(tables, "--out", at("first"), "--resume", "--json");
    expect(resumed.code).toBe(4);
    expect(resumed.stderr).toContain("1 fit to run, 2 kept");
    expect(JSON.parse(resumed.stdout)).toMatchObject({ folder: at("first"), counts: { fits: 3, not_converged: 3 } });
  });

  it("goes on past a table that cannot be fitted, and ends with 3", async () => {
    await writeTables(at("mixed"), { good: tableText(4), bad: undefined });
    const { code, stdout } = await batch(at("mixed"), "--out", at("mixed-out"), "--progress", "none");
    expect(code).toBe(3);
    expect(stdout).toMatch(/failed: 1\n {2}bad\n {4}error: .*bad\.csv: No column holds the spend of a channel\./);
    expect(await readFile(at("mixed-out", "overview.csv"), "utf8")).toMatch(/\nbad,failed,,[^\n]*no-spend-column/);
    expect(await readdir(at("mixed-out"))).toContain("good");
  });

  it("splits one table by market, with one model for all, and a market can be fitted alone with the same draws", async () => {
    const rows = (seed: number, market: string): string[] =>
      tableText(seed)
        .trimEnd()
        .split("\n")
        .slice(1)
        .map((line) => `${market},${line}`);
    const header = tableText(1).split("\n")[0];
    await mkdir(at("long"));
    await writeFile(
      at("long", "sales.csv"),
      [`market,${header}`, ...rows(1, "Nord"), ...rows(2, "Süd"), ""].join("\n"),
    );
    await writeFile(at("long", "model.yaml"), "data: any.csv\nlikelihood: student_t\nseasonality: none\n");
    const { code } = await batch(
      at("long", "sales.csv"),
      "--model",
      at("long", "model.yaml"),
      "--out",
      at("long", "out"),
    );
    expect(code).toBe(4);
    const record = JSON.parse(await readFile(at("long", "out", "Süd", "spec.json"), "utf8"));
    const part = at("long", "out", "tables", "Süd.csv");
    expect(record).toMatchObject({ data: { path: part }, specification: { likelihood: "student_t" } });
    expect(await readFile(part, "utf8")).toBe(tableText(2));
    // What spec.json says is a model file: fitted as it is, it gives the same run.
    await writeFile(at("long", "alone.json"), JSON.stringify(record.specification));
    const { engine } = await import("../../../src/services/engine/engine.ts");
    const alone = await run(["fit", at("long", "alone.json"), "--out", at("long", "alone"), "--report", "none"], {
      engine,
    });
    expect(alone.code).toBe(4);
    expect(await readFile(at("long", "alone", "draws.f64"))).toEqual(
      await readFile(at("long", "out", "Süd", "draws.f64")),
    );
  });

  it("runs a part of a batch, beside others in the same folder, and puts the parts together", async () => {
    const out = ["--out", at("shards")];
    const second = await batch(tables, ...out, "--shard", "2/2");
    expect(second.code).toBe(4);
    expect(second.stdout).toContain("1 fit in ");
    const missing = await batch(tables, ...out, "--overview");
    expect(missing.code).toBe(4);
    expect(missing.stdout).toContain("3 fits: 0 converged, 1 not converged, 0 failed, 2 missing\n");
    const other = await batch(tables, ...out, "--shard", "1/2", "--seed", "5");
    expect(other.code).toBe(2);
    expect(other.stderr).toContain("the shards of a batch must agree");
    const first = await batch(tables, ...out, "--shard", "1/2", "--json");
    expect(JSON.parse(first.stdout)).toMatchObject({ counts: { fits: 3, not_converged: 3, missing: 0 } });
    expect((await readdir(at("shards"))).filter((name) => name.startsWith("fits"))).toEqual([
      "fits.1-of-2.ndjson",
      "fits.2-of-2.ndjson",
    ]);
    expect((await batch(tables, ...out, "--shard", "1/2")).code).toBe(2);
    expect((await batch(tables, ...out, "--resume", "--shard", "4/4")).stdout).toContain("0 fits in ");
    expect((await batch(tables, ...out, "--shard", "3/2")).stderr).toContain("--shard must be I/N");
    expect((await batch(tables, "--out", tables, "--overview")).stderr).toContain("This is not the folder of a batch");
  });

  it("says what it would do without doing it", async () => {
    const { code, stdout } = await batch(tables, "--out", at("dry"), "--dry-run");
    expect(code).toBe(0);
    // What columns were taken for, once and not for every table.
    expect(stdout.match(/^Columns of /gm)).toHaveLength(1);
    expect(stdout).toMatch(/^Columns of .*north\.csv and of 2 more tables with the same columns$/m);
    expect(stdout).toMatch(/^ {2}target +revenue/m);
    expect(stdout).toContain("3 fits to run");
    expect(await readdir(root)).not.toContain("dry");
    const rest = await batch(tables, "--out", at("first"), "--dry-run", "--resume");
    expect(rest.stdout).toContain("0 fits to run, 3 kept");
    const tight = await batch(tables, "--out", at("dry"), "--dry-run", "--memory", "64");
    expect(tight.code).toBe(2);
    expect(problemsIn(tight.stderr).at(-1)).toMatch(/^One fit at a time needs about \d+ MiB\. Received 64 MiB\./);
  });

  it("refuses a bad manifest or model before anything is written", async () => {
    await writeFile(at("manifest.csv"), "data,sed\ntables/nroth.csv,1\n");
    const { code, stderr } = await batch(at("manifest.csv"), "--out", at("never"));
    expect(code).toBe(3);
    expect(problemsIn(stderr)).toEqual([
      expect.stringMatching(
        /manifest\.csv, line 1, column "sed": A manifest has no column "sed"\. Did you mean "seed"\?/,
      ),
      expect.stringMatching(/manifest\.csv, line 2, column "data": There is no file .* Did you mean "north\.csv"\?/),
    ]);
    expect((await batch(tables, "--out", at("never"), "--model", at("none.yaml"))).code).toBe(3);
    expect(await readdir(root)).not.toContain("never");
  });

  it("keeps what is finished at Ctrl-C and says how to go on", async () => {
    await writeTables(at("slow"), { quick: tableText(5) });
    await writeFile(
      at("slow.csv"),
      "name,data,draws\nquick,slow/quick.csv,40\nlong,slow/quick.csv,100000\nlast,slow/quick.csv,100000\n",
    );
    const running = run(["batch", at("slow.csv"), "--out", at("slow-out"), ...short.slice(0, 6), "--threads", "1"]);
    const journal = at("slow-out", "fits.ndjson");
    const finished = async (): Promise<boolean> =>
      (await readFile(journal, "utf8").catch(() => "")).includes('"quick"');
    while (!(await finished())) await new Promise((resume) => setTimeout(resume, 20));
    await new Promise((resume) => setTimeout(resume, 300));
    process.emit("SIGINT");
    const { code, stderr } = await running;
    expect(code).toBe(130);
    expect(stderr).toMatch(/Canceling: fits that run are given up/);
    expect(stderr).toMatch(/Canceled after 1 of 3 fits\. Go on with: carryover batch .* --resume\n$/);
    expect((await readdir(at("slow-out"))).toSorted()).toEqual(
      ["batch.json", "fits.ndjson", "overview.csv", "overview.json", "quick"].toSorted(),
    );
    expect(JSON.parse(await readFile(at("slow-out", "overview.json"), "utf8"))).toMatchObject({
      counts: { missing: 2 },
    });
  });
});
