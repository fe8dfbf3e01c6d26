// Small counts have a likelihood for counts, and the user is told before anything is sampled.

import { describe, expect, it } from "vitest";
import { readInput } from "../../src/mmm/fit/input.ts";
import { parseModelFile } from "../../src/mmm/specification/document.ts";
import { resolve } from "../../src/mmm/specification/resolve.ts";
import { smallCounts } from "../../src/mmm/specification/small-counts.ts";
import { fieldData, fieldTable } from "./support/tables.ts";

describe("a target of a few conversions a week", () => {
  it("has the negative binomial by default, with a note", async () => {
    const { data, resolution } = await readInput(fieldTable("12-counts.csv"));
    expect(resolution.spec.likelihood).toBe("negative_binomial");
    expect(data.notices.find(({ code }) => code === "small-counts")?.level).toBe("note");
    const entry = resolution.provenance.find(({ key }) => key === "likelihood");
    expect(entry).toMatchObject({ origin: "detected", value: "negative_binomial" });
  });

  it("keeps the likelihood that a model file writes", async () => {
    const document = await parseModelFile("data: 12-counts.csv\nlikelihood: normal\n", "model.yaml");
    const { spec, notices } = resolve(document, await fieldData("12-counts.csv"));
    expect(spec.likelihood).toBe("normal");
    expect(notices).toEqual([]);
  });

  it.each([
    ["money", [1.5, 2, 3], undefined],
    ["large counts", [100, 120, 90], undefined],
    ["negative numbers", [-1, 2, 3], undefined],
    ["small counts", [0, 2, 4], { mean: 2, zeros: 1, rows: 3 }],
  ])("is told from %s", (_, values, found) => {
    expect(smallCounts(Float64Array.from(values))).toEqual(found);
  });
});
