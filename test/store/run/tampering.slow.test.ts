// A run folder that is not as the fit wrote it is refused by every command that reads runs: exit code 3, with the file, and never as an error of the program.

import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { saveRun } from "../../../src/store/run/index.ts";
import { writeReport } from "../../../src/report/write-report.ts";
import { run } from "../../cli/support/harness.ts";
import { fakeFit } from "../support/fake-fit.ts";
import { reseal } from "../support/reseal.ts";

const origin = { command: "test", dataPath: "/data.csv", backend: "wasm", threads: 1 } as const;
const report = '<!doctype html>\n<html lang="en" data-carryover-report>\n<p>1</p>';

let root: string;
/** Two runs of one table, and a canceled one, each with what belongs to it. */
let whole: string;
let other: string;
let canceled: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-tampering-"));
  [whole, other, canceled] = ["whole", "other", "canceled"].map((name) => join(root, name));
  await writeReport(report, await saveRun(fakeFit({ pointwise: true }), whole, origin));
  await writeReport(report, await saveRun(fakeFit({ pointwise: true, seed: 2 }), other, origin));
  await saveRun(fakeFit({ complete: false }), canceled, origin);
  await writeFile(join(root, "plans.yaml"), "plans:\n  - name: a\n    change: { TV: 10% }\n");
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

const files = ["spec.json", "data.json", "diagnostics.json", "summary.json", "summary.csv", "draws.json", "draws.f64"];
const sealed = [...files, "manifest.json", "report.html"];

interface Tampering {
  readonly title: string;
  readonly change: (folder: string) => Promise<unknown>;
  /** What the message names. */
  readonly names: string;
}

// biome-ignore lint/suspicious/noExplicitAny: documents as somebody with an editor sees them
// oxlint-disable-next-line no-explicit-any
type Editable = any;

async function edited(path: string, edit: (text: string) => string): Promise<void> {
  const before = await readFile(path, "utf8");
  const after = edit(before);
  expect(after).not.toBe(before);
  await writeFile(path, after);
}

/** A JSON file changed as a person would, and written back. */
const json =
  (name: string, edit: (document: Editable) => unknown) =>
  (folder: string): Promise<void> =>
    edited(join(folder, name), (text) => {
      const document = JSON.parse(text);
      edit(document);
      return JSON.stringify(document, undefined, 2);
    });

async function flipped(path: string, at: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[at < 0 ? bytes.length + at : at] ^= 1;
  await writeFile(path, bytes);
}

/** One file with other content, and a seal that fits it. */
async function resealed(folder: string, name: string, content: string): Promise<void> {
  await writeFile(join(folder, name), content);
  await reseal(folder);
}

const table: readonly Tampering[] = [
  ...files.map((name) => ({ title: `${name} is gone`, names: name, change: (at: string) => rm(join(at, name)) })),
  { title: "the manifest is gone", names: "manifest.json", change: (at) => rm(join(at, "manifest.json")) },
  ...sealed.map((name) => ({
    title: `${name} is cut off`,
    names: name,
    change: (at: string) => truncate(join(at, name), 60),
  })),
  ...sealed.map((name) => ({
    title: `${name} is empty`,
    names: name,
    change: (at: string) => writeFile(join(at, name), ""),
  })),
  ...sealed.map((name) => ({
    title: `one bit at the end of ${name} has changed`,
    names: name,
    change: (at: string) => flipped(join(at, name), -3),
  })),
  ...[...files, "report.html"]
    .map((name) => ({
      title: `${name} is that of another run`,
      names: name,
      change: (at: string) => cp(join(other, name), join(at, name)),
    }))
    .filter(({ names }) => names !== "data.json" && names !== "diagnostics.json" && names !== "draws.json"),
  {
    title: "the manifest is that of another run",
    names: "spec.json",
    change: (at) => cp(join(other, "manifest.json"), join(at, "manifest.json")),
  },
  {
    title: "a byte is added to the draws",
    names: "draws.f64",
    change: (at) => edited(join(at, "draws.f64"), (t) => `${t} `),
  },
  {
    title: "an ROI in the summary is doubled",
    names: "summary.json",
    change: json("summary.json", (d) => {
      d.quantities[0].mean *= 2;
    }),
  },
  {
    title: "the chains are said to have converged",
    names: "diagnostics.json",
    change: json("diagnostics.json", (d) => {
      d.max_rhat = 1;
    }),
  },
  {
    title: "a divergence is hidden",
    names: "diagnostics.json",
    change: json("diagnostics.json", (d) => {
      d.checks = [];
    }),
  },
  {
    title: "a channel is renamed in the table",
    names: "data.json",
    change: json("data.json", (d) => {
      d.channels[0].name = "Radio";
    }),
  },
  {
    title: "a row is added to the table",
    names: "data.json",
    change: json("data.json", (d) => {
      d.rows += 1;
    }),
  },
  {
    title: "spend is changed",
    names: "data.json",
    change: json("data.json", (d) => {
      d.channels[0].spend[0] = 1;
    }),
  },
  {
    title: "a column is renamed in draws.json",
    names: "draws.json",
    change: json("draws.json", (d) => {
      d.columns[0].name = "rate";
    }),
  },
  {
    title: "columns trade places",
    names: "draws.json",
    change: json("draws.json", (d) => {
      [d.columns[0].offset, d.columns[1].offset] = [d.columns[1].offset, d.columns[0].offset];
    }),
  },
  {
    title: "an offset lies beyond the end",
    names: "draws.json",
    change: json("draws.json", (d) => {
      d.columns[0].offset = 1e9;
    }),
  },
  {
    title: "there are said to be more chains",
    names: "draws.json",
    change: json("draws.json", (d) => {
      d.chains *= 2;
    }),
  },
  {
    title: "a prior is changed",
    names: "spec.json",
    change: json("spec.json", (d) => {
      d.specification.trend = "none";
    }),
  },
  {
    title: "the seed is changed",
    names: "spec.json",
    change: json("spec.json", (d) => {
      d.seed = 77;
    }),
  },
  { title: "spec.json is no object", names: "spec.json", change: (at) => writeFile(join(at, "spec.json"), "[]") },
  {
    title: "a canceled run is said to be complete",
    names: "spec.json",
    change: json("spec.json", (d) => {
      d.complete = false;
    }),
  },
  {
    title: "a file is struck from the manifest",
    names: "manifest.json",
    change: json("manifest.json", (d) => {
      d.files.pop();
    }),
  },
  {
    title: "the manifest names a file outside",
    names: "manifest.json",
    change: json("manifest.json", (d) => {
      d.files[0].name = "../other/data.json";
    }),
  },
  {
    title: "the manifest is a list",
    names: "manifest.json",
    change: (at) => writeFile(join(at, "manifest.json"), "[]"),
  },
  {
    title: "the manifest is null",
    names: "manifest.json",
    change: (at) => writeFile(join(at, "manifest.json"), "null"),
  },
  {
    title: "a file of a canceled run is added",
    names: "resume.json",
    change: (at) => cp(join(canceled, "resume.json"), join(at, "resume.json")),
  },
  { title: "a foreign file is added", names: "notes.txt", change: (at) => writeFile(join(at, "notes.txt"), "x") },
  { title: "a folder is added", names: "old", change: (at) => mkdir(join(at, "old")) },
  {
    title: "a file is renamed",
    names: "summary.json",
    change: (at) => rename(join(at, "summary.json"), join(at, "summary.bak")),
  },
  {
    title: "a file has become a folder",
    names: "data.json",
    change: async (at) => {
      await rm(join(at, "data.json"));
      await mkdir(join(at, "data.json"));
    },
  },
  {
    title: "a file is a link to nothing",
    names: "data.json",
    change: async (at) => {
      await rm(join(at, "data.json"));
      await symlink("nowhere", join(at, "data.json"));
    },
  },
  {
    title: "a file is a link to that of another run",
    names: "draws.f64",
    change: async (at) => {
      await rm(join(at, "draws.f64"));
      await symlink(join(other, "draws.f64"), join(at, "draws.f64"));
    },
  },
  // With a seal that was made again: what is in the files is not what a run has.
  { title: "sealed again: no JSON", names: "data.json", change: (at) => resealed(at, "data.json", "{") },
  {
    title: "sealed again: JSON of another kind",
    names: "summary.json",
    change: (at) => resealed(at, "summary.json", "{}"),
  },
  { title: "sealed again: no draws", names: "draws.json", change: (at) => resealed(at, "draws.f64", "") },
  {
    title: "sealed again: a table without series",
    names: "data.json",
    change: (at) => resealed(at, "data.json", '{"schema":"carryover/data/2"}'),
  },
];

/** Command lines that read the run `RUN`. */
const commands: readonly (readonly string[])[] = [
  ["diagnose", "RUN"],
  ["summary", "RUN"],
  ["recommend", "RUN"],
  ["contributions", "RUN"],
  ["roi", "RUN", "--json"],
  ["curves", "RUN"],
  ["optimize", "RUN"],
  ["scenarios", "RUN", "PLANS"],
  ["experiment", "RUN"],
  ["check", "RUN"],
  ["compare", "RUN"],
  ["compare", "RUN", "OTHER"],
  ["report", "RUN", "--out", "OUT"],
  ["export", "RUN", "--format", "csv"],
  ["recover", "--truth", "RUN"],
];

describe("A run folder that was tampered with", () => {
  it.each(table)("is refused by every command: $title", async ({ title, change, names }) => {
    const folder = join(root, title.replaceAll(/[^a-z]+/g, "-"));
    await cp(whole, folder, { recursive: true });
    await change(folder);
    const before = await readdir(root);
    for (const command of commands) {
      const words: Readonly<Record<string, string>> = {
        RUN: folder,
        OTHER: other,
        PLANS: join(root, "plans.yaml"),
        OUT: join(root, "board.html"),
      };
      const { code, stderr } = await run(command.map((word) => words[word] ?? word));
      expect(stderr, command[0]).not.toContain("internal error");
      expect(stderr, command[0]).toContain(names);
      expect(code, command[0]).toBe(3);
    }
    expect(await readdir(root)).toEqual(before);
  });

  it("is told by as many tamperings as are worth a table", () => {
    expect(table.length).toBeGreaterThan(60);
  });

  it("is refused with the report of another run, and whole without it", async () => {
    const folder = join(root, "new-report");
    await cp(whole, folder, { recursive: true });
    await cp(join(other, "report.html"), join(folder, "report.html"));
    expect((await run(["summary", folder])).code).toBe(3);
    await rm(join(folder, "report.html"));
    expect((await run(["summary", folder])).code).toBe(0);
  });

  it("is whole with what file managers leave in it", async () => {
    const folder = join(root, "litter");
    await cp(whole, folder, { recursive: true });
    for (const name of [".DS_Store", "Thumbs.db", "._report.html"]) await writeFile(join(folder, name), "");
    expect((await run(["summary", folder])).code).toBe(0);
  });

  it("is not gone on with when it was canceled", async () => {
    const folder = join(root, "canceled-changed");
    await cp(canceled, folder, { recursive: true });
    await flipped(join(folder, "resume.bin"), 9);
    for (const command of [
      ["diagnose", folder],
      ["summary", folder],
    ]) {
      const { code, stderr } = await run(command);
      expect(stderr).toContain("resume.bin");
      expect(code).toBe(3);
    }
  });
});
