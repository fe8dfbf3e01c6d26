import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  asIs,
  camelCase,
  camelForm,
  documentOf,
  documentText,
  jsonForm,
  snakeCase,
} from "../../src/documents/index.ts";

describe("The form of data in JSON", () => {
  it("has keys in snake_case at any depth, in the order they were in", () => {
    const form = jsonForm({ shareOfSpend: 1, channels: [{ marginalRoi: { q5: 2 } }], half_life: 3 });
    expect(JSON.stringify(form)).toBe('{"share_of_spend":1,"channels":[{"marginal_roi":{"q5":2}}],"half_life":3}');
  });

  it("has lists for typed arrays, and null for every number that is not finite", () => {
    expect(jsonForm({ values: Float64Array.of(1, Number.NaN), most: Number.POSITIVE_INFINITY, none: null })).toEqual({
      values: [1, null],
      most: null,
      none: null,
    });
  });

  it("leaves out what is undefined", () => {
    expect(Object.keys(jsonForm({ a: undefined, b: 1 }))).toEqual(["b"]);
  });

  it("leaves what is given as it is", () => {
    expect(jsonForm({ specification: asIs({ priors: { spendTV: "Normal(0, 1)" } }) })).toEqual({
      specification: { priors: { spendTV: "Normal(0, 1)" } },
    });
  });

  it("has keys that come back", () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9]*([A-Z][a-z0-9]+)*$/);
    fc.assert(
      fc.property(name, (key) => {
        expect(camelCase(snakeCase(key))).toBe(key);
      }),
    );
    expect(camelForm(jsonForm({ carryOver: [{ halfLife: 1 }] }))).toEqual({ carryOver: [{ halfLife: 1 }] });
  });
});

describe("A document", () => {
  it("says first what it is, and ends its line", () => {
    const document = documentOf("carryover/example/1", { halfLife: 2 });
    expect(documentText(document, 0)).toBe('{"schema":"carryover/example/1","half_life":2}\n');
  });
});
