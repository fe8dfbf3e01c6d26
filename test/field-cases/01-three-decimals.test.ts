// 0.500 (0,500) is one half: no group of thousands begins with 0.

import { describe, expect, it } from "vitest";
import { codesOf, fieldData, valuesOf } from "./support/tables.ts";

describe("a column of decimals such as 0.500", () => {
  it("is read with a point beside whole numbers, without a word", async () => {
    const data = await fieldData("01-threedec_ctl.csv");
    expect(data.channels[0].spend[0]).toBe(10742);
    expect(codesOf(data)).not.toContain("thousands-separators");
    const price = data.controls.find(({ name }) => name === "price");
    expect(Array.from(price?.values.slice(0, 3) ?? [])).toEqual([0.5, 0.579, 0.656]);
  });

  it("is read with a comma in a file of decimal commas", async () => {
    const data = await fieldData("01-german_small.csv");
    const price = data.controls.find(({ name }) => name === "preis");
    expect(Array.from(price?.values.slice(0, 3) ?? [])).toEqual([0.5, 0.579, 0.656]);
    expect(valuesOf(data)).toEqual(valuesOf(await fieldData("03-base.csv")));
  });
});
