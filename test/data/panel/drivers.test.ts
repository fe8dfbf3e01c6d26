import { describe, expect, it } from "vitest";

import { drivingSeries, mediaDataFromColumns, pricePerUnit } from "../../../src/data/panel/index.ts";
import { sum } from "../../../src/numerics/index.ts";

const weeks = 30;
const week = Array.from({ length: weeks }, (_, t) => t + 1);
const spend = week.map((t) => 100 + ((t * 37) % 61));
const revenue = week.map((t) => 5000 + ((t * 211) % 997));
const seen = week.map((t) => 1000 + ((t * 53) % 401));

const read = (columns: Record<string, number[]>, options = {}) =>
  mediaDataFromColumns({ week, revenue, ...columns }, options);

describe("what drives a channel", () => {
  it.each([
    ["spend_TV", "impressions_TV", "TV"],
    ["spend_TV", "TV_GRP", "TV"],
    ["Channel0_spend", "Channel0_impression", "Channel0"],
    ["facebook_S", "facebook_I", "facebook"],
    ["search_S", "search_clicks_P", "search"],
    ["Search Cost", "Search Clicks", "Search"],
  ])("%s is what %s cost", async (cost, driver, name) => {
    const { channels, notices } = await read({ [cost]: spend, [driver]: seen });
    expect(channels).toMatchObject([{ name, column: cost, driver: { column: driver } }]);
    const [told] = notices.filter(({ code }) => code === "drivers-taken");
    expect(told.message).toContain(`${name} by "${driver}", at the cost of "${cost}"`);
  });

  it("is what people saw before what they clicked, whatever the order of the columns", async () => {
    const { channels } = await read({ spend_TV: spend, TV_clicks: seen, TV_views: seen, TV_impressions: seen });
    expect(channels[0].driver?.column).toBe("TV_impressions");
  });

  it("counts in spend at the average price of the table, so that it adds up to the spend", async () => {
    const [channel] = (await read({ spend_TV: spend, impressions_TV: seen })).channels;
    expect(pricePerUnit(channel)).toBeCloseTo(sum(spend) / sum(seen), 12);
    expect(sum(drivingSeries(channel))).toBeCloseTo(sum(spend), 8);
    expect(drivingSeries(channel)[3] / drivingSeries(channel)[0]).toBeCloseTo(seen[3] / seen[0], 12);
  });

  it("is spend where that is said, or where another column is named", async () => {
    const columns = { spend_TV: spend, impressions_TV: seen, TV_sends: seen.map((value) => value + 1) };
    const said = async (driver: string) =>
      (await read(columns, { channels: ["spend_TV"], media: { spend_TV: { driver } } })).channels[0].driver?.column;
    expect(await said("spend")).toBeUndefined();
    expect(await said("TV_sends")).toBe("TV_sends");
    await expect(said("TV_sent")).rejects.toThrow('no column "TV_sent", named as driver');
  });

  it("is a column of its own for media without spend", async () => {
    const { channels, columns } = await read(
      { spend_TV: spend, newsletter_sends: seen },
      {
        channels: ["spend_TV", "newsletter_sends"],
        media: { newsletter_sends: { name: "Newsletter", organic: true } },
      },
    );
    expect(channels[1]).toMatchObject({ name: "Newsletter", organic: true, driver: { column: "newsletter_sends" } });
    expect(sum(channels[1].spend)).toBe(0);
    expect(drivingSeries(channels[1])).toEqual(Float64Array.from(seen));
    expect(columns?.find(({ column }) => column === "newsletter_sends")?.role).toBe("channel");
  });

  it.each([
    ["a column that was not recorded from the start", seen.map((value, t) => (t < 15 ? 0 : value)), "it is 0 in 15"],
    ["a column that never changes", seen.map(() => 7), "it is the same in every row"],
  ])("is never %s, which is told", async (_, values, why) => {
    const { channels, notices } = await read({ spend_TV: spend, impressions_TV: values });
    expect(channels[0].driver).toBeUndefined();
    expect(notices.find(({ code }) => code === "driver-not-taken")?.message).toContain(why);
  });

  it("is told where spend has none in single rows", async () => {
    const { notices } = await read({ spend_TV: spend, impressions_TV: seen.map((value, t) => (t === 4 ? 0 : value)) });
    expect(notices.find(({ code }) => code === "spend-without-driver")?.message).toContain("0 in 1 row with spend");
  });

  it("is not taken from a table whose spend was published with noise", async () => {
    const { channels } = await read({ spend_TV: spend, impressions_TV: seen }, { noised: ["spend_TV"] });
    expect(channels[0].driver).toBeUndefined();
  });
});
