import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { type MediaData, mediaDataFromColumns } from "../../../src/data/panel/index.ts";
import { makeDesign } from "../../../src/mmm/fit/index.ts";
import { readTableWithModel } from "../../../src/mmm/fit/input.ts";
import {
  parseModelFile,
  readModelFile,
  resolve,
  toJson,
  writtenColumns,
} from "../../../src/mmm/specification/index.ts";
import { termsOf } from "../../../src/mmm/terms/baseline/index.ts";
import { sum } from "../../../src/numerics/index.ts";

const weeks = Array.from({ length: 60 }, (_, t) => t + 1);
const table = {
  week: weeks,
  spend_TV: weeks.map((t) => 100 + ((t * 37) % 61)),
  impressions_TV: weeks.map((t) => 1000 + ((t * 53) % 401)),
  sends: weeks.map((t) => 10 + ((t * 7) % 13)),
  Promo: weeks.map((t) => (t % 9) / 10 + 0.1),
  conversions: weeks.map((t) => 500 + ((t * 211) % 97)),
  revenue_per_conversion: weeks.map((t) => 20 + (t % 5)),
};

const written = `data: t.csv
channels:
  Television: { spend: spend_TV, driver: impressions_TV }
  Newsletter: { spend: none, driver: sends }
treatments: { Promo: { baseline: max } }
`;

async function resolved(text: string, columns: Record<string, number[]> = table) {
  const document = await parseModelFile(text, "m.yaml");
  const data: MediaData = await mediaDataFromColumns(columns, { source: "t.csv", ...writtenColumns(document) });
  return { document, data, ...resolve(document, data) };
}

describe("the columns of a channel in a model file", () => {
  it("are its spend, what drives it and its name, and resolve to the same again without the table", async () => {
    const { spec } = await resolved(written);
    expect(spec.channels).toMatchObject([
      { name: "Television", column: "spend_TV", driver: "impressions_TV" },
      { name: "Newsletter", column: "sends", driver: "sends", organic: true },
    ]);
    expect(spec).toMatchObject({
      treatments: { Promo: { baseline: "max" } },
      controls: [],
      revenue_per_conversion: "revenue_per_conversion",
    });
    const again = await parseModelFile(toJson(spec), "m.json");
    expect(resolve(again).spec).toEqual(spec);
  });

  it("say what is spent and what drives: media adds up to spend, and organic media have none", async () => {
    const { spec, data } = await resolved(written);
    const { media, mediaScales, totalSpend, worth } = makeDesign(data, spec);
    const [tv, newsletter] = [media.subarray(0, 60), media.subarray(60)];
    expect(mediaScales[0].scale * sum(tv)).toBeCloseTo(totalSpend[0], 6);
    expect(tv[5] / tv[0]).toBeCloseTo(table.impressions_TV[5] / table.impressions_TV[0], 12);
    expect(newsletter[5] / newsletter[0]).toBeCloseTo(table.sends[5] / table.sends[0], 12);
    expect(totalSpend[1]).toBe(0);
    expect([...(worth ?? [])]).toEqual(table.revenue_per_conversion);
  });

  it("are found where a list names the spend alone, and spend drives where that is said", async () => {
    const found = await resolved("data: t.csv\nchannels: [spend_TV]\ncontrols: none\n");
    expect(found.spec.channels[0].driver).toBe("impressions_TV");
    const said = await resolved("data: t.csv\nchannels: { spend_TV: { driver: spend } }\ncontrols: none\n");
    const { media } = makeDesign(said.data, said.spec);
    expect(media[5] / media[0]).toBeCloseTo(table.spend_TV[5] / table.spend_TV[0], 12);
  });

  it.each([
    ["channels: { Newsletter: { spend: none } }", "no column"],
    [
      "channels: { Newsletter: { spend: none, driver: sends } }\npriors: { roi: { Newsletter: lognormal(0, 1) } }",
      "no roi",
    ],
    ["channels: { spend_TV: { driver: impresions_TV } }", 'no column "impresions_TV", named as driver'],
    ["channels: [spend_TV]\nrevenue_per_conversion: rpc", 'no column "rpc", named as revenue per conversion'],
    ["channels: [spend_TV]\ntreatments: { Promo: { baseline: mean } }", "min, max or a number"],
    ["channels: [spend_TV]\ntreatments: { Promo: }\ncontrols: [Promo]", "Promo"],
  ])("that cannot be so are refused: %s", async (text, message) => {
    await expect(resolved(`data: t.csv\n${text}\n`)).rejects.toThrow(message);
  });
});

describe("a treatment", () => {
  it.each([
    ["min", 0.1],
    ["max", 0.9],
    ["0.5", 0.5],
  ])("counts against its baseline: %s", async (baseline, value) => {
    const text = `data: t.csv\nchannels: [spend_TV]\ncontrols: none\ntreatments: { Promo: { baseline: ${baseline} } }\n`;
    const { spec, data } = await resolved(text);
    const { terms } = makeDesign(data, spec);
    const term = termsOf(spec).find(({ name }) => name === "control");
    const [part] = term?.parts(data, spec, terms["control"]) ?? [];
    expect(part.name).toBe("Promo");
    expect(part.reference?.value).toBeCloseTo(value, 12);
  });
});

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const demo = here("../../../../shared/data/third-party/meridian_geo_all_channels.csv");

describe.runIf(existsSync(demo))("Meridian's default geo model", () => {
  it("reads the table of its demo: drivers, organic media, a treatment, conversions that are valued", async () => {
    const document = await readModelFile(here("../../../examples/meridian-geo.yaml"));
    const { data, resolution } = await readTableWithModel(demo, document);
    const { spec } = resolution;
    expect(spec.channels.map(({ name, driver }) => [name, driver])).toEqual([
      ...[0, 1, 2, 3, 4].map((k) => [`Channel${k}`, `Channel${k}_impression`]),
      ["Organic_channel0", "Organic_channel0_impression"],
    ]);
    expect(spec.returns).toMatchObject({ Channel0: "roi", Organic_channel0: "contribution" });
    expect(Object.keys(spec.treatments ?? {})).toEqual(["Promo"]);
    const { media, mediaScales, geos, weeks } = makeDesign(data, spec);
    // Half of what is positive is above the median, per head.
    const own = media.subarray(0, geos.length * weeks).filter((value) => value > 0);
    expect(own.filter((value) => value > 1).length / own.length).toBeCloseTo(0.5, 2);
    expect(mediaScales).toHaveLength(6);
  });
});
