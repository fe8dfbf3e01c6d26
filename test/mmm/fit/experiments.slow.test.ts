// Small versions of the study in benchmarks/lift-tests.ts: intervals with tests of a source whose bias is modeled, and a geo test that is forced.

import { describe, expect, it } from "vitest";
import { binomialCdf } from "../../../src/decisions/predictions/index.ts";
import { biasStudy } from "../support/experiment-study.ts";

describe("Tests of a source that is off", () => {
  it("narrow intervals, which hold the truth as often as they say where the bias is modeled", async () => {
    const rows = await biasStudy(3, { chains: 2, warmup: 250, draws: 250 });
    const [modeled, , without] = rows;
    // So few intervals hold the truth by chance once in ten thousand studies.
    expect(binomialCdf(modeled.hold, modeled.intervals, 0.9)).toBeGreaterThan(1e-4);
    expect(without.width).toBe(1);
    expect(modeled.width).toBeLessThan(1);
  });
});
