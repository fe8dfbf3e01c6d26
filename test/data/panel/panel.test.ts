// What is found in a panel by itself: geos, population, what is not known, and what national spend becomes.

import { describe, expect, it } from "vitest";
import { checkTable } from "../../../src/data/panel/check-table.ts";
import type { ColumnOverrides } from "../../../src/data/panel/columns.ts";
import { cellsWithRow, geosOf, observedCells } from "../../../src/data/panel/geos.ts";
import type { MediaData } from "../../../src/data/panel/media-data.ts";
import { parseCsv } from "../../../src/data/reading/csv.ts";
import * as panelNotices from "../../../src/problems/panel-notices.ts";
import { formatProblem } from "../../../src/problems/problem.ts";
import {
  changedPanel,
  longRows,
  panelGeos,
  type PanelRow,
  panelRows,
  panelText,
  panelWithout,
  rowWithout,
  spoilPanel,
} from "../support/panels.ts";
import { isoDay } from "../support/tables.ts";

async function check(csv: string, overrides: ColumnOverrides = {}): Promise<MediaData> {
  return checkTable(await parseCsv(csv, "data.csv", "hash"), overrides);
}

/** Notices of what is of panels; the short test table always draws one. */
function told({ notices }: MediaData): string[] {
  return notices.filter(({ code }) => code !== "short-history").map(formatProblem);
}

const rows = panelRows();
const weeks = 24;
const dates = Array.from({ length: weeks }, (_, i) => isoDay(7 * i));
const series = (column: string): number[] => rows.map((row) => Number(row[column]));

describe("a panel", () => {
  it("has its geos, their population, and series over geo and time", async () => {
    const data = await check(panelText());
    expect(data.rows).toBe(weeks);
    expect(data.geoColumn).toBe("geo");
    expect(data.geos).toEqual(
      panelGeos.map((name, g) => ({ name, population: [2000, 1200, 800, 500][g], first: 0, end: weeks })),
    );
    expect(Array.from(data.target.values)).toEqual(series("revenue"));
    expect(data.channels.map(({ name, spend }) => [name, ...spend])).toEqual([
      ["TV", ...series("spend_TV")],
      ["Radio", ...series("spend_Radio")],
    ]);
    expect(data.controls.map(({ name, values }) => [name, ...values])).toEqual([["price", ...series("price")]]);
    expect(data.dates).toEqual(Array.from({ length: weeks }, (_, i) => isoDay(7 * i)));
    expect(Array.from(data.weekIndex)).toEqual(Array.from({ length: weeks }, (_, i) => i + 1));
    expect(told(data)).toEqual([]);
    expect(data.columns?.map(({ role }) => role)).toEqual([
      "geo",
      "date",
      "population",
      "channel",
      "channel",
      "control",
      "target",
    ]);
  });

  it("is the same whatever the order of its rows", async () => {
    const { notices: _, ...sorted } = await check(panelText());
    const byDate = rows.toSorted((a, b) => a.date.localeCompare(b.date));
    const { notices, ...other } = await check(panelText(byDate));
    expect(other).toEqual(sorted);
    expect(notices.map(({ code }) => code)).toEqual(["short-history"]);
    const mixed = rows.map((_row, i) => rows[(i * 37) % rows.length]);
    const { geos, target } = await check(panelText(mixed));
    const at = geos!.findIndex(({ name }) => name === "South");
    expect(target.values.slice(at * weeks, (at + 1) * weeks)).toEqual(sorted.target.values.slice(weeks, 2 * weeks));
  });

  it("holds for each geo what the geo's rows alone are read as", async () => {
    const data = await check(panelText());
    for (const [g, geo] of panelGeos.entries()) {
      const alone = await check(panelText(rows.filter((row) => row.geo === geo)), { controls: ["price"] });
      const own = (values: Float64Array): Float64Array => values.slice(g * weeks, (g + 1) * weeks);
      expect(alone.geos).toBeUndefined();
      expect(geosOf(alone)).toHaveLength(1);
      expect(own(data.target.values)).toEqual(alone.target.values);
      expect(data.channels.map(({ spend }) => own(spend))).toEqual(alone.channels.map(({ spend }) => spend));
      expect(own(data.controls[0].values)).toEqual(alone.controls[0].values);
      expect(data.weekIndex).toEqual(alone.weekIndex);
    }
  });

  it.each(["geo", "Region", "DMA Name", "store_id", "sales_market", "Bundesland", "provincia", "Geo code"])(
    "is found by a column called %s",
    async (name) => {
      const data = await check(panelText(rows.map(({ geo, ...row }) => ({ [name]: geo, ...row }))));
      expect(data.geoColumn).toBe(name);
      expect(told(data)).toEqual([]);
    },
  );

  it("is found by text that tells the rows of one date apart, with a warning", async () => {
    const data = await check(panelText(rows.map(({ geo, ...row }) => ({ cluster: geo, ...row }))));
    expect(data.geos?.map(({ name }) => name)).toEqual(panelGeos);
    expect(told(data)).toEqual([formatProblem(panelNotices.geoGuessed("data.csv", "cluster", panelGeos))]);
  });

  it("may be of stores with numbers", async () => {
    const data = await check(
      panelText(rows.map((row) => ({ ...row, geo: String(500 + row.geo.length) + row.geo.charCodeAt(0) }))),
    );
    expect(data.geos).toHaveLength(4);
    expect(data.geos![0].name).toBe("50578");
  });

  it("of places within places is that of the smallest that are needed", async () => {
    const data = await check(
      panelText(
        rows.map((row) => ({
          country: "US",
          region: row.geo < "O" ? "a" : "b",
          ...row,
          zip: `9${row.geo.length}${row.geo.charCodeAt(1)}`,
        })),
      ),
    );
    expect(data.geoColumn).toBe("geo");
    expect(data.columns?.find(({ column }) => column === "zip")?.role).toBe("constant");
    expect(data.controls.map(({ name }) => name)).toEqual(["price"]);
  });

  it("of a column that the user names is that", async () => {
    const csv = panelText(rows.map(({ geo, ...row }) => ({ brand: geo, ...row })));
    expect((await check(csv, { geo: "brand" })).geoColumn).toBe("brand");
    expect((await check(csv, { typed: { geo: "brand" } })).geoColumn).toBe("brand");
  });

  it("of one geo is a national table", async () => {
    const data = await check(panelText(rows.slice(0, weeks)));
    expect(data.geos).toBeUndefined();
    expect(data.rows).toBe(weeks);
  });

  it("of months and of week numbers has their calendar", async () => {
    const month = (i: number): string => `${2020 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`;
    const monthly = await check(panelText(rows.map((row, i) => ({ ...row, date: month(i % weeks) }))));
    expect(monthly.cadence).toBe("monthly");
    expect(monthly.dates[13]).toBe("2021-02-01");
    const numbered = await check(
      panelText(rows.map((row, i) => ({ ...rowWithout(row, "date"), week: String((i % weeks) + 5) }))),
    );
    expect(numbered.weekIndex[0]).toBe(5);
    expect(numbered.dayOfYear).toBeUndefined();
  });
});

describe("what is not known of a panel", () => {
  it("is a late start: no spend before, and that is told", async () => {
    const data = await check(changedPanel((row, week) => (row.geo === "East" && week < 6 ? undefined : row)));
    expect(data.geos![2]).toEqual({ name: "East", population: 800, first: 5, end: weeks });
    expect(data.rows).toBe(weeks);
    const east = (values: Float64Array): number[] => Array.from(values.slice(2 * weeks, 2 * weeks + 6));
    expect(east(data.channels[0].spend).slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(east(data.target.values)).toEqual([...Array(5).fill(Number.NaN), Number(rows[2 * weeks + 5].revenue)]);
    expect(east(data.controls[0].values).slice(0, 5)).toEqual(Array(5).fill(Number.NaN));
    expect(cellsWithRow(data).filter((cell) => cell === 0)).toHaveLength(5);
    const late = [{ name: "East", date: `from ${isoDay(35)}`, periods: 5 }];
    expect(told(data)).toEqual([formatProblem(panelNotices.raggedGeos("data.csv", late, "late", "week"))]);
  });

  it("is an early end", async () => {
    const data = await check(changedPanel((row, week) => (row.geo === "North" && week > 20 ? undefined : row)));
    expect(data.geos![0].end).toBe(20);
    const early = [{ name: "North", date: `to ${isoDay(133)}`, periods: 4 }];
    expect(told(data)).toEqual([formatProblem(panelNotices.raggedGeos("data.csv", early, "early", "week"))]);
  });

  it("is an empty cell of the target, which stays unknown", async () => {
    const data = await check(spoilPanel([5, "revenue", ""], [30, "revenue", "NA"], [31, "revenue", ""]));
    expect(observedCells(data).filter((cell) => cell === 0)).toHaveLength(3);
    expect(data.target.values[3]).toBeNaN();
    expect(data.channels[0].spend[3]).toBe(Number(rows[3].spend_TV));
    expect(told(data)).toEqual([
      formatProblem(panelNotices.targetNotKnown("data.csv", "revenue", 3, 96, ["North", "South"])),
    ]);
  });

  it("does not make another column the target", async () => {
    const data = await check(
      changedPanel((row, week) => {
        const more = { ...rowWithout(row, "revenue"), net_sales: row.revenue, units: row.revenue };
        return row.geo === "West" && week === 3 ? { ...more, net_sales: "" } : more;
      }),
    );
    expect(data.target.name).toBe("net_sales");
  });

  it("is most of a geo's target: a warning", async () => {
    const data = await check(
      changedPanel((row, week) => (row.geo === "West" && week > 6 ? { ...row, revenue: "" } : row)),
    );
    expect(told(data)).toContain(formatProblem(panelNotices.sparseGeos("data.csv", ["West"], 13)));
  });

  it("is the population, where nothing says it", async () => {
    const data = await check(panelWithout("population"));
    expect(data.geos!.every(({ population }) => population === undefined)).toBe(true);
    expect(told(data)).toEqual([formatProblem(panelNotices.withoutPopulation("data.csv"))]);
  });

  it("may be said: the population of every geo by its name", async () => {
    const population = { North: 2000, South: 1200, East: 800, West: 500 };
    const data = await check(panelWithout("population"), { population });
    expect(data.geos).toEqual((await check(panelText())).geos);
    expect(told(data)).toEqual([]);
  });

  it("is nothing of a control that differs between geos alone", async () => {
    const data = await check(changedPanel((row) => ({ ...row, density: String(row.geo.charCodeAt(0) * 100) })));
    expect(data.controls.map(({ name }) => name)).toEqual(["price"]);
    expect(told(data)).toEqual([formatProblem(panelNotices.constantByGeo("data.csv", ["density"]))]);
  });
});

describe("a table with one row for each value", () => {
  const long = longRows();
  const wide = panelRows().toSorted((a, b) => a.date.localeCompare(b.date));

  it.each([
    ["one after the other", long],
    ["in any order", long.map((_, i) => long[(i * 37) % long.length])],
  ])("is the panel of its variables, rows %s", async (_order, rowsOf) => {
    const { notices, columns, geos = [], ...data } = await check(panelText(rowsOf));
    const { notices: _, columns: _columns, geos: ofWide = [], ...expected } = await check(panelText(wide));
    const order = ofWide.map(({ name }) => geos.findIndex((geo) => geo.name === name));
    const placed = (values: Float64Array): number[] =>
      order.flatMap((g) => Array.from(values.slice(g * weeks, (g + 1) * weeks)));
    expect(order.map((g) => geos[g])).toEqual(ofWide);
    expect(placed(data.target.values)).toEqual(Array.from(expected.target.values));
    expect(new Map(data.channels.map(({ name, spend }) => [name, placed(spend)]))).toEqual(
      new Map(expected.channels.map(({ name, spend }) => [name, Array.from(spend)])),
    );
    expect(placed(data.controls[0].values)).toEqual(Array.from(expected.controls[0].values));
    expect(data.dates).toEqual(expected.dates);
    expect(columns).toHaveLength(7);
    expect(notices[0].code).toBe("long-table");
  });

  it("may leave columns empty that other tables of the kind fill, and the target where it is not known", async () => {
    const data = await check(
      panelText(long.filter((_, i) => i !== 9).map((row) => ({ Product: "", Campaign: "", ...row, Unit: "EUR" }))),
    );
    expect(data.geos).toHaveLength(4);
    expect(data.target.values.filter(Number.isNaN)).toHaveLength(1);
  });

  it.each(["", "National"])("has variables of all geos together (geo %j) in every geo", async (geo) => {
    const price = ({ VariableName }: PanelRow): boolean => VariableName === "price";
    const ofNation = dates.map((date, i) => ({
      Period: date,
      Geography: geo,
      VariableName: "cpi",
      VariableValue: String(100 + ((i * 7) % 5)),
    }));
    const data = await check(panelText([...long.filter((row) => !price(row)), ...ofNation]));
    const [cpi] = data.controls;
    expect(data.geos).toHaveLength(4);
    expect(cpi.name).toBe("cpi");
    for (const g of [0, 3]) expect(cpi.values[g * weeks + 2]).toBe(104);
  });

  it("of one geo, or of none, is a national table", async () => {
    const north = long.filter(({ Geography }) => Geography === "North");
    const { geos, rows: length } = await check(panelText(north.map((row) => rowWithout(row, "Geography"))));
    expect([geos, length]).toEqual([undefined, weeks]);
    expect((await check(panelText(north))).target.values).toEqual(
      (await check(panelText(rows.slice(0, weeks)))).target.values,
    );
  });
});

describe("national spend in a panel", () => {
  const amount = (i: number): number => 1000 + ((i * 7) % 13) * 50;
  const national = panelText(rows.map((row, i) => ({ ...row, spend_TV: String(amount(i % weeks)) })));

  it("that has the same amount in every geo is counted once and split by population, with a warning", async () => {
    const data = await check(national);
    const [tv, radio] = data.channels;
    expect(tv.nationalOnly).toBe(true);
    expect(radio.nationalOnly).toBeUndefined();
    for (let t = 0; t < weeks; t++) {
      const cells = panelGeos.map((_, g) => tv.spend[g * weeks + t]);
      expect(cells.reduce((total, value) => total + value, 0)).toBeCloseTo(amount(t), 9);
      expect(cells[0] / cells[3]).toBeCloseTo(2000 / 500, 12);
    }
    expect(told(data)).toEqual([formatProblem(panelNotices.spendSplit("data.csv", ["spend_TV"]))]);
  });

  it("that only rows of all geos together have is that of these rows", async () => {
    const ofNation = dates.map((date, i) => ({ geo: "National", date, spend_TV: String(amount(i)) }));
    const geosAlone = rows.map((row) => ({ ...row, spend_TV: "" }));
    const data = await check(panelText([...geosAlone, ...ofNation]));
    const inEvery = await check(national);
    expect(data.channels).toEqual(inEvery.channels);
    expect(data.geos).toEqual(inEvery.geos);
    expect(told(data)).toEqual([
      formatProblem(panelNotices.nationalColumns("data.csv", "National", ["spend_TV"])),
      formatProblem(panelNotices.spendSplit("data.csv", ["spend_TV"])),
    ]);
    const lacking = panelText([...geosAlone, ...ofNation.slice(1)]);
    await expect(check(lacking)).rejects.toThrow('No row gives "spend_TV" for the date and geo of this line.');
  });

  it("may be said to be of each geo", async () => {
    const data = await check(national, { typed: { national: "none" } });
    expect(data.channels[0].spend[0]).toBe(amount(0));
    expect(data.channels[0].nationalOnly).toBeUndefined();
    expect(told(data)).toEqual([]);
  });

  it("that the table has split by population stays as it is, and is told", async () => {
    const csv = panelText(
      rows.map((row, i) => ({ ...row, spend_TV: ((amount(i % weeks) * Number(row.population)) / 4500).toFixed(2) })),
    );
    for (const data of [await check(csv), await check(csv, { national: ["spend_TV"] })]) {
      expect(data.channels[0].nationalOnly).toBe(true);
      expect(data.channels[0].spend[0]).toBeCloseTo((amount(0) * 2000) / 4500, 2);
      expect(told(data)).toEqual([formatProblem(panelNotices.spendByPopulation("data.csv", ["spend_TV"]))]);
    }
  });
});

describe("tables that repeat dates and have no geos", () => {
  it("stay national where a column has a row for each date", async () => {
    const csv = panelText(rows.slice(0, weeks).map((row, i) => ({ ...row, geo: i % 2 === 0 ? "a" : "b" })));
    expect((await check(csv)).geos).toBeUndefined();
  });
});
