// Files from Windows and from old Macs: their lines end otherwise, and they hold the same, in the same lines.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readMediaData } from "../../src/data/panel/check-table.ts";
import { readPlanFile } from "../../src/decisions/plans/plan-file.ts";
import { readManifest } from "../../src/jobs/plan/manifest.ts";
import { readModelFile } from "../../src/mmm/specification/document.ts";
import { boundsOf, readBounds } from "../../src/privacy/aggregate/bounds.ts";
import { boundsDocument } from "../../src/privacy/aggregate/bounds-document.ts";
import { parsePrivacyFile, readPrivacyFile } from "../../src/privacy/aggregate/document.ts";
import { specificationOf } from "../../src/privacy/aggregate/specification.ts";
import { readNoiseDescription } from "../../src/privacy/release/noise-description.ts";
import { CarryoverError } from "../../src/problems/problem.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-lines-"));
  await writeFile(join(folder, "t.csv"), "");
});
afterAll(() => rm(folder, { recursive: true }));

const day = (row: number): string => new Date(Date.UTC(2022, 0, 3 + 7 * row)).toISOString().slice(0, 10);
const rows = Array.from({ length: 60 }, (_, row) => `${day(row)},${900 + ((row * 37) % 61)},${(row * row) % 53}`);
const privacy =
  "columns: { user: u, time: t, channel: c }\nweeks: [2024-01-01]\nchannels: [TV]\n" +
  "measures:\n  revenue: { column: value, cap: 200, total: 1000 }\n";
const bounds = boundsDocument(boundsOf(specificationOf(await parsePrivacyFile(privacy, "privacy.yaml"))));
const noise = { columns: [{ column: "revenue", mechanism: "laplace", scale: 3, scaleKind: "b" }] };

interface Kind {
  readonly file: string;
  readonly text: string;
  /** What is read, without functions. */
  readonly read: (path: string) => Promise<unknown>;
  /** Puts a mistake into the last line. */
  readonly mistake: (text: string) => string;
}

const kinds: Readonly<Record<string, Kind>> = {
  "a table": {
    file: "data.csv",
    text: `date,revenue,spend_TV\n${rows.join("\n")}\n`,
    read: async (path) => ({ ...(await readMediaData(path)), hash: "" }),
    mistake: (text) => text.replace(/\d+\n$/, "-1\n"),
  },
  "a model file": {
    file: "m.yaml",
    text: "# a comment\ndata: t.csv\nchannels:\n  spend_TV: { adstock: none }\ntrend: none\n",
    read: async (path) => (await readModelFile(path)).content,
    mistake: (text) => text.replace("trend: none", "trend: nothing"),
  },
  "a plan": {
    file: "plan.yaml",
    text: "horizon: 4\n# a comment\nbudget: 100\n",
    read: async (path) => (await readPlanFile(path, "optimize")).content,
    mistake: (text) => text.replace("100", "much"),
  },
  "a plan that is a table": {
    file: "plan.csv",
    text: "week,TV\n1,10\n2,20\n",
    read: async (path) => (await readPlanFile(path, "optimize")).content,
    mistake: (text) => text.replace("20", "much"),
  },
  "a privacy file": {
    file: "privacy.yaml",
    text: privacy,
    read: async (path) => (await readPrivacyFile(path)).content,
    mistake: (text) => text.replace("1000", "much"),
  },
  "a manifest": {
    file: "fits.csv",
    text: "name,data,draws\nA,t.csv,100\nB,t.csv,200\n",
    read: async (path) => readManifest(path, { out: "batch" }),
    mistake: (text) => text.replace("200", "many"),
  },
  "a manifest of JSON lines": {
    file: "fits.ndjson",
    text: '{"name":"A","data":"t.csv"}\n{"name":"B","data":"t.csv","draws":200}\n',
    read: async (path) => readManifest(path, { out: "batch" }),
    mistake: (text) => text.replace("200", '"many"'),
  },
  "the bounds of a table": {
    file: "t.bounds.json",
    text: `${JSON.stringify(bounds, undefined, 2)}\n`,
    read: readBounds,
    mistake: (text) => text.replace("200", "-200"),
  },
  "a description of noise": {
    file: "noise.json",
    text: `${JSON.stringify(noise, undefined, 2)}\n`,
    read: readNoiseDescription,
    mistake: (text) => text.replace("3", "-3"),
  },
};

async function outcome({ file, read }: Kind, text: string): Promise<unknown> {
  const path = join(folder, file);
  await writeFile(path, text);
  return read(path).catch((error: unknown) => {
    if (!(error instanceof CarryoverError)) throw error;
    return error.problems;
  });
}

describe.each(Object.entries(kinds))("%s", (_, kind) => {
  it.each(["\r\n", "\r"])(
    "whose lines end with %j is the same, and its mistakes stand in the same lines",
    async (end) => {
      const plain = await outcome(kind, kind.text);
      expect(Array.isArray(plain)).toBe(false);
      expect(await outcome(kind, kind.text.replaceAll("\n", end))).toEqual(plain);
      const wrong = kind.mistake(kind.text);
      const problems = await outcome(kind, wrong);
      expect(Array.isArray(problems)).toBe(true);
      expect(await outcome(kind, wrong.replaceAll("\n", end))).toEqual(problems);
    },
  );

  it("may begin with a byte order mark", async () => {
    expect(await outcome(kind, `\ufeff${kind.text}`)).toEqual(await outcome(kind, kind.text));
  });
});
