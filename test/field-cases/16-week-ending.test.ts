// Week_Ending (dates) is the date, Week (1 to 52 twice) is not.

import { describe, expect, it } from "vitest";
import { fieldData } from "./support/tables.ts";

describe("dates beside numbers of weeks that begin anew", () => {
  it("are the date column", async () => {
    const data = await fieldData("16-weekending.csv");
    expect(data.dateColumn).toBe("Week_Ending");
    expect(data.dates.slice(0, 2)).toEqual(["2023-01-08", "2023-01-15"]);
    expect(data.controls).toEqual([]);
    expect(data.notices.filter(({ where }) => where?.includes('"Week"'))).toHaveLength(1);
  });
});
