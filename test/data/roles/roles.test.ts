// Roles of columns by what they hold: 104 weeks of made-up numbers, each with one column more.

import { describe, expect, it } from "vitest";
import { type ColumnValues, mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import type { ColumnOverrides } from "../../../src/data/panel/index.ts";
import type { MediaData } from "../../../src/data/panel/media-data.ts";
import { randomStream } from "../../../src/numerics/index.ts";

const rows = 104;
const stream = randomStream([7]);
const series = (of: (week: number) => number): Float64Array =>
  Float64Array.from({ length: rows }, (_, week) => of(week));
const noise = (): Float64Array => series(() => stream.normal());
const random = noise();
const week = series((row) => row + 1);
const tv = series((row) => (row % 5 === 0 ? 0 : 1000 + Math.round(900 * Math.abs(random[row]))));
const search = noise().map((value) => Math.round(800 + 200 * Math.abs(value)));
const season = series((row) => Math.cos((2 * Math.PI * row) / 52));
const weather = noise();
const revenue = noise().map((value, row) =>
  Math.round(90000 + 5 * tv[row] + 8 * search[row] + 4000 * season[row] + 6000 * weather[row] + 3000 * value),
);
const base = { week, spend_TV: tv, spend_Search: search, revenue };

async function withColumns(more: ColumnValues, overrides: ColumnOverrides = {}): Promise<MediaData> {
  return mediaDataFromColumns({ ...base, ...more }, overrides);
}

/** Role and channel of a column, and whether the model has it. */
function roleOf({ columns = [] }: MediaData, name: string): string {
  const { role, channel } = columns.find(({ column }) => column === name)!;
  return channel === undefined ? role : `${role} of ${channel}`;
}

const plus = (size: number, of: (row: number) => number): Float64Array =>
  noise().map((value, row) => of(row) + size * value);

describe("a further column of numbers", () => {
  it.each([
    ["is a control where nothing else is known", "alpha", weather, "control"],
    [
      "is exposure where it follows the spend of one channel, whatever its name",
      "alpha",
      plus(150, (row) => 3 * tv[row]),
      "exposure of TV",
    ],
    ["is exposure where it is all but spend in another unit", "alpha", tv.map((value) => value / 7), "exposure of TV"],
    ["is no control where it is a sum of spend", "alpha", series((row) => tv[row] + search[row]), "duplicate"],
    ["is made of the target where it is nearly the target", "alpha", plus(20, (row) => revenue[row] / 50), "result"],
    [
      "is made of the target where it is last week's",
      "alpha",
      series((row) => revenue[Math.max(0, row - 1)]),
      "result",
    ],
    [
      "is made of the target where it is last year's",
      "alpha",
      series((row) => revenue[row < 52 ? row : row - 52]),
      "result",
    ],
    ["is an index where it counts, in any steps", "alpha", series((row) => 100 - 3 * row), "calendar"],
    [
      "is calendar where trend and season say the same",
      "alpha",
      series((row) => 5 + 2 * season[row] + 0.01 * row),
      "calendar",
    ],
    ["is a control where it has two values", "alpha", series((row) => (row % 9 === 0 ? 1 : 0)), "control"],
    ["is a control with negative values", "alpha", noise().map((value) => -3 + value), "control"],
    ["is constant where it never changes", "alpha", series(() => 4), "constant"],
    ["is a copy where it holds the same as a channel", "alpha", Float64Array.from(tv), "duplicate"],
    [
      "that names a medium in zeros and ones says when it was on",
      "tv_flag",
      series((row) => (row % 9 === 0 ? 1 : 0)),
      "exposure of TV",
    ],
    ["of competitors' spend is a control", "competitor_spend", noise().map((value) => 500 + 90 * value), "control"],
    ["of a price is a control", "price", noise().map((value) => 5 + 0.1 * value), "control"],
    ["of spend that was never spent is left out", "spend_Radio", series(() => 0), "constant"],
    ["of a year is calendar", "year", series((row) => (row < 52 ? 2023 : 2024)), "calendar"],
    [
      "that follows a channel but is called a price stays, with a warning",
      "price",
      plus(150, (row) => 3 * tv[row]),
      "control",
    ],
  ])("%s", async (_, name, values, role) => {
    expect(roleOf(await withColumns({ [name]: values }), name)).toBe(role);
  });

  it("is warned of where it may be kept: by name, by channel", async () => {
    const { notices } = await withColumns({ price: plus(150, (row) => 3 * tv[row]) });
    expect(notices.find(({ code }) => code === "control-follows-spend")?.message).toContain(
      '"price" follows the spend of "TV"',
    );
  });

  it("with cells that are no numbers is left out with a warning where nobody asked for it, and refused where somebody did", async () => {
    const broken = Array.from(weather, (value, row) => (row === 3 ? "" : row === 4 ? "n/a" : String(value)));
    const data = await withColumns({ alpha: broken });
    expect(roleOf(data, "alpha")).toBe("unreadable");
    expect(data.notices.map(({ code }) => code)).toContain("column-unreadable");
    await expect(withColumns({ alpha: broken }, { controls: ["alpha"] })).rejects.toThrow("empty");
  });
});

describe("columns together", () => {
  it("two whose product is the target are made of it, but a price stays", async () => {
    const price = noise().map((value) => 5 + 0.3 * value);
    const n = revenue.map((value, row) => value / price[row]);
    expect(roleOf(await withColumns({ price, n }), "n")).toBe("result");
    expect(roleOf(await withColumns({ price, n }), "price")).toBe("control");
    const worth = await withColumns({ v: price, n });
    expect([roleOf(worth, "v"), roleOf(worth, "n")]).toEqual(["result", "result"]);
  });

  it("parts that add up to the target are made of it", async () => {
    const online = noise().map((value) => 40000 + 5000 * value);
    const data = await withColumns({ alpha: online, beta: revenue.map((value, row) => value - online[row]) });
    expect([roleOf(data, "alpha"), roleOf(data, "beta")]).toEqual(["result", "result"]);
  });

  it("stay where the user lists them, with a warning", async () => {
    const copy = plus(20, (row) => revenue[row] / 50);
    const data = await withColumns({ alpha: copy }, { controls: ["alpha"] });
    expect(roleOf(data, "alpha")).toBe("control");
    expect(data.controls.map(({ name }) => name)).toEqual(["alpha"]);
    expect(data.notices.map(({ code }) => code)).toContain("control-nearly-explains-target");
  });

  it("that are made of the target count as such where another target is asked for", async () => {
    const orders = revenue.map((value) => Math.round(value / 50));
    const data = await withColumns({ orders }, { target: "orders" });
    expect(data.target).toMatchObject({ name: "orders", kind: "conversions" });
    expect(roleOf(data, "revenue")).toBe("result");
  });
});

describe("every column", () => {
  it("of a wide table has one role, and what is left out is told in one notice", async () => {
    const wide = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`impressions_m${index}`, noise().map(Math.abs)]),
    );
    const data = await withColumns({ ...wide, t: week, year: week, day_of_year: week, month: week, quarter: week });
    expect(data.columns!.map(({ column }) => column)).toEqual([
      ...Object.keys(base),
      ...Object.keys(wide),
      "t",
      "year",
      "day_of_year",
      "month",
      "quarter",
    ]);
    expect(data.notices.filter(({ code }) => code === "columns-ignored")).toHaveLength(1);
    expect(data.controls).toEqual([]);
  });

  it("is left out by name or content before it can refuse the table", async () => {
    const text = Array.from(week, (_, row) => (row === 3 ? "launch" : "na"));
    const data = await withColumns({
      events: text,
      sessions: text,
      geo: Array(rows).fill("DE"),
      empty: Array(rows).fill(""),
    });
    expect(["events", "sessions", "geo", "empty"].map((name) => roleOf(data, name))).toEqual([
      "text",
      "text",
      "text",
      "text",
    ]);
  });
});

describe("spend", () => {
  const renamed = async (columns: ColumnValues): Promise<(readonly [string, string])[]> => {
    const { channels } = await mediaDataFromColumns({ week, revenue, ...columns });
    return channels.map(({ name, column }) => [name, column] as const);
  };

  it("is found by media alone", async () => {
    expect(await renamed({ tv, Search: search })).toEqual([
      ["tv", "tv"],
      ["Search", "Search"],
    ]);
  });

  it("is found as x1, x2 where nothing says spend, and that is a warning", async () => {
    const { notices, channels } = await mediaDataFromColumns({ week, x1: tv, x2: search, y: revenue });
    expect(channels.map(({ name }) => name)).toEqual(["x1", "x2"]);
    expect(notices.find(({ code }) => code === "channels-guessed")?.level).toBe("warning");
  });

  it("in total is no channel beside those it is the total of", async () => {
    const total = series((row) => tv[row] + search[row]);
    expect(await renamed({ spend_TV: tv, spend_Search: search, total_spend: total })).toHaveLength(2);
    expect(
      await renamed({ spend_TV: tv, spend_Search: search, budget: search.map((value) => value + 1) }),
    ).toHaveLength(2);
    expect(await renamed({ marketing_spend: total })).toEqual([["marketing", "marketing_spend"]]);
  });

  it("of one medium stays where it happens to be the sum of others, and subtotals do not", async () => {
    const sum = series((row) => tv[row] + search[row]);
    expect(await renamed({ spend_Radio: tv, spend_Search: search, spend_TV: sum })).toHaveLength(3);
    expect(await renamed({ spend_TV_north: tv, spend_TV_south: search, spend_TV: sum })).toHaveLength(2);
    expect(await renamed({ spend_Facebook: tv, spend_Tiktok: search, spend_Social: sum })).toHaveLength(2);
  });

  it("that never or hardly varies stays, and the user's word goes before any guess", async () => {
    const flat = series(() => 100);
    expect(await renamed({ spend_TV: flat, spend_Radio: series((row) => 200 + 100 * (row % 2)) })).toHaveLength(2);
    expect(await renamed({ spend_TV: series((row) => row % 2), spend_Radio: flat })).toHaveLength(2);
    const listed = ["spend_TV", "spend_Search", "alpha"];
    const { channels } = await withColumns({ alpha: series((row) => row % 2) }, { channels: listed });
    expect(channels.map(({ column }) => column)).toEqual(listed);
  });

  it("that was planned is no channel beside what was spent", async () => {
    expect(await renamed({ tv_budget: tv.map((value) => value + 1), tv_spend: tv })).toEqual([["tv", "tv_spend"]]);
  });
});

describe("the target", () => {
  const chosen = async (columns: ColumnValues): Promise<readonly [string, string]> => {
    const { target } = await mediaDataFromColumns({ week, spend_TV: tv, spend_Search: search, ...columns });
    return [target.name, target.kind];
  };
  const counts = revenue.map((value) => Math.round(value / 5000));

  it.each([
    ["Sales", revenue, "revenue"],
    ["Umsatz (€)", revenue, "revenue"],
    ["kpi", revenue, "revenue"],
    ["kpi", counts, "conversions"],
    ["y", revenue.map((value) => value / 7), "revenue"],
    ["orders", counts, "conversions"],
    ["units_sold", revenue, "conversions"],
    ["sales", counts, "conversions"],
    ["Revenue", counts, "revenue"],
  ])("is %s (%#)", async (name, values, kind) => {
    expect(await chosen({ [name]: values })).toEqual([name, kind]);
  });

  it("of several is the plainest, revenue before counts", async () => {
    expect(await chosen({ orders: counts, net_sales: revenue })).toEqual(["net_sales", "revenue"]);
    expect(await chosen({ leads: counts, orders: counts.map((value) => 2 * value + 1) })).toEqual([
      "orders",
      "conversions",
    ]);
    expect(
      await chosen({ facebook_conversions: counts, sessions: counts, conversions: counts.map((value) => value + 3) }),
    ).toEqual(["conversions", "conversions"]);
  });

  it("is the total where the parts are there", async () => {
    const online = revenue.map((value) => Math.round(0.4 * value));
    const store = revenue.map((value, row) => value - online[row]);
    expect((await chosen({ online_revenue: online, store_revenue: store, group_revenue: revenue }))[0]).toBe(
      "group_revenue",
    );
  });

  it("that cannot be told is asked for, with the line to type", async () => {
    const other = revenue.map((value, row) => value + 100 * row);
    await expect(chosen({ net_revenue: revenue, gross_revenue: other })).rejects.toThrow(
      "carryover fit data --target net_revenue",
    );
  });

  const two = series((row) => (row % 3 === 0 ? 500 : 900));
  it.each(["revenue", "Sales", "conversions", "kpi", "Net revenue"])(
    "is %s of two values, with a warning that says them",
    async (name) => {
      const { target, notices } = await mediaDataFromColumns({
        week,
        spend_TV: tv,
        spend_Search: search,
        [name]: two,
      });
      expect(target.name).toBe(name);
      expect(notices.find(({ code }) => code === "two-valued-target")?.message).toContain("500 and 900");
    },
  );

  it.each(["revenue", "conversions", "Net revenue"])("is %s that is constant, and the error says so", async (name) => {
    await expect(chosen({ [name]: series(() => 500) })).rejects.toThrow(/"?The target is constant/);
  });

  it("is no flag, unless its name is plainly that of a target", async () => {
    await expect(chosen({ sales_promotion_sale: series((row) => row % 2) })).rejects.toThrow(
      "No column holds the target.",
    );
  });

  it.each([{ channels: ["spend_TV", "revenue"] }, { controls: ["revenue"] }])(
    "is not suggested where the user said what it is: %j",
    async (said) => {
      const error = await withColumns({}, said).catch((thrown: Error) => thrown);
      expect(String(error)).not.toContain("Did you mean");
    },
  );
});
