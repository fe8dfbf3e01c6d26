// Currency signs and accounting dashes.

import { describe, expect, it } from "vitest";
import { codesOf, fieldData, valuesOf } from "./support/tables.ts";

describe("amounts with currency signs", () => {
  it.each(["14-dollar.csv", "14-euro.csv"])("of %s are those without, and a note says so", async (name) => {
    const data = await fieldData(name);
    expect(valuesOf(data)).toEqual(valuesOf(await fieldData("03-base.csv")));
    expect(codesOf(data)).toEqual(expect.arrayContaining(["currency-signs", "thousands-separators"]));
  });
});
