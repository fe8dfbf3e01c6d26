// Descriptions of noise: what is completed, what is refused, and the statement made from one.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ColumnNoiseDescription } from "../../../src/privacy/release/noise-terms.ts";
import { parseNoiseDescription, readNoiseDescription } from "../../../src/privacy/release/noise-description.ts";
import { privacyStatement } from "../../../src/privacy/release/privacy-statement.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import { expectClose, known } from "../support/known-answers.ts";

async function columnOf(written: object): Promise<ColumnNoiseDescription> {
  return (await parseNoiseDescription({ columns: [{ column: "revenue", ...written }] }, "noise.json")).columns[0];
}

/** The messages a description is refused with. */
async function refused(content: unknown): Promise<readonly string[]> {
  const error = await parseNoiseDescription(content, "noise.json").then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CarryoverError)) throw new Error(`not refused: ${String(error)}`);
  return error.problems.map(({ where, message, received = "" }) => `${where}: ${message} ${received}`.trim());
}

const refusedColumn = (written: object): Promise<readonly string[]> =>
  refused({ columns: [{ column: "revenue", ...written }] });

describe("a description written by hand", () => {
  it("with many unknown keys names the first", async () => {
    const keys = Object.fromEntries(Array.from({ length: 40_000 }, (_, i) => [`key_${i}`, 1]));
    const [first, ...others] = await refusedColumn({ mechanism: "laplace", scale: 2000, scaleKind: "b", ...keys });
    expect(first).toContain("There is no key");
    expect(first).toContain('"key_0"');
    expect(first.length).toBeLessThan(200);
    expect(others).toEqual([]);
  });

  it("needs only a column, a mechanism and a scale", async () => {
    expect(await columnOf({ mechanism: "laplace", scale: 2000, scaleKind: "b" })).toEqual({
      column: "revenue",
      mechanism: "laplace",
      scale: 2000,
      scaleKind: "b",
      unit: "unknown",
      cellsSummed: 1,
      delta: 0,
      rescale: 1,
      source: "manual",
    });
  });

  it("has the scale derived from epsilon and sensitivity where it is left out", async () => {
    const laplace = { mechanism: "discrete_laplace", epsilon: 10, sensitivity: { norm: "L1", value: 65_536 } };
    expect((await columnOf(laplace)).scale).toBe(6553.6);
    expect((await columnOf({ ...laplace, rescale: 1024 / 32_768 })).scale).toBeCloseTo(204.8, 10);
    const gaussian = { mechanism: "gaussian", epsilon: 1, delta: 1e-6, sensitivity: { norm: "L2", value: 2 } };
    const wanted = known.analytic_gaussian_sigma.find(({ epsilon, delta }) => epsilon === "1" && delta === "1e-6")!;
    expectClose((await columnOf(gaussian)).scale! / 2, wanted.sigma_analytic);
  });

  it("never has it derived from attribution reports of which drafts differ by a factor of 2", async () => {
    const report = {
      mechanism: "laplace",
      epsilon: 1,
      sensitivity: { norm: "L1", value: 10 },
      source: "w3c-attribution",
    };
    expect(await refusedColumn(report)).toEqual([
      "noise.json, columns[0] (revenue): The scale of the noise is missing, and it cannot be derived.",
    ]);
    expect((await columnOf({ ...report, scale: 20, scaleKind: "b" })).scale).toBe(20);
  });

  it("is refused when the scale does not go with epsilon and sensitivity, by more than 1e-6", async () => {
    const said = (scale: number) => ({
      mechanism: "laplace",
      scale,
      scaleKind: "b",
      epsilon: 0.5,
      sensitivity: { norm: "L1", value: 100 },
    });
    expect((await columnOf(said(200.0001))).scale).toBe(200.0001);
    expect(await refusedColumn(said(200.001))).toEqual([
      "noise.json, columns[0] (revenue): The scale contradicts epsilon, delta and sensitivity, which imply b = 200. scale 200.001",
    ]);
    expect(await refusedColumn(said(400))).toHaveLength(1);
  });

  it("may have more normal noise than its claim needs, not less", async () => {
    const said = (scale: number) => ({
      mechanism: "gaussian",
      scale,
      scaleKind: "sigma",
      epsilon: 1,
      delta: 1e-5,
      sensitivity: { norm: "L2", value: 1 },
    });
    expect((await columnOf(said(4.8448))).scale).toBe(4.8448);
    expect((await columnOf(said(3.73064))).scale).toBe(3.73064);
    expect((await refusedColumn(said(3.7)))[0]).toContain("imply sigma of at least 3.73063");
  });

  it.each([
    [{ mechanism: "laplace", scale: 1 }, "A scale needs its scale_kind"],
    [{ mechanism: "laplace", scale: 1, scaleKind: "sigma" }, 'Laplace noise is described by "b"'],
    [{ mechanism: "gaussian", scale: 1, scaleKind: "b" }, 'Normal noise is described by "sigma".'],
    [{ mechanism: "none", scale: 1, scaleKind: "b" }, "A column without noise has no scale."],
    [{ mechanism: "laplace", scale: 1, scaleKind: "b", delta: 1e-6 }, "Laplace noise alone has delta 0"],
    [{ mechanism: "laplace" }, "The scale of the noise is missing"],
    [{ mechanism: "laplace", epsilon: 1, sensitivity: { norm: "L2", value: 1 } }, "The scale of the noise is missing"],
    [{ mechanism: "gaussian", epsilon: 1, sensitivity: { norm: "L2", value: 1 } }, "The scale of the noise is missing"],
    [{ mechanism: "laplace", scale: 1, scaleKind: "b", clip: { lower: 1, upper: 0 } }, "must be below the upper"],
    [{ mechanism: "laplace", scale: -1, scaleKind: "b" }, "columns[0].scale"],
    [{ mechanism: "laplace", scale: 1, scaleKind: "b", sigma: 2 }, "columns[0]"],
    [{ mechanism: "cauchy" }, "columns[0].mechanism"],
  ])("is refused as %j", async (written, message) => {
    const [first] = await refusedColumn(written);
    expect(first).toContain(message);
  });

  it("is refused with a column twice, no columns, or anything but an object", async () => {
    const column = { column: "revenue", mechanism: "none" };
    expect((await refused({ columns: [column, column] }))[0]).toContain("described twice");
    for (const content of [{ columns: [] }, {}, [], null, "noise"]) expect(await refused(content)).toHaveLength(1);
  });

  it("is read from a file, and a file that is none is a problem", async () => {
    const folder = await mkdtemp(join(tmpdir(), "carryover-noise-"));
    const path = join(folder, "noise.json");
    await expect(readNoiseDescription(path)).rejects.toThrow(/cannot be read. Received ENOENT/);
    await writeFile(path, "{");
    await expect(readNoiseDescription(path)).rejects.toThrow(/Received no JSON/);
    await writeFile(path, '{"columns": [{"column": "x", "mechanism": "gaussian", "scale": 3, "scaleKind": "sigma"}]}');
    expect((await readNoiseDescription(path)).columns[0].scale).toBe(3);
    await rm(folder, { recursive: true });
  });
});

describe("the privacy statement", () => {
  it("says unit, epsilon, delta, mechanism, composition and what was not protected", async () => {
    const description = await parseNoiseDescription(
      {
        statement: {
          unit: "user",
          neighbors: "adding or removing one user",
          epsilon: 1,
          delta: 0,
          composition: "one release of one column",
          budget: { epsilon: 3, delta: 0, accounting: "basic" },
          notProtected: [{ column: "spend_TV", reason: "invoiced" }],
        },
        columns: [
          {
            column: "revenue",
            mechanism: "discrete_laplace",
            scale: 1000,
            scaleKind: "b",
            granularity: 0.01,
            epsilon: 1,
            clip: { lower: 0 },
            bounds: { cap: 200, total: 1000 },
            sensitivity: { norm: "L1", value: 1000 },
          },
        ],
      },
      "noise.json",
    );
    expect(privacyStatement(description)).toEqual([
      "Protected unit: one user. Differential privacy with epsilon 1, delta 0, for adding or removing one user.",
      "Composition: one release of one column.",
      "All releases from its ledger together stay within epsilon 3, delta 0 (basic composition).",
      "revenue: discrete Laplace noise, b = 1,000 (standard deviation 1,414.21), in steps of 0.01, epsilon 1, delta 0, " +
        "at most 200 from one unit in a cell and 1000 in all, clipped below at 0.",
      "Not protected: spend_TV (invoiced).",
    ]);
  });

  it("of a description without one says that the guarantee was not checked", async () => {
    const columns = [
      { column: "revenue", mechanism: "unknown", unit: "source" },
      { column: "spend", mechanism: "none", unit: "source" },
    ];
    expect(privacyStatement(await parseNoiseDescription({ columns }, "noise.json"))).toEqual([
      "Protected unit: one source. The noise was added elsewhere; its guarantee is as described, not checked here.",
      "No epsilon is stated for revenue: how much the noise protects is not known.",
      "Composition: not stated. The losses of columns made from the same people add up.",
      "revenue: noise of unknown size.",
      "Not protected: spend (described as without noise).",
    ]);
  });
});
