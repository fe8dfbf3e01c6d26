// What a fit carries of how its data were protected.

import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { privacyOf } from "../../../src/mmm/specification/noise-privacy.ts";
import { findNoise } from "../../../src/mmm/specification/noise-source.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { parseNoiseDescription } from "../../../src/privacy/release/noise-description.ts";
import { privacyRecord } from "../../../src/privacy/release/privacy-record.ts";
import { exportRun } from "../../../src/store/export/index.ts";
import { loadRun, saveRun } from "../../../src/store/run/index.ts";
import { run } from "../../cli/support/harness.ts";
import { fakeFit } from "../../store/support/fake-fit.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-privacy-record-"));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

const columns = [
  { column: "revenue", mechanism: "laplace", scale: 300, scaleKind: "b", unit: "user-week", epsilon: 1 },
  { column: "spend_TV", mechanism: "none" },
] as const;
const statement = {
  unit: "user-week",
  neighbors: "adding or removing one user-week",
  epsilon: 1,
  delta: 1e-6,
  wholeUserEpsilon: 12.5,
  composition: "one release of one column",
  notProtected: [{ column: "week", reason: "calendar" }],
};
const origin = { command: "carryover fit t.csv", dataPath: "/data/t.csv", backend: "wasm", threads: 1 } as const;

describe("the line under results", () => {
  it("has unit, epsilon, delta, mechanism, and what was not protected", async () => {
    const described = await parseNoiseDescription({ statement, columns }, "noise.json");
    expect(privacyRecord(described, "noise.json")!.line).toBe(
      "user-week-level epsilon 1, delta 0.000001, a user in every week 12.5 (Laplace noise in revenue); not protected: spend_TV, week",
    );
  });

  it("says of noise described by hand whether epsilon is known", async () => {
    const lineOf = async (noised: object): Promise<string> => {
      const described = await parseNoiseDescription({ columns: [noised] }, "noise.json");
      return privacyRecord(described, "noise.json")!.line;
    };
    expect(await lineOf(columns[0])).toBe(
      "Laplace noise in revenue, as described by hand; epsilon is said column by column and not checked",
    );
    expect(await lineOf({ column: "revenue", mechanism: "gaussian", scale: 9, scaleKind: "sigma" })).toBe(
      "normal noise in revenue, as described by hand; no epsilon is stated",
    );
  });
});

describe("a model file that has the noise itself", () => {
  it("leads to a statement that no epsilon is known", async () => {
    const text =
      "data: t.csv\nnoise: { revenue: { mechanism: gaussian, scale: 2000, cells_summed: 7, clip: { lower: 0 } } }\n";
    const { statement: lines, source, description } = privacyOf(await parseModelFile(text, "m.yaml"), undefined)!;
    expect(source).toBe("m.yaml");
    expect(description.statement).toBeUndefined();
    expect(lines).toEqual([
      "Protected unit: not stated for the table as a whole. The noise was added elsewhere; its guarantee is as described, not checked here.",
      "No epsilon is stated for revenue: how much the noise protects is not known.",
      "Composition: not stated. The losses of columns made from the same people add up.",
      "revenue: normal noise, sigma = 2,000, in each of 7 summed cells, clipped below at 0.",
    ]);
  });

  it("that says there is none, or a table without any, leads to no statement", async () => {
    for (const text of ["data: t.csv\n", "data: t.csv\nnoise: none\n"]) {
      expect(privacyOf(await parseModelFile(text, "m.yaml"), undefined)).toBeUndefined();
    }
    const plain = fakeFit();
    expect(resolve(undefined, plain.data).privacy).toBeUndefined();
    await writeFile(join(root, "noise.json"), JSON.stringify({ columns: [columns[1]] }));
    expect((await findNoise(undefined, join(root, "t.csv")))!.privacy).toBeUndefined();
  });
});

describe("a run", () => {
  it("of data without noise says nothing anywhere, and takes back what an earlier export said", async () => {
    const described = await parseNoiseDescription({ statement, columns }, "noise.json");
    const noisy = { ...fakeFit(), privacy: privacyRecord(described, "noise.json")! };
    await saveRun(noisy, join(root, "noisy"), origin);
    await saveRun(fakeFit(), join(root, "plain"), origin);
    const [first, second] = [await loadRun(join(root, "noisy")), await loadRun(join(root, "plain"))];
    // As JSON keeps it: without what is undefined.
    expect(first.record.privacy).toEqual(JSON.parse(JSON.stringify(noisy.privacy)));
    const out = join(root, "draws.csv");
    const made = await exportRun(first, "csv", out);
    expect(made.files.map(({ path }) => path)).toEqual([out, `${out}.privacy.json`]);
    expect((await exportRun(second, "csv", out)).files.map(({ path }) => path)).toEqual([out]);
    expect(await readdir(root)).not.toContain("draws.csv.privacy.json");
    expect(second.record.privacy).toBeUndefined();
    const { stdout, stderr } = await run(["summary", join(root, "plain")]);
    expect(stdout + stderr).not.toContain("Privacy");
  });

  it("does not write its statement over a file of another kind", async () => {
    const out = join(root, "taken.csv");
    await writeFile(`${out}.privacy.json`, "{}");
    await expect(exportRun(await loadRun(join(root, "noisy")), "csv", out)).rejects.toThrow("not a privacy statement");
    expect(await readdir(root)).not.toContain("taken.csv");
  });
});
