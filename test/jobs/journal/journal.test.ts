import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { rowOfFailure } from "../../../src/jobs/tasks/fit-row.ts";
import { checkBatchFolder } from "../../../src/jobs/journal/batch-folder.ts";
import { journalName, openJournal, readJournals } from "../../../src/jobs/journal/journal.ts";
import { overviewCsv, overviewOf, writeOverview } from "../../../src/jobs/journal/overview.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import { jobFor } from "../support/tables.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-journal-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const failed = (name: string, message: string) =>
  rowOfFailure(jobFor(name, "tables", folder), new CarryoverError([{ code: "bad", message, hint: "Mend it." }]));
const converged = (name: string) => ({
  ...failed(name, ""),
  state: "converged" as const,
  problems: [],
  max_rhat: 1.001,
  channels: [
    {
      name: "TV",
      contribution: { estimate: 10, statistic: "mean" as const, mean: 10, median: 9, lower: 5, upper: 15 },
      roi: {
        estimate: 1.5,
        statistic: "mean" as const,
        mean: 1.5,
        median: 1.4,
        lower: 1,
        upper: Number.POSITIVE_INFINITY,
      },
    },
  ],
});

it("a line that a crash cut off costs its own fit alone, and the next line begins on a line of its own", async () => {
  const path = join(folder, journalName(undefined));
  const first = await openJournal(path);
  await first.add(converged("a"), "threads");
  await first.close();
  await appendFile(path, '{"name":"b","state":"conver');
  const second = await openJournal(path);
  await second.add(converged("c"), "threads");
  await second.close();
  expect([...(await readJournals(folder)).keys()]).toEqual(["a", "c"]);
  expect((await readFile(path, "utf8")).split("\n")).toHaveLength(4);
});

it("the last word on a fit counts, whichever shard's journal it stands in", async () => {
  const whole = await openJournal(join(folder, journalName(undefined)));
  await whole.add(failed("a", "first"), undefined);
  await whole.close();
  await new Promise((resume) => setTimeout(resume, 5));
  const shard = await openJournal(join(folder, journalName({ index: 1, count: 2 })));
  await shard.add(converged("a"), "threads (2)");
  await shard.close();
  expect((await readJournals(folder)).get("a")).toMatchObject({ state: "converged", executor: "threads (2)" });
});

it("the overview has a row for every fit: figures, failures with code and message, and what is missing", async () => {
  const journal = await openJournal(join(folder, journalName(undefined)));
  await journal.add(failed("north", "No column, it says."), "threads (2)");
  await journal.add(converged("south"), "threads (2)");
  await journal.close();
  const overview = await overviewOf(folder, ["south", "west", "north"], { name: "threads (2)", reason: "asked for" });
  expect(overview.counts).toEqual({ fits: 3, converged: 1, not_converged: 0, failed: 1, missing: 1 });
  expect(overview.fits.map(({ name, state }) => [name, state])).toEqual([
    ["south", "converged"],
    ["west", "missing"],
    ["north", "failed"],
  ]);
  const [header, south, west, north] = overviewCsv(overview).split("\n");
  expect(header.split(",").slice(-8)).toEqual([
    "contribution[TV]_estimate",
    "contribution[TV]_statistic",
    "contribution[TV]_lower",
    "contribution[TV]_upper",
    "roi[TV]_estimate",
    "roi[TV]_statistic",
    "roi[TV]_lower",
    "roi[TV]_upper",
  ]);
  // An infinite end is null in JSON and empty here.
  expect(south).toMatch(/^south,converged,.*,1\.001,.*,10,mean,5,15,1\.5,mean,1,$/);
  expect(west).toMatch(/^west,missing,+$/);
  expect(north).toMatch(/^north,failed,,bad,"No column, it says\. Mend it\.",threads \(2\),/);
  const files = await writeOverview(folder, overview);
  expect(JSON.parse(await readFile(files[0], "utf8"))).toMatchObject({ counts: { fits: 3 }, level: 0.9 });
});

it("a batch of the first release is refused, and so is one of a version to come", async () => {
  for (const record of [
    { format: "carryover-batch", format_version: 1, version: "0.1.0" },
    { schema: "carryover/batch-record/3", version: "9.0.0" },
  ]) {
    await writeFile(join(folder, "batch.json"), JSON.stringify(record));
    await expect(checkBatchFolder(folder)).rejects.toThrow(
      `The batch has a format that this version of carryover does not read. Received format ${record.schema === undefined ? 1 : 3}, written by carryover ${record.version}.`,
    );
  }
  await writeFile(join(folder, "batch.json"), "{}");
  await expect(checkBatchFolder(folder)).rejects.toThrow("not the folder of a batch");
});
