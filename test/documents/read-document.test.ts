import { describe, expect, it } from "vitest";
import { identify, isDocument, snakeForm } from "../../src/documents/index.ts";

describe("Parsed JSON", () => {
  it("says by its schema what it is, and in which version", () => {
    expect(identify({ schema: "carryover/ledger-entry/2" })).toEqual({ name: "ledger-entry", version: 2 });
    for (const other of [null, 1, [], {}, { schema: 2 }, { schema: "http://json-schema.org" }]) {
      expect(identify(other)).toEqual({ name: undefined, version: undefined });
    }
  });

  it("is a document of one version alone", () => {
    expect(isDocument({ schema: "carryover/run/3" }, "carryover/run/3")).toBe(true);
    expect(isDocument({ schema: "carryover/run/4" }, "carryover/run/3")).toBe(false);
    expect(isDocument(null, "carryover/run/3")).toBe(false);
  });

  it("of the first release gets the keys of now, but not in place of one that is there", () => {
    expect(snakeForm({ notProtected: [{ column: "a" }], neighbours: "b" })).toEqual({
      not_protected: [{ column: "a" }],
      neighbors: "b",
    });
    expect(snakeForm({ scaleKind: "b", scale_kind: "sigma" })).toEqual({ scaleKind: "b", scale_kind: "sigma" });
  });
});
