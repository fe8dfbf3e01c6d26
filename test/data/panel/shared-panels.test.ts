// Panels of others and the synthetic one of ../shared, read as they are.

import { describe, expect, it } from "vitest";
import { readMediaData } from "../../../src/data/panel/check-table.ts";
import type { MediaData } from "../../../src/data/panel/media-data.ts";
import { sharedData } from "../../support/optional.ts";

const files = {
  panel: sharedData("panel.csv"),
  meridian: sharedData("third-party/meridian_geo_all_channels.csv"),
  reach: sharedData("third-party/meridian_geo_media_rf.csv"),
  rmf: sharedData("third-party/rmf_geo.csv"),
};

/** What was found: geos, the dates of each, the columns by role, and codes of the notices. */
function found({ geos = [], rows, geoColumn, dateColumn, target, channels, controls, notices }: MediaData): unknown {
  return {
    geos: geos.length,
    rows,
    columns: [geoColumn, dateColumn, target.name, target.kind],
    population: geos[0]?.population,
    channels: channels.map(({ name }) => name),
    controls: controls.map(({ name }) => name),
    notices: notices.map(({ level, code }) => `${level} ${code}`),
  };
}

describe("a panel as it comes", () => {
  it.runIf(files.panel.present)("with a late geo and revenue that is not known everywhere", async () => {
    const data = await readMediaData(files.panel.path);
    expect(found(data)).toEqual({
      geos: 6,
      rows: 78,
      columns: ["geo", "week", "revenue", "revenue"],
      population: 2_000_000,
      channels: ["TV", "Search", "Social"],
      controls: ["price"],
      notices: ["note geos-start-late", "note target-not-known"],
    });
    expect(data.geos!.find(({ name }) => name === "Isles")).toMatchObject({ first: 19, end: 78 });
    expect(data.target.values.filter(Number.isNaN)).toHaveLength(18 + 19);
  });

  it.runIf(files.meridian.present)(
    "of Meridian with impressions, organic media, a promotion and controls",
    async () => {
      const data = await readMediaData(files.meridian.path);
      expect(found(data)).toEqual({
        geos: 40,
        rows: 156,
        columns: ["geo", "time", "conversions", "conversions"],
        population: 136_670.94,
        channels: ["Channel0", "Channel1", "Channel2", "Channel3", "Channel4"],
        controls: ["competitor_sales_control", "sentiment_score_control", "Organic_channel0_impression", "Promo"],
        notices: [
          "note channels-guessed",
          "note column-ignored",
          "note organic-control",
          "note worth-taken",
          "note drivers-taken",
        ],
      });
      expect(data.channels.every(({ driver }) => driver?.values.length === 40 * 156)).toBe(true);
    },
  );

  it.runIf(files.reach.present)("of Meridian with reach and frequency", async () => {
    const data = await readMediaData(files.reach.path);
    expect(data.geos).toHaveLength(20);
    const roles = new Map(data.columns?.map(({ column, role, channel }) => [column, [role, channel]]));
    expect(roles.get("Channel3_reach")).toEqual(["exposure", "Channel3"]);
    expect(roles.get("Channel3_frequency")).toEqual(["exposure", "Channel3"]);
  });

  it.runIf(files.rmf.present)("with one row for each value", async () => {
    const data = await readMediaData(files.rmf.path);
    expect(found(data)).toEqual({
      geos: 8,
      rows: 91,
      columns: ["Geography", "Period", "Sales", "revenue"],
      population: undefined,
      channels: ["TV", "Search", "Social", "Display"],
      controls: ["Price"],
      notices: ["note long-table", "note target-guessed", "note channels-guessed", "note without-population"],
    });
    expect(data.dates[90]).toBe("2026-06-22");
  });
});
