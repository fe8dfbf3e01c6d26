// Tables as people have them: which column is what, and what the user is told of it.

import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type MediaData, readMediaData } from "../../src/data/panel/index.ts";
import { formatProblem } from "../../src/problems/problem.ts";

const table = (name: string): Promise<MediaData> =>
  readMediaData(fileURLToPath(new URL(`tables/${name}.csv`, import.meta.url)));

/** Columns by role. */
function roles({ columns = [] }: MediaData): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { column, role } of columns) (found[role] ??= []).push(column);
  return found;
}

const told = ({ notices }: MediaData): string => notices.map(formatProblem).join("\n");

describe("03-exposure", () => {
  it("exposures of channels are no controls but drive them, and each is told with its channel and its price", async () => {
    const data = await table("03-exposure");
    expect(data.controls).toEqual([]);
    expect(roles(data).driver).toEqual(["TV_GRP", "Search_clicks", "Radio_impressions"]);
    expect(told(data)).toContain('TV by "TV_GRP", at the cost of "spend_TV" (177 per unit on average)');
    expect(told(data)).toContain('Search by "Search_clicks", at the cost of "spend_Search"');
    expect(told(data)).toContain('Radio by "Radio_impressions", at the cost of "spend_Radio"');
  });
});

describe("04-orders", () => {
  it("columns made of the target are no controls, and each is told", async () => {
    const data = await table("04-orders");
    expect(data.target).toMatchObject({ name: "revenue", kind: "revenue" });
    expect(data.controls).toEqual([]);
    expect(roles(data).result).toEqual(["orders", "aov"]);
    expect(told(data)).toContain('"orders" is not used.');
    expect(told(data)).toContain('"aov": The column is not used: what one response is worth is made of the target.');
  });
});

describe("05-unnamed", () => {
  it("an index is left out with a note", async () => {
    const data = await table("05-unnamed");
    expect(data.controls).toEqual([]);
    expect(roles(data).calendar).toEqual(["Unnamed: 0"]);
    expect(told(data)).toContain('"Unnamed: 0": The column is not used: it counts the rows');
  });
});

describe("06-robyn_like", () => {
  it("a column of names of events is text, told with an example, and does not refuse the table", async () => {
    const data = await table("06-robyn_like");
    expect(data.controls).toEqual([]);
    expect(roles(data).text).toEqual(["events"]);
    expect(told(data)).toMatch(/"events": The column is not used: it holds text such as "\w+"/);
  });
});

describe("17-suffix", () => {
  it("spend is found by the words of its names, and the channels have their own", async () => {
    const data = await table("17-suffix");
    expect(data.channels.map(({ name }) => name)).toEqual(["TV", "Search", "Radio"]);
    expect(told(data)).toContain('"TV_spend", "Search Spend" and "Radio Cost ($)" are taken as the spend of channels');
  });
});

describe("17-y_named_sales", () => {
  it("sales are the target, and that is told", async () => {
    const data = await table("17-y_named_sales");
    expect(data.target).toMatchObject({ name: "Sales", kind: "revenue" });
    expect(told(data)).toContain('The target is "Sales", taken as revenue');
  });
});
