import { describe, expect, it } from "vitest";
import { distributionFunctions, operations, referencePage } from "../../build-reference.ts";

describe("docs/reference.md", () => {
  it("is what the code says; `npx vitest run test/docs -u` renews it", async () => {
    await expect(referencePage()).toMatchFileSnapshot("../../docs/reference.md");
  });

  it("has a meaning for every operation and every distribution", () => {
    const without = [...operations(), ...distributionFunctions()].filter(({ text }) => text === "");
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});
