import { describe, expect, it } from "vitest";
import { datesAfter } from "../../../src/data/panel/dates-after.ts";

describe("the periods after a table", () => {
  it("go on in its own cadence, and at the ends of months", () => {
    expect(datesAfter({ dates: ["2024-12-23", "2024-12-30"], cadence: "weekly" }, 2)).toEqual([
      "2025-01-06",
      "2025-01-13",
    ]);
    expect(datesAfter({ dates: ["2024-02-28"], cadence: "daily" }, 2)).toEqual(["2024-02-29", "2024-03-01"]);
    expect(datesAfter({ dates: ["2024-01-31"], cadence: "monthly" }, 2)).toEqual(["2024-02-29", "2024-03-31"]);
    expect(datesAfter({ dates: ["2024-10-01"], cadence: "quarterly" }, 1)).toEqual(["2025-01-01"]);
    expect(datesAfter({ dates: ["59", "60"], cadence: "weekly" }, 2)).toEqual(["61", "62"]);
  });
});
