import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../../src/data/panel/index.ts";
import { priorsByName, resolve } from "../../../../src/mmm/specification/index.ts";

const weeks = 104;
const series = (of: (t: number) => number): Float64Array => Float64Array.from({ length: weeks }, (_, t) => of(t));

/** Location, own and common part of the default priors of the coefficients, with week 30 of the target times `factor`, and of TV times another. */
async function priorsOf(factor: number, ofSpend: number = 1): Promise<readonly number[]> {
  const data = await mediaDataFromColumns({
    week: series((t) => t + 1),
    spend_TV: series((t) => (t === 30 ? ofSpend : 1) * (t % 9 < 4 ? 8000 + 500 * (t % 4) : 0)),
    spend_Search: series((t) => 3000 + 500 * Math.cos(t)),
    revenue: series((t) => (t === 30 ? factor : 1) * (100_000 + 5000 * Math.sin(t / 8) + 300 * Math.cos(5 * t))),
  });
  return Object.values(priorsByName(resolve(undefined, data).spec, "coefficient")).flatMap(
    ({ parameters }) => parameters,
  );
}

describe("default priors of the coefficients", () => {
  it.each([10, 1e3, 1e6])("do not follow one wrong cell of the target, %d times what it should be", async (factor) => {
    const [plain, wrong] = [await priorsOf(1), await priorsOf(factor)];
    // Of 104 weeks one is left out: a few hundredths of a deviation on the log scale.
    plain.forEach((value, i) => expect(Math.abs(wrong[i] - value)).toBeLessThan(0.05));
  });

  it.each([10, 1e3, 1e6])("nor one of the spend of a channel, %d times what it should be", async (factor) => {
    const [plain, wrong] = [await priorsOf(1), await priorsOf(1, factor)];
    // Log of the mean of a coefficient, and with it of the share.
    const [ofTv, ofSearch] = [0, 3].map((at) => {
      const [before, after] = [plain, wrong].map((all) => all[at] + (all[at + 1] ** 2 + all[at + 2] ** 2) / 2);
      return Math.abs(after - before);
    });
    // The other channel keeps its share; the curve of this one is at its top while the wrong week carries over.
    expect(ofSearch).toBeLessThan(0.005);
    expect(ofTv).toBeLessThan(0.5);
  });
});
